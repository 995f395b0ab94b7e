// Pre-stop hooks as the formulae see them: how long they took, and which are nothing but a delay.

import type { Hook, Rehearsal } from "../rehearsal.ts";
import type { Recording } from "../report.ts";

/** Whether the recommendation leaves the hook where it is. */
export function keepsHook(rehearsal: Rehearsal): boolean {
  return rehearsal.hook !== null && !isDelay(rehearsal.hook);
}

/** A hook that only waits: `sleep`, or sleep(1) with or without a shell. */
export function isDelay(hook: Hook): boolean {
  if (hook.kind === "sleep") return true;
  if (hook.kind === "http") return false;
  const [first, flag, script] = hook.command;
  const inShell = hook.command.length === 3 && flag === "-c" && /(?:^|\/)(?:ba|da|a)?sh$/.test(first as string);
  const words = inShell ? (script as string).trim().split(/\s+/) : hook.command;
  return words.length === 2 && /(?:^|\/)sleep$/.test(words[0] as string) && /^[\d.]+[smh]?$/.test(words[1] as string);
}

/** How long the hooks took, in milliseconds: all of the grace period if one was left running, and until the app's end if that came first. */
export function hookTime(recording: Recording, rehearsal: Rehearsal): number {
  const overMs = recording.signalMs === null ? recording.endMs : null;
  const one = (fromMs: number, toMs: number | null) => {
    const untilMs = toMs ?? overMs;
    return untilMs === null ? rehearsal.graceMs : untilMs - fromMs;
  };
  return Math.max(
    0,
    recording.hooks.reduce((sum, { fromMs, toMs }) => sum + one(fromMs, toMs), 0),
  );
}
