// Whether the kernel's OOM killer has been at work in our memory cgroup since the command was started.

import { groupPath, oomKillsIn } from "../core/cgroup.ts";
import { until } from "../core/text.ts";
import { nowMs } from "./clock.ts";
import { beginPath, path, readPath } from "./files.ts";
import { textStart } from "./scratch.ts";

const NEWLINE: i32 = 10;

/**
 * A process that the OOM killer has chosen is counted at once and may take a while to end. So for so long after the count was read
 * a new container's is taken instead: 0.
 */
const DYING_MS: f64 = 1000;

let before: f64 = 0;
let notedAtMs: f64 = Infinity;

/** What has happened so far does not count. Called when the command is under way, so that its start does not wait for it. */
export function noteOomKills(): void {
  before = read();
  notedAtMs = nowMs();
}

/** How many processes of our cgroup the OOM killer has ended since; -1 if that is not known. */
export function oomKills(): i32 {
  const now = read();
  const base = nowMs() < notedAtMs + DYING_MS ? 0 : before;
  return base < 0 || now < base ? -1 : ((now - base) as i32);
}

function read(): f64 {
  let kills = readBelow("/memory", "memory", "/memory.oom_control");
  if (kills < 0) kills = readBelow("", "", "/memory.events");
  // Where systemd has mounted both versions (its hybrid hierarchy).
  return kills < 0 ? readBelow("/unified", "", "/memory.events") : kills;
}

/**
 * Reads the file of our group below the controller. In a container the mount may show nothing but our own group, while the path is
 * still the machine's: then its root is ours.
 */
function readBelow(mount: string, controller: string, file: string): f64 {
  beginPath("/proc/self/cgroup");
  readPath();
  const from = groupPath(controller);
  if (from < 0) return -1;
  beginMount(mount);
  path.append(textStart + from, until(from, NEWLINE) - from);
  path.text(file);
  if (readPath() < 0) {
    beginMount(mount);
    path.text(file);
    readPath();
  }
  return oomKillsIn();
}

function beginMount(mount: string): void {
  beginPath("/sys/fs/cgroup");
  path.text(mount);
}
