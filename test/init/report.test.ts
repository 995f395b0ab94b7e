// An ending that explains itself: the summary, who was left, whose a SIGKILL was, and the termination message, on the fake kernel.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errno, type FakeKernel, type Options } from "../support/fake-kernel.ts";
import { play } from "../support/init-wasm.ts";

const INT = 2;
const KILL = 9;
const TERM = 15;
const deaf = { [TERM]: () => {} };
const S_IFREG = 0o100644;
const LOG = "/dev/termination-log";

/** A stop by TERM at 1000 of a command that does `on`. */
function stop(options: string[], command: Options["command"], more: (k: FakeKernel) => void = () => {}): FakeKernel {
  return play({ argv: [...options, "app"], command }, (k) => {
    k.at(1000, () => k.queue({ signal: TERM }));
    more(k);
  }).kernel;
}

const lastLine = (kernel: FakeKernel) => kernel.log().at(-1);
const lastEvent = (kernel: FakeKernel) => {
  const { time, level, message, ...fields } = JSON.parse(lastLine(kernel) as string) as Record<string, unknown>;
  return fields;
};

/** memory.oom_control of version 1, where the machine shows it all. */
const v1 = (kills: number) => [
  "/sys/fs/cgroup/memory/docker/01/memory.oom_control",
  `under_oom 0\noom_kill ${kills}\n`,
];
function inGroup(k: FakeKernel, kills = 0): void {
  k.files.set("/proc/self/cgroup", "4:memory:/docker/01\n0::/\n");
  count(k, kills);
}
const count = (k: FakeKernel, kills: number) => void k.files.set(...(v1(kills) as [string, string]));

describe("the summary of a stop", () => {
  const ends = (code = 0) => ({ on: { [TERM]: () => {} }, name: "node", code });

  test.each<[what: string, options: string[], play: (k: FakeKernel) => void, line: string, fields: object]>([
    [
      "without a delay",
      [],
      (k) => k.at(7300, () => k.end(10, 3)),
      "stopped by SIGTERM: told node (pid 10); took 6.3s: exit code 3",
      { signal: "SIGTERM", delayEnd: "none", target: "node", pid: 10, told: 1, tookMs: 6300, forced: false, code: 3 },
    ],
    [
      "with all of its delay",
      ["--delay", "3s"],
      (k) => k.at(7300, () => k.end(10)),
      "stopped by SIGTERM: delay 3s; told node (pid 10); took 6.3s: exit code 0",
      { delayMs: 3000, delayEnd: "over", tookMs: 6300 },
    ],
    [
      "with a delay cut short",
      ["--delay", "30s"],
      (k) => {
        k.at(2500, () => k.queue({ signal: INT }));
        k.at(3000, () => k.end(10));
      },
      "stopped by SIGTERM: delay 1.5s, cut short by a second signal; told node (pid 10); took 2s: exit code 0",
      { delayMs: 1500, delayEnd: "hurried" },
    ],
    [
      "by force",
      ["--deadline", "4s"],
      () => {},
      "stopped by SIGTERM: told node (pid 10); took 4s, by force: exit code 137: SIGKILL by lastcall at the deadline",
      { forced: true, code: 137, by: "lastcall", tookMs: 4000 },
    ],
    [
      "with a deadline of nothing",
      ["--deadline", "0"],
      () => {},
      "stopped by SIGTERM: told nobody; took 0s, by force: exit code 137: SIGKILL by lastcall at the deadline",
      { told: 0, forced: true },
    ],
    [
      "that an escalation ended",
      ["--escalate", "KILL@2s"],
      () => {},
      "stopped by SIGTERM: told node (pid 10); took 2s: exit code 137: SIGKILL by lastcall",
      { forced: false, by: "lastcall" },
    ],
  ])("%s", (_what, options, more, line, fields) => {
    expect(lastLine(stop(options, ends(), more))).toBe(`lastcall: ${line}`);
    expect(lastEvent(stop([...options, "--log", "json"], ends(), more))).toMatchObject({ event: "stopped", ...fields });
  });

  test("has no other fields than these", () => {
    const kernel = stop(["--delay", "1s", "--log", "json"], ends(), (k) => k.at(3000, () => k.end(10)));
    expect(Object.keys(lastEvent(kernel)).sort()).toEqual(
      ["code", "delayEnd", "delayMs", "event", "forced", "pid", "signal", "target", "told", "tookMs"].sort(),
    );
  });

  test("says the command's end in a delay, where others are left", () => {
    const kernel = stop(["--delay", "9s"], { name: "sh" }, (k) => {
      k.at(500, () => k.spawn(10, { name: "daemon" }));
      k.at(1700, () => k.end(10, 0));
    });
    expect(lastLine(kernel)).toBe(
      "lastcall: stopped by SIGTERM: delay 700ms, over as the command ended; told daemon (pid 11); took 700ms: exit code 0",
    );
  });

  test("names the first and counts the others; the name is that of the living", () => {
    const kernel = stop(["--settle", "1s"], { commandLine: "sh run.sh" }, (k) => {
      k.at(1, () => ["one", "two", "three"].map((name) => k.spawn(10, { name })));
    });
    // They have all ended of the signal; then the shell is told.
    expect(lastLine(kernel)).toMatch(/: told one \(pid 11\) and 3 more; took 1\.1s: exit code 143$/);
  });

  test.each([
    ["group", "app (pid 10) and 1 more"],
    ["all", "app (pid 10) and 2 more"],
    ["child", "app (pid 10)"],
  ])("counts who hears it by --target %s", (target, told) => {
    const kernel = stop(["--target", target, "--linger", "0"], { name: "app" }, (k) => {
      k.at(1, () => {
        k.spawn(10, { name: "worker", group: 10, on: { [TERM]: ({ pid }) => k.end(pid) } });
        k.spawn(10, { name: "other", on: { [TERM]: ({ pid }) => k.end(pid) } });
      });
      // Nobody is told as a leftover.
      k.at(999, () => target === "child" && [11, 12].map((pid) => k.end(pid)));
      k.at(999, () => target === "group" && k.end(12));
    });
    expect(lastLine(kernel)).toContain(`: told ${told}; took`);
  });

  test("-q silences it", () => {
    expect(stop(["-q"], {}).stderr).toBe("");
  });
});

