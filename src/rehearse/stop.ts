// Plays one stop against a sandbox: does what the Kubelet's state machine asks for, tells it what happened, and keeps the times.

import type { Sandbox } from "./drive/sandbox.ts";
import { type Action, Kubelet, type StopEvent } from "./kubelet.ts";
import type { Hook, Rehearsal } from "./rehearsal.ts";
import type { HookRecord } from "./report.ts";
import { timerMs } from "./timer.ts";

/** What may still come of a process after SIGKILL (a disk that does not answer), before it is given up on. */
const AFTER_KILL_MS = 5_000;

/** Times are milliseconds since the stop began. */
export interface Stopped {
  readonly signalMs: number | null;
  readonly killMs: number | null;
  /** Null: not even SIGKILL ended it. */
  readonly endMs: number | null;
  readonly exitCode: number | null;
  /** The hook, if there was one. */
  readonly hook: HookRecord | null;
  /** What went wrong with it, or null. */
  readonly hookError: string | null;
}

export interface StopListener {
  /** The endpoints know by now that the pod terminates. */
  endpointsEnded(): void;
  /** The process has ended, at once. */
  exited(exitCode: number): void;
  /** What is about to be done. */
  acts?(action: Action["kind"]): void;
}

/**
 * Resolves when the process has ended and the endpoints know. Rejects if a signal cannot be sent, and with the reason of `cancelled`:
 * then nothing is waited for any more, not even by a timer.
 */
export function playStop(
  sandbox: Sandbox,
  rehearsal: Rehearsal,
  listener: StopListener,
  cancelled: AbortSignal = new AbortController().signal,
): Promise<Stopped> {
  return new Stop(sandbox, rehearsal, listener).play(cancelled);
}

class Stop {
  private readonly sandbox: Sandbox;
  private readonly rehearsal: Rehearsal;
  private readonly listener: StopListener;
  private readonly kubelet: Kubelet;
  private readonly beganMs = performance.now();
  private readonly hook = new AbortController();
  private readonly seen: { -readonly [Key in keyof Stopped]: Stopped[Key] } = {
    signalMs: null,
    killMs: null,
    endMs: null,
    exitCode: null,
    hook: null,
    hookError: null,
  };
  private timer: NodeJS.Timeout | undefined;
  private over = false;
  private resolve: (stopped: Stopped) => void = () => {};
  private reject: (reason: unknown) => void = () => {};

  constructor(sandbox: Sandbox, rehearsal: Rehearsal, listener: StopListener) {
    this.sandbox = sandbox;
    this.rehearsal = rehearsal;
    this.listener = listener;
    this.kubelet = new Kubelet(rehearsal);
  }

  play(cancelled: AbortSignal): Promise<Stopped> {
    return new Promise<Stopped>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
      const cancel = () => {
        this.over = true;
        clearTimeout(this.timer);
        this.hook.abort();
        reject(cancelled.reason);
      };
      if (cancelled.aborted) return cancel();
      cancelled.addEventListener("abort", cancel, { once: true });
      this.sandbox.exited.then((exitCode) => {
        // An engine tells us late, podman by some hundred milliseconds, but says when it was.
        this.seen.endMs = Math.max(0, this.nowMs() - (this.sandbox.ending?.()?.agoMs ?? 0));
        this.seen.exitCode = exitCode;
        this.listener.exited(exitCode);
        // A hook that only waits has nothing left to wait for.
        this.hook.abort();
        this.feed({ kind: "exited" });
      }, reject);
      this.feed({ kind: "begin" });
    });
  }

  private nowMs(): number {
    return performance.now() - this.beganMs;
  }

  private feed(event: StopEvent): void {
    if (this.over) return;
    for (const action of this.kubelet.step(event, this.nowMs())) this.act(action).catch(this.reject);
    clearTimeout(this.timer);
    const wakeMs = this.kubelet.wakeMs();
    if (Number.isFinite(wakeMs)) {
      this.timer = setTimeout(() => this.feed({ kind: "time" }), timerMs(wakeMs - this.nowMs()));
    } else if (this.seen.endMs !== null) this.resolve(this.seen);
    else if (this.seen.killMs !== null) this.timer = setTimeout(() => this.resolve(this.seen), AFTER_KILL_MS);
  }

  private async act(action: Action): Promise<void> {
    this.listener.acts?.(action.kind);
    switch (action.kind) {
      case "run-hook":
        await this.runHook();
        break;
      case "abandon-hook":
        this.hook.abort();
        break;
      case "signal":
        this.seen.signalMs = this.nowMs();
        await this.sandbox.signal(this.rehearsal.stopSignal).catch(ignoreGone);
        break;
      case "end-endpoints":
        this.listener.endpointsEnded();
        break;
      case "kill":
        this.seen.killMs = this.nowMs();
        await this.sandbox.kill();
        break;
    }
  }

  private async runHook(): Promise<void> {
    const { hook } = this.rehearsal;
    if (hook === null) return;
    const fromMs = this.nowMs();
    this.seen.hook = { what: nameOf(hook), fromMs, toMs: null, exitCode: null };
    const { exitCode, error } = await this.sandbox.runHook(hook, this.hook.signal);
    if (this.hook.signal.aborted) return;
    this.seen.hook = { ...this.seen.hook, toMs: this.nowMs(), exitCode, ...(error === undefined ? {} : { error }) };
    if (exitCode !== 0) this.seen.hookError = error ?? `exit code ${exitCode}`;
    this.feed({ kind: "hook-ended" });
  }
}

/** A hook in a few words. */
function nameOf(hook: Hook): string {
  switch (hook.kind) {
    case "exec":
      return hook.command.join(" ");
    case "http":
      return `GET ${hook.url}`;
    case "sleep":
      return `sleep ${hook.ms / 1000}s`;
  }
}

/** ESRCH: it ended by itself just now, and that is about to be told. */
function ignoreGone(error: NodeJS.ErrnoException): void {
  if (error.code !== "ESRCH") throw error;
}
