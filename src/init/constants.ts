// Numbers of the kernel's interface, the same on x86-64 and arm64 (include/uapi/asm-generic).

export const EPERM: i32 = -1;
export const ENOENT: i32 = -2;
export const ESRCH: i32 = -3;
export const EINTR: i32 = -4;
export const E2BIG: i32 = -7;
export const ENOEXEC: i32 = -8;
export const EBADF: i32 = -9;
export const ECHILD: i32 = -10;
export const EAGAIN: i32 = -11;
export const ENOMEM: i32 = -12;
export const EACCES: i32 = -13;
export const EEXIST: i32 = -17;
export const ENODEV: i32 = -19;
export const ENOTDIR: i32 = -20;
export const EISDIR: i32 = -21;
export const EINVAL: i32 = -22;
export const ENOSPC: i32 = -28;
export const ENOSYS: i32 = -38;
export const ELOOP: i32 = -40;
export const ETXTBSY: i32 = -26;
export const ENAMETOOLONG: i32 = -36;
export const ESTALE: i32 = -116;
export const ETIMEDOUT: i32 = -110;

export const O_RDONLY: i32 = 0;
export const O_WRONLY: i32 = 1;
export const O_RDWR: i32 = 2;
export const O_CREAT: i32 = 0o100;
export const O_EXCL: i32 = 0o200;
export const O_NOCTTY: i32 = 0o400;
export const O_APPEND: i32 = 0o2000;
export const O_NONBLOCK: i32 = 0o4000;
export const O_SYNC: i32 = 0o4010000;
export const O_CLOEXEC: i32 = 0o2000000;
export const O_PATH: i32 = 0o10000000;

/** access(2): whether it may be executed. */
export const X_OK: i32 = 1;

export const WNOHANG: i32 = 1;
export const WUNTRACED: i32 = 2;
/** Also children that were made by clone() with another exit signal than SIGCHLD. */
export const WALL: i32 = 0x40000000;

export const SIG_SETMASK: i32 = 2;
export const SIG_DFL: i32 = 0;

export const PR_SET_PDEATHSIG: i32 = 1;
export const PR_GET_DUMPABLE: i32 = 3;
export const PR_SET_DUMPABLE: i32 = 4;
export const PR_SET_CHILD_SUBREAPER: i32 = 36;

export const TIOCSCTTY: i32 = 0x540e;
export const TIOCGPGRP: i32 = 0x540f;
export const TIOCSPGRP: i32 = 0x5410;
export const TIOCNOTTY: i32 = 0x5422;

export const AF_INET: i32 = 2;
export const AF_INET6: i32 = 10;
export const SOCK_STREAM: i32 = 1;
export const AF_NETLINK: i32 = 16;
export const SOCK_RAW: i32 = 3;
export const NETLINK_SOCK_DIAG: i32 = 4;

export const CLOCK_REALTIME: i32 = 0;
export const CLOCK_MONOTONIC: i32 = 1;
export const CLOCK_BOOTTIME: i32 = 7;

export const POLLOUT: i32 = 4;
export const MSG_DONTWAIT: i32 = 0x40;
export const MSG_NOSIGNAL: i32 = 0x4000;

/** st_mode: the file's kind (inode(7)). */
export const S_IFMT: i32 = 0o170000;
export const S_IFIFO: i32 = 0o010000;
export const S_IFCHR: i32 = 0o020000;
export const S_IFREG: i32 = 0o100000;
export const S_IFSOCK: i32 = 0o140000;

/** Byte offsets in siginfo_t, 64-bit (include/uapi/asm-generic/siginfo.h). */
export const SI_CODE: i32 = 8;
export const SI_PID: i32 = 16;
export const SIGINFO_BYTES: i32 = 128;
/** si_code: sent by the kernel itself, as the terminal's Ctrl-C is. */
export const SI_KERNEL: i32 = 0x80;
/** si_code: sent by kill(2). */
export const SI_USER: i32 = 0;
/** si_code: sent by sigqueue(3), with a value. */
export const SI_QUEUE: i32 = -1;
