// One process, held by an open /proc/PID/status: reads of it answer ESRCH once the process is gone, even if another one has its id by
// then, and are cheaper than opening it anew.

import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from "node:fs";
import { headBytes, isEnding, maskBytes, parseSignals, parseStatus, type Signals, type Status } from "./status-text.ts";

/** A page is more than any status has. */
const buffer = Buffer.alloc(8192);
/** How long words and sockets count as read. A process with thousands of connections has as many links: it takes its time less often. */
const FRESH_MS = 50;
const COST_FACTOR = 25;

const NOTHING: Signals = { catches: [], ignores: [], blocks: [], pending: [] };

export class ProcessHandle {
  readonly hostPid: number;
  status: Status;
  signals: Signals = NOTHING;
  commandLine = "";
  /** Inodes, and a descriptor of each. */
  sockets: ReadonlyMap<number, string> = new Map();
  private readonly descriptor: number;
  private head: Buffer = Buffer.alloc(0);
  private masks: Buffer = Buffer.alloc(0);
  /** When words and sockets should be read again; 0: at once, for it is new, or something of it has changed. */
  detailsDueMs = 0;

  private constructor(hostPid: number, descriptor: number, status: Status) {
    this.hostPid = hostPid;
    this.descriptor = descriptor;
    this.status = status;
  }

  /** Null if there is none, or it may not be read. */
  static open(hostPid: number): ProcessHandle | null {
    let descriptor: number;
    try {
      descriptor = openSync(`/proc/${hostPid}/status`, "r");
    } catch {
      return null;
    }
    const status = readStatus(descriptor) ? parseStatus(filled) : null;
    if (status !== null) return new ProcessHandle(hostPid, descriptor, status);
    closeSync(descriptor);
    return null;
  }

  /** False once it is gone; a zombie is still there. The state X is that of a process that is ending. */
  look(): boolean {
    if (!readStatus(this.descriptor)) return false;
    const head = headBytes(filled);
    if (!head.equals(this.head)) {
      const status = parseStatus(head);
      if (status === null) return false;
      this.head = Buffer.from(head);
      if (status.name !== this.status.name) this.detailsDueMs = 0;
      this.status = status;
    }
    // A zombie has no memory either.
    if (this.status.state !== "Z" && isEnding(filled)) this.status = { ...this.status, state: "X" };
    const masks = maskBytes(filled);
    if (!masks.equals(this.masks)) {
      this.masks = Buffer.from(masks);
      this.signals = parseSignals(this.masks);
      this.detailsDueMs = 0;
    }
    return true;
  }

  /** Its words and sockets. */
  readDetails(): void {
    const from = performance.now();
    this.readCommandLine();
    this.readSockets();
    const now = performance.now();
    this.detailsDueMs = now + Math.max(FRESH_MS, (now - from) * COST_FACTOR);
  }

  /** Whether it has not closed a socket that it had. */
  holds(inode: number): boolean {
    const descriptor = this.sockets.get(inode);
    return descriptor !== undefined && socketOf(`/proc/${this.hostPid}/fd/${descriptor}`) === inode;
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private readCommandLine(): void {
    try {
      const words = readFileSync(`/proc/${this.hostPid}/cmdline`, "utf8");
      // A zombie has no words any more: those that it had are of more use.
      if (words !== "") this.commandLine = words.replaceAll("\0", " ").trimEnd();
    } catch {
      // It has just ended.
    }
  }

  private readSockets(): void {
    const folder = `/proc/${this.hostPid}/fd`;
    const sockets = new Map<number, string>();
    try {
      for (const descriptor of readdirSync(folder)) {
        const inode = socketOf(`${folder}/${descriptor}`);
        if (inode !== null) sockets.set(inode, descriptor);
      }
    } catch {
      // EACCES for a program that changed its ids, ENOENT once it has ended: it has none that we could see.
    }
    this.sockets = sockets;
  }
}

/** What readStatus has read. */
let filled = buffer.subarray(0, 0);

function readStatus(descriptor: number): boolean {
  try {
    filled = buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, 0));
    return true;
  } catch {
    return false;
  }
}

function socketOf(link: string): number | null {
  try {
    const target = readlinkSync(link);
    return target.startsWith("socket:[") ? Number.parseInt(target.slice(8), 10) : null;
  } catch {
    // Closed in between.
    return null;
  }
}
