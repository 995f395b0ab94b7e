// The entry stub of dist/lastcall: the first code of the process, before Node's.
//
// Node changes what it inherits at its own start, in ways that cannot be seen afterwards: it resets ignored
// signals and the mask (PlatformInit in src/node.cc), raises the soft RLIMIT_NOFILE, opens /dev/null over
// closed descriptors 0..2 and marks inherited descriptors close-on-exec (uv_disable_stdio_inheritance).
// So this notes them down first and src/cli/handover/packed.ts puts them back before it becomes the init.
// scripts/build/entry.ts places the stub in the packed file and fills in `params`. Position independent;
// no libc, no stack of its own beyond a few words; every register the ABI defines at the entry is kept.

typedef unsigned long u64;
typedef unsigned int u32;

/** Read-only, right before the entry point: AT_ENTRY - sizeof(struct params), wherever the file is loaded. */
struct params {
  char magic[16];
  long real_entry; /* from the stub's entry to Node's own */
  long facts;      /* from the stub's entry to struct facts, in zeroed writable memory */
};

/** src/cli/handover/facts.ts reads this layout. */
struct facts {
  u64 stack;   /* argc, argv, envp and the auxiliary vector, as the kernel left them */
  u64 ignored; /* bit n-1: signal n is ignored */
  u64 blocked;
  u64 nofile;  /* soft limit */
  u32 low;     /* bit n: descriptor n < 16 is open */
  u32 high;    /* the first descriptor from 16 on that is closed */
};

#if defined(__x86_64__)
enum { SYS_sigaction = 13, SYS_sigprocmask = 14, SYS_fcntl = 72, SYS_prlimit64 = 302 };
static inline long syscall4(long n, long a, long b, long c, long d) {
  register long r10 __asm__("r10") = d;
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "0"(n), "D"(a), "S"(b), "d"(c), "r"(r10)
                   : "rcx", "r11", "memory");
  return result;
}
/* rdx is the function that ld.so wants run at exit; rsp is the initial stack, 16-byte aligned. */
__asm__(".section .text.entry,\"ax\",@progbits\n"
        ".globl entry\n"
        "entry:\n"
        "  push %rdx\n"
        "  push %rdx\n"
        "  lea 16(%rsp), %rdi\n"
        "  lea entry(%rip), %rsi\n"
        "  call observe\n"
        "  pop %rdx\n"
        "  pop %rdx\n"
        "  jmp *%rax\n");
#elif defined(__aarch64__)
enum { SYS_sigaction = 134, SYS_sigprocmask = 135, SYS_fcntl = 25, SYS_prlimit64 = 261 };
static inline long syscall4(long n, long a, long b, long c, long d) {
  register long x8 __asm__("x8") = n;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
  return x0;
}
/* x0 is the function that ld.so wants run at exit. */
__asm__(".section .text.entry,\"ax\",@progbits\n"
        ".globl entry\n"
        "entry:\n"
        "  str x0, [sp, #-16]!\n"
        "  add x0, sp, #16\n"
        "  adr x1, entry\n"
        "  bl observe\n"
        "  mov x16, x0\n"
        "  ldr x0, [sp], #16\n"
        "  br x16\n");
#endif

enum { SIGNALS = 64, F_GETFD = 1, RLIMIT_NOFILE = 7, EBADF = 9, UV_LOW = 16 };

static int is_open(u32 fd) { return syscall4(SYS_fcntl, fd, F_GETFD, 0, 0) != -EBADF; }

/** Fills in the facts; returns the address of Node's own entry. */
__attribute__((used)) static u64 observe(u64 stack, u64 entry) {
  const struct params *params = (const struct params *)(entry - sizeof(struct params));
  struct facts *facts = (struct facts *)(entry + params->facts);
  facts->stack = stack;
  for (int signal = 1; signal <= SIGNALS; signal++) {
    u64 action[4] = {0}; /* struct kernel_sigaction: the handler comes first; 1 is SIG_IGN */
    if (syscall4(SYS_sigaction, signal, 0, (long)action, 8) == 0 && action[0] == 1)
      facts->ignored |= 1UL << (signal - 1);
  }
  syscall4(SYS_sigprocmask, 0, 0, (long)&facts->blocked, 8);
  u64 limit[2] = {0};
  if (syscall4(SYS_prlimit64, 0, RLIMIT_NOFILE, 0, (long)limit) == 0) facts->nofile = limit[0];
  for (u32 fd = 0; fd < UV_LOW; fd++)
    if (is_open(fd)) facts->low |= 1U << fd;
  facts->high = UV_LOW;
  while (is_open(facts->high)) facts->high++;
  return entry + params->real_entry;
}
