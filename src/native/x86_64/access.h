// x86-64: how the module's loads and stores reach linear memory. Its start is the base of the FS segment, which a program
// without a C library has no other use for: an access is then one byte longer than without a base, where the array's
// address would be four. Constant addresses are known to the linker, and shorter without the segment.
#pragma once
#include "../memory.h"
#include "../call.h"

enum { ARCH_SET_FS = 0x1002 };  // arch/x86/include/uapi/asm/prctl.h

/** 0, or -errno. The kernel hands it on to the child of spawn_child() and forgets it at execve(2). */
static long open_memory(void) { return CALL(arch_prctl, ARCH_SET_FS, linear_memory); }

#define LOAD(type, offset) \
  (__builtin_constant_p(offset) ? VALUE(type, , (uintptr_t)linear_memory + (offset)) : VALUE(type, __seg_fs, offset))

#define STORE(type, offset, value)                       \
  do {                                                   \
    if (__builtin_constant_p(offset))                    \
      VALUE(type, , (uintptr_t)linear_memory + (offset)) = (value); \
    else                                                 \
      VALUE(type, __seg_fs, offset) = (value);           \
  } while (0)
