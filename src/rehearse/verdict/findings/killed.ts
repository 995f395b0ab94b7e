// The grace period was over and SIGKILL was needed: who was alive then, and whether it had been told.

import type { ProcessRecord } from "../../report.ts";
import { lostAround, requestsOf } from "../losses.ts";
import { count, list, time } from "../say.ts";
import type { Rule, Scene } from "../scene.ts";
import { graceTooShort } from "./grace-too-short.ts";

export const killed: Rule = (scene) => {
  const { killMs, losses } = scene;
  if (killMs === null) return [];
  const alive = aliveAt(scene, killMs);
  const lost = lostAround(losses, killMs);
  const by = isEngines(scene) ? "" : ", by lastcall-init at its deadline";
  const whom = alive.length > 0 ? `: ${list(alive.map((process) => state(scene, process)))}` : "";
  return [
    {
      code: "killed",
      severity: "error",
      message: `SIGKILL was needed ${time(killMs)} after the stop began${by}${whom}${lost.length > 0 ? `. It cut ${count(lost.length, "request")}` : ""}.`,
      advice: adviceFor(scene),
      evidence: { requests: lost.map(({ id }) => id), processes: alive.map(({ pid }) => pid) },
    },
  ];
};

function isEngines({ recording, killMs }: Scene): boolean {
  return killMs === recording.killMs;
}

/** lastcall-init is not among those that its own SIGKILL is for. */
function aliveAt(scene: Scene, killMs: number): ProcessRecord[] {
  const { processes, endMs } = scene.recording;
  if (isEngines(scene)) return processes.filter(({ aliveAtKill }) => aliveAtKill);
  const wasCut = ({ killedMs, toMs }: ProcessRecord) =>
    killedMs === undefined ? toMs === null || toMs >= Math.min(killMs, endMs ?? killMs) : killedMs !== null;
  return processes.filter((process) => process !== scene.root && wasCut(process));
}

function state({ recording, killMs, told, measured, root, inits }: Scene, process: ProcessRecord): string {
  return `${process.name} (pid ${process.pid}, ${heard()})`;

  function heard(): string {
    const was = told(process);
    if (was === null) return "perhaps told";
    if (!was) return "never told";
    // Behind a delay the app hears later than PID 1.
    const reckonedMs = process === root || inits.length === 0 ? recording.signalMs : measured.toldMs;
    const toldMs = process.toldMs ?? reckonedMs;
    return `told ${time((killMs ?? 0) - (toldMs ?? 0))} before`;
  }
}

function adviceFor(scene: Scene): string {
  if (scene.delivered === false)
    return "It cannot end in time as long as it is not told: see the finding about the signal.";
  if (graceTooShort(scene).length > 0) return "It was still at work: see the finding about the grace period.";
  const kept = stillKept(scene);
  if (kept > 0)
    return `Clients went on using their kept-alive connections: ${count(kept, "request")} on them began after the listener had closed. Answer with \`Connection: close\` (HTTP/2: GOAWAY) once the stop has begun, so that they leave.`;
  return "It was told and did not end: close the server and every pool and timer that keeps it alive, or exit when the last request is answered. lastcall-init says who was left (--deadline).";
}

/** How many requests a server that takes no new connections got on its old ones. */
function stillKept({ recording, measured, killMs }: Scene): number {
  const { listeners } = recording;
  const closedMs = listeners.reduce((last, { toMs }) => Math.max(last, toMs ?? Number.POSITIVE_INFINITY), 0);
  if (listeners.length === 0 || closedMs >= (killMs ?? 0) || closedMs < (measured.toldMs ?? 0)) return 0;
  return requestsOf(recording).filter(({ reused, startMs }) => reused && startMs > closedMs).length;
}
