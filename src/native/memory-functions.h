// The memory functions of <string.h>, small rather than fast: the init moves a few hundred bytes in its life.
// The empty asm statements keep the compiler from recognising a loop and turning it into a call of itself.
#pragma once
#include <stdint.h>
#include <string.h>

__attribute__((used)) void *memmove(void *to, const void *from, size_t length) {
  uint8_t *target = to;
  const uint8_t *source = from;
  if (target < source) {
    for (size_t i = 0; i < length; i++) {
      target[i] = source[i];
      __asm__ volatile("");
    }
  } else {
    while (length--) {
      target[length] = source[length];
      __asm__ volatile("");
    }
  }
  return to;
}

void *memcpy(void *restrict to, const void *restrict from, size_t length) __attribute__((used, alias("memmove")));

__attribute__((used)) void *memset(void *to, int value, size_t length) {
  uint8_t *target = to;
  while (length--) {
    target[length] = (uint8_t)value;
    __asm__ volatile("");
  }
  return to;
}

__attribute__((used)) int memcmp(const void *left, const void *right, size_t length) {
  const uint8_t *a = left, *b = right;
  for (size_t i = 0; i < length; i++) {
    if (a[i] != b[i]) return a[i] - b[i];
    __asm__ volatile("");
  }
  return 0;
}
