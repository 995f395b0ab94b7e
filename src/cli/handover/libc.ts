// The few calls into libc that the hand-over needs, through node:ffi, and their numbers.

import { dlopen, getInt32 } from "node:ffi";

const i64 = "i64" as const;
const { functions } = dlopen(null, {
  syscall: { arguments: [i64, i64, i64, i64, i64, i64], return: i64 },
  getauxval: { arguments: ["u64"], return: "u64" },
  __errno_location: { arguments: [], return: "pointer" },
});
const errnoAt = functions.__errno_location();

export const AT_ENTRY = 9n;

export function getauxval(type: bigint): bigint {
  return functions.getauxval(type);
}

/** Numbers from the kernel's tables (x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h). */
const numbers = {
  x64: {
    rt_sigaction: 13,
    rt_sigprocmask: 14,
    execve: 59,
    fcntl: 72,
    prlimit64: 302,
    memfd_create: 319,
    execveat: 322,
  },
  arm64: {
    rt_sigaction: 134,
    rt_sigprocmask: 135,
    execve: 221,
    fcntl: 25,
    prlimit64: 261,
    memfd_create: 279,
    execveat: 281,
  },
};
export type Call = keyof (typeof numbers)["x64"];

/** The result, or -errno. Raw system calls: libc's wrappers would hide signals 32 and 33. */
export function call(name: Call, ...words: (bigint | number)[]): number {
  const number = numbers[process.arch === "arm64" ? "arm64" : "x64"][name];
  const [a, b, c, d, e] = [...words, 0, 0, 0, 0, 0].map(BigInt);
  const result = Number(functions.syscall(BigInt(number), a, b, c, d, e));
  return result === -1 ? -getInt32(errnoAt) : result;
}
