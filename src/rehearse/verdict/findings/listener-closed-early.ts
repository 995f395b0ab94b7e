// The listener closed while endpoints still sent new connections: those were refused or reset.

import { formatDuration } from "../../../core/duration.ts";
import type { ListenerRecord } from "../../report.ts";
import { earliest, lostBy, requestsOf } from "../losses.ts";
import { count, time, verb } from "../say.ts";
import type { Rule, Scene } from "../scene.ts";

export const listenerClosedEarly: Rule = (scene) => {
  const { losses, recording, rehearsal } = scene;
  const lost = lostBy(losses, "turned-away");
  if (lost.length === 0) return [];
  const refused = lost.filter(({ outcome }) => outcome === "refused").length;
  const closed = firstClosed(recording.listeners);
  const closedMs = closed?.toMs ?? earliest(lost, "startMs");
  const lagMs = rehearsal.endpointLagMs;
  const sent = requestsOf(recording).filter(({ reused, startMs }) => !reused && startMs >= 0).length;
  const where = closed === null ? "Nobody took new connections any more" : `The listener on port ${closed.port} closed`;
  const lag = lagMs > 0 ? `, while endpoints sent new requests for ${time(lagMs)}` : "";
  return [
    {
      code: "listener-closed-early",
      severity: "error",
      message: `${where} ${time(Math.max(0, closedMs))} after the stop began${lag}: of ${count(sent, "request")} on new connections ${refused} ${verb(refused, "was", "were")} refused and ${lost.length - refused} reset.`,
      advice: adviceFor(scene, closedMs),
      evidence: {
        requests: lost.map(({ id }) => id),
        facts: [`listener closed at ${time(closedMs)}`, `endpoints ended at ${time(recording.endpointsEndMs)}`],
      },
    },
  ];
};

function adviceFor({ figures, killMs, rehearsal }: Scene, closedMs: number): string {
  const delay = formatDuration(figures.delayMs);
  if (killMs !== null && closedMs >= killMs - 50)
    return `It was SIGKILL that closed it: the grace period is shorter than the endpoints' lag. Give it ${figures.graceSeconds} s.`;
  if (rehearsal.endpointLagMs <= 0) return "Accept what is already on its way, and close the listener last.";
  if (figures.delayMs === 0)
    return "Nothing that fits into the grace period is long enough: take the traffic away before the stop.";
  return `Go on serving for ${delay} after the stop begins, and close the listener only then: lastcall-init --delay ${delay}, or LASTCALL_DELAY=${delay}.`;
}

function firstClosed(listeners: readonly ListenerRecord[]): (ListenerRecord & { toMs: number }) | null {
  const closed = listeners.filter(
    (each): each is ListenerRecord & { toMs: number } => each.toMs !== null && each.toMs >= 0,
  );
  return closed.reduce<(ListenerRecord & { toMs: number }) | null>(
    (first, each) => (first === null || each.toMs < first.toMs ? each : first),
    null,
  );
}
