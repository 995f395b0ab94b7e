// Requests that were sent on a kept-alive connection when the app had closed it, or was about to.

import { formatDuration } from "../../../core/duration.ts";
import { earliest, lostBy, requestsOf } from "../losses.ts";
import { count, time, verb } from "../say.ts";
import type { Rule } from "../scene.ts";
import { initLeftEarly } from "./init-left-early.ts";

/** The news of an end takes a round trip, and a look of ours. */
const NEWS_MS = 50;

export const keepAliveReset: Rule = (scene) => {
  const { losses, recording, figures } = scene;
  const lost = lostBy(losses, "kept-alive");
  if (lost.length === 0) return [];
  const reused = requestsOf(recording).filter((request) => request.reused && request.endMs >= 0);
  const connections = new Set(lost.map(({ connection }) => connection)).size;
  const firstMs = earliest(lost, "endMs");
  const withPid1 = initLeftEarly(scene).length > 0 && firstMs >= (recording.endMs ?? 0) - NEWS_MS;
  return [
    {
      code: "keep-alive-reset",
      severity: "error",
      message: `${count(lost.length, "request")} of ${reused.length} on reused connections ${verb(lost.length, "was", "were")} lost, on ${count(connections, "connection")}, the first ${time(firstMs)} after the stop began: ${withPid1 ? "the app was killed" : "the app closed the connection"} and had not read what the client sent.`,
      advice: withPid1
        ? "It goes with PID 1, which ended before the app had."
        : `Answer with \`Connection: close\` (HTTP/2: GOAWAY) from the stop's beginning on, while the delay of ${formatDuration(Math.max(figures.delayMs, 1000))} runs, and close idle connections last. Make the server's keepAliveTimeout longer than the idle timeout of clients and load balancers.`,
      evidence: { requests: lost.map(({ id }) => id), facts: [...new Set(lost.flatMap(({ errno }) => errno ?? []))] },
    },
  ];
};
