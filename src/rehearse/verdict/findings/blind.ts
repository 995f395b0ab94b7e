// What could not be seen, so that nobody takes silence for a good sign.

import { isOfRequests } from "../../arrivals.ts";
import type { Recording } from "../../report.ts";
import type { Rule } from "../scene.ts";

export const blind: Rule = ({ recording, delivered }) => {
  const facts = [...recording.blind];
  if (delivered === null && recording.signalMs !== null) facts.push("whether the app got the stop signal");
  if (facts.length === 0) return [];
  return [
    {
      code: "blind",
      severity: "note",
      message: `Not everything could be seen: ${facts.join("; ")}.`,
      advice: advice(recording.sandbox, facts),
      evidence: { facts },
    },
  ];
};

function advice(sandbox: Recording["sandbox"], facts: readonly string[]): string {
  if (facts.every(isOfRequests)) return "Rehearse with a lower --rate, or where nothing else runs.";
  return sandbox === "none"
    ? "Rehearse as root, or where user namespaces are allowed, or in a container (--image): without a PID namespace no process is PID 1."
    : "Rehearse as root, or in a container (--image), to see the rest.";
}
