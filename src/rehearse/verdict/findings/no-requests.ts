// Without a request nothing can be said about losses.

import { requestsOf } from "../losses.ts";
import type { Rule } from "../scene.ts";

export const noRequests: Rule = ({ recording }) => {
  const requests = requestsOf(recording);
  if (requests.some(({ endMs }) => endMs >= 0)) return [];
  return [
    {
      code: "no-requests",
      severity: "note",
      message:
        requests.length === 0
          ? "No request was sent: whether a stop loses any was not tried."
          : "No request was under way during the stop: whether it loses any was not tried.",
      advice: "Give --url and --rate, and --slow for the longest requests that the app has.",
      evidence: {},
    },
  ];
};
