// A server that is known by name got a signal that is not the one on which it finishes its work.

import { initAdvice } from "../advice.ts";
import { isGraceful, whatItDoes } from "../named-servers.ts";
import { who } from "../say.ts";
import { betterSignal, type Rule } from "../scene.ts";
import { canBeCaught } from "../signals.ts";

export const wrongSignal: Rule = (scene) => {
  const { server, signal, signalAtApp, forced, losses, recording, root } = scene;
  const failed = forced || losses.length > 0;
  if (!canBeCaught(signal))
    return [
      {
        code: "wrong-signal",
        severity: failed ? "error" : "warning",
        message: `${signal} cannot be caught (signal(7)), so no program can finish anything on it.`,
        advice: `Let the engine send SIGTERM: STOPSIGNAL SIGTERM. ${initAdvice(scene)}`,
        evidence: { processes: root === null ? [] : [root.pid] },
      },
    ];
  if (server === null || recording.signalMs === null || isGraceful(server.known, signalAtApp)) return [];
  // Its configuration can make any signal a graceful one.
  if (server.known.graceful.length === 0 && !failed) return [];
  const better = betterSignal(scene);
  const { process, known } = server;
  return [
    {
      code: "wrong-signal",
      severity: failed ? "error" : "warning",
      message: `On ${signalAtApp} ${who(process)} ${whatItDoes(known, signalAtApp)}${better === null ? "" : `; it finishes its requests on ${better}`}.`,
      advice:
        better === null
          ? `No signal does that by itself: ${known.instead ?? "see its manual"}.`
          : `STOPSIGNAL ${better} in the image, or let lastcall-init make it of ${scene.signal}: ${initAdvice(scene)}`,
      evidence: { processes: [process.pid], facts: [process.commandLine] },
    },
  ];
};
