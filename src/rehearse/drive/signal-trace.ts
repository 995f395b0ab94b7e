// Reads the kernel's own trace of signals (the event signal:signal_generate of tracefs), which alone says for sure who was told to stop
// and by whom: a handler leaves no mark in /proc. Needs root. Nothing of the machine is changed: tracefs is mounted in a mount namespace
// of our own, the trace has an instance of its own, and whoever made both takes them away when our end of its input is closed, also by
// our death.

import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter } from "node:events";
import { createInterface } from "node:readline";
import { signalName } from "../../core/signal.ts";
import { FIRST_NAMESPACE, OWN_NAMESPACE } from "./pids.ts";
import { findTool } from "./programs.ts";
import type { SignalSent } from "./sandbox.ts";

/** With ids of this machine. */
type TracedSignal = SignalSent;

export interface SignalTrace {
  /**
   * Of the whole machine, in the order of time, some milliseconds after the fact. Null if the kernel had to drop some, for then nothing
   * follows from what is missing.
   */
  events(): readonly TracedSignal[] | null;
  /** Resolves when `events` has all that was sent before the call, or within a second. */
  caughtUp(): Promise<void>;
  /** Resolves when nothing is left of it. */
  remove(): Promise<void>;
}

/**
 * Whatever programs are stopped by: HUP, INT, QUIT, KILL, USR1, USR2, TERM, TSTP, WINCH, RTMIN+3. Not what runtimes use a lot by
 * themselves: SEGV (the JVM), URG (Go), other real-time signals (.NET).
 */
const TRACED: readonly number[] = [1, 2, 3, 9, 10, 12, 15, 20, 28, 37];
const FILTER = TRACED.map((signal) => `sig==${signal}`).join(" || ");
const READY = "ready";
const READY_LIMIT_MS = 3_000;

/** What we send to ourselves, and nobody minds, to see it come out of the trace behind all the others. */
const MARK = "SIGWINCH";
const CATCH_UP_LIMIT_MS = 1_000;
/** The two clocks are the same, but for their rounding. */
const ROUNDING_MS = 0.1;

// $1 is the instance's name. trace_pipe blocks until there is something, and takes what it has read out of the buffer. Without the trap,
// whoever ends before it has read "ready" would end the shell, too, by SIGPIPE, and nobody would take the instance away.
const SCRIPT = `
trap '' PIPE
mount -t tracefs lastcall /sys/kernel/tracing || exit 1
i=/sys/kernel/tracing/instances/$1
mkdir "$i" || exit 1
e=$i/events/signal/signal_generate
if echo mono >"$i/trace_clock" && echo 64 >"$i/buffer_size_kb" && echo '${FILTER}' >"$e/filter" && echo 1 >"$e/enable"; then
  cat "$i/trace_pipe" &
  echo ${READY}
  read -r _
  kill $!
  wait
fi
rmdir "$i"
`;

/** What unshare(1) gets to make a trace, which lasts until the end of its input. */
export const traceWords = (instance: string): string[] => ["--mount", "--", "/bin/sh", "-c", SCRIPT, "sh", instance];

/** One for the whole process: sandboxes that are open at the same time share it. */
let shared: Promise<Tracer | null> | null = null;
let users = 0;
let made = 0;

/** Null where the kernel does not let us, and for a signal that is not traced. */
export async function traceSignals(signal: number): Promise<SignalTrace | null> {
  if (!TRACED.includes(signal)) return null;
  users++;
  shared ??= Tracer.begin();
  const tracer = await shared;
  let used = true;
  const leave = async () => {
    if (!used) return;
    used = false;
    users--;
    if (users > 0) return;
    shared = null;
    await tracer?.end();
  };
  if (tracer !== null) {
    return { events: () => tracer.events, caughtUp: () => tracer.caughtUp(), remove: leave };
  }
  await leave();
  return null;
}

class Tracer {
  events: TracedSignal[] | null = [];
  private readonly child: ChildProcess;
  private readonly gone: Promise<void>;
  private readonly heard = new EventEmitter<{ mark: [atMs: number] }>();

  private constructor(child: ChildProcess) {
    this.child = child;
    this.gone = new Promise((resolve) => {
      child.on("error", () => resolve());
      child.on("close", () => resolve());
    });
  }

  static async begin(): Promise<Tracer | null> {
    const unshare = findTool("unshare");
    // The trace has the ids of the first PID namespace: from inside of another one they mean nothing.
    if (unshare === null || OWN_NAMESPACE !== FIRST_NAMESPACE) return null;
    const words = traceWords(`lastcall-${process.pid}-${made++}`);
    // A session of its own: Ctrl-C must not end it before it has cleaned up.
    const child = spawn(unshare, words, { stdio: ["pipe", "pipe", "ignore"], detached: true });
    const tracer = new Tracer(child);
    if (await tracer.ready()) return tracer;
    await tracer.end();
    return null;
  }

  async end(): Promise<void> {
    this.child.stdin?.end();
    await this.gone;
  }

  caughtUp(): Promise<void> {
    const sentMs = performance.now() - ROUNDING_MS;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(late);
        this.heard.off("mark", hear);
        resolve();
      };
      const hear = (atMs: number) => atMs >= sentMs && done();
      const late = setTimeout(done, CATCH_UP_LIMIT_MS);
      this.heard.on("mark", hear);
      void this.gone.then(done);
      process.kill(process.pid, MARK);
    });
  }

  private ready(): Promise<boolean> {
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(false), READY_LIMIT_MS);
      const finish = (answer: boolean) => {
        clearTimeout(late);
        resolve(answer);
      };
      void this.gone.then(() => finish(false));
      // EPIPE when it ended by itself.
      this.child.stdin?.on("error", () => {});
      if (!this.child.stdout) return;
      createInterface({ input: this.child.stdout }).on("line", (line) => {
        if (line === READY) finish(true);
        // "CPU:2 [LOST 14 EVENTS]": the buffer was full.
        if (line.includes("[LOST ")) this.events = null;
        const event = parseTraced(line);
        if (event?.to === process.pid && event.name === MARK) this.heard.emit("mark", event.at);
        else if (event !== null) this.events?.push(event);
      });
    });
  }
}

/** "<...>-77 [002] d..1. 12.345678: signal_generate: sig=15 errno=0 code=0 comm=a b pid=78 grp=1 res=0"; null for any other line. */
export function parseTraced(line: string): TracedSignal | null {
  const match =
    /-(\d+) +\[\d+\] \S+ +(\d+\.\d+): signal_generate: sig=(\d+) errno=\S+ code=(-?\d+) comm=.* pid=(\d+) grp=\d+ res=(\d+)$/.exec(
      line,
    );
  if (match === null) return null;
  const [from = 0, seconds = 0, signal = 0, code = 0, to = 0, result = 0] = match.slice(1).map(Number);
  // TRACE_SIGNAL_DELIVERED is 0, _IGNORED 1, _ALREADY_PENDING 2; the others are lost (include/trace/events/signal.h).
  const arrived = result === 0 || result === 2;
  return {
    at: seconds * 1000 - clockOffsetMs,
    name: signalName(signal),
    from,
    to,
    arrived,
    byKernel: code === SI_KERNEL,
  };
}

/** include/uapi/asm-generic/siginfo.h. */
const SI_KERNEL = 0x80;

/** CLOCK_MONOTONIC, which both the trace and Node have, at the zero of performance.now(). */
const clockOffsetMs = Number(process.hrtime.bigint()) / 1e6 - performance.now();
