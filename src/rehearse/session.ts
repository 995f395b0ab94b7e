// One rehearsal from the first process to the last: start, ready, load, stop, end; and the recording of it. What happens when in a stop
// is kubelet.ts' affair.

import { setTimeout as sleep } from "node:timers/promises";
import { allFailed } from "./all-failed.ts";
import { EndedEarly, NotReady } from "./app-failure.ts";
import type { Audience, ProgressPhase } from "./audience.ts";
import { untilReady } from "./drive/ready.ts";
import type { Sandbox } from "./drive/sandbox.ts";
import type { Look } from "./drive/told.ts";
import { kindOfProcess } from "./kind.ts";
import type { Action } from "./kubelet.ts";
import { lastWords } from "./last-words.ts";
import type { Generator } from "./load/generator.ts";
import { countsOf, generatorsOf, unsentOf } from "./load/generators.ts";
import { Pulse } from "./pulse.ts";
import { recordingOf } from "./recording.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { Recording, RequestRecord } from "./report.ts";
import { playStop, type StopListener, type Stopped } from "./stop.ts";
import { openUrls } from "./url.ts";
import { Watch } from "./watch.ts";

/** How often processes and listeners are looked at. */
const LOOK_MS = 20;
/** How many lines of the app's output are kept. */
const MOST_LINES = 200;

const PHASES: Partial<Record<Action["kind"], ProgressPhase>> = {
  "run-hook": "running the hook",
  signal: "stopping",
  kill: "killed",
};

/** Plays it once in a sandbox that is open, and leaves it to whoever opened it. */
export async function play(
  rehearsal: Rehearsal,
  sandbox: Sandbox,
  audience: Audience,
  cancelled: AbortSignal,
): Promise<Recording> {
  return new Session(rehearsal, sandbox, audience, cancelled).play();
}

class Session {
  private readonly rehearsal: Rehearsal;
  private readonly sandbox: Sandbox;
  private readonly audience: Audience;
  private readonly cancelled: AbortSignal;
  private readonly watch = new Watch(kindOfProcess);
  private readonly looks: Look[] = [];
  private readonly lines: Recording["output"][number][] = [];
  private readonly pulse = new Pulse();
  private readonly startedMs = performance.now();
  private stopMs = 0;
  private generators: readonly Generator[] = [];
  private looking = true;

  constructor(rehearsal: Rehearsal, sandbox: Sandbox, audience: Audience, cancelled: AbortSignal) {
    this.rehearsal = rehearsal;
    this.sandbox = sandbox;
    this.audience = audience;
    this.cancelled = cancelled;
  }

  async play(): Promise<Recording> {
    this.sandbox.onLine((stream, line) => {
      this.lines.push({ atMs: performance.now(), stream, line });
      if (this.lines.length > MOST_LINES) this.lines.shift();
    });
    const looks = this.lookAgainAndAgain();
    const ticker = setInterval(() => this.count(), LOOK_MS);
    // What went wrong with them is said when they are waited for.
    looks.catch(() => {});
    try {
      this.audience.phase("waiting until ready");
      const { ready, readyTimeoutMs } = this.rehearsal;
      const texts = () => this.lines.map(({ line }) => line);
      const port = await untilReady(this.sandbox, ready, readyTimeoutMs, texts, this.cancelled);
      const readyMs = performance.now();
      if (port === null) this.refusePortless();
      this.audience.phase("warming up");
      const at = (named: number | null) => this.sandbox.address(named ?? port ?? 80);
      this.generators = generatorsOf(this.rehearsal, at, () => performance.now());
      for (const generator of this.generators) generator.start();
      await this.warmUp();
      const stopped = await this.stop();
      this.count();
      this.audience.phase("waiting for the last requests");
      const requests = (await Promise.all(this.generators.map((generator) => generator.stop()))).flat();
      await this.sandbox.traced?.();
      return this.recording(readyMs, port, stopped, requests);
    } finally {
      clearInterval(ticker);
      this.looking = false;
      this.pulse.stop();
      for (const generator of this.generators) generator.abort();
      await looks;
    }
  }

  private count(): void {
    this.audience.counts(countsOf(this.generators));
  }

  private async warmUp(): Promise<void> {
    const ended = this.sandbox.exited.then((code) => {
      throw new EndedEarly(
        `the app ended with exit code ${code} under load, before the stop; ${lastWords(this.lines.map(({ line }) => line))}`,
      );
    });
    const over = new AbortController();
    const signal = AbortSignal.any([this.cancelled, over.signal]);
    try {
      await Promise.race([sleep(this.rehearsal.warmUpMs, undefined, { signal }), ended]);
    } finally {
      // A timer that nobody waits for would keep us from ending.
      over.abort();
    }
    const failure = allFailed(this.generators, this.watch.portsAt(performance.now()));
    if (failure !== null) throw new NotReady(failure);
  }

  /** The app is ready, and nobody knows where. */
  private refusePortless(): void {
    const [url] = openUrls(this.rehearsal);
    if (url !== undefined)
      throw new NotReady(`no port is seen that the app listens on: name one, like :8080, for ${url}`);
  }

  private async lookAgainAndAgain(): Promise<void> {
    while (this.looking) {
      try {
        const [processes, listeners] = await Promise.all([this.sandbox.processes(), this.sandbox.listeners()]);
        if (!this.looking) break;
        const atMs = performance.now();
        this.watch.look(processes, listeners, atMs);
        this.looks.push({ atMs, processes, listening: [...listeners.values()] });
        this.audience.alive(processes);
      } catch (error) {
        // In the middle of an end; what has been seen counts.
        if (this.looking && this.stopMs === 0) throw error;
      }
      await sleep(LOOK_MS);
    }
  }

  /** From t = 0 until PID 1 has ended and the endpoints are gone. */
  private async stop(): Promise<Stopped> {
    this.stopMs = performance.now();
    this.audience.stopBegan(this.stopMs);
    const listener: StopListener = {
      endpointsEnded: () => {
        for (const generator of this.generators) generator.endNewConnections();
      },
      exited: () => {
        this.looking = false;
        this.watch.end(performance.now());
      },
      acts: (kind) => {
        if (kind === "kill") this.watch.beforeKill();
        const phase = PHASES[kind];
        if (phase !== undefined) this.audience.phase(phase);
      },
    };
    return playStop(this.sandbox, this.rehearsal, listener, this.cancelled);
  }

  private recording(
    readyMs: number,
    port: number | null,
    stopped: Stopped,
    requests: readonly RequestRecord[],
  ): Recording {
    const { rehearsal, sandbox, startedMs, stopMs, watch, looks, lines } = this;
    return recordingOf({
      rehearsal,
      sandbox: sandbox.kind,
      blind: sandbox.blind,
      signals: sandbox.signals?.() ?? null,
      stalls: this.pulse.stalls,
      unsent: unsentOf(this.generators),
      startedMs,
      readyMs,
      port,
      stopMs,
      stopped,
      watch,
      looks,
      requests,
      lines,
    });
  }
}
