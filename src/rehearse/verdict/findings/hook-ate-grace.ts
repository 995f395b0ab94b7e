// The hook's time is inside of the grace period, and left the app less than it needs.

import { graceAdvice } from "../advice.ts";
import { hookTime } from "../hooks.ts";
import { time } from "../say.ts";
import type { Rule } from "../scene.ts";

/** A hook that is over so soon ate nothing. */
const HARDLY_MS = 500;

export const hookAteGrace: Rule = (scene) => {
  const { recording, rehearsal, figures } = scene;
  // The app was gone before the hook.
  if (recording.signalMs === null) return [];
  const hook = recording.hooks.find(({ toMs }) => toMs === null);
  if (!rehearsal.engine.hookInsideGrace || recording.hooks.length === 0) return [];
  const tookMs = hookTime(recording, rehearsal);
  const leftMs = Math.max(rehearsal.graceMs - tookMs, rehearsal.engine.floorMs);
  if (hook === undefined && (tookMs < HARDLY_MS || leftMs >= figures.drainMs)) return [];
  const what = (hook ?? recording.hooks[0])?.what ?? "";
  return [
    {
      code: "hook-ate-grace",
      severity: "warning",
      message:
        hook === undefined
          ? `The pre-stop hook \`${what}\` took ${time(tookMs)} of the ${time(rehearsal.graceMs)} grace period, which left the app ${time(leftMs)}; it may need ${time(figures.drainMs)}.`
          : `The pre-stop hook \`${what}\` was still running when the grace period of ${time(rehearsal.graceMs)} was over; the app had ${time(rehearsal.engine.floorMs)} from its signal to SIGKILL.`,
      advice: `The grace period begins with the hook. ${graceAdvice(scene)}`,
      evidence: {
        facts: recording.hooks.map(
          (each) =>
            `${each.what}: from ${time(each.fromMs)} to ${each.toMs === null ? "its abandonment" : time(each.toMs)}`,
        ),
      },
    },
  ];
};
