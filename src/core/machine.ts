// The stop sequence as a state machine: step(state, event) changes the state and appends effects. No IO, no clock.
//
// Phases, and who leaves them:
//   Running    the command lives, no stop is under way. A stop signal → Hooks, Delay or Stopping. The command's end → Lingering.
//   Hooks      a stop signal came, the hooks run one after the other. The last one's end → Delay or Stopping. A second stop signal,
//              the deadline or the command's end → Stopping; the hook is killed.
//   Delay      the app goes on serving. The time, idleness, a second stop signal, the deadline or the command's end → Stopping.
//   Stopping   the signal is passed on (or the command is gone); everyone alive is waited for. The deadline → Killing.
//   Lingering  the command ended by itself; leftovers were told. --linger over → Killing.
//   Killing    SIGKILL was sent to all. Repeated, as a fork may have slipped through; left after KILLING_MS at the latest.
//   Done       Exit was appended. Nothing is appended after it.
// In every phase the end of the last descendant → Done, provided that the command has ended.
//
// Invariants: ForwardStop is appended at most once. KillAll is never appended before `killAt`. `killAt` counts from the stop
// signal's arrival, and moves only for an app that would have been killed untold, or just told, because of a hook. All times are
// f64 milliseconds of one monotonic clock, which the caller brings.

import { As } from "./as.ts";
import { EffectKind, Effects, Event, EventKind } from "./effects.ts";
import { AUTO_DELAY_MS, Escalation } from "./plan.ts";
import { SIGTERM } from "./signal.ts";
import { DelayEnd, earlier, later, Phase, State } from "./state.ts";

/** How often a told program that is no child of ours is looked at, as the kernel does not tell of its end. */
const LOOK_MS: f64 = 100;
/** How often SIGKILL is repeated, and after how long what survives it (D state) is left behind. */
const KILL_AGAIN_MS: f64 = 100;
const KILLING_MS: f64 = 5000;
/** What the app has after its signal, whatever the hooks took: the kubelet's minimumGracePeriodInSeconds. */
const LAST_MS: f64 = 2000;
/** How often traffic is looked at, and at least how far apart: the kernel's own count is in jiffies, of up to 10 ms. */
export const TRAFFIC_MS: f64 = 250;
const TRAFFIC_LEAST_MS: f64 = 10;

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
      if (isWaitingForLeftovers(state) && state.leftoversAtMs === Infinity) lookAtLeftovers(state, event.nowMs);
      break;
    case EventKind.LeftoversTold:
      if (isWaitingForLeftovers(state) && event.flag) lookAtLeftovers(state, event.nowMs);
      break;
    case EventKind.HookEnded:
      onHookEnded(state, event, effects);
      break;
    case EventKind.TrafficSeen:
      onTrafficSeen(state, event, effects);
      break;
    default:
      break;
  }
}

function isBeforeForwarding(state: State): bool {
  return state.phase === Phase.Hooks || state.phase === Phase.Delay;
}

function isWaitingForLeftovers(state: State): bool {
  return state.commandEnded && (state.phase === Phase.Stopping || state.phase === Phase.Lingering);
}

function onSignal(state: State, signal: i32, nowMs: f64, effects: Effects): void {
  const passed = state.plan.rewrites[signal];
  if (passed === 0) {
    effects.add(EffectKind.SayDropped, signal);
    return;
  }
  const stop = state.plan.beginsStop(signal);
  switch (state.phase) {
    case Phase.Running:
      if (!stop) break;
      beginStop(state, signal, nowMs, effects);
      return;
    case Phase.Hooks:
    case Phase.Delay:
      if (!stop) break;
      effects.add(EffectKind.SayHurry, signal);
      forward(state, DelayEnd.Hurried, nowMs, effects);
      return;
    case Phase.Stopping:
      break;
    case Phase.Lingering:
      // The command is gone and leftovers were told; a stop shortens their time to the deadline, and never lengthens it.
      if (stop) state.killAtMs = earlier(state.killAtMs, nowMs + state.plan.deadlineMs);
      break;
    default:
      return;
  }
  effects.add(EffectKind.PassOn, passed);
}

