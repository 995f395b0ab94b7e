// A pre-stop hook failed. The kubelet then sends the signal at once, so a delay that the hook was meant to be is lost.

import { isDelay } from "../hooks.ts";
import { time } from "../say.ts";
import type { Rule } from "../scene.ts";

export const hookFailed: Rule = ({ recording, rehearsal }) =>
  recording.hooks
    .filter(({ exitCode, error }) => error !== undefined || (exitCode !== null && exitCode !== 0))
    .map((hook) => {
      const how = hook.error ?? `exit code ${hook.exitCode}`;
      const wasDelay = rehearsal.hook !== null && isDelay(rehearsal.hook);
      return {
        code: "hook-failed",
        severity: "warning",
        message: `The pre-stop hook \`${hook.what}\` failed after ${time((hook.toMs ?? hook.fromMs) - hook.fromMs)}: ${how}. The signal followed at once.`,
        advice: wasDelay
          ? "The delay that it was meant to be is lost where the image has no sleep(1): use `preStop: {sleep: …}`, or lastcall-init --delay, which needs nothing of the image."
          : "An exec hook gets no shell and finds only what is in the image. lastcall-init --pre-stop says when its hook fails, and keeps the delay.",
        evidence: { facts: [`${hook.what}: ${how}`] },
      };
    });
