// The line that is drawn while a rehearsal runs, on a terminal of our own and on a clock of our own.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ProgressPhase } from "../../../src/rehearse/audience.ts";
import { createLive, type LiveEvent, liveLine } from "../../../src/rehearse/render/live.ts";
import { columns } from "../../../src/rehearse/render/measure.ts";
import { text } from "./arbitrary.ts";

const ERASE = "\r\x1b[K";
const utf8 = { LANG: "C.UTF-8", NO_COLOR: "1" };

function stage(isTTY: boolean, columnsThere = 80, env: Record<string, string> = utf8) {
  const written: string[] = [];
  let now: number | null = null;
  let tick: (() => void) | null = null;
  const stream = { isTTY, columns: columnsThere, write: (text: string) => written.push(text) };
  const every = (_: number, call: () => void) => {
    tick = call;
    return () => {
      tick = null;
    };
  };
  const live = createLive(stream, { env, clock: () => now, every });
  return {
    live,
    written,
    stream,
    at(ms: number | null) {
      now = ms;
      tick?.();
    },
    ticking: () => tick !== null,
  };
}

function phase(name: ProgressPhase, atMs: number | null = null): LiveEvent {
  return { kind: "phase", phase: name, atMs };
}

test("on a terminal one line is drawn over itself", () => {
  const { live, written, at } = stage(true);
  live.show(phase("waiting until ready"));
  expect(written).toEqual([`${ERASE}waiting until ready`]);
  live.show({ kind: "counts", sent: 12, ok: 11, lost: 1 });
  live.show({
    kind: "alive",
    processes: [
      { pid: 1, name: "sh" },
      { pid: 7, name: "node" },
    ],
  });
  // Figures wait for the next time that it is drawn: there may be thousands a second.
  expect(written).toHaveLength(1);
  at(3140);
  expect(written.at(-1)).toBe(`${ERASE}waiting until ready  t+3.1 s  12 sent, 11 ok  1 lost  alive: 1 sh, 7 node`);
  at(3141);
  expect(written).toHaveLength(2);
  live.show(phase("stopping", 3141));
  at(-2000);
  expect(written.at(-1)).toContain("stopping  t-2.0 s");
});

test("leaves nothing behind, and draws nothing after its end", () => {
  const { live, written, at, ticking } = stage(true);
  live.show(phase("stopping", 0));
  live.end();
  live.end();
  expect(written.at(-1)).toBe(ERASE);
  const before = written.length;
  at(1);
  live.show(phase("killed"));
  expect(written).toHaveLength(before);
  expect(ticking()).toBe(false);
});

test("never hides the cursor, moves to another line or wraps, whatever is shown", () => {
  const standing = fc.record({
    phase: text,
    counts: fc.option(fc.record({ sent: fc.nat(), ok: fc.nat(), lost: fc.nat() }), { nil: null }),
    alive: fc.array(text, { maxLength: 9 }),
  });
  const look = fc.record({ width: fc.integer({ min: 1, max: 200 }), color: fc.boolean(), unicode: fc.boolean() });
  fc.assert(
    fc.property(standing, fc.option(fc.integer(), { nil: null }), look, (shown, clock, at) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the only sequences that are allowed
      const bare = liveLine(shown, clock, at).replace(/\x1b\[[0-9;]*m/g, "");
      expect(bare).not.toMatch(/\p{Cc}/u);
      expect(columns(bare)).toBeLessThan(Math.max(at.width, 1));
    }),
  );
});

test("a figure is whole or not there", () => {
  const standing = { phase: "stopping", counts: { sent: 1234, ok: 1234, lost: 0 }, alive: [] };
  const look = { width: 22, color: false };
  expect(liveLine(standing, 5000, look)).toBe("stopping  t+5.0 s");
  expect(liveLine(standing, 5000, { ...look, width: 80 })).toBe("stopping  t+5.0 s  1234 sent, 1234 ok  0 lost");
});

test("follows the size of the window", () => {
  const { live, written, stream, at } = stage(true, 80);
  live.show({ kind: "alive", processes: [{ pid: 1, name: "a-rather-long-name" }] });
  stream.columns = 20;
  at(1000);
  expect(columns((written.at(-1) ?? "").slice(ERASE.length))).toBeLessThan(20);
});

test.each([
  ["no terminal", false, utf8],
  ["a dumb one", true, { ...utf8, TERM: "dumb" }],
])("on %s there is a line when a phase begins", (_, isTTY, env) => {
  const { live, written, at, ticking } = stage(isTTY, 80, env);
  live.show(phase("warming up"));
  live.show({ kind: "counts", sent: 5, ok: 5, lost: 0 });
  live.show({ kind: "alive", processes: [{ pid: 1, name: "sh" }] });
  at(100);
  // Told again, it is the same one still.
  live.show(phase("warming up"));
  live.show({ kind: "phase", phase: "running the hook", atMs: 0, detail: "sleep\x1b 5" });
  live.end();
  live.show(phase("killed"));
  expect(written).toEqual(["warming up\n", "running the hook: sleep\\x1b 5 at 0 s, 5 sent, 5 ok, 0 lost\n"]);
  expect(ticking()).toBe(false);
});

test("its own timer keeps no program alive", () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const before = timers();
  const live = createLive({ isTTY: true, columns: 80, write: () => {} }, { env: utf8, clock: () => null });
  // One that is not to keep a program alive is not counted.
  expect(timers()).toBe(before);
  live.end();
});
