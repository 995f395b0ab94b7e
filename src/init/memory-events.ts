// Whether the kernel's OOM killer has been at work in our memory cgroup since the command was started.

import { groupPath, oomKillsIn } from "../core/cgroup.ts";
import { path, readPath, text } from "./files.ts";

const NEWLINE: i32 = 10;

let before: f64 = -1;

/** What has happened so far does not count. Called when the command is under way, so that its start does not wait for it. */
export function noteOomKills(): void {
  before = read();
}

/** How many processes of our cgroup the OOM killer has ended since; -1 if that is not known. */
export function oomKills(): i32 {
  const now = read();
  return before < 0 || now < before ? -1 : ((now - before) as i32);
}

function read(): f64 {
  path.length = 0;
  path.text("/proc/self/cgroup");
  const length = readPath();
  let from = groupPath(text, length, "memory");
  if (from >= 0) return readBelow("/memory", from, length, "/memory.oom_control");
  from = groupPath(text, length, "");
  if (from < 0) return -1;
  const kills = readBelow("", from, length, "/memory.events");
  // Where systemd has mounted both versions (its hybrid hierarchy).
  return kills < 0 ? readBelow("/unified", from, length, "/memory.events") : kills;
}

/**
 * Reads the file of the group whose path begins at `from` in what was read last. In a container the mount may show nothing but
 * our own group, while the path is still the machine's: then its root is ours.
 */
function readBelow(mount: string, from: i32, length: i32, file: string): f64 {
  beginPath(mount);
  for (let at = from; at < length && text[at] !== NEWLINE; at++) path.byte(text[at]);
  path.text(file);
  let read = readPath();
  if (read < 0) {
    beginPath(mount);
    path.text(file);
    read = readPath();
  }
  return oomKillsIn(text, read);
}

function beginPath(mount: string): void {
  path.length = 0;
  path.text("/sys/fs/cgroup");
  path.text(mount);
}
