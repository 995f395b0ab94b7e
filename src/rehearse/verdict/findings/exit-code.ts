// PID 1 ended with a code that counts as a failure.

import { signalName } from "../../../core/signal.ts";
import { time } from "../say.ts";
import type { Rule, Scene } from "../scene.ts";
import { initLeftEarly } from "./init-left-early.ts";

export const exitCode: Rule = (scene) => {
  const code = scene.recording.exitCode;
  if (code === null || code === 0) return [];
  return [
    {
      code: "exit-code",
      severity: "warning",
      message: `PID 1 ended with exit code ${code}: ${meaning(scene, code)}.${counts(scene)}`,
      advice: adviceFor(scene, code),
      evidence: {
        facts: [`exit code ${code}${scene.recording.endMs === null ? "" : ` at ${time(scene.recording.endMs)}`}`],
      },
    },
  ];
};

/** 128 + n is the shells' convention for signal n, and the engines'. */
function meaning({ forced, signal, recording, killMs }: Scene, code: number): string {
  if (code === 137)
    return forced
      ? `128 + 9, the SIGKILL of ${recording.killMs === killMs ? "the engine" : "lastcall-init's deadline"}`
      : "128 + 9, a SIGKILL that was not the engine's: the OOM killer, or somebody else";
  if (code === 126) return "the command cannot be executed";
  if (code === 127) return "the command was not found";
  if (code > 128 && code <= 192) {
    const name = signalName(code - 128);
    return `128 + ${code - 128}, ended by ${name}${name === signal ? ", the stop signal itself" : ""}`;
  }
  return code === 2 ? "a code of its own (a Go program that does not ask for the signal ends so)" : "a code of its own";
}

function counts({ rehearsal }: Scene): string {
  return rehearsal.engine.name === "kubernetes"
    ? " Kubernetes counts that as Failed, which matters to Jobs and wherever restartPolicy is not Always."
    : "";
}

function adviceFor(scene: Scene, code: number): string {
  const { forced, signal } = scene;
  if (code === 137)
    return forced
      ? "It goes with the SIGKILL."
      : "Look for OOMKilled in the container's status, and at its memory limit.";
  if (scene.delivered === false || initLeftEarly(scene).length > 0)
    return "It is not the app's own: it goes once the app is told, and waited for.";
  if (code > 128 && signalName(code - 128) === signal)
    return `Exit with 0 when the stop was clean; where the program cannot (the JVM), lastcall-init -e ${code} makes it 0.`;
  // No -e for it: a crash has such a code, too.
  return "Exit with 0 when the stop was clean.";
}
