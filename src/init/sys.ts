// The kernel as the init sees it: every import of the Wasm module is declared here and nowhere else.
// src/native answers them with the raw system call; test/fake-kernel answers them with a JS object.
// Each returns the kernel's result unchanged: -errno on failure, no errno variable (man 2 syscalls).
// "pointer" is an offset into linear memory; "address" (i64) is one of the machine, as execve(2) needs.

/** exit_group(2). Does not return. */
export declare function exit(code: i32): void;
/**
 * vfork(2) as clone(CLONE_VM | CLONE_VFORK | SIGCHLD): a child in our own memory that calls the module's exported `child`,
 * while we wait until it has called execve or exit. Its id, or -errno.
 */
export declare function spawn(): i32;
/** fork(2): a child with a copy of our memory that calls the module's exported `child`, while we go on. Its id, or -errno. */
export declare function fork(): i32;
/** execve(2) with machine addresses, so that argv and envp keep their bytes. Returns only on failure. */
export declare function execve(path: i64, argv: i64, envp: i64): i32;
/** Gives the memory back that only the start needed. What is needed of it after all is read again from the file. */
export declare function forgetStart(): void;
export declare function getpid(): i32;
export declare function getppid(): i32;
export declare function getpgid(pid: i32): i32;
export declare function setpgid(pid: i32, group: i32): i32;
export declare function setsid(): i32;
/** kill(2). src/init/kill.ts is the only caller. */
export declare function kill(pid: i32, signal: i32): i32;
/** rt_sigqueueinfo(2): siginfo_t at `info`, 128 bytes. */
export declare function sigqueue(pid: i32, signal: i32, info: usize): i32;
/** rt_sigprocmask(2), 8-byte sets; `how` 2 is SIG_SETMASK. Either pointer may be 0. */
export declare function sigmask(how: i32, set: usize, old: usize): i32;
/** rt_sigtimedwait(2): the signal, or -EAGAIN after `timeout` (struct timespec; 0 waits for ever). */
export declare function sigtimedwait(set: usize, info: usize, timeout: usize): i32;
/** Sets `signal` to SIG_DFL (0) or SIG_IGN (1) by rt_sigaction(2). */
export declare function sigdispose(signal: i32, disposition: i32): i32;
/** wait4(2): the pid, 0 with WNOHANG and nothing to tell, -ECHILD with no child left. */
export declare function wait4(pid: i32, status: usize, options: i32): i32;
/** Of the real ids, which are the effective ones unless our file is setuid. */
export declare function getuid(): i32;
export declare function getgid(): i32;
/** setgroups(2), setgid(2), setuid(2), setfsgid(2) and setfsuid(2) of the calling task alone: a C library would do all threads. */
export declare function setgroups(count: i32, groups: usize): i32;
export declare function setgid(gid: i32): i32;
export declare function setuid(uid: i32): i32;
/** These two answer the id that was. */
export declare function setfsgid(gid: i32): i32;
export declare function setfsuid(uid: i32): i32;
/** prctl(2) with one integer argument. */
export declare function prctl(option: i32, argument: i32): i32;
/** ioctl(2) with a pointer to 4 bytes, or 0. */
export declare function ioctl(fd: i32, request: i32, argument: usize): i32;
/** openat(2) at AT_FDCWD; `path` ends with a NUL. */
export declare function open(path: usize, flags: i32, mode: i32): i32;
/** unlinkat(2) at AT_FDCWD, of a file. */
export declare function unlink(path: usize): i32;
/** renameat(2) at AT_FDCWD, both. */
export declare function rename(from: usize, to: usize): i32;
export declare function fchmod(fd: i32, mode: i32): i32;
export declare function close(fd: i32): i32;
/** close_range(2) of every descriptor from `first` on. */
export declare function closeFrom(first: i32): i32;
export declare function read(fd: i32, buffer: usize, length: i32): i32;
export declare function write(fd: i32, buffer: usize, length: i32): i32;
/** sendto(2) without an address. */
export declare function send(fd: i32, buffer: usize, length: i32, flags: i32): i32;
export declare function socket(domain: i32, type: i32, protocol: i32): i32;
/** connect(2): a struct sockaddr of `length` bytes at `address`. */
export declare function connect(fd: i32, address: usize, length: i32): i32;
/** getdents64(2). */
export declare function getdents(fd: i32, buffer: usize, length: i32): i32;
/** readlinkat(2) at AT_FDCWD. */
export declare function readlink(path: usize, buffer: usize, length: i32): i32;
/** faccessat(2) at AT_FDCWD; mode 0 is F_OK, 1 X_OK. */
export declare function access(path: usize, mode: i32): i32;
/** statx(2) of a descriptor (AT_EMPTY_PATH, STATX_BASIC_STATS); struct statx at `out`, 256 bytes. */
export declare function fstat(fd: i32, out: usize): i32;
/** ppoll(2) of one descriptor, returning at once: struct pollfd at `entry`, 8 bytes. */
export declare function pollnow(entry: usize): i32;
/** clock_gettime(2): struct timespec at `out`, 16 bytes. 0 is CLOCK_REALTIME, 1 CLOCK_MONOTONIC. */
export declare function clock(id: i32, out: usize): i32;
/** The machine's address of linear-memory offset `pointer`. */
export declare function addressOf(pointer: usize): i64;
/** One byte, or one word, at a machine address: of argv, envp and linear memory only. */
export declare function peek8(address: i64): i32;
export declare function peek64(address: i64): i64;
export declare function poke64(address: i64, value: i64): void;
/** kcmp(2), KCMP_FILE of descriptor 0: 0 if both have the same open file, above 0 if not, -errno where that is not told. */
export declare function differentFile(pid: i32, other: i32): i32;
