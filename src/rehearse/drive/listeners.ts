// The ports that somebody inside of a sandbox listens on. The network is the machine's, so a socket counts if a process inside owns it.

import { closeSync, openSync, readSync } from "node:fs";
import { type ListeningSocket, parseListening } from "./status-text.ts";

const buffer = Buffer.alloc(64 * 1024);

/**
 * With thousands of connections, which a load leaves behind in TIME_WAIT, the kernel takes milliseconds to go through them. So the table
 * is read no more often than this makes it a small part of the time; in between a socket listens until nobody has it any more.
 */
const COST_FACTOR = 20;

/** What Listeners has to know of the processes inside. */
export interface Owners {
  /** The sockets of everybody; `anew`: read now. */
  sockets(anew: boolean): ReadonlySet<number>;
  /** Whether somebody has this one right now. */
  holds(inode: number): boolean;
}

export class Listeners {
  /** Listening sockets of others, which need not be looked for again. */
  private foreign = new Set<number>();
  private own: ListeningSocket[] = [];
  private readonly hosts = new Map<number, string>();
  private tableDueMs = 0;

  /** Port to inode, as a process sees them; of several sockets on one port (SO_REUSEPORT) the oldest. */
  look(hostPid: number, owners: Owners): Map<number, number> {
    if (performance.now() >= this.tableDueMs) this.readTable(hostPid, owners);
    else this.own = this.own.filter(({ inode }) => owners.holds(inode));
    const ports = new Map<number, number>();
    for (const { port, inode, address } of this.own) {
      const before = ports.get(port);
      if (before !== undefined && before < inode) continue;
      ports.set(port, inode);
      this.hosts.set(port, address);
    }
    return ports;
  }

  private readTable(hostPid: number, owners: Owners): void {
    const from = performance.now();
    const all = [...listening(`/proc/${hostPid}/net/tcp`), ...listening(`/proc/${hostPid}/net/tcp6`)];
    const now = performance.now();
    this.tableDueMs = now + (now - from) * COST_FACTOR;
    let inside = owners.sockets(false);
    if (all.some(({ inode }) => !inside.has(inode) && !this.foreign.has(inode))) inside = owners.sockets(true);
    this.foreign = new Set(all.filter(({ inode }) => !inside.has(inode)).map(({ inode }) => inode));
    this.own = all.filter(({ inode }) => inside.has(inode));
  }

  /** Where a port that listens, or did, is reached: on the loopback, unless it listens on another address only. */
  hostOf(port: number): string {
    const address = this.hosts.get(port) ?? "";
    return ["", "::", "0.0.0.0"].includes(address) ? "127.0.0.1" : address;
  }
}

/** Everybody's sockets that listen in our own network. */
export function listeningHere(): ListeningSocket[] {
  return [...listening("/proc/self/net/tcp"), ...listening("/proc/self/net/tcp6")];
}

/** The kernel lists those that listen before all others, of which there may be thousands (tcp_get_idx in net/ipv4/tcp_ipv4.c). */
function listening(file: string): ListeningSocket[] {
  const sockets: ListeningSocket[] = [];
  let descriptor: number;
  try {
    descriptor = openSync(file, "r");
  } catch {
    // PID 1 has ended, or there is no IPv6.
    return sockets;
  }
  try {
    let rest = "";
    for (;;) {
      const size = readSync(descriptor, buffer, 0, buffer.length, null);
      if (size === 0) return sockets;
      const text = rest + buffer.toString("latin1", 0, size);
      const end = text.lastIndexOf("\n") + 1;
      rest = text.slice(end);
      const found = parseListening(text.slice(0, end));
      sockets.push(...found.sockets);
      if (!found.more) return sockets;
    }
  } catch {
    // ESRCH and the like: PID 1 ended in the middle.
    return sockets;
  } finally {
    closeSync(descriptor);
  }
}
