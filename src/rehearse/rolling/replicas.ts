// Every replica of a rolling update that was ever started, by its pod, each on a port of its own.

import type { Sandbox } from "../drive/sandbox.ts";
import type { Rehearsal } from "../rehearsal.ts";
import type { Revision } from "./controller.ts";
import { freePort } from "./ports.ts";
import { Replica } from "./replica.ts";
import type { PodRecord } from "./report.ts";

/** How many there are now. */
export interface PodCounts {
  readonly starting: number;
  readonly ready: number;
  readonly terminating: number;
}

export class Replicas {
  private readonly rehearsal: Rehearsal;
  private readonly openSandbox: (rehearsal: Rehearsal) => Promise<Sandbox>;
  private readonly all = new Map<number, Replica>();
  private readonly ports = new Set<number>();

  constructor(rehearsal: Rehearsal, openSandbox: (rehearsal: Rehearsal) => Promise<Sandbox>) {
    this.rehearsal = rehearsal;
    this.openSandbox = openSandbox;
  }

  /** Begins to start one; rejects with the reason of `cancelled` if that came first. `atMs`: when the controller asked for it. */
  async start(pod: number, revision: Revision, atMs: number, cancelled: AbortSignal): Promise<Replica> {
    const port = await freePort(this.ports);
    cancelled.throwIfAborted();
    const replica = new Replica({ pod, revision, port, startedMs: atMs }, this.rehearsal, this.openSandbox);
    this.all.set(pod, replica);
    return replica;
  }

  of(pod: number): Replica | null {
    return this.all.get(pod) ?? null;
  }

  counts(): PodCounts {
    const alive = [...this.all.values()].filter(({ endedMs }) => endedMs === null);
    const kept = alive.filter(({ deletedMs }) => deletedMs === null);
    const ready = kept.filter(({ readyMs }) => readyMs !== null).length;
    return { starting: kept.length - ready, ready, terminating: alive.length - kept.length };
  }

  /** With times since `zeroMs`; `refused`: connections that each did not take. */
  records(zeroMs: number, refused: ReadonlyMap<number, number>): PodRecord[] {
    return [...this.all.values()].map((replica) => replica.record(zeroMs, refused.get(replica.pod) ?? 0));
  }

  /** What none of their sandboxes can show. */
  blind(): string[] {
    return [...new Set([...this.all.values()].flatMap(({ blind }) => blind))];
  }

  /** Ends all, and rejects with the first error after all have been tried. */
  async remove(): Promise<void> {
    const removed = await Promise.allSettled([...this.all.values()].map((replica) => replica.remove()));
    const failed = removed.find((result) => result.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }
}
