// What goes into the stop sequence and what comes out of it: one event in, some effects out. src/core/machine.ts is between.

export const enum EventKind {
  /** `value` is the signal as it came. */
  SignalReceived = 0,
  /** The time that nextWake() asked for, or any other, has come. */
  TimeCame = 1,
  /** `value` is its exit code, 128+n by signal; `flag`: it was our last descendant. */
  CommandEnded = 2,
  /** Nothing is left to wait for. */
  LastDescendantEnded = 3,
  /** Answer to ForwardStop: `value` processes were told; `flag`: the command itself among them. */
  TargetsTold = 4,
  /** Answer to LookAtTold; `flag`: one of the programs that were told is still alive. */
  ToldSeen = 5,
  /** A descendant other than the command ended, and there are others. */
  OrphanEnded = 6,
  /** Answer to TellLeftovers; `flag`: some were passed over, as they may still end with their input. */
  LeftoversTold = 7,
  /** A hook ended, `value` is its exit code, 128+n by signal; also the answer to RunHook if it could not be started. */
  HookEnded = 8,
  /** Answer to LookAtTraffic: a byte last arrived `ms` ago; Infinity: never, below 0: that cannot be known. */
  TrafficSeen = 9,
}

export const enum EffectKind {
  /** Find the target, tell each member once: `value` is the signal. Answered by TargetsTold. */
  ForwardStop = 0,
  /** Send the signal `value` on to the target, as it came. */
  PassOn = 1,
  /** See whether a program that was told still lives. Answered by ToldSeen. */
  LookAtTold = 2,
  /** Tell the command itself: `value` is the signal. */
  TellWrapper = 3,
  /** Tell each descendant that was not told: `value` is the signal; `flag`: also those that may still end with their input. */
  TellLeftovers = 4,
  /** SIGKILL to everything that is left; `flag`: not for the first time. */
  KillAll = 5,
  /** End with the exit code `value`. */
  Exit = 6,
  /** A stop begins: `value` is the signal as it came, `ms` the delay. */
  SayStop = 7,
  /** A second stop signal, `value`, ends the delay. */
  SayHurry = 8,
  /** The signal `value` is dropped by a rewrite. */
  SayDropped = 9,
  /** The command ended with `value`; `flag`: during a stop. */
  SayEnded = 10,
  /** A stop is over: `value` is the exit code, `ms` how long it took, `flag`: SIGKILL was needed. */
  SaySummary = 11,
  /** Remove the ready-file, create the stop-file. */
  MarkStop = 12,
  /** Start the hook at index `value`. Answered by HookEnded if that fails. */
  RunHook = 13,
  /** SIGKILL to the hook that runs. */
  KillHook = 14,
  /** See when a byte last arrived; `flag`: for the first time in this delay. Answered by TrafficSeen. */
  LookAtTraffic = 15,
  /** Send the signal `value` to those who were told and live. */
  Escalate = 16,
  /** The hook at index `value` ended after `ms`, with state.hookCode; `flag`: it failed. */
  SayHook = 17,
  /** No byte has arrived for --until-idle: the delay ends, `ms` after its beginning. */
  SayIdle = 18,
  /** Send the signal `value` to what is left of the command's process group, unless it is 0. */
  TellGroup = 19,
}

export class Event {
  kind: EventKind = EventKind.TimeCame;
  value: i32 = 0;
  flag: bool = false;
  ms: f64 = 0;
  /** Not read for a signal that begins no stop. */
  nowMs: f64 = 0;
}

/** No step appends more. */
const MOST_EFFECTS: i32 = 8;

export class Effect {
  kind: EffectKind = EffectKind.ForwardStop;
  value: i32 = 0;
  flag: bool = false;
  ms: f64 = 0;
}

/** What a step wants done, in order. One instance is used again and again: reset() forgets. */
export class Effects {
  count: i32 = 0;
  private list: Effect[] = [];

  constructor() {
    // One more: it takes what there is no room for.
    for (let i: i32 = 0; i <= MOST_EFFECTS; i++) this.list.push(new Effect());
  }

  reset(): void {
    this.count = 0;
  }

  /** Appends one, whose flag and time are for the caller to set. */
  add(kind: EffectKind, value: i32): Effect {
    const effect = this.at(this.count);
    if (this.count < MOST_EFFECTS) this.count++;
    effect.kind = kind;
    effect.value = value;
    effect.flag = false;
    effect.ms = 0;
    return effect;
  }

  at(index: i32): Effect {
    return this.list[index];
  }
}
