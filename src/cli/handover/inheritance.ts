// Puts back what Node's start changed. execve(2) then carries it over to the init, as if Node had never been.

import { getRawPointer } from "node:ffi";
import type { Facts } from "./facts.ts";
import { call } from "./libc.ts";

const SIG_SETMASK = 2;
const F_SETFD = 2;
const RLIMIT_NOFILE = 7;
const SIGNALS = 64;
const SIGKILL = 9;
const SIGSTOP = 19;
const LOW = 16;

export function restoreInheritance(facts: Facts): void {
  const words = new BigUint64Array(new ArrayBuffer(32));
  const at = getRawPointer(words);
  restoreDescriptors(facts);
  call("prlimit64", 0, RLIMIT_NOFILE, 0, at);
  if (facts.nofile > 0n && words[0] !== facts.nofile) {
    words[0] = facts.nofile;
    call("prlimit64", 0, RLIMIT_NOFILE, at, 0);
  }
  // Of the rest, execve resets handlers to the default by itself.
  for (let signal = 1; signal <= SIGNALS; signal++) {
    if (signal === SIGKILL || signal === SIGSTOP) continue;
    const ignored = (facts.ignored >> BigInt(signal - 1)) & 1n;
    if (ignored === 0n && signal !== 13 && signal !== 25) continue;
    words.fill(0n);
    words[0] = ignored;
    call("rt_sigaction", signal, at, 0, 8);
  }
  words[0] = facts.blocked;
  call("rt_sigprocmask", SIG_SETMASK, at, 0, 8);
}

/**
 * Node made every descriptor close-on-exec. That suits its own, and the /dev/null it put in the place of closed
 * ones of 0..2, which go with execve; the inherited ones stay.
 */
function restoreDescriptors(facts: Facts): void {
  for (let fd = 0; fd < facts.high; fd++) {
    const wasOpen = fd >= LOW || ((facts.low >> fd) & 1) === 1;
    if (wasOpen) call("fcntl", fd, F_SETFD, 0);
  }
}
