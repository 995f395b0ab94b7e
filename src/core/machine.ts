// The stop sequence as a state machine: step(state, event) changes the state and appends effects. No IO, no clock.
//
// Phases, and who leaves them:
//   Running    the command lives, no stop is under way. A stop signal → Delay, or Stopping at once. The command's end → Lingering.
//   Delay      a stop signal came, the app goes on serving. The time, or a second stop signal → Stopping. The command's end → Stopping.
//   Stopping   the signal is passed on (or the command is gone); everyone alive is waited for. The deadline → Killing.
//   Lingering  the command ended by itself; leftovers were told. --linger over → Killing.
//   Killing    SIGKILL was sent to all. Repeated, as a fork may have slipped through; left after KILLING_MS at the latest.
//   Done       Exit was appended. Nothing is appended after it.
// In every phase the end of the last descendant → Done, provided that the command has ended.
//
// Invariants: ForwardStop is appended at most once. KillAll is never appended before `killAt`. `killAt` counts from the stop
// signal's arrival. All times are f64 milliseconds of one monotonic clock, which the caller brings.

import { AUTO_DELAY_MS, Plan } from "./plan.ts";
import { SIGTERM } from "./signal.ts";

export const enum Phase {
  Running = 0,
  Delay = 1,
  Stopping = 2,
  Lingering = 3,
  Killing = 4,
  Done = 5,
}

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
  /** A stop begins: `value` is the signal, `ms` the delay. */
  SayStop = 7,
  /** A second stop signal, `value`, ends the delay. */
  SayHurry = 8,
  /** The signal `value` is dropped by a rewrite. */
  SayDropped = 9,
  /** The command ended with `value`; `flag`: during a stop. */
  SayEnded = 10,
  /** A stop is over: `value` is the exit code, `ms` how long it took, `flag`: SIGKILL was needed. */
  SaySummary = 11,
}

export class Event {
  kind: EventKind = EventKind.TimeCame;
  value: i32 = 0;
  flag: bool = false;
  nowMs: f64 = 0;
}

/** How often a told program that is no child of ours is looked at, as the kernel does not tell of its end. */
const LOOK_MS: f64 = 100;
/** How often SIGKILL is repeated, and after how long what survives it (D state) is left behind. */
const KILL_AGAIN_MS: f64 = 100;
const KILLING_MS: f64 = 5000;
/** No step appends more. */
const MOST_EFFECTS: i32 = 8;

/** What a step wants done, in order. One instance is used again and again: reset() forgets. */
export class Effects {
  count: i32 = 0;
  private kinds: Int32Array = new Int32Array(MOST_EFFECTS);
  private values: Int32Array = new Int32Array(MOST_EFFECTS);
  private flags: Int32Array = new Int32Array(MOST_EFFECTS);
  private times: Float64Array = new Float64Array(MOST_EFFECTS);

  reset(): void {
    this.count = 0;
  }

  add(kind: EffectKind, value: i32, flag: bool, ms: f64): void {
    if (this.count >= MOST_EFFECTS) return;
    this.kinds[this.count] = kind;
    this.values[this.count] = value;
    this.flags[this.count] = flag ? 1 : 0;
    this.times[this.count] = ms;
    this.count++;
  }

  kindAt(index: i32): EffectKind {
    return this.kinds[index];
  }

  valueAt(index: i32): i32 {
    return this.values[index];
  }

  flagAt(index: i32): bool {
    return this.flags[index] !== 0;
  }

  msAt(index: i32): f64 {
    return this.times[index];
  }
}

/** Math.min, which has NaN and signed zeros to think of too. */
function earlier(one: f64, other: f64): f64 {
  return one < other ? one : other;
}

export class State {
  phase: Phase = Phase.Running;
  /** As it is passed on; 0 while no stop is under way. */
  stopSignal: i32 = 0;
  stoppedAtMs: f64 = Infinity;
  forwardAtMs: f64 = Infinity;
  forwardedAtMs: f64 = Infinity;
  killAtMs: f64 = Infinity;
  lookAtMs: f64 = Infinity;
  goneSinceMs: f64 = Infinity;
  leftoversAtMs: f64 = Infinity;
  killAgainAtMs: f64 = Infinity;
  leaveAtMs: f64 = Infinity;
  commandEnded: bool = false;
  exitCode: i32 = 137;
  forced: bool = false;

