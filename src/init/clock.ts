// The monotonic clock as f64 milliseconds, and back to a struct timespec for waiting.

import { CLOCK_BOOTTIME, CLOCK_MONOTONIC } from "./constants.ts";
import { small } from "./scratch.ts";
import { clock } from "./sys.ts";

export function nowMs(): f64 {
  return millis(CLOCK_MONOTONIC);
}

/** Since the machine was booted, as the start of a process in /proc/PID/stat is told (proc_pid_stat(5)). */
export function bootMs(): f64 {
  return millis(CLOCK_BOOTTIME);
}

function millis(id: i32): f64 {
  clock(id, small);
  return (load<i64>(small) as f64) * 1000 + (load<i64>(small, 8) as f64) / 1000000;
}

/** Writes the time until `wakeMs` to `timespec`, at least 0. */
export function storeTimeout(timespec: usize, wakeMs: f64, now: f64): void {
  const nanos: i64 = wakeMs > now ? (((wakeMs - now) * 1000000) as i64) : 0;
  store<i64>(timespec, nanos / 1000000000);
  store<i64>(timespec, nanos % 1000000000, 8);
}
