// The app was not told, and no wrapper explains it.

import { initAdvice } from "../advice.ts";
import { list, time, who } from "../say.ts";
import type { Rule } from "../scene.ts";
import { signalIgnored } from "./signal-ignored.ts";
import { signalSwallowed } from "./signal-swallowed.ts";

export const neverTold: Rule = (scene) => {
  if (scene.delivered !== false || signalIgnored(scene).length > 0 || signalSwallowed(scene).length > 0) return [];
  const untold = scene.apps.filter((app) => scene.told(app) === false);
  const { signalMs } = scene.recording;
  return [
    {
      code: "never-told",
      severity: "error",
      message: `${list(untold.map(who))} never got ${scene.signal}, which PID 1 was sent ${time(signalMs ?? 0)} after the stop began.`,
      advice: `Pass the signal on to it, or put lastcall-init in front, which finds the app: ${initAdvice(scene)}`,
      evidence: {
        processes: untold.map(({ pid }) => pid),
        facts: scene.root === null ? [] : [`PID 1 is ${who(scene.root)}`],
      },
    },
  ];
};
