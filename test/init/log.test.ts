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
    const kernel = stop(["-v"], "a\nlastcall: \x1b[2J\x7f");
    expect(kernel.log()).toHaveLength(5);
    expect(kernel.stderr).not.toContain("\x1b");
    expect(kernel.stderr).not.toContain("\x7f");
  });

  test("at most eight of those that were killed are named", () => {
    const run = (options: string[]) =>
      play({ argv: ["--deadline", "1s", ...options, "app"], command: { on: { [TERM]: () => {} } } }, (k) => {
        k.at(1, () => Array.from({ length: 9 }, (_, at) => k.spawn(10, { name: `w${at}`, on: { [TERM]: () => {} } })));
        k.at(5, () => k.queue({ signal: TERM }));
      }).kernel.log()[0] as string;
    expect(run([])).toMatch(/SIGKILL to 10 processes: app \(pid 10\), w0 \(pid 11\), .*w6 \(pid 17\), \.\.\.$/);
    const { processes, left } = JSON.parse(run(["--log", "json"])) as { processes: number; left: object[] };
    expect(processes).toBe(10);
    expect(left).toHaveLength(8);
    expect(left[1]).toEqual({ name: "w0", pid: 11 });
  });
});

describe("where lines go", () => {
  const O_NONBLOCK = 0o4000;
  const O_NOCTTY = 0o400;
  const O_CLOEXEC = 0o2000000;
  const O_WRONLY = 1;
  const MSG_DONTWAIT = 0x40;
  const MSG_NOSIGNAL = 0x4000;
  const DESCRIPTOR = 2;

  /** A stop with this stderr: what the init opened it as, and which calls wrote. */
  function calls(mode: number, reopened?: number) {
    const seen: string[] = [];
    const { kernel } = play({ command: {} }, (k) => {
      k.stderrMode = mode;
      k.fault = (call, args) => {
        const ours = call === "open" && k.memory.text(args[0] as number) === "/proc/self/fd/2";
        if (ours) seen.push(`open ${args[1]}`);
        else if (call === "write") seen.push(`write ${args[0]}`);
        else if (call === "send") seen.push(`send ${args[0]} ${args[3]}`);
        return ours ? reopened : undefined;
      };
      k.at(1, () => k.queue({ signal: TERM }));
    });
    expect(kernel.log()).toHaveLength(1);
    return seen;
  }

  test.each([
    ["a pipe", 0o010600],
    ["a terminal", 0o020620],
  ])("%s is opened anew, so that not to block is ours alone", (_what, mode) => {
    expect(calls(mode)).toEqual([`open ${O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC}`, "write 99"]);
  });

  test("a socket is asked not to block and not to signal, line by line", () => {
    expect(calls(0o140777)).toEqual([`send ${DESCRIPTOR} ${MSG_DONTWAIT | MSG_NOSIGNAL}`]);
  });

  test("a file is written to as it is", () => {
    expect(calls(0o100644)).toEqual([`write ${DESCRIPTOR}`]);
  });

  test("the number of a closed descriptor is not used: it is the command's", () => {
    expect(calls(0o010600, 0).at(-1)).toBe(`write ${DESCRIPTOR}`);
  });

  test("a pipe that nobody reads any more is not written to", () => {
    const { kernel } = play({}, (k) => {
      k.fault = (call, [entry], times) => {
        if (call === "open" && times === 0) return -13;
        if (call !== "pollnow") return undefined;
        k.memory.view().setUint16((entry as number) + 6, 8, true); // POLLERR
        return 1;
      };
      k.at(1, () => k.queue({ signal: TERM }));
    });
    expect(kernel.calls.get("pollnow")).toBe(1);
    expect(kernel.calls.get("write")).toBeUndefined();
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
