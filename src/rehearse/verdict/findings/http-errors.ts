// Answers of 5xx during the stop, from an app that had answered otherwise before.

import { earliest, lostBy } from "../losses.ts";
import { count, list, time, verb } from "../say.ts";
import type { Rule } from "../scene.ts";

export const httpErrors: Rule = ({ losses }) => {
  const lost = lostBy(losses, "error");
  if (lost.length === 0) return [];
  const statuses = [...new Set(lost.map(({ status }) => String(status ?? "no status")))];
  const firstMs = earliest(lost, "endMs");
  return [
    {
      code: "http-errors",
      severity: "error",
      message: `${count(lost.length, "request")} ${verb(lost.length, "was", "were")} answered with an error during the stop (${list(statuses)}), the first ${time(firstMs)} after it began.`,
      advice:
        "Serve as before until the endpoints are gone. Let only the readiness probe fail, if anything has to; refusing work with 503 is a request lost.",
      evidence: { requests: lost.map(({ id }) => id) },
    },
  ];
};
