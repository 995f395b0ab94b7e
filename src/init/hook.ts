// The hooks of --pre-stop and --pre-stop-http, each in a process of its own.

import { ENOSYS } from "./constants.ts";

/** Before the command starts: empty, or a line that says what is wrong. */
export function resolveHooks(): string {
  return "";
}

/** The process id of the hook, or -errno. */
export function startHook(_index: i32): i32 {
  return ENOSYS;
}

/** SIGKILL to the hook that runs, and to its group. */
export function killHook(): void {}
