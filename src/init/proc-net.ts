// The connections as /proc/net prints them (proc_pid_net(5)): who is there, and how many have come, but not when a byte came last.

import { NetRows } from "../core/net-text.ts";
import { parseAccepted } from "../core/proc-text.ts";
import { markConnection, turnConnections } from "./connections.ts";
import { openPath, path, readChunk, readPath, text } from "./files.ts";
import { ESTABLISHED, LISTEN, look } from "./look.ts";
import { plan } from "./state.ts";
import { close } from "./sys.ts";

const rows = new NetRows();
/** How many connections had been accepted at the last look. */
let accepted: f64 = -1;

/** Reads the sockets in the look's states. False if that cannot be done. A connection counts when it was not there before. */
export function readSockets(): bool {
  turnConnections();
  // Without IPv6 there is no second file.
  if (!readRows("/proc/net/tcp")) return false;
  readRows("/proc/net/tcp6");
  return true;
}

function readRows(name: string): bool {
  path.length = 0;
  path.text(name);
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

/**
 * A connection that the client closes leaves nothing behind: whether one was accepted since this was asked last. The kernel counts all
 * ports as one, so with --port it is not asked.
 */
export function lookAtAccepted(): void {
  if (look.narrowed) return;
  path.length = 0;
  path.text("/proc/net/snmp");
  readPath();
  const count = parseAccepted();
  if (count !== accepted) look.seen(0);
  accepted = count;
}
