// The connections as /proc/net prints them (proc_pid_net(5)): who is there, and how many have come, but not when a byte came last.

import { NetRows } from "../core/net-text.ts";
import { IN_SEGS, PASSIVE_OPENS, parseTcpCounter } from "../core/proc-text.ts";
import { markConnection, turnConnections } from "./connections.ts";
import { beginPath, openPath, readChunk, readPath, text } from "./files.ts";
import { ESTABLISHED, LISTEN, look } from "./look.ts";
import { plan } from "./state.ts";
import { close } from "./sys.ts";

const rows = new NetRows();
/** How many connections had been accepted at the last look, and how many segments had come. */
let lastAccepted: f64 = -1;
let lastSegments: f64 = -1;

/** Reads the sockets in the look's states. False if that cannot be done. A connection counts when it was not there before. */
export function readSockets(): bool {
  turnConnections();
  // Without IPv6 there is no second file.
  if (!readRows("/proc/net/tcp")) return false;
  readRows("/proc/net/tcp6");
  return true;
}

function readRows(name: string): bool {
  beginPath(name);
  const fd = openPath();
  if (fd < 0) return false;
  rows.restart();
  let length = readChunk(fd);
  for (; length > 0; length = readChunk(fd)) {
    rows.begin();
    while (rows.next(text, length)) readRow();
  }
  close(fd);
  return length === 0;
}

function readRow(): void {
  const state = rows.state;
  if (((look.states >>> state) & 1) === 0) return;
  if (state === LISTEN) look.listens(rows.port);
  else if (plan.ports.has(rows.port)) {
    if (!markConnection(rows.hash) || (state === ESTABLISHED && rows.unread !== 0)) look.seen(0);
  }
}

export const enum News {
  /** No segment has come, so there is nothing new to be seen. */
  None = 0,
  Segment = 1,
  /** A connection was accepted: one that the client closes leaves nothing else behind. */
  Connection = 2,
}

/** What the kernel has counted since this was asked last. */
export function readNews(): News {
  beginPath("/proc/net/snmp");
  readPath();
  const segments = parseTcpCounter(IN_SEGS);
  const quiet = segments > 0 && segments === lastSegments;
  lastSegments = segments;
  const before = lastAccepted;
  lastAccepted = parseTcpCounter(PASSIVE_OPENS);
  // All ports are counted as one, so with --port it does not tell.
  if (before >= 0 && before !== lastAccepted && !look.narrowed) return News.Connection;
  return quiet ? News.None : News.Segment;
}
