// Requests that were lost before the stop began: not its doing, but worth knowing before anything is concluded.

import { howLost, requestsOf } from "../losses.ts";
import { count, verb } from "../say.ts";
import type { Rule } from "../scene.ts";

export const beforeStop: Rule = ({ recording }) => {
  const before = requestsOf(recording).filter(({ endMs }) => endMs < 0);
  const bad = before.filter((request) => request.outcome !== "ok");
  if (bad.length === 0) return [];
  const lost = bad.filter((request) => howLost(request) !== null);
  const statuses = [...new Set(bad.flatMap(({ status }) => status ?? []))];
  const kept = lost.filter((request) => howLost(request) === "kept-alive").length;
  return [
    {
      code: "before-stop",
      severity: lost.length > 0 ? "warning" : "note",
      message: `${count(bad.length, "request")} of ${before.length} ${verb(bad.length, "was", "were")} not answered well before the stop began${statuses.length > 0 ? ` (${statuses.join(", ")})` : ""}. They do not count as dropped.`,
      advice:
        kept > 0
          ? "Connections are closed under clients in everyday life too: make the server's keepAliveTimeout longer than their idle timeout."
          : "Look whether URL, method and rate are what the app is made for: then only does the rest say something about the stop.",
      evidence: { requests: bad.map(({ id }) => id) },
    },
  ];
};
