// The recommendation as a patch for what each engine reads: YAML, with what is no field of a file in comments.

import { formatDuration } from "../../core/duration.ts";
import type { Rehearsal } from "../rehearsal.ts";
import type { Figures } from "./figures.ts";
import { SLACK_MS } from "./figures.ts";
import { keepsHook } from "./hooks.ts";

export function patchOf(rehearsal: Rehearsal, figures: Figures, stopSignal: string): string {
  const name = JSON.stringify(rehearsal.container ?? "app");
  const grace = figures.graceSeconds;
  const delay = formatDuration(figures.delayMs);
  const deadline = formatDuration(figures.deadlineMs);
  switch (rehearsal.engine.name) {
    case "kubernetes":
      return lines(
        "spec:",
        "  template:",
        "    spec:",
        `      terminationGracePeriodSeconds: ${grace}`,
        "      containers:",
        `        - name: ${name}`,
        "          env:",
        `            - { name: LASTCALL_DELAY, value: ${delay} }`,
        `            - { name: LASTCALL_DEADLINE, value: ${deadline} }`,
        ...(rehearsal.hook === null || keepsHook(rehearsal)
          ? []
          : ["          lifecycle:", "            preStop: null # with LASTCALL_DELAY it would be waited for twice"]),
      );
    case "docker":
    case "compose":
      return lines(
        ...(rehearsal.engine.name === "docker"
          ? [`# docker run --stop-timeout ${grace}, or docker stop -t ${grace}`]
          : []),
        "services:",
        `  ${name}:`,
        `    stop_grace_period: ${grace}s`,
        `    stop_signal: ${stopSignal}`,
        ...(rehearsal.init ? ["    init: false # lastcall-init is one"] : []),
        "    environment:",
        `      LASTCALL_DELAY: ${delay}`,
        `      LASTCALL_DEADLINE: ${deadline}`,
      );
    case "ecs":
      return lines(
        "# aws ecs register-task-definition --cli-input-yaml",
        "containerDefinitions:",
        `  - name: ${name}`,
        `    stopTimeout: ${grace}`,
        "    environment:",
        `      - { name: LASTCALL_DELAY, value: ${delay} }`,
        `      - { name: LASTCALL_DEADLINE, value: ${deadline} }`,
      );
    case "nomad":
      return nomad(name, figures, stopSignal);
    case "cloud-run":
      return lines(
        "# the grace period is 10 s and cannot be changed",
        "spec:",
        "  template:",
        "    spec:",
        "      containers:",
        `        - name: ${name}`,
        "          env:",
        `            - { name: LASTCALL_DELAY, value: ${delay} }`,
        `            - { name: LASTCALL_DEADLINE, value: ${deadline} }`,
      );
  }
}

/** A job file is HCL; its JSON, which `nomad job run -json` takes as well, has the same names. */
function nomad(name: string, figures: Figures, stopSignal: string): string {
  const { delayMs, deadlineMs } = figures;
  const alternative =
    delayMs === 0
      ? []
      : [
          "# Or let Nomad wait, which is outside of kill_timeout: in the group",
          `#   shutdown_delay: ${formatDuration(delayMs)}, and then LASTCALL_DELAY: 0s,`,
          `#   LASTCALL_DEADLINE: ${formatDuration(deadlineMs - delayMs)}, kill_timeout: ${formatDuration(deadlineMs - delayMs + SLACK_MS)}.`,
        ];
  return lines(
    "# In the job file, HCL: task, env.",
    ...alternative,
    "task:",
    `  ${name}:`,
    `    kill_signal: ${stopSignal}`,
    `    kill_timeout: ${figures.graceSeconds}s`,
    "    env:",
    `      LASTCALL_DELAY: ${formatDuration(delayMs)}`,
    `      LASTCALL_DEADLINE: ${formatDuration(deadlineMs)}`,
  );
}

function lines(...text: string[]): string {
  return `${text.join("\n")}\n`;
}
