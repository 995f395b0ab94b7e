// The processes inside of a sandbox, look by look. Whoever is new on the machine is asked once whether it is inside; the answer is kept.

import { readdirSync } from "node:fs";
import { constants } from "node:os";
import { send } from "./pids.ts";
import { ProcessHandle } from "./process-handle.ts";
import type { Seen } from "./sandbox.ts";

/** Tells the processes of a sandbox from the others of the machine. */
export interface Membership {
  /** Whether a process that was not there at the last look is inside; `isInside` answers for its parent. */
  has(process: ProcessHandle, isInside: (hostPid: number) => boolean): boolean;
  /** Its id inside; 0 if it has none. */
  pidOf(process: ProcessHandle): number;
  /** The id that a process shows as its parent's whose parent is not inside. */
  readonly orphansOf: number;
}

/** What a look may spend on words and sockets: the load on the app, and its clock, run in the same thread. */
const DETAILS_MS = 1;

export class Processes {
  private readonly membership: Membership;
  private readonly inside = new Map<number, ProcessHandle>();
  /** Everybody who was ever inside: ids here to ids there. */
  private readonly pids = new Map<number, number>();
  private outside = new Set<number>();
  private closed = false;

  constructor(membership: Membership) {
    this.membership = membership;
  }

  /** Everybody who is inside now, PID 1 first. */
  look(): Seen[] {
    if (this.closed) return [];
    this.findNew();
    for (const [hostPid, process] of this.inside) if (!process.look()) this.forget(hostPid, process);
    this.readDetails();
    return [...this.inside.values()].map((process) => this.seen(process)).sort((one, other) => one.pid - other.pid);
  }

  /** The sockets of everybody inside; `anew`: read now, whenever that was last done. */
  sockets(anew: boolean): Set<number> {
    if (anew) {
      this.findNew();
      for (const process of this.inside.values()) process.readDetails();
    }
    return new Set([...this.inside.values()].flatMap(({ sockets }) => [...sockets.keys()]));
  }

  /** Whether somebody inside has this socket right now. */
  holds(inode: number): boolean {
    const holds = () => [...this.inside.values()].some((process) => process.holds(inode));
    if (holds()) return true;
    // It may have been handed on to a child that is new.
    this.sockets(true);
    return holds();
  }

  /** The id inside of a process of this machine that was ever seen inside; 0 if it was not. */
  pidOf(hostPid: number): number {
    return this.pids.get(hostPid) ?? 0;
  }

  /** SIGKILL to everybody inside; false if there was nobody. */
  killAll(): boolean {
    this.findNew();
    let any = false;
    for (const [hostPid, process] of this.inside) {
      if (!process.look()) this.forget(hostPid, process);
      else if (process.status.state !== "Z" && process.status.state !== "X") {
        any = true;
        send(hostPid, constants.signals.SIGKILL);
      }
    }
    return any;
  }

  close(): void {
    this.closed = true;
    for (const [hostPid, process] of this.inside) this.forget(hostPid, process);
  }

  /** Of those that are new or have changed at once, then of those that were read longest ago. */
  private readDetails(): void {
    const from = performance.now();
    const due = [...this.inside.values()].filter(({ detailsDueMs }) => detailsDueMs <= from);
    due.sort((one, other) => one.detailsDueMs - other.detailsDueMs);
    for (const process of due) {
      if (process.detailsDueMs > 0 && performance.now() - from > DETAILS_MS) return;
      process.readDetails();
    }
  }

  private findNew(): void {
    if (this.closed) return;
    const outside = new Set<number>();
    const gone = new Set(this.inside.keys());
    const isInside = (hostPid: number) => this.inside.has(hostPid);
    // The kernel lists them by number, and a parent mostly comes before its children.
    for (const name of readdirSync("/proc")) {
      const hostPid = Number(name);
      if (!(hostPid > 0) || gone.delete(hostPid)) continue;
      if (this.outside.has(hostPid)) {
        outside.add(hostPid);
        continue;
      }
      const process = ProcessHandle.open(hostPid);
      if (process === null) continue;
      if (this.membership.has(process, isInside)) {
        this.inside.set(hostPid, process);
        this.pids.set(hostPid, this.membership.pidOf(process));
      } else {
        process.close();
        outside.add(hostPid);
      }
    }
    this.outside = outside;
    for (const hostPid of gone) this.inside.get(hostPid)?.close();
    for (const hostPid of gone) this.inside.delete(hostPid);
  }

  private forget(hostPid: number, process: ProcessHandle): void {
    this.inside.delete(hostPid);
    process.close();
  }

  private seen(process: ProcessHandle): Seen {
    const pid = this.membership.pidOf(process);
    const parent = this.inside.get(process.status.parent);
    return {
      pid,
      hostPid: process.hostPid,
      parent: parent ? this.membership.pidOf(parent) : pid === 1 ? 0 : this.membership.orphansOf,
      name: process.status.name,
      commandLine: process.commandLine,
      state: process.status.state,
      ...process.signals,
      sockets: [...process.sockets.keys()],
    };
  }
}
