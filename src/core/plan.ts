// What the options come to: one Plan, made before the command starts and never changed after.

import { SIGINT, SIGQUIT, SIGTERM, SignalSet } from "./signal.ts";

/** Who a signal goes to. */
export const enum Target {
  App = 0,
  Child = 1,
  Group = 2,
  All = 3,
}

/** How much is said on stderr. */
export const enum Verbosity {
  Quiet = 0,
  Normal = 1,
  Verbose = 2,
}

export class Plan {
  /** -1 is `auto`. */
  delayMs: f64 = 0;
  /** Counted from the stop signal's arrival; Infinity without one. */
  deadlineMs: f64 = Infinity;
  target: Target = Target.App;
  settleMs: f64 = 2000;
  lingerMs: f64 = 5000;
  /** 0 without one. */
  parentSignal: i32 = 0;
  subreaper: bool = true;
  verbosity: Verbosity = Verbosity.Normal;
  json: bool = false;
  stopSignals: SignalSet = new SignalSet();
  /** Index: the signal that came; value: the one to pass on, 0 to drop it. */
  readonly rewrites: Uint8Array = new Uint8Array(65);
  /** Index: an exit code of the command; not 0 where it becomes 0. */
  readonly successCodes: Uint8Array = new Uint8Array(256);

  constructor() {
    for (let signal: i32 = 0; signal <= 64; signal++) this.rewrites[signal] = signal as u8;
    this.stopSignals.add(SIGTERM);
    this.stopSignals.add(SIGINT);
    this.stopSignals.add(SIGQUIT);
  }

  /** Whether this signal, as it came or as it is passed on, begins a stop. A dropped one does not. */
  beginsStop(signal: i32): bool {
    const passed = this.rewrites[signal];
    return passed !== 0 && (this.stopSignals.has(signal) || this.stopSignals.has(passed));
  }

  /** The init's exit code for the command's. */
  exitCode(code: i32): i32 {
    return this.successCodes[code & 255] !== 0 ? 0 : code;
  }
}

/** What `--delay auto` is in Kubernetes: endpoints of a Service and the usual ingress controllers forget a pod within this. */
export const AUTO_DELAY_MS: f64 = 5000;
