// System calls with as many arguments as each has. The kernel does not look at the registers of the others, and so
// nothing is put into them.
#pragma once
#include "syscall.h"

/** What a register happens to hold. */
#define ANYTHING                                \
  ({                                            \
    long anything;                              \
    __asm__ volatile("" : "=r"(anything));      \
    anything;                                   \
  })

/** The result, or -errno. prctl(2) looks at registers that an operation has no use for: what it gets is complete. */
#define CALL(name, ...) \
  CALL_6(NR_##name, ##__VA_ARGS__, ANYTHING, ANYTHING, ANYTHING, ANYTHING, ANYTHING, ANYTHING)
#define CALL_6(number, a, b, c, d, e, f, ...) \
  system_call(number, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
