// The verdict on a rehearsal: a pure function of what was seen. Fail if a request was dropped, an answer cut, SIGKILL needed, or the app
// not told; warnings and notes do not fail.

import type { Rehearsal } from "../rehearsal.ts";
import { REPORT_VERSION, type Recording, type Report } from "../report.ts";
import { findingsOf } from "./findings.ts";
import { requestsOf } from "./losses.ts";
import { recommend } from "./recommend.ts";
import { requestFigures } from "./requests.ts";
import { type Scene, sceneOf } from "./scene.ts";

export function judge(recording: Recording, rehearsal: Rehearsal): Report {
  const scene = sceneOf(recording, rehearsal);
  return {
    version: REPORT_VERSION,
    verdict: hasFailed(scene) ? "fail" : "pass",
    requests: requestFigures(requestsOf(recording), scene.losses),
    stop: {
      signal: scene.signal,
      delivered: scene.delivered,
      tookMs: recording.endMs,
      forced: scene.forced,
      exitCode: recording.exitCode,
    },
    findings: findingsOf(scene),
    recommendation: recommend(scene),
    recording,
  };
}

function hasFailed({ losses, forced, delivered }: Scene): boolean {
  return losses.length > 0 || forced || delivered === false;
}
