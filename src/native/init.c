// The whole init as one translation unit: runtime, imports and the module that wasm2c wrote (init-module.c). Everything
// but `start` is static, so that the compiler inlines the imports, turns the one instance's fields into constants and
// drops what is not called. Nothing here or below includes a libc header.
#if defined(__clang__)
// zig cc takes -Oz for -Os; the attribute is what -Oz stands for in clang.
#pragma clang attribute push(__attribute__((minsize)), apply_to = function)
#endif

#include <wasm-rt.h>
#include "access.h"
#include "cold.h"
#include "memory-functions.h"
#include "memory.h"
#include "runtime.h"
#include "start.h"
#include "sys.h"
#include "unpack.h"

// wasm2c declares these with external linkage. A declaration before it makes them static (C11, 6.2.2, 5).
typedef struct w2c_init w2c_init;
COLD static void wasm2c_init_instantiate(w2c_init *, struct w2c_sys *);
static void wasm2c_init_free(w2c_init *);
static wasm_rt_func_type_t wasm2c_init_get_func_type(uint32_t, uint32_t, ...);
COLD static uint32_t w2c_init_main(w2c_init *, uint32_t, uint64_t, uint64_t);
#if HAS_WATCH
HOT static uint32_t w2c_init_watch(w2c_init *);
COLD static uint32_t w2c_init_child(w2c_init *);
#endif
static wasm_rt_memory_t *w2c_init_memory(w2c_init *);
#include "init-module.c"

static w2c_init instance;

/** `stack` is the kernel's: argc, argv, 0, envp, 0, auxiliary vector (fs/binfmt_elf.c). */
COLD static __attribute__((noinline)) int32_t set_up(const uint64_t *stack) {
  const uint64_t argc = stack[0];
  const uint64_t *envp = stack + 1 + argc + 1;
  const uint64_t *auxiliary = envp;
  while (*auxiliary++) continue;
  // The file's name, AT_EXECFN (31), stands behind all arguments and variables. Every kernel since 2.6.27 tells it;
  // without it there is no upper bound.
  while (auxiliary[0] != 31 && auxiliary[0] != 0) auxiliary += 2;
  arguments_start = (uint64_t)stack;
  arguments_end = auxiliary[0] == 31 ? auxiliary[1] : UINT64_MAX;
  if (open_memory() != 0) wasm_rt_trap(WASM_RT_TRAP_EXHAUSTION);
  unpack(linear_memory, data_stream);
  wasm2c_init_instantiate(&instance, 0);
  return w2c_init_main(&instance, argc, (uint64_t)(stack + 1), (uint64_t)envp);
}

COLD static _Noreturn void enter_child(void) {
#if HAS_WATCH
  w2c_sys_exit(0, w2c_init_child(&instance));
#endif
  for (;;) w2c_sys_exit(0, 125);
}

/** Called by _start. An exit code below 0 says that the command runs, and is to be watched over. */
HOT __attribute__((used, section(".text.start"))) void start(const uint64_t *stack) {
  int32_t code = set_up(stack);
#if HAS_WATCH
  if (code < 0) {
    code = w2c_init_watch(&instance);
  }
#endif
  w2c_sys_exit(0, code);
}

#if defined(__clang__)
#pragma clang attribute pop
#endif
