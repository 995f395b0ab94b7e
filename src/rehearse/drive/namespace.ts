// The sandbox without containers: a PID namespace made by unshare(1), or where none may be made a session of its own. Puts together what
// the other files of this folder do.

import { randomUUID } from "node:crypto";
import { constants } from "node:os";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseSignal } from "../../core/signal.ts";
import type { Hook, Rehearsal } from "../rehearsal.ts";
import { CannotStart } from "./cannot-start.ts";
import { closed, type Open, opened } from "./clean-up.ts";
import { type HookResult, runHookHere, runHookInside } from "./hooks.ts";
import { Listeners } from "./listeners.ts";
import { inNamespace, withVariable } from "./members.ts";
import { makePipes, type Pipes } from "./pipes.ts";
import { Processes } from "./processes.ts";
import { checkFolder, findProgram } from "./programs.ts";
import type { Sandbox, Seen, SignalSent } from "./sandbox.ts";
import { type SignalTrace, traceSignals } from "./signal-trace.ts";
import { Start, type Surroundings } from "./start.ts";
import { findWay, type Way } from "./ways.ts";

const NO_TRACE =
  "the kernel's trace of signals cannot be read (it takes root, and a usual stop signal): who got the stop signal is inferred, or unknown";
const NO_PIPES = "mkfifo does not work: the app writes to sockets, and cannot open /dev/stdout or /dev/stderr";
const REMOVE_LIMIT_MS = 10_000;

/**
 * Runs the rehearsal's command as PID 1 of a PID namespace of its own, with this machine's network and files, our environment and the
 * rehearsal's on top. Where only a user namespace is allowed, in one of those; where neither is, `kind` is "none", and `blind` says what
 * follows from that. Resolves when the command runs. Rejects with CannotStart.
 */
export async function openNamespace(
  rehearsal: Rehearsal,
  findTheWay: () => Promise<Way> = findWay,
): Promise<Sandbox & Required<Pick<Sandbox, "signals" | "traced">>> {
  const surroundings = { cwd: resolve(rehearsal.cwd ?? "."), env: { ...process.env, ...rehearsal.env } };
  checkFolder(surroundings.cwd);
  findProgram(rehearsal.command[0] ?? "", surroundings.env, surroundings.cwd);
  const sandbox = await create(rehearsal, surroundings, findTheWay);
  try {
    await sandbox.begin();
    return sandbox;
  } catch (error) {
    await sandbox.remove();
    throw error;
  }
}

async function create(rehearsal: Rehearsal, surroundings: Surroundings, findTheWay: () => Promise<Way>) {
  const word = rehearsal.command[0];
  let removed = false;
  let settle = () => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const opening: Open = {
    async remove() {
      removed = true;
      await settled;
    },
    killNow() {},
  };
  opened(opening);
  try {
    const way = await findTheWay();
    const pipes = await makePipes();
    if (removed) pipes?.discard();
    if (removed) throw new CannotStart(`cannot start '${word}': ended while it was being started`);
    return new LocalSandbox(way, rehearsal, surroundings, pipes);
  } catch (error) {
    if (error instanceof CannotStart) throw error;
    // spawn throws for what execve(2) says of all the words together: E2BIG, ENOMEM.
    throw new CannotStart(`cannot start '${word}': ${(error as NodeJS.ErrnoException).code ?? error}`);
  } finally {
    closed(opening);
    settle();
  }
}

class LocalSandbox implements Sandbox, Open {
  readonly kind: Sandbox["kind"];
  readonly blind: string[];
  readonly exited: Promise<number>;
  private readonly way: Way;
  private readonly stopSignal: number;
  private readonly surroundings: Surroundings;
  private readonly start: Start;
  private processTable: Processes | null = null;
  private readonly ports = new Listeners();
  private trace: SignalTrace | null = null;
  private tracing: Promise<SignalTrace | null> = Promise.resolve(null);
  private rootPid = 0;
  private readonly leaving = new AbortController();
  private removed: Promise<void> | null = null;
  /** What the processes that run outside of every namespace are known by. */
  private readonly variable = `REHEARSED_BY_LASTCALL=${randomUUID()}`;

  constructor(way: Way, { command, stopSignal }: Rehearsal, surroundings: Surroundings, pipes: Pipes | null) {
    this.way = way;
    this.stopSignal = parseSignal(stopSignal);
    this.kind = way.kind;
    this.blind = [...way.blind];
    if (pipes === null) this.blind.push(NO_PIPES);
    const [name = "", value] = this.variable.split("=");
    const marked = { ...surroundings.env, [name]: value };
    this.surroundings = way.kind === "none" ? { ...surroundings, env: marked } : surroundings;
    this.start = new Start(way, command, this.surroundings, pipes);
    this.exited = this.start.exited;
    // The kernel does the same for a PID namespace.
    this.start.onExit = () => {
      if (way.kind !== "none") return;
      // Waited for, so that its id may be somebody else's.
      this.rootPid = 0;
      this.processTable?.killAll();
    };
    opened(this);
  }

