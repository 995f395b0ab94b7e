// A hook that waits, and an init that waits after it.

import { formatDuration } from "../../../core/duration.ts";
import { isDelay } from "../hooks.ts";
import { delaysOf } from "../inits.ts";
import type { Rule } from "../scene.ts";

export const delayTwice: Rule = ({ inits, rehearsal, recording }) => {
  const delayMs = delaysOf(inits, rehearsal.env);
  if (delayMs <= 0 || rehearsal.hook === null || !isDelay(rehearsal.hook)) return [];
  return [
    {
      code: "delay-twice",
      severity: "warning",
      message: `The pre-stop hook waits, and then lastcall-init waits for another ${formatDuration(delayMs)}.`,
      advice: "Delay once: take the hook away, or set LASTCALL_DELAY=0s.",
      evidence: { facts: recording.hooks.map(({ what }) => what) },
    },
  ];
};
