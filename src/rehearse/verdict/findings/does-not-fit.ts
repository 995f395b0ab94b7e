// What would be needed is more than the engine gives.

import { formatDuration } from "../../../core/duration.ts";
import { time } from "../say.ts";
import type { Rule } from "../scene.ts";

export const doesNotFit: Rule = ({ figures, measured }) => {
  const { limit, fits, neededMs, delayMs, drainMs } = figures;
  if (limit === null || fits) return [];
  const short = delayMs < measured.lagMs ? "; new requests that come after the delay are lost" : "";
  return [
    {
      code: "does-not-fit",
      severity: "warning",
      message: `A stop can take ${time(neededMs)}, but ${limit.what}.`,
      advice: `Make requests shorter (${formatDuration(drainMs)} are allowed for now)${short}. Or take the traffic away before the stop begins, so that no delay is needed.`,
      evidence: { facts: measured.because },
    },
  ];
};