  async begin(): Promise<void> {
    const isLeaving = this.leaving.signal.aborted;
    if (this.kind === "namespace" && !isLeaving) this.tracing = traceSignals(this.stopSignal);
    if (this.kind === "none") this.processTable = new Processes(withVariable(this.variable, () => this.rootPid));
    try {
      await this.start.executed();
    } finally {
      this.trace = await this.tracing;
    }
    if (this.trace === null) this.blind.push(NO_TRACE);
    this.rootPid = this.start.first?.hostPid ?? 0;
    if (this.kind !== "none" && this.rootPid !== 0)
      this.processTable = new Processes(inNamespace(this.start.namespace));
    if (this.leaving.signal.aborted) throw new CannotStart("ended while it was being started");
  }

  address(port: number): { host: string; port: number } {
    return { host: this.ports.hostOf(port), port };
  }

  async processes(): Promise<readonly Seen[]> {
    return this.processTable?.look() ?? [];
  }

  async listeners(): Promise<ReadonlyMap<number, number>> {
    return this.processTable === null ? new Map() : this.ports.look(this.rootPid, this.processTable);
  }

  signals(): readonly SignalSent[] | null {
    const events = this.trace?.events() ?? null;
    const table = this.processTable;
    if (events === null || table === null) return null;
    return events.flatMap(({ from, to, ...rest }) => {
      const pid = table.pidOf(to);
      return pid === 0 ? [] : [{ ...rest, from: table.pidOf(from), to: pid }];
    });
  }

  traced = async (): Promise<void> => this.trace?.caughtUp();

  async signal(name: string): Promise<void> {
    const number = parseSignal(name);
    if (number < 1) throw new Error(`'${name}' is no signal`);
    if (this.kind === "none" && !this.wouldReachFirst(number)) return;
    this.start.signalFirst(number);
  }

  async kill(): Promise<void> {
    if (this.kind === "none") await this.killAll();
    else this.start.killFirst();
  }

  /** An exec hook goes on when `signal` aborts, and so does the promise; it ends with the app at the latest. */
  async runHook(hook: Hook, signal: AbortSignal): Promise<HookResult> {
    if (hook.kind !== "exec") return runHookHere(hook, AbortSignal.any([signal, this.leaving.signal]));
    const notRunning = { exitCode: 1, error: "the app is not running" };
    if (!this.start.isAlive) return notRunning;
    if (this.way.join === null) return { exitCode: 126, error: "nsenter is not installed (package util-linux)" };
    const before = this.way.join(this.rootPid, this.surroundings.cwd);
    const { child, result } = runHookInside(hook.command, before, this.surroundings);
    // Not before: nsenter reaps what it has started, and PID 1 does not end while somebody still has to. This machine's init would, some
    // time, or never where it is an app.
    void this.exited.then(() => child?.kill("SIGKILL"));
    const { exitCode, error } = await result;
    // It ended before nsenter could join it.
    if (error?.startsWith("nsenter: ") && !this.start.isAlive) return notRunning;
    return error === undefined ? { exitCode } : { exitCode, error };
  }

  onLine(listener: (stream: "stdout" | "stderr", line: string) => void): void {
    this.start.output.onLine(listener);
  }

  remove(): Promise<void> {
    this.removed ??= this.end();
    return this.removed;
  }

  killNow(): void {
    this.start.killNow();
    if (this.kind === "none") this.processTable?.killAll();
  }

  private async end(): Promise<void> {
    this.leaving.abort();
    this.start.abandon();
    await this.kill();
    const late = sleep(REMOVE_LIMIT_MS, "late", { ref: false });
    if ((await Promise.race([this.exited, late])) === "late") {
      throw new Error(`process ${this.rootPid} does not end, ${REMOVE_LIMIT_MS / 1000} s after SIGKILL`);
    }
    if (this.kind === "none") await this.killAll();
    this.processTable?.close();
    // It may not have begun yet.
    await (await this.tracing)?.remove();
    closed(this);
  }

  /** Without a PID namespace: what the kernel would drop at PID 1 (sig_task_ignored in kernel/signal.c) must not end the app. */
  private wouldReachFirst(number: number): boolean {
    if (number === constants.signals.SIGKILL || number === constants.signals.SIGSTOP) return true;
    const first = this.processTable?.look().find(({ pid }) => pid === 1);
    const is = (name: string) => parseSignal(name) === number;
    return first === undefined || first.catches.some(is) || (first.blocks ?? []).some(is);
  }

  private async killAll(): Promise<void> {
    const giveUpMs = performance.now() + REMOVE_LIMIT_MS;
    // Again, for those who were born in between.
    while (this.processTable?.killAll() && performance.now() < giveUpMs) await sleep(1);
  }
}
