// Whether the stop signal came to those it was meant for. What the recording does not say is concluded from the kernel's rule for
// PID 1 (pid_namespaces(7): a signal without a handler is dropped) and from what the app did.

import type { ProcessRecord, Recording } from "../report.ts";
import type { Init } from "./inits.ts";
import { canBeCaught, includes } from "./signals.ts";

/** SIGKILL was sent, and it was that which ended PID 1. */
function wasForced(recording: Recording): boolean {
  const { killMs, endMs } = recording;
  return killMs !== null && (endMs === null || endMs >= killMs);
}

/** When SIGKILL was needed: by the engine, or by a lastcall-init as PID 1 at its deadline; null if it was not. */
export function killedAt(recording: Recording, inits: readonly Init[]): number | null {
  if (wasForced(recording)) return recording.killMs;
  const { signalMs, endMs, exitCode } = recording;
  const [init] = inits;
  if (init?.isOurs !== true || signalMs === null || endMs === null || exitCode !== 137) return null;
  const deadlineMs = signalMs + init.plan.deadlineMs;
  return Number.isFinite(deadlineMs) && endMs >= deadlineMs ? deadlineMs : null;
}

/**
 * Whether PID 1 can not have heard the signal. Handlers are known as last seen: one that removes itself when it runs, like Node's
 * `once`, is then missing, so whoever ended by itself or visibly reacted is not deaf. Inits wait for signals without a handler
 * (sigwait(3), signalfd(2)).
 */
export function isDeaf(recording: Recording, root: ProcessRecord | null, signal: string): boolean {
  if (root === null || root.pid !== 1 || root.kind === "init" || recording.signalMs === null) return false;
  // Elsewhere the signal's default action ends it, as any other process. The kernel never keeps these two from anybody.
  if (recording.sandbox === "none" || !canBeCaught(signal)) return false;
  if (includes(root.catches, signal)) return false;
  if (!wasForced(recording)) return recording.endMs === null || root.told === "no";
  return !hasReacted(recording);
}

/** A listener was closed, or the app spoke of its stop, soon after the signal and before SIGKILL. */
function hasReacted(recording: Recording): boolean {
  const fromMs = recording.signalMs;
  if (fromMs === null) return false;
  const toMs = recording.killMs ?? Number.POSITIVE_INFINITY;
  if (recording.listeners.some((listener) => listener.toMs !== null && listener.toMs >= fromMs && listener.toMs < toMs))
    return true;
  const words = /\bsig[a-z]+\b|signal|shut|stopp|terminat|drain|closing/i;
  return recording.output.some(
    ({ atMs, line }) => atMs >= fromMs && atMs < Math.min(toMs, fromMs + 1000) && words.test(line),
  );
}

/** Whether this process got the stop signal; null where nothing tells. */
export function wasTold(
  recording: Recording,
  root: ProcessRecord | null,
  process: ProcessRecord,
  signal: string,
): boolean | null {
  const { signalMs } = recording;
  if (signalMs === null || (process.toMs !== null && process.toMs < signalMs)) return null;
  const deaf = isDeaf(recording, root, signal);
  if (process === root && deaf) return false;
  if (process.told !== "unknown") return process.told === "yes";
  if (deaf) return false;
  if (process === root) return true;
  return process.listens && hasReacted(recording) && !wasForced(recording) ? true : null;
}

/**
 * Whether all of them got it: false if one did not, null if that cannot be said of one. Where nobody listens, there is no telling who
 * the app is and who its helper (`worker & tail -f log`): one that was told is enough.
 */
export function wereTold(
  recording: Recording,
  root: ProcessRecord | null,
  apps: readonly ProcessRecord[],
  signal: string,
): boolean | null {
  const each = apps.map((app) => wasTold(recording, root, app, signal));
  if (each.includes(true) && !recording.processes.some(({ listens }) => listens)) return true;
  if (each.includes(false)) return false;
  return each.length === 0 || each.includes(null) ? null : true;
}
