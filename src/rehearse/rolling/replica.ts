// One replica: its sandbox, its port, its last lines of output and what became of it and when. Its times are of performance.now().

import { setTimeout as sleep } from "node:timers/promises";
import { NotReady } from "../app-failure.ts";
import { untilReady } from "../drive/ready.ts";
import type { Sandbox } from "../drive/sandbox.ts";
import { lastWords } from "../last-words.ts";
import type { Rehearsal } from "../rehearsal.ts";
import { playStop, type StopListener, type Stopped } from "../stop.ts";
import type { Revision } from "./controller.ts";
import type { Endpoint } from "./endpoints.ts";
import { RollingFailed } from "./failure.ts";
import { onPort } from "./ports.ts";
import type { PodRecord } from "./report.ts";

/** How many of its last lines are kept. */
const MOST_LINES = 50;
const OWN_PORT = "replicas need a port each, by $PORT or {port}";

/** Who it is; `startedMs`: when the controller asked for it. */
interface Identity {
  readonly pod: number;
  readonly revision: Revision;
  readonly port: number;
  readonly startedMs: number;
}

export class Replica {
  readonly pod: number;
  readyMs: number | null = null;
  deletedMs: number | null = null;
  endedMs: number | null = null;
  blind: readonly string[] = [];
  private readonly identity: Identity;
  private readonly rehearsal: Rehearsal;
  private readonly lines: string[] = [];
  private readonly sandbox: Promise<Sandbox>;
  private stopped: Stopped | null = null;

  constructor(identity: Identity, rehearsal: Rehearsal, open: (rehearsal: Rehearsal) => Promise<Sandbox>) {
    this.pod = identity.pod;
    this.identity = identity;
    this.rehearsal = onPort(rehearsal, identity.port);
    this.sandbox = open(this.rehearsal).then((sandbox) => {
      this.blind = sandbox.blind;
      sandbox.onLine((_stream, line) => {
        this.lines.push(line);
        if (this.lines.length > MOST_LINES) this.lines.shift();
      });
      return sandbox;
    });
  }

  /** Resolves with where it receives, at the earliest `readyTimeMs` after it was asked for. */
  async ready(readyTimeMs: number, cancelled: AbortSignal): Promise<Endpoint> {
    const sandbox = await this.sandbox;
    const { port, startedMs } = this.identity;
    await this.probed(sandbox, cancelled);
    await sleepUntil(startedMs + readyTimeMs, cancelled);
    this.readyMs = performance.now();
    return { pod: this.pod, ...sandbox.address(port) };
  }

  /** A probe that does not ask at a port is content with an app that listens anywhere; the balancer is not. */
  private async probed(sandbox: Sandbox, cancelled: AbortSignal): Promise<void> {
    const { ready, readyTimeoutMs } = this.rehearsal;
    const failure = await untilReady(sandbox, ready, readyTimeoutMs, () => this.lines, cancelled).then(
      () => null,
      (error: unknown) => error,
    );
    if (failure !== null && !(failure instanceof NotReady)) throw failure;
    const { port, revision } = this.identity;
    const ports = [...(await sandbox.listeners()).keys()];
    if (ports.length > 0 && !ports.includes(port)) {
      throw new RollingFailed(
        `${this.name()} listens on port ${ports.join(", ")} and not on $PORT, which is ${port}: ${OWN_PORT}`,
      );
    }
    if (failure === null) return;
    const stuck = revision === "new" ? "; a Deployment stands still here until its progressDeadlineSeconds" : "";
    throw new RollingFailed(`${this.name()}: ${failure.message}${stuck}`);
  }

  /** Resolves with what to say if it ends by itself; never if it is stopped. */
  async failed(): Promise<RollingFailed> {
    const exitCode = await (await this.sandbox).exited;
    if (this.deletedMs !== null) return new Promise(() => {});
    const said = lastWords(this.lines);
    const early = this.readyMs === null ? "ready" : "stopped";
    const hint = /EADDRINUSE|address (?:already )?in use/i.test(said) ? `; ${OWN_PORT}` : "";
    return new RollingFailed(`${this.name()} ended with exit code ${exitCode} before it was ${early}; ${said}${hint}`);
  }

  /** The stop as the kubelet plays it, from the deletion at `atMs` until the process has ended and the endpoints know. */
  async stop(atMs: number, listener: StopListener, cancelled: AbortSignal): Promise<void> {
    this.deletedMs = atMs;
    const sandbox = await this.sandbox;
    const onExit = (exitCode: number) => {
      this.endedMs = performance.now();
      listener.exited(exitCode);
    };
    this.stopped = await playStop(sandbox, this.rehearsal, { ...listener, exited: onExit }, cancelled);
    await sandbox.remove();
  }

  /** Leaves nothing behind; can be called at any time. */
  async remove(): Promise<void> {
    const sandbox = await this.sandbox.catch(() => null);
    await sandbox?.remove();
  }

  /** With times since `zeroMs`. */
  record(zeroMs: number, refused: number): PodRecord {
    const since = (ms: number | null) => (ms === null ? null : Math.round((ms - zeroMs) * 10) / 10);
    const signalMs = this.stopped?.signalMs ?? null;
    const { pod, revision, port, startedMs } = this.identity;
    return {
      pod,
      revision,
      port,
      startedMs: since(startedMs) ?? 0,
      readyMs: since(this.readyMs) ?? 0,
      deletedMs: since(this.deletedMs),
      signalMs: signalMs === null ? null : since((this.deletedMs ?? 0) + signalMs),
      endedMs: since(this.endedMs),
      forced: this.stopped !== null && this.stopped.killMs !== null,
      exitCode: this.stopped?.exitCode ?? null,
      refused,
      hookError: this.stopped?.hookError ?? null,
    };
  }

  private name(): string {
    return `replica ${this.identity.pod} (${this.identity.revision})`;
  }
}

/** Not a fraction of a millisecond less, as a timer may be. */
async function sleepUntil(atMs: number, signal: AbortSignal): Promise<void> {
  for (let leftMs = atMs - performance.now(); leftMs > 0; leftMs = atMs - performance.now()) {
    await sleep(Math.ceil(leftMs), undefined, { signal });
  }
}
