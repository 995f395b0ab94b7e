// Processes that ended and that nobody waited for.

import { initAdvice } from "../advice.ts";
import { count, list, time, verb, who } from "../say.ts";
import type { Rule } from "../scene.ts";

/** Until somebody waits for it every process is one, and one of many threads while the last of them ends. */
const LEFT_MS = 1000;

export const zombies: Rule = (scene) => {
  const dead = scene.recording.processes.filter(({ zombieMs }) => zombieMs >= LEFT_MS);
  if (dead.length === 0) return [];
  const parents = [...new Set(dead.map(({ parent }) => parent))];
  const names = parents.map((pid) => {
    const parent = scene.recording.processes.find((process) => process.pid === pid);
    return parent === undefined ? `pid ${pid}` : who(parent);
  });
  const longestMs = dead.reduce((most, { zombieMs }) => Math.max(most, zombieMs), 0);
  return [
    {
      code: "zombies",
      severity: "warning",
      message: `${count(dead.length, "process", "processes")} ${verb(dead.length, "was a zombie", "were zombies")}, for up to ${time(longestMs)}: ${list(dead.map(who))}. ${list(names)} did not wait for ${verb(dead.length, "it", "them")}.`,
      advice: parents.includes(1)
        ? `Orphans become children of PID 1, which has to wait for them. An init does: ${initAdvice(scene)}`
        : `Let ${list(names)} wait for its children (waitpid(2)); an init can reap only what has become its own child.`,
      evidence: { processes: dead.map(({ pid }) => pid) },
    },
  ];
};
