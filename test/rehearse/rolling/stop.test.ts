// Stops in virtual time: what is done to a sandbox, and when.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Sandbox } from "../../../src/rehearse/drive/sandbox.ts";
import type { Hook, Rehearsal } from "../../../src/rehearse/rehearsal.ts";
import { playStop, type Stopped } from "../../../src/rehearse/stop.ts";
import { fakeSandbox } from "../../support/rehearsal.ts";
import { rehearsalOf } from "./update.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

interface Behaviour {
  /** From the signal to the end; Infinity for one that only SIGKILL ends, null for one that nothing ends. */
  readonly endsAfterMs?: number | null;
  readonly hookMs?: number;
  readonly hookExitCode?: number;
  /** The errno of a signal that cannot be sent. */
  readonly signalFails?: string;
  /** Ends by itself at this time. */
  readonly endsAtMs?: number;
}

const hook: Hook = { kind: "exec", command: ["stop"] };

function sandboxThat(behaviour: Behaviour, log: string[]): Sandbox {
  const began = performance.now();
  const note = (what: string) => void log.push(`${Math.round(performance.now() - began)} ${what}`);
  let end: (code: number) => void = () => {};
  const exited = new Promise<number>((resolve) => {
    end = (code) => {
      note(`exit ${code}`);
      resolve(code);
    };
  });
  if (behaviour.endsAtMs !== undefined) setTimeout(() => end(1), behaviour.endsAtMs);
  return fakeSandbox({
    async signal(name) {
      note(name);
      if (behaviour.signalFails) throw Object.assign(new Error(behaviour.signalFails), { code: behaviour.signalFails });
      const afterMs = behaviour.endsAfterMs;
      if (typeof afterMs === "number" && Number.isFinite(afterMs)) setTimeout(() => end(0), afterMs);
    },
    async kill() {
      note("kill");
      if (behaviour.endsAfterMs !== null) end(137);
    },
    async runHook(_hook, signal) {
      note("hook");
      signal.addEventListener("abort", () => note("hook abandoned"));
      await new Promise((resolve) => setTimeout(resolve, behaviour.hookMs));
      return { exitCode: behaviour.hookExitCode ?? 0 };
    },
    exited,
  });
}

async function stop(behaviour: Behaviour, more: Partial<Rehearsal> = {}): Promise<{ log: string[]; stopped: Stopped }> {
  const log: string[] = [];
  const sandbox = sandboxThat(behaviour, log);
  const began = performance.now();
  const done = playStop(sandbox, rehearsalOf(["app"], { endpointLagMs: 3_000, ...more }), {
    endpointsEnded: () => void log.push(`${Math.round(performance.now() - began)} endpoints`),
    exited: () => {},
  });
  // Whoever looks later is not late.
  done.catch(() => {});
  await vi.runAllTimersAsync();
  return { log, stopped: await done };
}

test("without a hook the signal comes at once, and the endpoints after their lag", async () => {
  const { log, stopped } = await stop({ endsAfterMs: 400 });
  expect(log).toEqual(["0 SIGTERM", "400 exit 0", "3000 endpoints"]);
  expect(stopped).toEqual({ signalMs: 0, killMs: null, endMs: 400, exitCode: 0, hook: null, hookError: null });
});

test("the signal waits for the hook", async () => {
  const { log } = await stop({ hookMs: 5_000, endsAfterMs: 400 }, { hook });
  expect(log).toEqual(["0 hook", "3000 endpoints", "5000 SIGTERM", "5400 exit 0", "5400 hook abandoned"]);
});

test("a hook that failed is told of, and the signal comes at once", async () => {
  const { log, stopped } = await stop({ hookMs: 10, hookExitCode: 127, endsAfterMs: 400 }, { hook });
  expect(log.slice(0, 2)).toEqual(["0 hook", "10 SIGTERM"]);
  expect(stopped.hook).toEqual({ what: "stop", fromMs: 0, toMs: 10, exitCode: 127 });
  expect(stopped.hookError).toBe("exit code 127");
});

test("a hook that uses up the grace period leaves two seconds", async () => {
  const { log, stopped } = await stop(
    { hookMs: 60_000, hookExitCode: 1, endsAfterMs: Number.POSITIVE_INFINITY },
    { hook, graceMs: 10_000 },
  );
  expect(log).toEqual([
    "0 hook",
    "3000 endpoints",
    "10000 hook abandoned",
    "10000 SIGTERM",
    "12000 kill",
    "12000 exit 137",
  ]);
  expect(stopped).toMatchObject({ killMs: 12_000, endMs: 12_000, exitCode: 137, hookError: null });
  expect(stopped.hook).toMatchObject({ toMs: null, exitCode: null });
});

test("what does not end is killed at the end of the grace period", async () => {
  const { log } = await stop({ endsAfterMs: Number.POSITIVE_INFINITY }, { graceMs: 10_000 });
  expect(log).toEqual(["0 SIGTERM", "3000 endpoints", "10000 kill", "10000 exit 137"]);
});

test("what not even SIGKILL ends is given up on", async () => {
  const { log, stopped } = await stop({ endsAfterMs: null }, { graceMs: 10_000 });
  expect(log).toEqual(["0 SIGTERM", "3000 endpoints", "10000 kill"]);
  expect(stopped).toMatchObject({ killMs: 10_000, endMs: null, exitCode: null });
});

test("what ends during its hook gets no signal", async () => {
  const { log, stopped } = await stop({ hookMs: 5_000, endsAtMs: 1_000 }, { hook });
  expect(log).toEqual(["0 hook", "1000 exit 1", "1000 hook abandoned", "3000 endpoints"]);
  expect(stopped.signalMs).toBeNull();
});

test("a signal that cannot be sent is an error", async () => {
  await expect(stop({ signalFails: "EPERM" })).rejects.toThrow("EPERM");
});

test("what has ended just before its signal is no error", async () => {
  const { stopped } = await stop({ signalFails: "ESRCH", endsAtMs: 5 });
  expect(stopped).toMatchObject({ endMs: 5, exitCode: 1, killMs: null });
});

test("a stop that is cancelled waits for nothing any more", async () => {
  const cancel = new AbortController();
  const log: string[] = [];
  const sandbox = sandboxThat({ hookMs: 60_000 }, log);
  const listener = { endpointsEnded: () => void log.push("endpoints"), exited: () => {} };
  const rehearsal = rehearsalOf(["app"], { endpointLagMs: 3_000, hook, graceMs: 10_000 });
  const done = playStop(sandbox, rehearsal, listener, cancel.signal);
  done.catch(() => {});
  await vi.advanceTimersByTimeAsync(1_000);
  cancel.abort(new Error("enough"));
  await expect(done).rejects.toThrow("enough");
  // The one that is left is the hook's own.
  expect(vi.getTimerCount()).toBe(1);
  await vi.runAllTimersAsync();
  expect(log).toEqual(["0 hook", "1000 hook abandoned"]);
});
