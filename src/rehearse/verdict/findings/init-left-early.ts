// PID 1 ended before those behind it: the kernel kills everybody else in the namespace then (pid_namespaces(7)).

import type { ProcessRecord } from "../../report.ts";
import { initAdvice } from "../advice.ts";
import { lostAround } from "../losses.ts";
import { descendantsOf } from "../processes.ts";
import { count, list, time, verb, who } from "../say.ts";
import type { Rule, Scene } from "../scene.ts";
import { includes } from "../signals.ts";
import { isImpatient } from "../wrappers.ts";

export const initLeftEarly: Rule = (scene) => {
  const { recording, root, forced, losses } = scene;
  const { endMs } = recording;
  if (root === null || endMs === null || forced || recording.sandbox === "none") return [];
  const lost = lostAround(losses, endMs);
  const left = descendantsOf(recording, root).filter(
    (process) => process.kind === "program" && isCutOff(scene, root, process, lost.length > 0),
  );
  if (left.length === 0) return [];
  return [
    {
      code: "init-left-early",
      severity: lost.length > 0 ? "error" : "warning",
      message: `PID 1, ${who(root)}, ended ${time(endMs)} after the stop began, before ${list(left.map(who))}, which ${whoKilled(root)}${lost.length > 0 ? `, in the middle of ${count(lost.length, "request")}` : ""}.`,
      advice: `PID 1 has to wait for ${verb(left.length, "it", "them")}: lastcall-init does, until its deadline: ${initAdvice(scene)}${root.kind === "shell" ? AGAIN : ""}`,
      evidence: { requests: lost.map(({ id }) => id), processes: [root.pid, ...left.map(({ pid }) => pid)] },
    },
  ];
};

/** su(1) and its like do it themselves: "Session terminated, killing shell...". */
const whoKilled = (root: ProcessRecord) =>
  isImpatient(root) ? `${root.name} then killed: it gives 2 s` : "the kernel then killed";

/** Of POSIX's wait: a signal with a trap ends it at once, with a code above 128. */
const AGAIN = ". Or let the script call `wait` once more: its trap ends the first one.";

/**
 * Whether the kernel killed it because PID 1 had ended. Where that was not to be seen: both were gone in the same look, requests were
 * lost with it, and PID 1 is one that can leave before it. An init leaves only when its own child has; a shell without a trap waits.
 */
function isCutOff(
  { recording, signal, inits }: Scene,
  root: ProcessRecord,
  process: ProcessRecord,
  lost: boolean,
): boolean {
  const endMs = recording.endMs as number;
  const { leftBehind, killedMs, toMs } = process;
  if (leftBehind !== undefined) return leftBehind || (isImpatient(root) && typeof killedMs === "number");
  if (toMs === null) return true;
  if (!lost || (toMs < endMs && toMs !== root.toMs)) return false;
  if (root.kind === "init") return process.parent !== root.pid && inits[0]?.isOurs !== true;
  return root.kind === "manager" || (root.kind === "shell" && includes(root.catches, signal));
}
