// The imports of the Wasm module (src/init/sys.ts has their contract), answered with the raw system call. A pointer
// whose bytes are not all inside linear memory gets the kernel's own answer for a bad address, -EFAULT, and the kernel
// is not asked. No decision is made here.
#pragma once
#include "call.h"
#include "memory.h"
#include "runtime.h"

struct w2c_sys;
/** The child of spawn() and fork(): init.c. */
static _Noreturn void enter_child(void);

#define SYS(type, name, ...) static type w2c_sys_##name(struct w2c_sys *unused, ##__VA_ARGS__)

enum {
  EFAULT = 14,           // include/uapi/asm-generic/errno-base.h
  SIGCHLD = 17,          // include/uapi/asm-generic/signal.h, as are all below with the same value on both
  SIGNAL_SET_BYTES = 8,  // sizeof(sigset_t) of the kernel: 64 signals
  SIGINFO_BYTES = 128,   // SI_MAX_SIZE, include/uapi/asm-generic/siginfo.h
  TIMESPEC_BYTES = 16,
  STATX_BYTES = 256,
  POLLFD_BYTES = 8,
  TERMINAL_BYTES = 64,   // struct termios2, 44 bytes, is the largest that a terminal's ioctl moves
  AT_FDCWD = -100,
  AT_EMPTY_PATH = 0x1000,
  STATX_BASIC_STATS = 0x7ff,
  KCMP_FILE = 0
};

// The part of the stack that the kernel filled before _start: argc, argv, envp and their strings.
// peek and poke reach that and linear memory, where the arguments of hooks are, and nothing else.
static uint64_t arguments_start, arguments_end;

static inline void check_argument(uint64_t address, uint64_t length) {
  const uint64_t offset = address - (uint64_t)linear_memory;
  if (offset <= MEMORY_BYTES - length) return;
  if (address < arguments_start || address >= arguments_end || arguments_end - address < length)
    wasm_rt_trap(WASM_RT_TRAP_OOB);
}