describe("an exit code of 137", () => {
  type Row = [what: string, kernel: (k: FakeKernel) => void, oom: number, text: string, by: string];
  const rows: Row[] = [
    ["the OOM killer", inGroup, 1, ": the kernel's OOM killer (memory cgroup), oom_kill +1", "oom"],
    ["it, after others", (k) => inGroup(k, 40), 42, ": the kernel's OOM killer (memory cgroup), oom_kill +2", "oom"],
    ["somebody else", (k) => inGroup(k, 3), 3, ": SIGKILL by somebody else, with no OOM kill in this cgroup", "other"],
    [
      "nobody knows whom",
      () => {},
      -1,
      ": SIGKILL by somebody else, or by the OOM killer: no count is to be had",
      "unknown",
    ],
    [
      "nobody knows whom: a count that goes back",
      (k) => inGroup(k, 9),
      2,
      ": SIGKILL by somebody else, or by the OOM killer: no count is to be had",
      "unknown",
    ],
  ];
  const killed = (oom: number) => (k: FakeKernel) => {
    if (oom >= 0) count(k, oom);
    k.end(10, 0, KILL);
  };

  test.each(rows)("is a warning where no stop is under way: %s", (_what, setUp, oom, text, by) => {
    const run = (options: string[]) =>
      play({ argv: [...options, "app"] }, (k) => {
        setUp(k);
        k.disk.set(LOG, { mode: S_IFREG, text: "" });
        k.at(5000, () => killed(oom)(k));
      }).kernel;
    const line = `lastcall: the command ended: exit code 137${text}`;
    expect(run([]).log()).toEqual([line]);
    expect(run([]).disk.get(LOG)?.text).toBe(`${line}\n`);
    expect(lastEvent(run(["--log", "json"]))).toMatchObject({ event: "sigkilled", code: 137, by });
    expect(run(["-q"]).stderr).toBe("");
  });

  test.each(rows)("is in the summary of a stop: %s", (_what, setUp, oom, text, by) => {
    const run = (options: string[]) =>
      stop(options, { on: deaf }, (k) => {
        setUp(k);
        k.disk.set(LOG, { mode: S_IFREG, text: "" });
        k.at(3000, () => killed(oom)(k));
      });
    const line = `lastcall: stopped by SIGTERM: told app (pid 10); took 2s: exit code 137${text}`;
    expect(run([]).log()).toEqual([line]);
    expect(run(["-q"]).disk.get(LOG)?.text).toBe(`${line}\n`);
    expect(lastEvent(run(["--log", "json"]))).toMatchObject({ event: "stopped", by, forced: false });
  });

  test("that a shell passes on from its child counts as well", () => {
    const { kernel, ending } = play({ argv: ["sh", "x"], command: { commandLine: "sh x" } }, (k) => {
      inGroup(k);
      k.at(9, () => {
        count(k, 1);
        k.end(10, 137);
      });
    });
    expect(ending).toEqual({ how: "exit", code: 137 });
    expect(kernel.log()).toEqual([
      "lastcall: the command ended: exit code 137: the kernel's OOM killer (memory cgroup), oom_kill +1",
    ]);
  });

  test("of a command that was gone before the deadline is not taken for our doing", () => {
    const kernel = stop(["--deadline", "5s", "--linger", "9s"], { on: deaf }, (k) => {
      inGroup(k);
      k.disk.set(LOG, { mode: S_IFREG, text: "" });
      k.at(1, () => k.spawn(10, { name: "daemon", on: deaf }));
      k.at(2000, () => killed(1)(k));
    });
    expect(lastLine(kernel)).toMatch(/by force: exit code 137: the kernel's OOM killer/);
    expect(kernel.disk.get(LOG)?.text).toMatch(
      /^lastcall: deadline passed 5s after SIGTERM, OOM kills in this cgroup: 1: SIGKILL to 1 process\ndaemon .*\nlastcall: stopped by .*OOM killer.*\n$/,
    );
  });

  test("that -e takes for a success is a warning all the same", () => {
    const { kernel, ending } = play({ argv: ["-e", "137", "app"] }, (k) => k.at(5, () => k.end(10, 0, KILL)));
    expect(ending).toEqual({ how: "exit", code: 0 });
    expect(kernel.log()).toHaveLength(1);
  });

  test.each<[what: string, groups: string, file: string]>([
    ["version 2, the whole hierarchy", "0::/kube/pod\n", "/sys/fs/cgroup/kube/pod/memory.events"],
    ["version 2, a cgroup namespace", "0::/\n", "/sys/fs/cgroup//memory.events"],
    ["version 2, the mount shows our group alone", "0::/kube/pod\n", "/sys/fs/cgroup/memory.events"],
    ["version 2 of a hybrid", "1:name=systemd:/\n0::/kube\n", "/sys/fs/cgroup/unified/kube/memory.events"],
    ["version 1", "4:memory:/kube\n", "/sys/fs/cgroup/memory/kube/memory.oom_control"],
    ["version 1, beside others", "2:cpu,memory:/kube\n0::/\n", "/sys/fs/cgroup/memory/kube/memory.oom_control"],
    ["version 1, the mount shows our group alone", "4:memory:/kube\n", "/sys/fs/cgroup/memory/memory.oom_control"],
  ])("is looked up in %s", (_what, groups, file) => {
    const { kernel } = play({}, (k) => {
      k.files.set("/proc/self/cgroup", groups);
      k.files.set(file, "low 0\noom 9\noom_kill 7\noom_group_kill 0\n");
      k.at(5000, () => {
        k.files.set(file, "low 0\noom 9\noom_kill 8\noom_group_kill 0\n");
        k.end(10, 0, KILL);
      });
    });
    expect(kernel.log()[0]).toMatch(/\(memory cgroup\), oom_kill \+1$/);
  });

  test("counts from 0 where the command ends as soon as it was started: a container's group is new", () => {
    const { kernel } = play({}, (k) => {
      inGroup(k, 0);
      k.at(5, () => killed(1)(k));
    });
    expect(kernel.log()[0]).toMatch(/\(memory cgroup\), oom_kill \+1$/);
  });

  test("is the OOM killer's, too, where its victim was counted before the count was read and ended after it", () => {
    const { kernel } = play({}, (k) => {
      inGroup(k, 0);
      k.at(90, () => count(k, 1));
      k.at(150, () => k.end(10, 0, KILL));
    });
    expect(kernel.log()[0]).toMatch(/\(memory cgroup\), oom_kill \+1$/);
  });

  test("costs the command's start nothing: the groups are read once it is under way", () => {
    const read: number[] = [];
    const { kernel } = play({}, (k) => {
      inGroup(k);
      k.fault = (call, [at]) => {
        if (call === "open" && k.memory.text(at as number) === "/proc/self/cgroup") read.push(k.nowMs);
        return undefined;
      };
    });
    expect(read).toEqual([100]);
    expect(kernel.openFiles()).toEqual([]);
  });
});

describe("who was left", () => {
  /** A shell, its app that was told, and a job that was not. */
  function left(options: string[]): FakeKernel {
    return stop(["--deadline", "9s", "--delay", "4s", ...options], { commandLine: "sh run.sh", on: {} }, (k) => {
      inGroup(k);
      k.disk.set(LOG, { mode: S_IFREG, text: "" });
      k.at(1, () => k.spawn(10, { name: "app", on: deaf }));
      k.at(8000, () => k.spawn(11, { name: "late" }));
    });
  }

  test("is named with its age, and what it was told when", () => {
    // Start times are ticks: 10 s and a bit after boot; the clock of boot is 20 s ahead.
    expect(left([]).log()[0]).toBe(
      "lastcall: deadline passed 9s after SIGTERM, OOM kills in this cgroup: 0: SIGKILL to 3 processes: " +
        "sh (pid 10), running for 20s, not told; app (pid 11), running for 19.9s, told SIGTERM 5s ago; " +
        "late (pid 12), running for 19.9s, not told",
    );
    expect(JSON.parse(left(["--log", "json"]).log()[0] as string)).toMatchObject({
      event: "killed",
      level: "warning",
      signal: "SIGTERM",
      tookMs: 9000,
      oomKills: 0,
      processes: 3,
      left: [
        { name: "sh", pid: 10, runningMs: 20_000 },
        { name: "app", pid: 11, runningMs: 19_990, told: "SIGTERM", hadMs: 5000 },
        { name: "late", pid: 12, runningMs: 19_980 },
      ],
    });
  });

  test("is in the termination message, a line each, with -q as well", () => {
    expect(left(["-q"]).disk.get(LOG)?.text).toBe(
      "lastcall: deadline passed 9s after SIGTERM, OOM kills in this cgroup: 0: SIGKILL to 3 processes\n" +
        "sh (pid 10), running for 20s, not told\n" +
        "app (pid 11), running for 19.9s, told SIGTERM 5s ago\n" +
        "late (pid 12), running for 19.9s, not told\n",
    );
    expect(left(["-q"]).stderr).toBe("");
  });

  test("after an escalation, by the signal that came last", () => {
    const kernel = stop(["--deadline", "9s", "--escalate", "INT@4s"], { on: { ...deaf, [INT]: () => {} } });
    expect(kernel.log().join()).toContain("app (pid 10), running for 20s, told SIGINT 5s ago");
  });

  test("of a group that was told as a whole was told", () => {
    const kernel = stop(["--deadline", "9s", "-g"], { on: deaf }, (k) => {
      k.at(1, () => k.spawn(10, { name: "worker", group: 10, on: deaf }));
    });
    expect(kernel.log()[0]).toMatch(/app \(pid 10\), .*, told SIGTERM 9s ago; worker .*, told SIGTERM 9s ago$/);
  });

  test("after the command's own end is told apart from a deadline", () => {
    const { kernel } = play({ argv: ["--linger", "3s", "app"] }, (k) => {
      k.disk.set(LOG, { mode: S_IFREG, text: "" });
      k.at(1, () => k.spawn(10, { name: "job", on: deaf }));
      k.at(90_000, () => k.end(10, 0));
    });
    const text = "lastcall: leftovers did not end: SIGKILL to 1 process";
    const job = "job (pid 11), running for 1m42.9s, told SIGTERM 3s ago";
    expect(kernel.log()).toEqual([`${text}: ${job}`]);
    expect(kernel.disk.get(LOG)?.text).toBe(`${text}\n${job}\n`);
  });

  test("without a /proc of ours is the command at least", () => {
    const { kernel } = play({ pid: 500, argv: ["--deadline", "1s", "app"], command: { on: deaf } }, (k) => {
      k.fault = (call) => (call === "open" || call === "readlink" ? errno.ENOENT : undefined);
      k.at(0, () => k.queue({ signal: TERM }));
    });
    expect(kernel.log().join("\n")).toMatch(/SIGKILL to 1 process: pid 509, told SIGTERM 1s ago$/m);
    expect(kernel.kills.at(-1)).toEqual({ pid: 509, signal: KILL });
  });
});

describe("the termination message", () => {
  const byForce = (setUp: (k: FakeKernel) => void, options: string[] = []) =>
    stop(["--deadline", "1s", ...options], { on: deaf }, setUp);

  test.each<[what: string, file: { mode: number; text: string }]>([
    ["that is not empty", { mode: S_IFREG, text: "the app's own\n" }],
    ["that is a FIFO", { mode: 0o010644, text: "" }],
    ["that is a device", { mode: 0o020644, text: "" }],
    ["that is a socket", { mode: 0o140644, text: "" }],
    ["that is a directory", { mode: 0o040755, text: "" }],
  ])("leaves a file alone %s, and does not even open it for writing", (_what, file) => {
    const flags: number[] = [];
    const kernel = byForce((k) => {
      k.disk.set(LOG, { ...file });
      k.fault = (call, [at, how]) => {
        if (call === "open" && k.memory.text(at as number) === LOG) flags.push(how as number);
        return undefined;
      };
    });
    expect(kernel.disk.get(LOG)).toEqual(file);
    // O_PATH | O_CLOEXEC
    expect(flags).toEqual([0o12000000]);
    expect(kernel.openFiles()).toEqual([]);
  });

  test("is not made where there is none", () => {
    const kernel = byForce(() => {});
    expect(kernel.disk.size).toBe(0);
    expect(kernel.trace.join()).not.toContain("create");
    expect(kernel.log()).toHaveLength(2);
  });

  test.each([errno.EACCES, -30, -26])("that cannot be opened for writing (%d) changes nothing else", (result) => {
    const kernel = byForce((k) => {
      k.disk.set(LOG, { mode: S_IFREG, text: "" });
      k.fault = (call, [, how]) =>
        call === "open" && ((how as number) & 1) === 1 && how !== 0o2004401 ? result : undefined;
    });
    expect(kernel.disk.get(LOG)?.text).toBe("");
    expect(kernel.log()).toHaveLength(2);
    expect(kernel.openFiles()).toEqual([]);
  });

  test("that has become another file in the meantime is left alone", () => {
    const kernel = byForce((k) => {
      k.disk.set(LOG, { mode: S_IFREG, text: "" });
      k.fault = (call, [at, how]) => {
        const ours = call === "open" && k.memory.text(at as number) === LOG && ((how as number) & 1) === 1;
        if (ours) k.disk.set(LOG, { mode: 0o010644, text: "" });
        return undefined;
      };
    });
    expect(kernel.disk.get(LOG)?.text).toBe("");
    expect(kernel.openFiles()).toEqual([]);
  });

  test("cannot block, and goes where --termination-log says", () => {
    const flags: number[] = [];
    const kernel = byForce(
      (k) => {
        k.disk.set("/run/\xff note", { mode: S_IFREG, text: "" });
        k.disk.set(LOG, { mode: S_IFREG, text: "" });
        k.fault = (call, [at, how]) => {
          if (call === "open" && k.memory.text(at as number).startsWith("/run/")) flags.push(how as number);
          return undefined;
        };
      },
      ["--termination-log", "/run/\xff note"],
    );
    expect(kernel.disk.get("/run/\xff note")?.text).toMatch(/^lastcall: deadline passed.*\napp .*\n$/);
    expect(kernel.disk.get(LOG)?.text).toBe("");
    // O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    expect(flags.at(-1)).toBe(0o2006401);
  });

  test("of an orderly stop is none", () => {
    const kernel = stop([], {}, (k) => k.disk.set(LOG, { mode: S_IFREG, text: "" }));
    expect(kernel.disk.get(LOG)?.text).toBe("");
  });

  test("has 4096 bytes at most, in whole lines of whole UTF-8, and counts who is missing", () => {
    const names = fc.array(fc.array(fc.integer({ min: 1, max: 255 }), { maxLength: 15 }), {
      minLength: 1,
      maxLength: 150,
    });
    fc.assert(
      fc.property(names, (all) => {
        const kernel = byForce((k) => {
          k.disk.set(LOG, { mode: S_IFREG, text: "" });
          for (const bytes of all) {
            k.at(1, () => k.spawn(10, { name: String.fromCharCode(...bytes), on: deaf }));
          }
        });
        const written = Buffer.from(kernel.disk.get(LOG)?.text ?? "", "latin1");
        expect(written.length).toBeLessThanOrEqual(4096);
        const lines = new TextDecoder("utf-8", { fatal: true }).decode(written).split("\n");
        expect(lines.pop()).toBe("");
        const [, more = "0"] = /^and (\d+) more$/.exec(lines.at(-1) as string) ?? [];
        // The first line and the command's own.
        const listed = lines.length - 2 - (more === "0" ? 0 : 1);
        expect(listed + Number(more)).toBe(all.length);
        // Nobody is left out while there is room.
        if (more !== "0") expect(written.length).toBeGreaterThan(4096 - 130);
      }),
      { numRuns: 100 },
    );
  });
});