function beginStop(state: State, signal: i32, nowMs: f64, effects: Effects): void {
  const plan = state.plan;
  state.stopSignal = signal;
  state.stoppedAtMs = nowMs;
  state.killAtMs = nowMs + plan.deadlineMs;
  effects.add(EffectKind.SayStop, signal).ms = delayOf(state);
  if (plan.readyFile.length > 0 || plan.stopFile.length > 0) effects.add(EffectKind.MarkStop, 0);
  if (plan.deadlineMs === 0) kill(state, nowMs, effects);
  else if (plan.hooks !== null) runHook(state, 0, nowMs, effects);
  else beginDelay(state, nowMs, effects);
}

function delayOf(state: State): f64 {
  const delayMs = state.plan.delayMs;
  if (delayMs >= 0) return delayMs;
  return state.inKubernetes ? AUTO_DELAY_MS : 0;
}

function runHook(state: State, index: i32, nowMs: f64, effects: Effects): void {
  state.phase = Phase.Hooks;
  state.hook = index;
  state.hookAtMs = nowMs;
  effects.add(EffectKind.RunHook, index);
}

function onHookEnded(state: State, event: Event, effects: Effects): void {
  // One that was killed is of no interest any more.
  if (state.phase !== Phase.Hooks) return;
  state.hookCode = event.value;
  const effect = effects.add(EffectKind.SayHook, state.hook);
  effect.flag = event.value !== 0;
  effect.ms = event.nowMs - state.hookAtMs;
  // Also if it failed: nobody must lose the delay by a hook that does not work.
  if (state.plan.hookAt(state.hook + 1) !== null) runHook(state, state.hook + 1, event.nowMs, effects);
  else beginDelay(state, event.nowMs, effects);
}

function beginDelay(state: State, nowMs: f64, effects: Effects): void {
  const delayMs = delayOf(state);
  if (delayMs === 0) {
    forward(state, DelayEnd.None, nowMs, effects);
    return;
  }
  state.phase = Phase.Delay;
  state.delayAtMs = nowMs;
  state.forwardAtMs = nowMs + delayMs;
  if (state.plan.untilIdleMs >= 0) effects.add(EffectKind.LookAtTraffic, 0).flag = true;
}

function onTrafficSeen(state: State, event: Event, effects: Effects): void {
  if (state.phase !== Phase.Delay) return;
  // Where nothing can be seen, the whole delay is served.
  if (event.ms < 0) return;
  const nowMs = event.nowMs;
  state.lastByteAtMs = later(state.lastByteAtMs, nowMs - event.ms);
  // Where --delay-min is longer than the delay, the delay is over first.
  const idleAtMs = later(state.delayAtMs + state.plan.delayMinMs, state.lastByteAtMs + state.plan.untilIdleMs);
  if (nowMs >= idleAtMs) {
    effects.add(EffectKind.SayIdle, 0).ms = nowMs - state.delayAtMs;
    forward(state, DelayEnd.Idle, nowMs, effects);
  } else {
    state.trafficAtMs = later(nowMs + TRAFFIC_LEAST_MS, earlier(nowMs + TRAFFIC_MS, idleAtMs));
  }
}

function endDelay(state: State, why: DelayEnd, killHook: bool, nowMs: f64, effects: Effects): void {
  state.delayEnd = why;
  if (state.phase === Phase.Delay) state.delayTookMs = nowMs - state.delayAtMs;
  else if (state.phase === Phase.Hooks && why !== DelayEnd.None) {
    state.delayTookMs = nowMs - state.stoppedAtMs;
    if (killHook) effects.add(EffectKind.KillHook, 0);
  }
  state.phase = Phase.Stopping;
}

function forward(state: State, why: DelayEnd, nowMs: f64, effects: Effects): void {
  endDelay(state, why, true, nowMs, effects);
  state.forwardedAtMs = nowMs;
  // Nobody is killed untold: not by a hook that took all the time, nor by a clock that ran on while all of us were paused.
  if (state.plan.hooks !== null || nowMs >= state.killAtMs) state.killAtMs = later(state.killAtMs, nowMs + LAST_MS);
  awaitStep(state, state.plan.escalations);
  effects.add(EffectKind.ForwardStop, state.plan.rewrites[state.stopSignal]);
}

