// Turns looks at the processes and listeners into one record each: who came when, went when, was a zombie for how long. Pure: the looks
// and their times come from outside.

import type { Seen } from "./drive/sandbox.ts";
import type { ListenerRecord, ProcessRecord } from "./report.ts";

type Kind = ProcessRecord["kind"];

interface Life {
  first: Seen;
  last: Seen;
  fromMs: number;
  toMs: number | null;
  zombieSinceMs: number | null;
  zombieMs: number;
  listens: boolean;
  aliveAtKill: boolean;
}

interface Ear {
  readonly port: number;
  readonly fromMs: number;
  toMs: number | null;
}

/** What was seen of one sandbox. Times are those of the caller's clock. */
export class Watch {
  private readonly lives = new Map<number, Life>();
  private readonly ended: Life[] = [];
  private readonly ears: Ear[] = [];
  private open = new Map<number, Ear>();

  constructor(private readonly kindOf: (process: Seen) => Kind) {}

  look(processes: readonly Seen[], listeners: ReadonlyMap<number, number>, atMs: number): void {
    const inodes = new Set(listeners.values());
    const there = new Set<number>();
    for (const process of processes) {
      there.add(process.hostPid);
      const life = this.lives.get(process.hostPid) ?? this.begin(process, atMs);
      life.last = process.state === "Z" ? { ...life.last, state: "Z" } : process;
      life.listens ||= process.sockets.some((inode) => inodes.has(inode));
      if (process.state !== "Z") life.zombieSinceMs = null;
      else if (life.zombieSinceMs === null) life.zombieSinceMs = atMs;
      else life.zombieMs = Math.max(life.zombieMs, atMs - life.zombieSinceMs);
    }
    for (const [pid, life] of this.lives) {
      if (there.has(pid)) continue;
      life.toMs = atMs;
      this.ended.push(life);
      this.lives.delete(pid);
    }
    this.hear(listeners, atMs);
  }

  /** SIGKILL is about to come: who is alive now was not done. */
  beforeKill(): void {
    for (const life of this.lives.values()) life.aliveAtKill = life.last.state !== "Z";
  }

  /** PID 1 has ended, and with it everybody. */
  end(atMs: number): void {
    this.look([], new Map(), atMs);
  }

  /** Those that somebody listened on at that time. */
  portsAt(atMs: number): number[] {
    return this.ears.filter(({ fromMs, toMs }) => fromMs <= atMs && (toMs ?? atMs) >= atMs).map(({ port }) => port);
  }

  processes(
    told: (process: Seen) => Pick<ProcessRecord, "told" | "toldMs" | "toldAgainMs" | "killedMs" | "leftBehind">,
  ): ProcessRecord[] {
    const all = [...this.ended, ...this.lives.values()].sort(
      (a, b) => a.fromMs - b.fromMs || a.first.pid - b.first.pid,
    );
    return all.map((life) => ({
      pid: life.first.pid,
      parent: life.first.parent,
      name: life.last.name,
      commandLine: life.last.commandLine,
      kind: this.kindOf(life.last),
      fromMs: life.fromMs,
      toMs: life.toMs,
      catches: life.last.catches,
      ignores: life.last.ignores,
      listens: life.listens,
      zombieMs: life.zombieMs,
      aliveAtKill: life.aliveAtKill,
      ...told(life.last),
    }));
  }

  listeners(): ListenerRecord[] {
    return this.ears;
  }

  private begin(process: Seen, atMs: number): Life {
    const life: Life = {
      first: process,
      last: process,
      fromMs: atMs,
      toMs: null,
      zombieSinceMs: null,
      zombieMs: 0,
      listens: false,
      aliveAtKill: false,
    };
    this.lives.set(process.hostPid, life);
    return life;
  }

  private hear(listeners: ReadonlyMap<number, number>, atMs: number): void {
    for (const port of listeners.keys()) {
      if (this.open.has(port)) continue;
      const ear: Ear = { port, fromMs: atMs, toMs: null };
      this.open.set(port, ear);
      this.ears.push(ear);
    }
    for (const [port, ear] of this.open) {
      if (listeners.has(port)) continue;
      ear.toMs = atMs;
      this.open.delete(port);
    }
  }
}
