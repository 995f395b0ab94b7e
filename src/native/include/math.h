// What wasm2c's output takes from <math.h>. x86-64's baseline has no rounding instruction, so rounding goes through
// int64: a double of 2^52 or more has no fraction. An unused one leaves no code behind.
#pragma once
#include <stdint.h>
#define NAN __builtin_nanf("")
#define INFINITY __builtin_inff()
#define isnan(x) __builtin_isnan(x)
#define signbit(x) (sizeof(x) == sizeof(float) ? __builtin_signbitf(x) : __builtin_signbit(x))
#define fabs(x) __builtin_fabs(x)
#define fabsf(x) __builtin_fabsf(x)
#define copysign(x, y) __builtin_copysign(x, y)
#define copysignf(x, y) __builtin_copysignf(x, y)

static inline double trunc(double x) {
  return fabs(x) < 4503599627370496.0 ? copysign((double)(int64_t)x, x) : x;
}
static inline double floor(double x) {
  double whole = trunc(x);
  return whole > x ? whole - 1 : whole;
}
static inline double ceil(double x) {
  double whole = trunc(x);
  return whole < x ? copysign(whole + 1, x) : whole;
}
// Adding and taking away 2^52 rounds to even in the default rounding mode, as f64.nearest asks for.
static inline double nearbyint(double x) {
  volatile double shifted = fabs(x) + 4503599627370496.0;
  return fabs(x) < 4503599627370496.0 ? copysign(shifted - 4503599627370496.0, x) : x;
}
static inline float truncf(float x) { return (float)trunc(x); }
static inline float floorf(float x) { return (float)floor(x); }
static inline float ceilf(float x) { return (float)ceil(x); }
static inline float nearbyintf(float x) { return (float)nearbyint(x); }

// Square roots are one instruction on both architectures.
#if defined(__x86_64__)
static inline double sqrt(double x) {
  __asm__("sqrtsd %0, %0" : "+x"(x));
  return x;
}
static inline float sqrtf(float x) {
  __asm__("sqrtss %0, %0" : "+x"(x));
  return x;
}
#elif defined(__aarch64__)
static inline double sqrt(double x) {
  __asm__("fsqrt %d0, %d0" : "+w"(x));
  return x;
}
static inline float sqrtf(float x) {
  __asm__("fsqrt %s0, %s0" : "+w"(x));
  return x;
}
#endif
