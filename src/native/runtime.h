// What wasm2c's output expects of its runtime: memory and table that are there already, and traps.
#pragma once
#include <wasm-rt.h>
#include "call.h"
#include "memory.h"

/** A fault of our own, which a correct init never meets: one line to stderr, then exit code 125. */
static _Noreturn __attribute__((noinline, cold)) void wasm_rt_trap(wasm_rt_trap_t code) {
  char line[] = "lastcall: internal error: trap 00\n";
  line[sizeof line - 4] += code / 10;
  line[sizeof line - 3] += code % 10;
  CALL(write, 2, line, sizeof line - 1);
  for (;;) CALL(exit_group, 125);
}

/** Without an argument, as there is a call of it in almost every function. */
static _Noreturn __attribute__((noinline, cold)) void trap_outside(void) { wasm_rt_trap(WASM_RT_TRAP_OOB); }

/**
 * Checks the address of the module's own loads and stores, before its constant offset is added. The last page is off limits
 * for them: the offset is less than a page (scripts/build/module.ts sees to that), so every access stays inside.
 */
INLINE uint64_t inside(uint32_t offset) {
  if (__builtin_expect(offset >= MEMORY_BYTES - 65536, 0)) trap_outside();
  return offset;
}

static inline bool wasm_rt_is_initialized(void) { return true; }

// Nobody reads base and size of memory in the instance: they are constants (scripts/build/module.ts).
static inline void wasm_rt_allocate_memory(wasm_rt_memory_t *memory, uint64_t initial, uint64_t maximum, bool is64,
                                           uint32_t page_size) {}
static inline void wasm_rt_free_memory(wasm_rt_memory_t *memory) {}
/** memory.grow: refused, as the specification allows. Nothing is allocated after start. */
static inline uint32_t wasm_rt_grow_memory(wasm_rt_memory_t *memory, uint64_t pages) { return -1; }

#if TABLE_ENTRIES
static wasm_rt_funcref_t table_entries[TABLE_ENTRIES];
static inline void wasm_rt_allocate_funcref_table(wasm_rt_funcref_table_t *table, uint32_t initial, uint32_t maximum) {
  table->data = table_entries;
  table->size = table->max_size = TABLE_ENTRIES;
}
static inline void wasm_rt_free_funcref_table(wasm_rt_funcref_table_t *table) {}
#endif
