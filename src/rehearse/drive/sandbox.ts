// Where the app runs while it is rehearsed: a PID namespace, a container, or, where neither is allowed, nothing of the kind.

import type { Hook } from "../rehearsal.ts";
import type { Recording } from "../report.ts";

/** A process at one moment. */
export interface Seen {
  /** Inside of the namespace, and on this machine. */
  readonly pid: number;
  readonly hostPid: number;
  readonly parent: number;
  readonly name: string;
  readonly commandLine: string;
  /** As in /proc/PID/stat: R, S, D, Z, T; X where it is seen to be ending. */
  readonly state: string;
  readonly catches: readonly string[];
  readonly ignores: readonly string[];
  /** Where it can be seen: signals that it blocks (SigBlk), and that wait to be taken (SigPnd, ShdPnd). For drive/told.ts. */
  readonly blocks?: readonly string[];
  readonly pending?: readonly string[];
  /** Inodes of its sockets. */
  readonly sockets: readonly number[];
}

/** A signal that somebody sent to a process inside, as the kernel traced it. */
export interface SignalSent {
  /** On the clock of performance.now(). */
  readonly at: number;
  readonly name: string;
  /** Inside of the namespace; 0 for a sender from without. */
  readonly from: number;
  readonly to: number;
  /** False where the kernel dropped it, as it does when it is ignored, or by default at PID 1. */
  readonly arrived: boolean;
  /** Sent by the kernel itself, in the name of `from`: so it kills everybody whom PID 1 leaves behind. */
  readonly byKernel: boolean;
}

export interface Sandbox {
  readonly kind: Recording["sandbox"];
  /** What it cannot show, and why. */
  readonly blind: readonly string[];
  /** Where a port of the app is reached from here. */
  address(port: number): { readonly host: string; readonly port: number };
  /** Every process inside, PID 1 first. */
  processes(): Promise<readonly Seen[]>;
  /** The ports that somebody inside listens on, with the inode of each socket. */
  listeners(): Promise<ReadonlyMap<number, number>>;
  /**
   * Every signal that could be the stop signal and was sent to somebody inside, where the kernel's trace can be read (root): it is what
   * tells for sure who was told. Some milliseconds late. Null where it cannot, and where some of it was lost.
   */
  signals?(): readonly SignalSent[] | null;
  /** Resolves when `signals` has all that was sent before, or within a second. */
  traced?(): Promise<void>;
  /** Once, to PID 1, by name. */
  signal(name: string): Promise<void>;
  /** SIGKILL to PID 1, and with it to everybody. */
  kill(): Promise<void>;
  /** Runs a hook; aborting leaves an exec hook running, as the kubelet does. The exit code; for http and sleep 0 or an error. */
  runHook(hook: Hook, signal: AbortSignal): Promise<{ readonly exitCode: number; readonly error?: string }>;
  /** Each line of the app's output as it comes. */
  onLine(listener: (stream: "stdout" | "stderr", line: string) => void): void;
  /** The exit code of PID 1, 128 + n for signal n. */
  readonly exited: Promise<number>;
  /**
   * What an engine says of the end of PID 1, once `exited` has resolved: whether the kernel ended it for want of memory, and how many
   * milliseconds before `exited` resolved it was over (null where the engine's clock is not ours).
   */
  ending?(): { readonly oomKilled: boolean; readonly agoMs: number | null } | null;
  /** Leaves nothing behind: no process, namespace, container, mount or temporary file. Can be called twice, and at any time. */
  remove(): Promise<void>;
}
