// Requests that the app had, and did not finish.

import { initAdvice } from "../advice.ts";
import { earliest, lostBy } from "../losses.ts";
import { count, time, verb } from "../say.ts";
import type { Rule } from "../scene.ts";
import { initLeftEarly } from "./init-left-early.ts";

export const responseCut: Rule = (scene) => {
  const lost = lostBy(scene.losses, "cut");
  if (lost.length === 0) return [];
  const begun = lost.filter(({ bytes }) => bytes > 0).length;
  const longestMs = lost.reduce((most, { startMs, endMs }) => Math.max(most, endMs - startMs), 0);
  const firstMs = earliest(lost, "endMs");
  const byForce = scene.killMs !== null && firstMs >= scene.killMs - 50;
  const leftAlone = new Set(initLeftEarly(scene)[0]?.evidence.requests);
  return [
    {
      code: "response-cut",
      severity: "error",
      message: `${count(lost.length, "request")} that the app had in hand ${verb(lost.length, "was", "were")} cut, ${begun} of them in the middle of the answer, the first ${time(firstMs)} after the stop began; the longest had run for ${time(longestMs)}.`,
      advice:
        scene.delivered === false
          ? `The app was not told, so it could not finish them: ${initAdvice(scene)}`
          : byForce
            ? "It goes with the SIGKILL."
            : lost.every(({ id }) => leftAlone.has(id))
              ? "It goes with PID 1, which ended before the app had answered."
              : "End when the last answer is sent, not before: close the listener, wait for the requests in flight, then exit.",
      evidence: { requests: lost.map(({ id }) => id), facts: [...new Set(lost.flatMap(({ errno }) => errno ?? []))] },
    },
  ];
};
