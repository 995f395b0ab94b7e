// The children of a process. /proc/PID/task/TID/children lists them (CONFIG_PROC_CHILDREN); where the kernel has no such file, every
// process is asked for its parent.

import { ProcessStat, parseStat } from "../core/proc-text.ts";
import { PidList } from "../core/target.ts";
import { openPath, path, procPath, readChunk, readPath, text } from "./files.ts";
import { ENTRIES_BYTES, entries, LIST_LENGTH, list } from "./scratch.ts";
import { close, getdents } from "./sys.ts";

/** The list that searches share, over static memory: what does not fit is left out. */
export class StaticPidList implements PidList {
  private count: i32 = 0;

  length(): i32 {
    return this.count;
  }

  at(index: i32): i32 {
    return load<i32>(list + (index << 2));
  }

  push(pid: i32): void {
    if (this.count < LIST_LENGTH) store<i32>(list + (this.count++ << 2), pid);
  }

  set(index: i32, pid: i32): void {
    store<i32>(list + (index << 2), pid);
  }

  truncate(length: i32): void {
    this.count = length;
  }
}

const stat = new ProcessStat();
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
    const again = found.length();
    let same = again - to === to - from;
    for (let i = 0; same && i < to - from; i++) same = found.at(from + i) === found.at(to + i);
    if (same) {
      found.truncate(to);
      return;
    }
    for (let i = 0; i < again - to; i++) store<i32>(list + ((from + i) << 2), found.at(to + i));
    found.truncate(from + again - to);
  }
}

/** False if the kernel has no such file, or the process is gone. */
function readChildren(pid: i32, found: StaticPidList): bool {
  procPath(pid, "/task");
  const directory = openPath();
  if (directory < 0) return true;
  let present = false;
  let bytes = getdents(directory, entries, ENTRIES_BYTES);
  while (bytes > 0) {
    for (let at = 0; at < bytes; at += load<u16>(entries + at, 16)) {
      const thread = entryNumber(entries + at + 19);
      if (thread > 0 && readThread(pid, thread, found)) present = true;
    }
    bytes = getdents(directory, entries, ENTRIES_BYTES);
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
      const digit = (text[i] as i32) - 48;
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
  path.length = 0;
  path.text("/proc");
  const directory = openPath();
  if (directory < 0) return;
  let bytes = getdents(directory, entries, ENTRIES_BYTES);
  while (bytes > 0) {
    for (let at = 0; at < bytes; at += load<u16>(entries + at, 16)) {
      const other = entryNumber(entries + at + 19);
      if (other <= 0) continue;
      procPath(other, "/stat");
      readPath();
      if (parseStat(stat) && stat.parent === pid) found.push(other);
    }
    bytes = getdents(directory, entries, ENTRIES_BYTES);
  }
  close(directory);
}

/** The name of a directory entry as a number; 0 if it is none. */
function entryNumber(name: usize): i32 {
  let value = 0;
  for (let at = name; load<u8>(at) !== 0; at++) {
    const digit = (load<u8>(at) as i32) - 48;
    if (digit < 0 || digit > 9) return 0;
    value = value * 10 + digit;
  }
  return value;
}
