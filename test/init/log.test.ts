// What is said on stderr: one fact a line, in one write, as text or as JSON that any parser takes.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { play } from "../support/init-wasm.ts";

const TERM = 15;
const deaf = { [TERM]: () => {} };

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
    expect(run([])).toMatch(
      /SIGKILL to 10 processes: app \(pid 10\), .*; w0 \(pid 11\), .*; w6 \(pid 17\), [^;]*; \.\.\.$/,
    );
    const { processes, left } = JSON.parse(run(["--log", "json"])) as { processes: number; left: object[] };
    expect(processes).toBe(10);
    expect(left).toHaveLength(8);
    expect(left[1]).toEqual({ name: "w0", pid: 11, runningMs: expect.any(Number) });
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

/** Bytes as the fake kernel has them, one character each, and what any reader makes of them. */
const bytesOf = (text: string) => Buffer.from(text, "utf8").toString("latin1");
const decoded = (bytes: string) =>
  new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(bytes, "latin1"));
/** Each byte that is part of no character becomes U+FFFD; JavaScript's own decoder makes one of several. */
const repaired = (bytes: string) =>
  [...bytes.matchAll(characters)].map(([, good]) => (good === undefined ? "\ufffd" : decoded(good))).join("");
const characters =
  /([\0-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})|[\0-\xff]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const control = /[\0-\x1f\x7f-\x9f]/;

describe("other people's bytes", () => {
  const rows: [what: string, bytes: string, text: string][] = [
    ["two bytes a letter", bytesOf("b\u00e4r"), "b\u00e4r"],
    ["three and four", bytesOf("\u20ac\u{1f600}"), "\u20ac\u{1f600}"],
    ["Latin-1", "b\u00e4r", "b\ufffdr"],
    [
      "a letter that the kernel cut after 15 bytes",
      bytesOf("\u00e9".repeat(8)).slice(0, 15),
      `${"\u00e9".repeat(7)}\ufffd`,
    ],
    ["a surrogate", "\xed\xa0\x80", "\ufffd\ufffd\ufffd"],
    ["overlong", "\xc0\xaf", "\ufffd\ufffd"],
    ["C1, which is CSI to some terminals", bytesOf("\u009b2J"), "?2J"],
    ["a lone C1 byte", "\x9b2J", "\ufffd2J"],
    ["an escape", "\x1b[2J\x7f", "?[2J?"],
  ];
  test.each(rows)("%s are whole UTF-8 and no command to a terminal", (_what, bytes, text) => {
    const stderr = decoded(stop(["-v"], bytes).stderr);
    expect(stderr).toContain(`sent SIGTERM to ${text} (pid 10)`);
  });

  test.each(rows)("%s are JSON: the same text, control characters escaped", (_what, bytes, text) => {
    const lines = decoded(stop(["-v", "--log", "json"], bytes).stderr)
      .trimEnd()
      .split("\n");
    const told = JSON.parse(lines[1] as string) as Record<string, unknown>;
    expect(told.name).toBe(repaired(bytes));
    expect(told.message).toBe(`sent SIGTERM to ${text} (pid 10)`);
    for (const line of lines) expect(line).not.toMatch(control);
  });

  /** Names as the kernel would have them, and as a false /proc might. */
  const names = fc.oneof(
    fc.array(fc.integer({ min: 1, max: 255 }), { maxLength: 15 }),
    fc.array(fc.constantFrom(0x1b, 0x22, 0x5c, 0x0a, 0x7f, 0x85, 0xc2, 0xe2, 0x82, 0xac, 0xed, 0xa0, 0xf0, 0x9f), {
      maxLength: 2000,
    }),
  );

  test("whatever bytes processes are called by, a line is whole UTF-8, and JSON that holds the same bytes", () => {
    const family = fc.array(names, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(family, fc.boolean(), (all, json) => {
        const [first = "", ...others] = all.map((bytes) => String.fromCharCode(...bytes));
        const options = ["--deadline", "1s", "-v", ...(json ? ["--log", "json"] : [])];
        const { kernel } = play({ argv: [...options, "app"], command: { name: first, on: deaf } }, (k) => {
          for (const name of others) k.at(1, () => k.spawn(10, { name, on: deaf }));
          k.at(5, () => k.queue({ signal: TERM }));
        });
        const lines = decoded(kernel.stderr).split("\n");
        expect(lines.pop()).toBe("");
        for (const line of lines) expect(line).not.toMatch(control);
        expect(Math.max(...kernel.log().map((line) => line.length))).toBeLessThan(4096);
        if (!json) {
          for (const line of lines) expect(line).toMatch(/^lastcall: \S/);
          return;
        }
        const events = lines.map((line) => JSON.parse(line) as { name?: string; left?: { name: string }[] });
        expect(events.map(({ name }) => name).filter((name) => name !== undefined)).toHaveLength(1);
        const left = events.flatMap((event) => event.left ?? []);
        const written = all.map((bytes) => repaired(String.fromCharCode(...bytes)));
        left.forEach(({ name }, at) => {
          const whole = written[at] as string;
          if (whole.length <= 15) expect(name).toBe(whole);
          else expect(whole.startsWith(name.replace(/\.\.\.$/, ""))).toBe(true);
        });
        if (all.every((bytes) => bytes.length <= 15)) expect(left).toHaveLength(Math.min(all.length, 8));
      }),
      { numRuns: 300 },
    );
  });

  test("a message that is cut is whole UTF-8 and JSON, wherever the cut falls", () => {
    for (let letters = 700; letters < 704; letters++) {
      const argv = ["--log", "json", `/${"x".repeat(letters % 4)}${bytesOf("\u20ac").repeat(letters)}`];
      const { kernel } = play({ argv, asChild: true });
      const error = JSON.parse(decoded(kernel.stderr)) as { path: string; message: string };
      expect(error.path).toMatch(/^\/x*\u20ac+(\.\.\.)?$/);
      expect(error.message).toMatch(/\u20ac\.\.\.': ENOENT \(no such file or directory\)$/);
    }
  });

  test("an option's value in an error is whole UTF-8 as well", () => {
    for (let letters = 700; letters < 704; letters++) {
      const { kernel } = play({
        argv: ["--delay", `${"x".repeat(letters % 4)}\x1b\xff${bytesOf("\u20ac").repeat(letters)}`, "app"],
      });
      expect(decoded(kernel.stderr)).toMatch(/^lastcall: --delay 'x*\?\ufffd\u20ac+.*\n$/);
    }
  });
});

describe("json", () => {
  test.each(["app", 'quo"te', "back\\slash", "new\nline", "\x1b\x7f\x01", "b\u00e4\u00ff", "\u0085\u20ac", ") R 1 ("])(
    "is one object a line, whatever the process is called: %j",
    (name) => {
      const events = stop(["-v", "--log", "json"], bytesOf(name))
        .log()
        .map((line) => JSON.parse(decoded(line)) as Record<string, unknown>);
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