  constructor(
    readonly plan: Plan,
    /** KUBERNETES_SERVICE_HOST is set, which is what `--delay auto` asks. */
    public inKubernetes: bool,
  ) {}

  /** When the next TimeCame is due; Infinity for never. */
  nextWake(): f64 {
    switch (this.phase) {
      case Phase.Delay:
        return earlier(this.forwardAtMs, this.killAtMs);
      case Phase.Stopping:
      case Phase.Lingering:
        return earlier(this.killAtMs, earlier(this.lookAtMs, this.leftoversAtMs));
      case Phase.Killing:
        return earlier(this.killAgainAtMs, this.leaveAtMs);
      default:
        return Infinity;
    }
  }
}

/** Applies one event. */
export function step(state: State, event: Event, effects: Effects): void {
  if (state.phase === Phase.Done) return;
  switch (event.kind) {
    case EventKind.SignalReceived:
      onSignal(state, event.value, event.nowMs, effects);
      break;
    case EventKind.TimeCame:
      onTime(state, event.nowMs, effects);
      break;
    case EventKind.CommandEnded:
      onCommandEnded(state, event, effects);
      break;
    case EventKind.LastDescendantEnded:
      if (state.commandEnded) exit(state, event.nowMs, effects);
      break;
    case EventKind.TargetsTold:
      onTargetsTold(state, event);
      break;
    case EventKind.ToldSeen:
      onToldSeen(state, event, effects);
      break;
    case EventKind.OrphanEnded:
      // It may have left children of its own behind, which nobody has told.
      if (isWaitingForLeftovers(state) && state.leftoversAtMs === Infinity) {
        state.leftoversAtMs = event.nowMs + state.plan.settleMs;
      }
      break;
    case EventKind.LeftoversTold:
      // --settle 0 must not ask without a pause.
      if (isWaitingForLeftovers(state) && event.flag) {
        state.leftoversAtMs = event.nowMs + (state.plan.settleMs > LOOK_MS ? state.plan.settleMs : LOOK_MS);
      }
      break;
    default:
      break;
  }
}

function isWaitingForLeftovers(state: State): bool {
  return state.commandEnded && (state.phase === Phase.Stopping || state.phase === Phase.Lingering);
}

function onSignal(state: State, signal: i32, nowMs: f64, effects: Effects): void {
  const passed = state.plan.rewrites[signal];
  if (passed === 0) {
    effects.add(EffectKind.SayDropped, signal, false, 0);
    return;
  }
  const stop = state.plan.beginsStop(signal);
  switch (state.phase) {
    case Phase.Running:
      if (stop) beginStop(state, passed, nowMs, effects);
      else effects.add(EffectKind.PassOn, passed, false, 0);
      break;
    case Phase.Delay:
      if (stop) {
        effects.add(EffectKind.SayHurry, signal, false, 0);
        forward(state, nowMs, effects);
      } else {
        effects.add(EffectKind.PassOn, passed, false, 0);
      }
      break;
    case Phase.Stopping:
      effects.add(EffectKind.PassOn, passed, false, 0);
      break;
    case Phase.Lingering:
      // The command is gone and leftovers were told; a stop shortens their time to the deadline, and never lengthens it.
      if (stop) state.killAtMs = earlier(state.killAtMs, nowMs + state.plan.deadlineMs);
      effects.add(EffectKind.PassOn, passed, false, 0);
      break;
    default:
      break;
  }
}

function beginStop(state: State, signal: i32, nowMs: f64, effects: Effects): void {
  const plan = state.plan;
  let delayMs = plan.delayMs;
  if (delayMs < 0) delayMs = state.inKubernetes ? AUTO_DELAY_MS : 0;
  state.stopSignal = signal;
  state.stoppedAtMs = nowMs;
  state.killAtMs = nowMs + plan.deadlineMs;
  effects.add(EffectKind.SayStop, signal, false, delayMs);
  if (plan.deadlineMs === 0) {
    kill(state, nowMs, effects);
  } else if (delayMs > 0) {
    state.phase = Phase.Delay;
    state.forwardAtMs = nowMs + delayMs;
  } else {
    forward(state, nowMs, effects);
  }
}

