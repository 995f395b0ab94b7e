// What is said on stderr: one fact a line, in one write, as text or as JSON that any parser takes.

import { describe, expect, test } from "vitest";
import { play } from "../support/init-wasm.ts";

const TERM = 15;

function stop(options: string[], name: string) {
  return play({ argv: ["--deadline", "1s", ...options, "app"], command: { name, on: { [TERM]: () => {} } } }, (k) => {
    k.nowMs = 1_700_000_000_123;
    k.at(k.nowMs + 5, () => k.queue({ signal: TERM }));
  }).kernel;
}

describe("lines", () => {
  test.each<[string[], number]>([
    [["-q"], 0],
    [[], 2],
    [["-v"], 5],
  ])("%j says %d lines of a stop by force, each in one write", (options, count) => {
    const kernel = stop(options, "app");
    expect(kernel.log()).toHaveLength(count);
    expect(kernel.calls.get("write") ?? 0).toBe(count);
    for (const line of kernel.log()) expect(line).toMatch(/^lastcall: \S/);
    expect(kernel.stderr === "" || kernel.stderr.endsWith("\n")).toBe(true);
  });

  test("a process' own name cannot forge a line or move the cursor", () => {
    const kernel = stop(["-v"], "a\nlastcall: \x1b[2J");
    expect(kernel.log()).toHaveLength(5);
    expect(kernel.stderr).not.toContain("\x1b");
  });
});

describe("json", () => {
  test.each(["app", 'quo"te', "back\\slash", "new\nline", "\x1b\x7f\x01", "b\u00e4\u00ff", ") R 1 ("])(
    "is one object a line, whatever the process is called: %j",
    (name) => {
      const events = stop(["-v", "--log", "json"], name)
        .log()
        .map((line) => JSON.parse(Buffer.from(line, "latin1").toString("utf8")) as Record<string, unknown>);
      expect(events.map(({ event }) => event)).toEqual(["stop-began", "told", "killed", "command-ended", "stopped"]);
      expect(events[0]).toMatchObject({ time: "2023-11-14T22:13:20.128Z", level: "debug", signal: "SIGTERM" });
      expect(events[1]).toMatchObject({ name, pid: 10, signal: "SIGTERM" });
      expect(events[4]).toMatchObject({ time: "2023-11-14T22:13:21.128Z", code: 137, tookMs: 1000, level: "info" });
    },
  );

  test.each([
    [0, "1970-01-01T00:00:00.000Z"],
    [951_782_399_999, "2000-02-28T23:59:59.999Z"],
    [951_782_400_000, "2000-02-29T00:00:00.000Z"],
    [1_709_164_800_000, "2024-02-29T00:00:00.000Z"],
    [4_107_542_399_000, "2100-02-28T23:59:59.000Z"],
    [4_107_542_400_000, "2100-03-01T00:00:00.000Z"],
  ])("the time %d is %s", (ms, text) => {
    const { kernel } = play({ argv: ["--log", "json", "app"] }, (k) => {
      k.nowMs = ms;
      k.at(ms, () => k.queue({ signal: TERM }));
    });
    expect(new Date(ms).toISOString()).toBe(text);
    expect(JSON.parse(kernel.log()[0] as string)).toMatchObject({ time: text });
  });
});
