// The app was told and was at work when the grace period ended, or would be with requests as long as those that were seen.

import { graceAdvice, graceName } from "../advice.ts";
import { SLACK_MS } from "../figures.ts";
import { lostAround } from "../losses.ts";
import { count, time } from "../say.ts";
import type { Rule, Scene } from "../scene.ts";

export const graceTooShort: Rule = (scene) => {
  const { recording, rehearsal, killMs, losses, delivered, figures } = scene;
  if (delivered === false) return [];
  if (killMs !== null) {
    // What came last had so long; an app that simply goes on would with more time only go on for longer.
    const hadMs = killMs - Math.max(scene.measured.toldMs ?? 0, scene.measured.lagMs);
    const lost = lostAround(losses, killMs);
    if (
      lost.length === 0 ||
      (hadMs > scene.measured.longestMs && lost.every(({ startMs }) => killMs - startMs < hadMs))
    )
      return [];
    const longestMs = lost.reduce((most, { startMs }) => Math.max(most, killMs - startMs), 0);
    return [
      {
        code: "grace-too-short",
        severity: "error",
        message: `${whatEnded(scene, killMs)} ended while ${count(lost.length, "request")} had no whole answer; the longest had run for ${time(longestMs)}.`,
        advice: graceAdvice(scene),
        evidence: { requests: lost.map(({ id }) => id), facts: [`SIGKILL after ${time(killMs)}`] },
      },
    ];
  }
  // Where nothing can be set, does-not-fit.ts says it.
  const neededMs = needed(scene);
  if (neededMs <= rehearsal.graceMs || !figures.fits || recording.signalMs === null) return [];
  return [
    {
      code: "grace-too-short",
      severity: "warning",
      message: `${graceName(scene)} is ${time(rehearsal.graceMs)}; by what was measured a stop can take ${time(neededMs)}.`,
      advice: graceAdvice(scene),
      evidence: { facts: scene.measured.because },
    },
  ];
};

/** What this stop can take with the longest request; with a delay for the endpoints if there was none that sufficed. */
function needed({ losses, figures, measured, recording }: Scene): number {
  if (losses.length > 0) return figures.neededMs;
  const drainMs = Math.max(measured.longestMs, measured.tailMs) + measured.cleanUpMs;
  return Math.max(recording.endMs ?? 0, (measured.toldMs ?? 0) + drainMs) + SLACK_MS;
}

function whatEnded({ recording, rehearsal, inits }: Scene, killMs: number): string {
  if (killMs === recording.killMs) return `The grace period of ${time(rehearsal.graceMs)}`;
  return `lastcall-init's deadline of ${time(inits[0]?.plan.deadlineMs ?? 0)}`;
}