function forward(state: State, nowMs: f64, effects: Effects): void {
  state.phase = Phase.Stopping;
  state.forwardedAtMs = nowMs;
  effects.add(EffectKind.ForwardStop, state.stopSignal, false, 0);
}

function onTargetsTold(state: State, event: Event): void {
  if (state.phase !== Phase.Stopping || state.commandEnded || event.flag) return;
  state.lookAtMs = event.nowMs + LOOK_MS;
}

function onToldSeen(state: State, event: Event, effects: Effects): void {
  if (state.phase !== Phase.Stopping || state.commandEnded) return;
  if (event.flag) {
    state.goneSinceMs = Infinity;
    state.lookAtMs = event.nowMs + LOOK_MS;
    return;
  }
  if (state.goneSinceMs === Infinity) state.goneSinceMs = event.nowMs;
  const settledAtMs = state.goneSinceMs + state.plan.settleMs;
  if (event.nowMs >= settledAtMs) {
    state.lookAtMs = Infinity;
    effects.add(EffectKind.TellWrapper, state.stopSignal, false, 0);
  } else {
    // Nothing new is told in this time, so one look at its end is enough.
    state.lookAtMs = settledAtMs;
  }
}

function onTime(state: State, nowMs: f64, effects: Effects): void {
  if (state.phase === Phase.Killing) {
    if (nowMs >= state.leaveAtMs) exit(state, nowMs, effects);
    else if (nowMs >= state.killAgainAtMs) {
      state.killAgainAtMs = nowMs + KILL_AGAIN_MS;
      effects.add(EffectKind.KillAll, 0, true, 0);
    }
    return;
  }
  if (nowMs >= state.killAtMs) {
    kill(state, nowMs, effects);
    return;
  }
  if (state.phase === Phase.Delay) {
    if (nowMs >= state.forwardAtMs) forward(state, nowMs, effects);
    return;
  }
  if (nowMs >= state.lookAtMs) {
    state.lookAtMs = nowMs + LOOK_MS;
    effects.add(EffectKind.LookAtTold, 0, false, 0);
  }
  if (nowMs >= state.leftoversAtMs) {
    state.leftoversAtMs = Infinity;
    effects.add(EffectKind.TellLeftovers, SIGTERM, true, 0);
  }
}

function onCommandEnded(state: State, event: Event, effects: Effects): void {
  const stopping = state.stopSignal !== 0;
  state.commandEnded = true;
  state.exitCode = state.plan.exitCode(event.value);
  effects.add(EffectKind.SayEnded, event.value, stopping, 0);
  if (event.flag) {
    exit(state, event.nowMs, effects);
    return;
  }
  if (state.phase === Phase.Killing) return;
  state.lookAtMs = Infinity;
  if (stopping) {
    state.phase = Phase.Stopping;
  } else {
    state.phase = Phase.Lingering;
    state.killAtMs = event.nowMs + state.plan.lingerMs;
    if (state.plan.lingerMs === 0) {
      kill(state, event.nowMs, effects);
      return;
    }
  }
  effects.add(EffectKind.TellLeftovers, SIGTERM, false, 0);
}

function kill(state: State, nowMs: f64, effects: Effects): void {
  state.phase = Phase.Killing;
  state.forced = true;
  state.killAgainAtMs = nowMs + KILL_AGAIN_MS;
  state.leaveAtMs = nowMs + KILLING_MS;
  effects.add(EffectKind.KillAll, 0, false, 0);
}

function exit(state: State, nowMs: f64, effects: Effects): void {
  state.phase = Phase.Done;
  if (state.stopSignal !== 0) {
    effects.add(EffectKind.SaySummary, state.exitCode, state.forced, nowMs - state.stoppedAtMs);
  }
  effects.add(EffectKind.Exit, state.exitCode, state.forced, 0);
}
