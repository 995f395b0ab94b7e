// PID 1 is the app and has no handler for the stop signal, so that the kernel drops it (pid_namespaces(7)).

import { initAdvice } from "../advice.ts";
import { isDeaf } from "../delivery.ts";
import { time, who } from "../say.ts";
import type { Rule } from "../scene.ts";
import { includes } from "../signals.ts";

export const signalIgnored: Rule = (scene) => {
  const { recording, root, signal } = scene;
  if (scene.delivered !== false || root === null || !scene.apps.includes(root) || !isDeaf(recording, root, signal))
    return [];
  const why = includes(root.ignores, signal) ? `ignores ${signal}` : `has no handler for ${signal}`;
  return [
    {
      code: "signal-ignored",
      severity: "error",
      message: `PID 1, ${who(root)}, ${why}: the kernel dropped the signal that was sent ${time(recording.signalMs ?? 0)} after the stop began.`,
      advice: `Handle ${signal} in the app: take no new work, finish what there is, end. Without a handler put an init in front, so that the signal at least ends it: ${initAdvice(scene)}`,
      evidence: {
        processes: [root.pid],
        facts: [
          `pid ${root.pid} catches ${root.catches.length > 0 ? root.catches.join(", ") : "no signal"}`,
          scene.forced ? "it lived until SIGKILL" : "it did not end of it",
        ],
      },
    },
  ];
};
