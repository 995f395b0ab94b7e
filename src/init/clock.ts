// The monotonic clock as f64 milliseconds, and back to a struct timespec for waiting.

import { CLOCK_MONOTONIC } from "./constants.ts";
import { small } from "./scratch.ts";
import { clock } from "./sys.ts";

export function nowMs(): f64 {
  clock(CLOCK_MONOTONIC, small);
  return (load<i64>(small) as f64) * 1000 + (load<i64>(small, 8) as f64) / 1000000;
}

/** Writes the time until `wakeMs` to `timespec`, at least 0. */
export function storeTimeout(timespec: usize, wakeMs: f64, now: f64): void {
  const nanos: i64 = wakeMs > now ? (((wakeMs - now) * 1000000) as i64) : 0;
  store<i64>(timespec, nanos / 1000000000);
  store<i64>(timespec, nanos % 1000000000, 8);
}