SYS(void, exit, uint32_t code) {
  for (;;) CALL(exit_group, code);
}
SYS(uint32_t, spawn) { return spawn_child(enter_child); }
SYS(uint32_t, fork) {
  // clone(2): the stack of the copy is where ours is.
  const uint32_t pid = CALL(clone, SIGCHLD, 0);
  if (pid == 0) enter_child();
  return pid;
}
// The kernel only reads there and answers -EFAULT itself.
SYS(uint32_t, execve, uint64_t path, uint64_t argv, uint64_t envp) { return CALL(execve, path, argv, envp); }
SYS(void, forgetStart) { give_back_start(); }
SYS(uint32_t, getpid) { return CALL(getpid); }
SYS(uint32_t, getppid) { return CALL(getppid); }
SYS(uint32_t, getpgid, uint32_t pid) { return CALL(getpgid, pid); }
SYS(uint32_t, setpgid, uint32_t pid, uint32_t group) { return CALL(setpgid, pid, group); }
SYS(uint32_t, setsid) { return CALL(setsid); }
SYS(uint32_t, kill, uint32_t pid, uint32_t signal) { return CALL(kill, pid, signal); }
SYS(uint32_t, sigqueue, uint32_t pid, uint32_t signal, uint32_t info) {
  if (outside(info, SIGINFO_BYTES)) return -EFAULT;
  return CALL(rt_sigqueueinfo, pid, signal, address(info));
}
SYS(uint32_t, sigmask, uint32_t how, uint32_t set, uint32_t old) {
  if (given_outside(set, SIGNAL_SET_BYTES) || given_outside(old, SIGNAL_SET_BYTES)) return -EFAULT;
  return CALL(rt_sigprocmask, how, given(set), given(old), SIGNAL_SET_BYTES);
}
SYS(uint32_t, sigtimedwait, uint32_t set, uint32_t info, uint32_t timeout) {
  if (outside(set, SIGNAL_SET_BYTES) || given_outside(info, SIGINFO_BYTES) ||
      given_outside(timeout, TIMESPEC_BYTES))
    return -EFAULT;
  return CALL(rt_sigtimedwait, address(set), given(info), given(timeout), SIGNAL_SET_BYTES);
}
// The kernel's struct sigaction is the same on both: handler, flags, restorer, mask (arm64 defines SA_RESTORER).
SYS(uint32_t, sigdispose, uint32_t signal, uint32_t disposition) {
  uint64_t action[4] = {disposition & 1, 0, 0, 0};
  return CALL(rt_sigaction, signal, action, 0, SIGNAL_SET_BYTES);
}
SYS(uint32_t, wait4, uint32_t pid, uint32_t status, uint32_t options) {
  if (given_outside(status, sizeof(int32_t))) return -EFAULT;
  return CALL(wait4, (int32_t)pid, given(status), options, 0);
}
SYS(uint32_t, getuid) { return CALL(getuid); }
SYS(uint32_t, getgid) { return CALL(getgid); }
SYS(uint32_t, setgroups, uint32_t count, uint32_t groups) {
  if (count > MEMORY_BYTES / sizeof(uint32_t) || outside(groups, count * sizeof(uint32_t))) return -EFAULT;
  return CALL(setgroups, count, address(groups));
}
SYS(uint32_t, setgid, uint32_t gid) { return CALL(setgid, gid); }
SYS(uint32_t, setuid, uint32_t uid) { return CALL(setuid, uid); }
SYS(uint32_t, setfsgid, uint32_t gid) { return CALL(setfsgid, gid); }
SYS(uint32_t, setfsuid, uint32_t uid) { return CALL(setfsuid, uid); }
SYS(uint32_t, prctl, uint32_t option, uint32_t argument) { return CALL(prctl, option, argument, 0, 0, 0); }
SYS(uint32_t, ioctl, uint32_t fd, uint32_t request, uint32_t argument) {
  if (given_outside(argument, TERMINAL_BYTES)) return -EFAULT;
  return CALL(ioctl, fd, request, given(argument));
}
SYS(uint32_t, open, uint32_t path, uint32_t flags, uint32_t mode) {
  if (outside(path, 1)) return -EFAULT;
  return CALL(openat, AT_FDCWD, address(path), flags, mode);
}
SYS(uint32_t, unlink, uint32_t path) {
  if (outside(path, 1)) return -EFAULT;
  return CALL(unlinkat, AT_FDCWD, address(path), 0);
}
SYS(uint32_t, rename, uint32_t from, uint32_t to) {
  if (outside(from, 1) || outside(to, 1)) return -EFAULT;
  return CALL(renameat, AT_FDCWD, address(from), AT_FDCWD, address(to));
}
SYS(uint32_t, fchmod, uint32_t fd, uint32_t mode) { return CALL(fchmod, fd, mode); }
SYS(uint32_t, close, uint32_t fd) { return CALL(close, fd); }
SYS(uint32_t, closeFrom, uint32_t first) { return CALL(close_range, first, UINT32_MAX, 0); }
SYS(uint32_t, read, uint32_t fd, uint32_t buffer, uint32_t length) {
  if (outside(buffer, length)) return -EFAULT;
  return CALL(read, fd, address(buffer), length);
}
SYS(uint32_t, write, uint32_t fd, uint32_t buffer, uint32_t length) {
  if (outside(buffer, length)) return -EFAULT;
  return CALL(write, fd, address(buffer), length);
}
SYS(uint32_t, send, uint32_t fd, uint32_t buffer, uint32_t length, uint32_t flags) {
  if (outside(buffer, length)) return -EFAULT;
  return CALL(sendto, fd, address(buffer), length, flags, 0, 0);
}
SYS(uint32_t, socket, uint32_t domain, uint32_t type, uint32_t protocol) {
  return CALL(socket, domain, type, protocol);
}
SYS(uint32_t, connect, uint32_t fd, uint32_t to, uint32_t length) {
  if (outside(to, length)) return -EFAULT;
  return CALL(connect, fd, address(to), length);
}
SYS(uint32_t, getdents, uint32_t fd, uint32_t buffer, uint32_t length) {
  if (outside(buffer, length)) return -EFAULT;
  return CALL(getdents64, fd, address(buffer), length);
}
SYS(uint32_t, readlink, uint32_t path, uint32_t buffer, uint32_t length) {
  if (outside(path, 1) || outside(buffer, length)) return -EFAULT;
  return CALL(readlinkat, AT_FDCWD, address(path), address(buffer), length);
}
SYS(uint32_t, access, uint32_t path, uint32_t mode) {
  if (outside(path, 1)) return -EFAULT;
  return CALL(faccessat, AT_FDCWD, address(path), mode);
}
SYS(uint32_t, fstat, uint32_t fd, uint32_t out) {
  if (outside(out, STATX_BYTES)) return -EFAULT;
  return CALL(statx, fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, address(out));
}
SYS(uint32_t, pollnow, uint32_t entry) {
  uint64_t at_once[2] = {0, 0};
  if (outside(entry, POLLFD_BYTES)) return -EFAULT;
  return CALL(ppoll, address(entry), 1, at_once, 0, SIGNAL_SET_BYTES);
}
SYS(uint32_t, clock, uint32_t id, uint32_t out) {
  if (outside(out, TIMESPEC_BYTES)) return -EFAULT;
  return CALL(clock_gettime, id, address(out));
}
SYS(uint32_t, differentFile, uint32_t pid, uint32_t other) { return CALL(kcmp, pid, other, KCMP_FILE, 0, 0); }
SYS(uint64_t, addressOf, uint32_t pointer) { return (uint64_t)linear_memory + pointer; }
SYS(uint32_t, peek8, uint64_t address) {
  check_argument(address, 1);
  return *(const uint8_t *)address;
}
SYS(uint64_t, peek64, uint64_t address) {
  uint64_t word;
  check_argument(address, sizeof word);
  __builtin_memcpy(&word, (const void *)address, sizeof word);
  return word;
}
SYS(void, poke64, uint64_t address, uint64_t value) {
  check_argument(address, sizeof value);
  __builtin_memcpy((void *)address, &value, sizeof value);
}
