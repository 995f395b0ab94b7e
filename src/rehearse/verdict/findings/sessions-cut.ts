// Sessions that were held open, WebSocket or TCP, and ended without an orderly close.

import { earliest } from "../losses.ts";
import { count, time, verb } from "../say.ts";
import type { Rule } from "../scene.ts";

export const sessionsCut: Rule = ({ recording }) => {
  const held = recording.requests.filter(({ kind, endMs }) => kind === "hold" && endMs >= 0);
  const cut = held.filter(({ outcome }) => outcome !== "ok");
  if (cut.length === 0) return [];
  const firstMs = earliest(cut, "endMs");
  return [
    {
      code: "sessions-cut",
      severity: "warning",
      message: `${cut.length} of ${count(held.length, "session")} that ${verb(held.length, "was", "were")} held open ended without a close, the first ${time(firstMs)} after the stop began.`,
      advice:
        "Close them from the server's side when the stop begins (WebSocket: code 1001), a few at a time, so that clients connect again elsewhere.",
      evidence: { requests: cut.map(({ id }) => id), facts: [...new Set(cut.flatMap(({ errno }) => errno ?? []))] },
    },
  ];
};
