// A stop whose exec hook outlasts the grace period, in whatever sandbox: what is said of the hook, and what becomes of its process.
import { expect } from "vitest";
import type { Sandbox } from "../../src/rehearse/drive/sandbox.ts";
import { playStop, type Stopped } from "../../src/rehearse/stop.ts";
import { isRunning, rehearsalOf } from "./rehearsal.ts";

export interface Abandoned {
  readonly hook: Stopped["hook"];
  /** Whether the hook's process was there when the signal came, and when PID 1 had ended. */
  readonly atSignal: boolean;
  readonly atEnd: boolean;
}

/** The app has to end by itself when it gets the signal. */
export async function abandonHook(sandbox: Sandbox, stopSignal: string): Promise<Abandoned> {
  const command = ["sleep", "4321"];
  const rehearsal = rehearsalOf([], { stopSignal, graceMs: 1500, hook: { kind: "exec", command } });
  let seen: Promise<number | undefined> = Promise.resolve(undefined);
  const look = async () =>
    (await sandbox.processes()).find(({ commandLine, state }) => commandLine === "sleep 4321" && state !== "Z")
      ?.hostPid;
  const stopped = await playStop(sandbox, rehearsal, {
    endpointsEnded: () => {},
    exited: () => {},
    acts: (kind) => {
      if (kind === "signal") seen = look();
    },
  });
  const hostPid = await seen;
  return { hook: stopped.hook, atSignal: hostPid !== undefined, atEnd: hostPid !== undefined && isRunning(hostPid) };
}

/** As the kubelet has it (executePreStopHook): nobody waits for it any more, and it ends with the container. */
export const abandoned = {
  hook: { what: "sleep 4321", fromMs: expect.any(Number), toMs: null, exitCode: null },
  atSignal: true,
  atEnd: false,
};
