// The time of a log line, out of the kernel's seconds.

import { CLOCK_REALTIME } from "./constants.ts";
import { whole } from "./line.ts";
import { small } from "./scratch.ts";
import { clock } from "./sys.ts";

/** Into the line that is written: RFC 3339, UTC, with milliseconds. */
export function sayTime(): void {
  clock(CLOCK_REALTIME, small);
  const seconds = load<i64>(small);
  const millis = (load<i64>(small, 8) / 1000000) as i32;
  let days = (seconds / 86400) as i32;
  let year = 1970;
  for (; days >= yearDays(year); year++) days -= yearDays(year);
  let month = 1;
  for (; days >= monthDays(year, month); month++) days -= monthDays(year, month);
  const second = (seconds % 86400) as i32;
  part(year, 4, 45);
  part(month, 2, 45);
  part(days + 1, 2, 84);
  part(second / 3600, 2, 58);
  part((second / 60) % 60, 2, 58);
  part(second % 60, 2, 46);
  part(millis, 3, 90);
}

function part(value: i32, width: i32, behind: i32): void {
  whole.padded(value, width);
  whole.byte(behind);
}

/** Before the year 2400. */
function yearDays(year: i32): i32 {
  return (year & 3) === 0 && (year % 100 !== 0 || year === 2000) ? 366 : 365;
}

/** 31 in odd months, from August on in even ones. */
function monthDays(year: i32, month: i32): i32 {
  return month === 2 ? yearDays(year) - 337 : 30 + ((month + (month >> 3)) & 1);
}
