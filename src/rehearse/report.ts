// What a rehearsal has seen, and what it says of it. Everything here is plain JSON: the library hands it out, `--format json` prints it.
// Times are milliseconds since the stop began (t = 0, when the engine starts to count the grace period); before that they are negative.

/** The number of this format. It changes when a field goes or gets another meaning, not when one is added. */
export const REPORT_VERSION = 1;

/** How far a request came. */
export type Phase = "connecting" | "connected" | "sent" | "answering" | "done";

/**
 * How a request ended. `reset-before` and `reset-after`: before and after the first byte of the answer. `cut`: the connection was
 * closed in order in the middle of the answer, or before it on a connection that was open already.
 */
export type Outcome = "ok" | "http-error" | "refused" | "reset-before" | "reset-after" | "cut" | "timed-out";

export interface RequestRecord {
  readonly id: number;
  /** The steady load, the slow requests, or a session that was held open. */
  readonly kind: "load" | "slow" | "hold";
  readonly connection: number;
  /** Whether the connection had carried a request before. */
  readonly reused: boolean;
  /** When it was due (open loop); what it waited for us is part of its time. */
  readonly dueMs: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly phase: Phase;
  readonly outcome: Outcome;
  readonly status?: number;
  readonly errno?: string;
  /** Of a WebSocket's close frame (RFC 6455, 7.4); 1005 for a frame without one. */
  readonly closeCode?: number;
  /** Of the answer, head included; of a session everything that came after it. */
  readonly bytes: number;
}

export interface ProcessRecord {
  /** Inside of the PID namespace. */
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly commandLine: string;
  /** As src/core/command-line.ts knows it: a shell, a package manager, an init, or a program. */
  readonly kind: "shell" | "manager" | "init" | "program";
  readonly fromMs: number;
  /** Null: alive at the end of the recording. */
  readonly toMs: number | null;
  /** Caught and ignored signals (SigCgt, SigIgn of /proc/PID/status) as last seen. */
  readonly catches: readonly string[];
  readonly ignores: readonly string[];
  /** Owns a socket that listens on a port under load. */
  readonly listens: boolean;
  /** When it was a zombie, for longer than one look. */
  readonly zombieMs: number;
  readonly aliveAtKill: boolean;
  /** Whether it got the stop signal; "unknown" where nothing tells. */
  readonly told: "yes" | "no" | "unknown";
  /** When it got it, where that was seen; an init in front may tell it long after PID 1. */
  readonly toldMs?: number | null;
  /** When it got the stop signal for the second time; left out where that cannot be seen. */
  readonly toldAgainMs?: number | null;
  /**
   * When SIGKILL came to it: the engine's, somebody's, or the kernel's own when PID 1 ends before the others. Left out where that cannot
   * be seen.
   */
  readonly killedMs?: number | null;
  /** PID 1 ended before it, and by that the kernel killed it. Left out where that cannot be seen. */
  readonly leftBehind?: boolean;
}

export interface ListenerRecord {
  readonly port: number;
  readonly fromMs: number;
  readonly toMs: number | null;
}

export interface HookRecord {
  readonly what: string;
  readonly fromMs: number;
  readonly toMs: number | null;
  /** Null: still running when its time was over. */
  readonly exitCode: number | null;
  readonly error?: string;
}

/** What was set for the stop: what a timeline marks beside what happened. */
export interface StopSettings {
  readonly engine: string;
  readonly graceMs: number;
  readonly endpointLagMs: number;
  /** Of lastcall-init, where it is in front; both count from the signal. */
  readonly delayMs?: number | null;
  readonly deadlineMs?: number | null;
}

/** Everything that was seen, in the order of time. */
export interface Recording {
  readonly command: readonly string[];
  readonly sandbox: "namespace" | "user-namespace" | "container" | "none";
  /** What could not be seen, and why. */
  readonly blind: readonly string[];
  /** Where what was played is not what was asked for, or what the engine would do with it. */
  readonly notes?: readonly string[];
  /** Relative to t = 0. */
  readonly startedMs: number;
  readonly readyMs: number;
  readonly signalMs: number | null;
  /** As it was set: requests that would have been sent on new connections later are not among `requests`. */
  readonly endpointsEndMs: number;
  readonly killMs: number | null;
  readonly endMs: number | null;
  /** Of PID 1; 128 + n if signal n ended it; null if it never ended. */
  readonly exitCode: number | null;
  readonly settings?: StopSettings;
  readonly hooks: readonly HookRecord[];
  readonly processes: readonly ProcessRecord[];
  readonly listeners: readonly ListenerRecord[];
  readonly requests: readonly RequestRecord[];
  /** The last lines that the app printed, with the time of each. */
  readonly output: readonly { readonly atMs: number; readonly stream: "stdout" | "stderr"; readonly line: string }[];
}

export type Severity = "error" | "warning" | "note";

export interface Finding {
  /** Stable, like `signal-ignored`. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly advice: string;
  /** What proves it: ids of requests, pids of processes, and facts in words. */
  readonly evidence: {
    readonly requests?: readonly number[];
    readonly processes?: readonly number[];
    readonly facts?: readonly string[];
  };
}

export interface Recommendation {
  readonly delayMs: number;
  readonly deadlineMs: number;
  readonly terminationGracePeriodSeconds: number;
  readonly stopSignal: string;
  /** The words of ENTRYPOINT. */
  readonly entrypoint: readonly string[];
  /** A line for a Dockerfile, and a patch for a manifest (YAML). */
  readonly dockerfile: string;
  readonly manifest: string;
  /** How each figure came about, a line each. */
  readonly because: readonly string[];
}

export interface Report {
  readonly version: typeof REPORT_VERSION;
  readonly verdict: "pass" | "fail";
  readonly requests: {
    readonly total: number;
    readonly ok: number;
    readonly dropped: number;
    readonly byOutcome: Readonly<Record<Outcome, number>>;
    readonly newConnections: { readonly total: number; readonly dropped: number };
    readonly reusedConnections: { readonly total: number; readonly dropped: number };
  };
  readonly stop: {
    readonly signal: string;
    /** Whether the app itself got it. */
    readonly delivered: boolean | null;
    readonly tookMs: number | null;
    /** SIGKILL was needed: the engine's, or that of lastcall-init's deadline. */
    readonly forced: boolean;
    readonly exitCode: number | null;
  };
  readonly findings: readonly Finding[];
  readonly recommendation: Recommendation;
  readonly recording: Recording;
}
