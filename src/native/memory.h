// Linear memory: one static array, as large as the module's memory is at its start, and the only place where an offset
// becomes an address. Pages that are never touched cost nothing.
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "module-sizes.h"

#define MEMORY_BYTES (MEMORY_PAGES * 65536)

// One byte more than can be written: a path that starts inside linear memory ends with it at the latest.
static uint8_t linear_memory[MEMORY_BYTES + 1] __attribute__((aligned(16)));

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
