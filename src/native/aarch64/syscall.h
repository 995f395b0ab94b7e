// aarch64: the system call instruction and its numbers (Linux, include/uapi/asm-generic/unistd.h; the numbers are ABI
// and never change). Arguments as in syscall(2): x0 to x5, the number in x8.
#pragma once

// The largest pages that a kernel for it may have.
#define LARGEST_PAGE 65536ull

enum {
  NR_ioctl = 29,
  NR_unlinkat = 35,
  NR_renameat = 38,
  NR_faccessat = 48,
  NR_fchmod = 52,
  NR_openat = 56,
  NR_close = 57,
  NR_getdents64 = 61,
  NR_read = 63,
  NR_write = 64,
  NR_ppoll = 73,
  NR_readlinkat = 78,
  NR_exit_group = 94,
  NR_clock_gettime = 113,
  NR_kill = 129,
  NR_rt_sigaction = 134,
  NR_rt_sigprocmask = 135,
  NR_rt_sigtimedwait = 137,
  NR_rt_sigqueueinfo = 138,
  NR_setgid = 144,
  NR_setuid = 146,
  NR_setfsuid = 151,
  NR_setfsgid = 152,
  NR_setpgid = 154,
  NR_getpgid = 155,
  NR_setsid = 157,
  NR_setgroups = 159,
  NR_prctl = 167,
  NR_getpid = 172,
  NR_getppid = 173,
  NR_getuid = 174,
  NR_getgid = 176,
  NR_socket = 198,
  NR_connect = 203,
  NR_sendto = 206,
  NR_clone = 220,
  NR_execve = 221,
  NR_madvise = 233,
  NR_wait4 = 260,
  NR_kcmp = 272,
  NR_statx = 291,
  NR_close_range = 436
};

static inline __attribute__((always_inline)) long system_call(long number, long a, long b, long c, long d, long e, long f) {
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc #0"
                   : "+r"(x0)
                   : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                   : "memory");
  return x0;
}

// CLONE_VM | CLONE_VFORK | SIGCHLD (include/uapi/linux/sched.h).
#define SPAWN_FLAGS 0x4111

/**
 * A child in our own memory that calls `enter`, on the part of our stack that we do not use: we are suspended until it
 * has called execve or exit. Returns in the parent only.
 */
static inline long spawn_child(void (*enter)(void)) {
  register long x8 __asm__("x8") = NR_clone;
  register long x0 __asm__("x0") = SPAWN_FLAGS;
  register long x2 __asm__("x2") = 0;
  __asm__ volatile("sub x1, sp, #1024\n"
                   "svc #0\n"
                   "cbnz x0, 1f\n"
                   "mov x29, #0\n"
                   "blr %[enter]\n"
                   "1:"
                   : "+r"(x0)
                   : "r"(x8), "r"(x2), [enter] "r"(enter)
                   : "x1", "x3", "x4", "memory", "cc");
  return x0;
}
