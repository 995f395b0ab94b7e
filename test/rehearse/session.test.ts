import { expect, test, vi } from "vitest";
import { EndedEarly } from "../../src/rehearse/app-failure.ts";
import { NOBODY } from "../../src/rehearse/audience.ts";
import { play } from "../../src/rehearse/session.ts";
import { fakeSandbox, rehearsalOf } from "../support/rehearsal.ts";

/** The timers that were waited for, by their length. */
const timers = vi.hoisted(() => new Map<number, AbortSignal | undefined>());
vi.mock("node:timers/promises", async (original) => {
  const { setTimeout } = await original<typeof import("node:timers/promises")>();
  const noted: typeof setTimeout = (ms, value, options) => {
    timers.set(ms ?? 0, options?.signal);
    return setTimeout(ms, value, options);
  };
  return { setTimeout: noted };
});

const dead = fakeSandbox({
  onLine: (listener) => listener("stdout", "ready"),
  exited: Promise.resolve(3),
});

test("an app that ends under load ends the rehearsal, and no timer keeps the process", async () => {
  const rehearsal = rehearsalOf(["app"], { ready: { kind: "log", pattern: /ready/ }, warmUpMs: 600_000 });
  const played = play(rehearsal, dead, NOBODY, new AbortController().signal);
  await expect(played).rejects.toThrow(EndedEarly);
  expect(timers.get(600_000)?.aborted).toBe(true);
});
