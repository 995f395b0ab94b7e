// What the options come to: one Plan, made before the command starts and never changed after.

import { As } from "./as.ts";
import { Hook } from "./hook.ts";
import { PortSet } from "./port.ts";
import { SIGINT, SIGQUIT, SIGSTOP, SIGTERM, SIGTSTP, SIGTTOU, SignalSet } from "./signal.ts";

/** Who a signal goes to. */
export const enum Target {
  App = 0,
  Child = 1,
  Group = 2,
  All = 3,
}

/** A step of --escalate. */
export class Escalation {
  next: Escalation | null = null;

  constructor(
    readonly signal: i32,
    /** Counted from the moment when the stop signal was passed on. */
    readonly afterMs: f64,
  ) {}
}

/** How much is said on stderr. */
export const enum Verbosity {
  Quiet = 0,
  Normal = 1,
  Verbose = 2,
}

/** Passed on as SIGSTOP, unless somebody says otherwise before the Plan is done. */
const STOP_BY_DEFAULT: i32 = 128;

export class Plan {
  /** Whom we stand in for. */
  as: As = As.Lastcall;
  /** -1 is `auto`. */
  delayMs: f64 = 0;
  /** Counted from the stop signal's arrival; Infinity without one. */
  deadlineMs: f64 = Infinity;
  /** The first; they run in this order before the delay. A chain, for asc's arrays that grow are larger than all that is done with one. */
  hooks: Hook | null = null;
  /** -1 where the delay always has its full length. */
  untilIdleMs: f64 = -1;
  /** The least that --until-idle leaves of the delay. */
  delayMinMs: f64 = 1000;
  /** Where --until-idle looks for traffic; empty for the ports that are listened on. */
  readonly ports: PortSet = new PortSet();
  /** The first, in the order of their times. */
  escalations: Escalation | null = null;
  target: Target = Target.App;
  settleMs: f64 = 2000;
  lingerMs: f64 = 5000;
  /** Whether everybody's end is waited for, or the command's alone. */
  waitsForAll: bool = true;
  /** 0 without one. */
  parentSignal: i32 = 0;
  subreaper: bool = true;
  /** Whether the command stays in our own process group (dumb-init -c). */
  sharesGroup: bool = false;
  warnsOfReaped: bool = false;
  verbosity: Verbosity = Verbosity.Normal;
  json: bool = false;
  /** Paths; empty for none. */
  readyFile: string = "";
  stopFile: string = "";
  terminationLog: string = "/dev/termination-log";
  /** Where the init copies itself to instead of running anything. */
  installPath: string = "";
  /** Whom the command runs as, as it was given; empty for ourselves. */
  user: string = "";
  /** The option or variable with its value, for an error. */
  userAsGiven: string = "";
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

  /** Takes what is usual for an init; its options and ours come on top. */
  behaveAs(as: As): void {
    const ours = as === As.Lastcall;
    this.as = as;
    this.target = ours ? Target.App : as === As.DumbInit ? Target.Group : Target.Child;
    this.waitsForAll = ours;
    this.subreaper = ours || as === As.Catatonit;
    for (let signal: i32 = SIGTSTP; signal <= SIGTTOU; signal++) {
      // tini ignores what background readers and writers get, catatonit Ctrl-Z as well; dumb-init stops its session.
      let passed: i32 = as === As.DumbInit ? STOP_BY_DEFAULT : 0;
      if (ours || (as === As.Tini && signal === SIGTSTP)) passed = signal;
      this.rewrites[signal] = passed as u8;
    }
  }

  /** After all options. */
  finish(): void {
    for (let signal: i32 = SIGTSTP; signal <= SIGTTOU; signal++) {
      if (this.rewrites[signal] === STOP_BY_DEFAULT)
        this.rewrites[signal] = (this.sharesGroup ? signal : SIGSTOP) as u8;
    }
  }

  /** The hook that runs as the n-th, from 0 on; null where there are no more. */
  hookAt(index: i32): Hook | null {
    let hook = this.hooks;
    for (let left = index; left > 0 && hook !== null; left--) hook = hook.next;
    return hook;
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
