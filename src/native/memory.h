// Linear memory: one static array, as large as the module's memory is at its start, and the only place where an offset
// becomes an address. Its first part is the module's data, laid out by the linker (link.ld): nothing of it is copied at
// start, and a page that is only read stays a page of the file. scripts/build/data-image.ts writes the two .inc files.
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define MEMORY_BYTES (MEMORY_PAGES * 65536)

static uint8_t data_image[] __attribute__((used, aligned(64), section(".data.image"))) = {
#include "data-image.inc"
};
// One byte more than the rest, never written: a path that starts inside linear memory ends there at the latest.
static uint8_t data_rest[MEMORY_BYTES - sizeof data_image + 1]
    __attribute__((used, aligned(1), section(".bss.rest")));
// link.ld puts the two next to each other under this name.
extern uint8_t linear_memory[MEMORY_BYTES];

/** Data behind a wide gap of zeros: runs of offset, length (32 bits each) and bytes. */
static inline void copy_runs(void) {
#if RUNS_BYTES
  static const uint8_t runs[] = {
#include "data-runs.inc"
  };
  uint32_t head[2];
  for (const uint8_t *run = runs; run < runs + RUNS_BYTES; run += sizeof head + head[1]) {
    __builtin_memcpy(head, run, sizeof head);
    memcpy(linear_memory + head[0], run + sizeof head, head[1]);
  }
#endif
}

/** Whether `length` bytes at `offset` are not all inside linear memory. */
static inline bool outside(uint32_t offset, uint32_t length) {
  return (uint64_t)offset + length > MEMORY_BYTES;
}

/** As outside(), for a pointer that may be 0. */
static inline bool given_outside(uint32_t offset, uint32_t length) {
  return offset != 0 && outside(offset, length);
}

/** The address of an offset that outside() has let pass. */
static inline long address(uint32_t offset) { return (long)(linear_memory + offset); }

/** As address(); 0 stays 0. */
static inline long given(uint32_t offset) { return offset == 0 ? 0 : address(offset); }
