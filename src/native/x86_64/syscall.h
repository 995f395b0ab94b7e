// x86-64: the system call instruction and its numbers (Linux, arch/x86/entry/syscalls/syscall_64.tbl; the numbers are
// ABI and never change). Arguments as in syscall(2): rdi rsi rdx r10 r8 r9; the kernel clobbers rcx and r11.
#pragma once

// The largest pages that a kernel for it may have.
#define LARGEST_PAGE 4096ull

enum {
  NR_read = 0,
  NR_write = 1,
  NR_close = 3,
  NR_rt_sigaction = 13,
  NR_rt_sigprocmask = 14,
  NR_ioctl = 16,
  NR_madvise = 28,
  NR_getpid = 39,
  NR_socket = 41,
  NR_connect = 42,
  NR_sendto = 44,
  NR_clone = 56,
  NR_execve = 59,
  NR_wait4 = 61,
  NR_kill = 62,
  NR_fchmod = 91,
  NR_getuid = 102,
  NR_getgid = 104,
  NR_setuid = 105,
  NR_setgid = 106,
  NR_setpgid = 109,
  NR_getppid = 110,
  NR_setsid = 112,
  NR_setgroups = 116,
  NR_getpgid = 121,
  NR_setfsuid = 122,
  NR_setfsgid = 123,
  NR_rt_sigtimedwait = 128,
  NR_rt_sigqueueinfo = 129,
  NR_prctl = 157,
  NR_arch_prctl = 158,
  NR_getdents64 = 217,
  NR_clock_gettime = 228,
  NR_exit_group = 231,
  NR_openat = 257,
  NR_unlinkat = 263,
  NR_renameat = 264,
  NR_readlinkat = 267,
  NR_faccessat = 269,
  NR_ppoll = 271,
  NR_kcmp = 312,
  NR_statx = 332,
  NR_close_range = 436
};

static inline __attribute__((always_inline)) long system_call(long number, long a, long b, long c, long d, long e, long f) {
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}

// CLONE_VM | CLONE_VFORK | SIGCHLD (include/uapi/linux/sched.h).
#define SPAWN_FLAGS 0x4111

/**
 * A child in our own memory that calls `enter`, on the part of our stack that we do not use: we are suspended until it
 * has called execve or exit. Returns in the parent only.
 */
static inline long spawn_child(void (*enter)(void)) {
  long result;
  __asm__ volatile("lea -1024(%%rsp), %%rsi\n"
                   "and $-16, %%rsi\n"
                   "syscall\n"
                   "test %%rax, %%rax\n"
                   "jnz 1f\n"
                   "xor %%ebp, %%ebp\n"
                   "call *%[enter]\n"
                   "1:"
                   : "=a"(result)
                   : "a"(NR_clone), "D"(SPAWN_FLAGS), "d"(0l), [enter] "b"(enter)
                   : "rsi", "rcx", "r11", "memory", "cc");
  return result;
}
