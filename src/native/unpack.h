// Writes the module's data into linear memory. The stream comes from scripts/build/data-stream.ts, where its format is
// described, and is part of this executable: nothing outside has a say in it.
#pragma once
#include <stdint.h>
#include "cold.h"
#include "memory.h"

COLD_DATA static const uint8_t data_stream[] = {
#include "data-stream.inc"
};

/** By a register's full width: to write a part of one waits for what it was before. */
INLINE uint32_t byte_at(const uint8_t *from) {
  uint32_t byte = *from;
  __asm__("" : "+r"(byte));
  return byte;
}

COLD static void expand(uint8_t *to, const uint8_t *from) {
  const uint8_t *const end = to + PIECES_BYTES;
  while (to < end) {
    uint32_t token = byte_at(from++);
    if (token == 0xff) {
      *to++ = byte_at(from++);
    } else if (token < 0x80) {
      *to++ = token;
    } else {
      const uint32_t distance = (token & 31) << 8 | *from++;
      uint32_t count = (token >> 5 & 3) + 3;
      if (count == 6) count += *from++;
      do {
        *to = byte_at(to - distance);
        to++;
      } while (--count);
    }
  }
}

/**
 * Has all pages of the range made at once, which takes less time than a fault for each. Before Linux 5.14 that is refused, and
 * the faults do it.
 */
COLD static void populate(long start, long length) {
  const long page = start & -(long)LARGEST_PAGE;
  CALL(madvise, page, start + length - page, MADV_POPULATE_WRITE);
}

COLD static void unpack(uint8_t *to, const uint8_t *stream) {
  const uint8_t *from = pieces;
  populate((long)pieces, sizeof pieces);
  populate((long)to, NEAR_BYTES);
  expand(pieces, stream);
  for (;;) {
    const uint32_t kind = byte_at(from++);
    uint32_t length = kind;
    if (kind >= 0x7d) {
      length = from[0] | from[1] << 8;
      from += 2;
    }
    if (kind == 0x7f) {
      if (length == 0) break;
      to += 64 * length;
    } else if (kind == 0x7e) {
      do *to++ = byte_at(from++);
      while (--length);
    } else {
      uint32_t *header = (uint32_t *)to;
      const uint32_t block = (20 + 2 * length + 15) & -16;
      header[0] = block - 4;
      header[3] = 2;
      header[4] = 2 * length;
      for (uint32_t i = 0; i < length; i++) to[20 + 2 * i] = byte_at(from++);
      to += block;
    }
  }
}
