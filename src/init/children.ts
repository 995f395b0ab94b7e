// The children of a process. /proc/PID/task/TID/children lists them (CONFIG_PROC_CHILDREN); where the kernel has no such file, every
// process is asked for its parent.

import { parseStat, stat } from "../core/proc-text.ts";
import { PidList } from "../core/target.ts";
import { beginPath, openPath, path, procPath, readChunk, readProc } from "./files.ts";
import { ENTRIES_BYTES, entries, LIST_LENGTH, list, textStart } from "./scratch.ts";
import { close, getdents } from "./sys.ts";

let count: i32 = 0;

/** The list that searches share, over static memory: what does not fit is left out. */
export class StaticPidList implements PidList {
  length(): i32 {
    return count;
  }

  at(index: i32): i32 {
    return load<i32>(list + (index << 2));
  }

  push(pid: i32): void {
    if (count < LIST_LENGTH) store<i32>(list + (count++ << 2), pid);
  }

  takeOut(from: i32, to: i32): void {
    memory.copy(list + (from << 2), list + (to << 2), (count - to) << 2);
    count -= to - from;
  }

  truncate(length: i32): void {
    count = length;
  }
}

/** A sibling that ends while the file is read can hide the next one (fs/proc/array.c, get_children_pid), so it is read until two readings agree. */
const READINGS: i32 = 4;

/** Appends the children of `pid` to `found`. */
export function listChildren(pid: i32, found: StaticPidList): void {
  const from = found.length();
  if (!readChildren(pid, found)) {
    scanForParent(pid, found);
    return;
  }
  for (let reading = 1; reading < READINGS; reading++) {
    const to = found.length();
    readChildren(pid, found);
    let same = from;
    while (same < to && found.at(same) === found.at(same + to - from)) same++;
    const agree = same === to && found.length() - to === to - from;
    found.takeOut(from, to);
    if (agree) return;
  }
}

/** False if the kernel has no such file, or the process is gone. */
function readChildren(pid: i32, found: StaticPidList): bool {
  procPath(pid, "/task");
  const directory = openPath();
  if (directory < 0) return true;
  let present = false;
  for (let thread = nextNumber(directory); thread > 0; thread = nextNumber(directory)) {
    if (readThread(pid, thread, found)) present = true;
  }
  close(directory);
  return present;
}

function readThread(pid: i32, thread: i32, found: StaticPidList): bool {
  procPath(pid, "/task/");
  path.number(thread);
  path.text("/children");
  const fd = openPath();
  if (fd < 0) return false;
  let child = 0;
  for (let bytes = readChunk(fd); bytes > 0; bytes = readChunk(fd)) {
    for (let i = 0; i < bytes; i++) {
      const digit = (load<u8>(textStart + i) as i32) - 48;
      if (digit >= 0) child = child * 10 + digit;
      else {
        if (child > 0) found.push(child);
        child = 0;
      }
    }
  }
  close(fd);
  return true;
}

function scanForParent(pid: i32, found: StaticPidList): void {
  beginPath("/proc");
  const directory = openPath();
  if (directory < 0) return;
  for (let other = nextNumber(directory); other > 0; other = nextNumber(directory)) {
    readProc(other, "/stat");
    if (parseStat() && stat.parent === pid) found.push(other);
  }
  close(directory);
}

/** Of the directory entries that were read last: where the next one is, and where they end. */
let next: i32 = 0;
let end: i32 = 0;

/** The next entry of the directory whose name is a number; 0 behind the last one. */
function nextNumber(directory: i32): i32 {
  let value = 0;
  while (value === 0) {
    if (next >= end) {
      next = 0;
      end = getdents(directory, entries, ENTRIES_BYTES);
      if (end <= 0) break;
    }
    const entry = entries + next;
    next += load<u16>(entry, 16);
    for (let at = entry + 19; ; at++) {
      const digit = (load<u8>(at) as i32) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
  }
  return value;
}
