// The one mistake that would take the machine down: kill(2) with an id that means more than one process. Nothing here
// reaches a real kernel.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errno, type FakeKernel } from "../support/fake-kernel.ts";
import type { Traits } from "../support/fake-process.ts";
import { play } from "../support/init-wasm.ts";

const TERM = 15;
const SIGKILL = 9;

/** What a kernel's /proc could hold at its very worst. */
const evil = fc.constantFrom(
  "",
  "0 ",
  "1 ",
  "-1 ",
  "0 1 -1 2 ",
  "1 1 1 1",
  "4294967295 ",
  "4294967297 ",
  "2147483648 ",
  "99999999999999999999 ",
  "\n\0 1\n",
  "10 (a) S -1 ",
  "10 (a) S 1 ",
  "10 (a) Z 0 0 0 0",
  "SigCgt:\t0000000000004000\nSigIgn:\tffffffffffffffff\n",
  "sh\0",
  "npm\0",
);

/** Lists of children. No circles: of those a tree of processes has none, and a walk along one takes long. */
const evilChildren = ["", "0 ", "-1 ", "1 ", "0 1 -1 3 ", "4294967295 ", "4294967300 ", "2147483649 ", "\n\0 1\n"];

interface Deed {
  atMs: number;
  what: "signal" | "spawn" | "end" | "stop" | "evil" | "fault";
  number: number;
  text: string;
}

const deed: fc.Arbitrary<Deed> = fc.record({
  atMs: fc.integer({ min: 0, max: 4000 }),
  what: fc.constantFrom("signal", "signal", "spawn", "spawn", "end", "stop", "evil", "fault"),
  number: fc.integer({ min: 0, max: 64 }),
  text: evil,
});

const scene = fc.record({
  pid: fc.constantFrom(1, 2, 500),
  options: fc.subarray([
    "--deadline=900ms",
    "--delay=200ms",
    "--settle=0",
    "--linger=300ms",
    "--stop-signals=TERM,HUP",
    "-r10:9",
  ]),
  target: fc.constantFrom("app", "child", "group", "all"),
  commandLine: fc.constantFrom("sh x", "npm start", "app", "timeout 5 app"),
  deeds: fc.array(deed, { maxLength: 25 }),
});

const lines = ["sh x", "app", "npm run a", "tee log", "bash y"];
const files = ["stat", "status", "cmdline", "fdinfo/0", "children"];
const CHILDREN = files.indexOf("children");

function perform(k: FakeKernel, { what, number, text }: Deed): void {
  const pids = [...k.processes.keys()];
  const pid = pids[number % pids.length] as number;
  const own = pids[0] as number;
  if (what === "signal") k.queue({ signal: (number % 64) + 1 === SIGKILL || number === 18 ? TERM : (number % 64) + 1 });
  else if (what === "spawn") {
    const on: Traits["on"] = number % 2 === 0 ? { [TERM]: () => {} } : {};
    k.spawn(pid, { commandLine: lines[number % lines.length], on, unkillable: number === 7, denied: number === 9 });
  } else if (what === "evil" && number % files.length === CHILDREN) {
    const list = evilChildren[number % evilChildren.length] as string;
    if (own !== 1 || !list.includes("1")) k.files.set(`/proc/${pid}/task/${pid}/children`, list);
  } else if (what === "evil") k.files.set(`/proc/${pid}/${files[number % files.length]}`, text);
  else if (what === "fault") {
    const until = k.nowMs + 500;
    const failing = ["open", "read", "readlink", "getdents", "getpgid", "kill", "prctl", "setpgid", "wait4"][
      number % 9
    ];
    const result = [errno.EPERM, errno.ENOENT, errno.ENOMEM][number % 3] as number;
    k.fault = (call) => (call === failing && k.nowMs < until ? result : undefined);
  } else if (pid !== own) {
    if (what === "end") k.end(pid, number);
    else k.stop(pid);
  }
}

describe("kill(2)", () => {
  test("gets an id of one process, the command's group, or -1 from PID 1: on any kernel whatever", () => {
    fc.assert(
      fc.property(scene, ({ pid, options, target, commandLine, deeds }) => {
        const { kernel } = play(
          { pid, untilMs: 20_000, argv: [...options, "--target", target, "app"], command: { commandLine } },
          (k) => {
            for (const one of deeds) k.at(one.atMs, () => perform(k, one));
          },
        );
        for (const { pid: to, signal } of kernel.kills) {
          if (to > 1) continue;
          if (to === -1) {
            expect(pid).toBe(1);
            // TERM for leftovers that cannot be found one by one.
            expect([SIGKILL, TERM]).toContain(signal);
          } else expect(to).toBe(-kernel.command);
        }
      }),
      { numRuns: 400 },
    );
  });

  test("the command's group is not ours, even where it could get none of its own", () => {
    const { kernel } = play({ pid: 500, argv: ["-g", "app"], command: { on: { [TERM]: () => {} } } }, (k) => {
      k.fault = (call) => (call === "setpgid" ? errno.EPERM : undefined);
      k.at(1, () => k.queue({ signal: TERM }));
    });
    expect(kernel.kills.every(({ pid }) => pid !== -500 && pid !== 0)).toBe(true);
  });

  test("our own group is spared, though its id were the command's", () => {
    const { kernel } = play({ pid: 500, argv: ["-g", "app"], command: { on: { [TERM]: () => {} } } }, (k) => {
      k.fault = (call) => (call === "getpgid" ? 509 : undefined);
      k.at(1, () => k.queue({ signal: TERM }));
    });
    expect(kernel.command).toBe(509);
    expect(kernel.kills).toEqual([]);
  });

  test.each([1, 2, 500])("-1 is PID 1's alone, here %d", (pid) => {
    const { kernel, ending } = play(
      { pid, argv: ["--deadline", "1s", "app"], command: { on: { [TERM]: () => {} } } },
      (k) => k.at(0, () => k.queue({ signal: TERM })),
    );
    expect(ending).toEqual({ how: "exit", code: 137 });
    expect(kernel.kills.some((kill) => kill.pid === -1)).toBe(pid === 1);
  });

  test("a kernel that changes its mind about who we are is not believed for longer than that", () => {
    const { kernel } = play(
      { pid: 500, argv: ["--deadline", "1s", "app"], command: { on: { [TERM]: () => {} } } },
      (k) => {
        k.at(0, () => k.queue({ signal: TERM }));
        // What getpid() said at the start does not count when it comes to killing.
        k.fault = (call) => (call === "getpid" && k.nowMs === 0 ? 1 : undefined);
      },
    );
    expect(kernel.kills.some((kill) => kill.pid === -1)).toBe(false);
  });
});