function escalate(state: State, effects: Effects): void {
  const step = state.escalation;
  if (step === null) return;
  effects.add(EffectKind.Escalate, step.signal);
  awaitStep(state, step.next);
}

/** What --escalate does next; null for nothing. */
function awaitStep(state: State, step: Escalation | null): void {
  state.escalation = step;
  state.escalateAtMs = step === null ? Infinity : state.forwardedAtMs + step.afterMs;
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
    effects.add(EffectKind.TellWrapper, state.plan.rewrites[state.stopSignal]);
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
      effects.add(EffectKind.KillAll, 0).flag = true;
    }
    return;
  }
  const waiting = isBeforeForwarding(state);
  if (nowMs >= state.killAtMs) {
    if (waiting) forward(state, DelayEnd.Deadline, nowMs, effects);
    else kill(state, nowMs, effects);
    return;
  }
  if (waiting) {
    if (nowMs >= state.forwardAtMs) forward(state, DelayEnd.Over, nowMs, effects);
    else if (nowMs >= state.trafficAtMs) {
      state.trafficAtMs = Infinity;
      effects.add(EffectKind.LookAtTraffic, 0);
    }
    return;
  }
  if (nowMs >= state.escalateAtMs) escalate(state, effects);
  if (nowMs >= state.lookAtMs) {
    state.lookAtMs = nowMs + LOOK_MS;
    effects.add(EffectKind.LookAtTold, 0);
  }
  if (nowMs >= state.leftoversAtMs) {
    state.leftoversAtMs = Infinity;
    effects.add(EffectKind.TellLeftovers, SIGTERM).flag = true;
  }
}

function onCommandEnded(state: State, event: Event, effects: Effects): void {
  const stopping = state.stopSignal !== 0;
  state.commandEnded = true;
  state.exitCode = state.plan.exitCode(event.value);
  effects.add(EffectKind.SayEnded, event.value).flag = stopping;
  // Where nobody is left, no hook is either.
  if (isBeforeForwarding(state)) endDelay(state, DelayEnd.CommandEnded, !event.flag, event.nowMs, effects);
  if (event.flag || !state.plan.waitsForAll) {
    // dumb-init tells its child's group on its way out.
    if (state.plan.as === As.DumbInit) effects.add(EffectKind.TellGroup, state.plan.rewrites[SIGTERM]);
    exit(state, event.nowMs, effects);
    return;
  }
  if (state.phase === Phase.Killing) return;
  state.lookAtMs = Infinity;
  if (!stopping) {
    state.phase = Phase.Lingering;
    state.killAtMs = event.nowMs + state.plan.lingerMs;
    if (state.plan.lingerMs === 0) {
      kill(state, event.nowMs, effects);
      return;
    }
  }
  effects.add(EffectKind.TellLeftovers, SIGTERM);
  // A child of a shell that traps the signal shows the shell's own trap until it has called execve, and counts as told by it.
  lookAtLeftovers(state, event.nowMs);
}

function lookAtLeftovers(state: State, nowMs: f64): void {
  // --settle 0 must not ask without a pause.
  state.leftoversAtMs = nowMs + later(state.plan.settleMs, LOOK_MS);
}

function kill(state: State, nowMs: f64, effects: Effects): void {
  state.phase = Phase.Killing;
  state.forced = true;
  state.killAgainAtMs = nowMs + KILL_AGAIN_MS;
  state.leaveAtMs = nowMs + KILLING_MS;
  effects.add(EffectKind.KillAll, 0);
}

function exit(state: State, nowMs: f64, effects: Effects): void {
  state.phase = Phase.Done;
  if (state.stopSignal !== 0) {
    const effect = effects.add(EffectKind.SaySummary, state.exitCode);
    effect.flag = state.forced;
    effect.ms = nowMs - state.stoppedAtMs;
  }
  effects.add(EffectKind.Exit, state.exitCode);
}
