// Hooks, each in a process of its own once a stop has begun. src/init/http.ts has the request.

import { upper } from "../core/ascii.ts";
import { Hook, HookKind } from "../core/hook.ts";
import { findHost } from "../core/hosts-file.ts";
import { url } from "../core/http-url.ts";
import { words, wordsLength } from "../core/shell-words.ts";
import { SIGKILL } from "../core/signal.ts";
import { DelayEnd } from "../core/state.ts";
import { O_RDONLY, PR_SET_PDEATHSIG, SIG_SETMASK } from "./constants.ts";
import { decode } from "./cstring.ts";
import { becomeCommand } from "./exec.ts";
import { beginPath, endPath, openPath } from "./files.ts";
import { restoreInherited } from "./handover.ts";
import { beginHook, request } from "./http.ts";
import { becomeIdentity, stayVisible } from "./identity.ts";
import { signalGroup, signalProcess } from "./kill.ts";
import { end, Level, say } from "./log.ts";
import { inheritedMask, LIST_LENGTH, list } from "./scratch.ts";
import { FAILED } from "./start.ts";
import { plan, state } from "./state.ts";
import { addressOf, close, fork, getpgid, open, prctl, read, setpgid, sigmask, spawn } from "./sys.ts";

/** What child() becomes; null for the command. */
let starting: Hook | null = null;
/** The process of the hook that was started last. */
let process: i32 = 0;
/** The one that was killed. */
let killed: i32 = 0;

/** Looks up the hosts of requests. Empty, or the line to print before exiting with 125. */
export function resolveHooks(): string {
  for (let i = 0; ; i++) {
    const hook = plan.hookAt(i);
    if (hook === null) return "";
    if (hook.kind !== HookKind.Http) continue;
    hook.parse();
    hook.address = url.address.length > 0 ? url.address : lookUp(url.host);
    if (hook.address.length > 0) continue;
    const line = hook.label + " '" + hook.text + "': host '" + url.host;
    return line + "' is not in /etc/hosts: expected an IP address or a name from there";
  }
}

/** The address of a name as text; empty if there is none. */
function lookUp(name: string): string {
  let found = "";
  beginPath("/etc/hosts");
  const fd = openPath();
  if (fd >= 0) {
    // Before the first search the list is free, and larger than any such file.
    const length = read(fd, list, LIST_LENGTH << 2);
    close(fd);
    if (length > 0) found = findHost(decode(addressOf(list), length), name);
  }
  // RFC 6761, section 6.3: it is the loopback address, whoever is asked.
  return found.length === 0 && upper(name) === "LOCALHOST" ? "127.0.0.1" : found;
}

/** The hook's process id, or -errno. It is in a process group of its own. */
export function startHook(index: i32): i32 {
  const hook = plan.hookAt(index)!;
  starting = hook;
  process = hook.kind === HookKind.Exec ? spawn() : fork();
  // In both processes, so that killHook() is never too early.
  if (process > 0) setpgid(process, process);
  stayVisible();
  return process;
}

/** SIGKILL to the hook that runs, and to what it has started in its group. Only until it was waited for, as ids are used again. */
export function killHook(): void {
  beginHook(starting!, state.delayEnd === DelayEnd.Deadline ? Level.Warning : Level.Debug, "hook-failed");
  say("killed before its end");
  end();
  killed = process;
  signalGroup(process, SIGKILL);
  // It may have gone to another group.
  signalProcess(process, SIGKILL);
}

/** Whether it is a hook that was killed, or one of its group: it may take a moment to end. */
export function isKilledHook(pid: i32): bool {
  return killed > 0 && getpgid(pid) === killed;
}

/** Whether the child of spawn() or fork() is a hook's. */
export function isHook(): bool {
  return starting !== null;
}

/** The child, from spawn() or fork() on: its exit code, unless it becomes the hook's command. */
export function becomeHook(): i32 {
  const hook = starting!;
  setpgid(0, 0);
  if (!becomeIdentity()) return FAILED;
  // Where we are not PID 1, the kernel does not end it with us.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  hook.parse();
  if (hook.kind === HookKind.Http) return request(hook);
  restoreInherited();
  readNull();
  sigmask(SIG_SETMASK, inheritedMask, 0);
  return becomeCommand(addressOf(argumentsOfWords()), 0, Level.Warning);
}

/** The words as execve(2) wants them, with room for one before the first: the shell of a script without a first line. */
function argumentsOfWords(): usize {
  const argv = list + 8;
  let next = argv;
  for (let at = 0; at < wordsLength; at++) {
    if (at > 0 && words[at - 1] !== 0) continue;
    store<i64>(next, addressOf(words.dataStart + at));
    next += 8;
  }
  store<i64>(next, 0);
  return argv;
}

/** The command's input is not the hook's: one that read it would take it away. Without a /dev/null it stays. */
function readNull(): void {
  beginPath("/dev/null");
  const fd = openPath();
  if (fd < 0) return;
  close(fd);
  // A new descriptor has the lowest number that is free (open(2)).
  close(0);
  open(endPath(), O_RDONLY, 0);
}
