// Linear memory: one static array, as large as the module's memory is at its start, and the only place where an offset
// becomes an address. Pages that are never touched cost nothing.
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "module-sizes.h"

/** For what is no longer than a call of it: compilers are told not to inline anything else (scripts/build/compiler.ts). */
#define INLINE static inline __attribute__((always_inline))

#define TEXT(macro) TEXT_OF(macro)
#define TEXT_OF(text) #text

#define MEMORY_BYTES (MEMORY_PAGES * 65536)

// One byte more than can be written: a path that starts inside linear memory ends with it at the latest. It is the last
// thing in the address space (link.ld), so that everything else is near the code.
__asm__(".pushsection .bss.linear,\"aw\",%nobits\n"
        ".balign 16\n"
        "linear_memory: .zero " TEXT(MEMORY_BYTES) " + 1\n"
        ".popsection\n");
// Compilers get to know no more of it than is near (aarch64's tiny code model), and that all objects are in: within that an
// offset is part of an address, farther it is added at run time.
extern uint8_t linear_memory[131072] __attribute__((aligned(16)));

/** What lies at an address, aligned or not: Wasm allows both. `space` is an address space of the compiler's. */
#define VALUE(type, space, address)     \
  (((space struct {                     \
     type value;                        \
   } __attribute__((packed)) *)(address)) \
       ->value)

/** Whether `length` bytes at `offset` are not all inside linear memory. */
INLINE bool outside(uint32_t offset, uint32_t length) {
  return (uint64_t)offset + length > MEMORY_BYTES;
}

/** As outside(), for a pointer that may be 0. */
INLINE bool given_outside(uint32_t offset, uint32_t length) {
  return offset != 0 && outside(offset, length);
}

/** The address of an offset that outside() has let pass. */
INLINE long address(uint32_t offset) { return (long)linear_memory + offset; }

/** As address(); 0 stays 0. */
INLINE long given(uint32_t offset) { return offset == 0 ? 0 : address(offset); }
