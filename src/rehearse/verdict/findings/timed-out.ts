// Requests that got no answer within the client's time.

import { earliest, lostBy } from "../losses.ts";
import { count, time } from "../say.ts";
import type { Rule } from "../scene.ts";

export const timedOut: Rule = ({ losses }) => {
  const lost = lostBy(losses, "timed-out");
  if (lost.length === 0) return [];
  const unanswered = lost.filter(({ phase }) => phase === "connecting").length;
  const firstMs = earliest(lost, "startMs");
  return [
    {
      code: "timed-out",
      severity: "error",
      message: `${count(lost.length, "request")} got no answer in time, ${unanswered} of them not even a connection; the first was sent at ${time(firstMs)}, counted from the stop's beginning.`,
      advice:
        "A listener that is open and not served keeps clients waiting: go on accepting until it is closed, and close it when nothing is accepted any more.",
      evidence: { requests: lost.map(({ id }) => id) },
    },
  ];
};
