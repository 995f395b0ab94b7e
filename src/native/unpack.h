// Writes the module's data into linear memory. The stream comes from scripts/build/data-stream.ts, where its format is
// described, and is part of this executable: nothing outside has a say in it.
#pragma once
#include <stdint.h>
#include "cold.h"

COLD_DATA static const uint8_t data_stream[] = {
#include "data-stream.inc"
};

COLD static void unpack(uint8_t *to, const uint8_t *from) {
  for (;;) {
    const uint8_t token = *from++;
    if (token < 0x40) {
      for (uint32_t count = token + 1; count > 0; count--) *to++ = *from++;
      continue;
    }
    if (token < 0x80) {
      const uint32_t length = token == 0x7f ? *from++ : token & 0x3f;
      uint32_t *header = (uint32_t *)to;
      const uint32_t block = (20 + 2 * length + 15) & -16;
      header[0] = block - 4;
      header[3] = 2;
      header[4] = 2 * length;
      for (uint32_t i = 0; i < length; i++) to[20 + 2 * i] = *from++;
      to += block;
      continue;
    }
    const uint32_t distance = (token & 7) << 8 | *from++;
    if (distance == 0) {
      const uint32_t skipped = from[0] | from[1] << 8 | from[2] << 16 | (uint32_t)from[3] << 24;
      if (skipped == 0) return;
      from += 4;
      to += skipped;
      continue;
    }
    uint32_t count = (token >> 3 & 15) + 2;
    if (count == 17) count += *from++;
    for (; count > 0; count--, to++) *to = to[-(long)distance];
  }
}
