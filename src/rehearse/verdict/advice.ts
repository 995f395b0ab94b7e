// Advice that more than one finding gives, with the figures of this rehearsal in it.

import { formatDuration } from "../../core/duration.ts";
import { withoutShell } from "./entrypoint.ts";
import { recommend } from "./recommend.ts";
import type { Scene } from "./scene.ts";

/** The recommended ENTRYPOINT. */
export function initAdvice(scene: Scene): string {
  return `ENTRYPOINT ${JSON.stringify(recommend(scene).entrypoint)}`;
}

/** How the same is done without another init; empty where nothing is known. */
export function execAdvice({ recording }: Scene): string {
  const { command } = recording;
  const direct = withoutShell(command);
  if (direct.length < command.length) return `name the app itself: ENTRYPOINT ${JSON.stringify(direct)}`;
  return "start the app with `exec` as the last line of the script";
}

/** What the manifest's grace period is called on this engine. */
export function graceName({ rehearsal }: Scene): string {
  const names = {
    kubernetes: "terminationGracePeriodSeconds",
    docker: "--stop-timeout",
    compose: "stop_grace_period",
    ecs: "stopTimeout",
    nomad: "kill_timeout",
    "cloud-run": "the grace period",
  };
  return names[rehearsal.engine.name];
}

export function graceAdvice(scene: Scene): string {
  const { figures } = scene;
  if (scene.rehearsal.engine.name === "cloud-run")
    return `Cloud Run gives 10 s: let the app give up what it has after ${formatDuration(figures.deadlineMs - 2000)}.`;
  return `Set ${graceName(scene)} to ${figures.graceSeconds} s, and LASTCALL_DEADLINE=${formatDuration(figures.deadlineMs)}.`;
}
