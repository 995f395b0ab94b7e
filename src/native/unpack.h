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
    if (token < 0x80) {
      for (uint32_t count = (token & 0x3f) + 1; count > 0; count--) {
        *to++ = *from++;
        to += token >> 6;
      }
      continue;
    }
    const uint32_t distance = from[0] | from[1] << 8;
    from += 2;
    if (distance == 0) {
      const uint32_t skipped = from[0] | from[1] << 8 | from[2] << 16 | (uint32_t)from[3] << 24;
      if (skipped == 0) return;
      from += 4;
      to += skipped;
      continue;
    }
    for (uint32_t count = (token & 0x7f) + 3; count > 0; count--, to++) *to = to[-(long)distance];
  }
}
