// The init under the names of the other inits: what its child gets, who is told, and when it leaves. What they come to with real
// processes, and beside the real programs, is in test/native/drop-in*.test.ts.

import { describe, expect, test } from "vitest";
import { everySignal } from "../support/core.ts";
import { errno, type FakeKernel, type Options, SI_KERNEL } from "../support/fake-kernel.ts";
import { play, sent } from "../support/init-wasm.ts";

const SIGINT = 2;
const SIGUSR1 = 10;
const SIGTERM = 15;
const SIGTSTP = 20;
const SIGTTIN = 21;
const TIOCSCTTY = 0x540e;
const TIOCNOTTY = 0x5422;

const immune = Object.fromEntries(everySignal.map((signal) => [signal, () => {}]));

/** What the child does before it becomes the command, in order. */
function child(program: string, argv: string[] = ["/bin/app"], setUp: (kernel: FakeKernel) => void = () => {}) {
  return play({ program, argv, asChild: true, parent: 5 }, (k) => {
    k.executables["/bin/app"] = 0;
    setUp(k);
  });
}

/** What the child does with signals. */
const signalCalls = (kernel: FakeKernel) => kernel.trace.filter((line) => /sigdispose|sigmask|setsid/.test(line));

describe("the child", () => {
  test.each(["tini", "catatonit"])("of %s gets the inherited mask, in a group of its own", (program) => {
    const { kernel } = child(program);
    expect(signalCalls(kernel).at(-1)).toBe("0 sigmask 2 80");
    expect(kernel.calls.get("setsid")).toBeUndefined();
    expect(kernel.calls.get("setpgid")).toBe(1);
  });

  test("of dumb-init gets a session of its own, an empty mask and default actions", () => {
    const { kernel } = child("dumb-init");
    const calls = signalCalls(kernel).slice(1);
    expect(calls[1]).toBe("0 setsid");
    expect(calls.filter((line) => line.includes("sigdispose"))).toHaveLength(1 + 31);
    expect(calls.at(-1)).toBe("0 sigmask 2 0");
  });

  test("of dumb-init -c stays where it is", () => {
    const { kernel } = child("dumb-init", ["-c", "/bin/app"]);
    expect(kernel.calls.get("setsid")).toBeUndefined();
    expect(kernel.calls.get("setpgid")).toBeUndefined();
  });

  test("of dumb-init takes the terminal that the init has left, whose own HUP and CONT go nowhere", () => {
    const { kernel } = child("dumb-init", ["/bin/app"], (k) => {
      k.fault = (call, [fd, request]) => {
        if (call !== "ioctl") return undefined;
        k.trace.push(`ioctl ${fd} ${Number(request).toString(16)}`);
        return 0;
      };
    });
    const calls = kernel.trace.filter((line) => line.startsWith("ioctl"));
    expect(calls).toEqual([`ioctl 0 ${TIOCNOTTY.toString(16)}`, `ioctl 0 ${TIOCSCTTY.toString(16)}`]);
    expect(kernel.calls.get("sigtimedwait")).toBe(2);
  });

  test.each([
    ["1", "1"],
    ["01", "1"],
    ["2", "2"],
    ["12", "12"],
    ["", ""],
    ["x", "x"],
  ])("of catatonit is named in LISTEN_PID=%s where the init was", (value, kept) => {
    // In the fake the child has the init's own id, and the init is its parent's.
    const { ending } = play(
      {
        program: "catatonit",
        argv: ["/bin/app"],
        asChild: true,
        pid: 7,
        parent: 1,
        env: [`LISTEN_PID=${value}`, "A=b"],
      },
      (k) => {
        k.executables["/bin/app"] = 0;
      },
    );
    const named = Number(value) === 1 ? "7" : kept;
    expect(ending).toMatchObject({ how: "exec", env: [`LISTEN_PID=${named}`, "A=b"] });
  });
});

describe("a command that cannot be executed", () => {
  const failures: [program: string, result: number, code: number][] = [
    ["tini", errno.ENOENT, 127],
    ["tini", errno.EACCES, 126],
    ["tini", errno.ENOTDIR, 1],
    ["tini", errno.ENOEXEC, 1],
    ["dumb-init", errno.ENOENT, 2],
    ["dumb-init", errno.EACCES, 2],
    ["catatonit", errno.ENOENT, 1],
    ["catatonit", errno.EACCES, 1],
  ];
  test.each(failures)("%s, errno %d: %d", (program, result, code) => {
    const { ending } = child(program, ["/bin/other"], (k) => {
      k.executables["/bin/other"] = result;
      k.executables["/bin/sh"] = result;
    });
    expect(ending).toEqual({ how: "exit", code });
  });

  test.each(["tini", "dumb-init", "catatonit"])("%s in no folder of PATH", (program) => {
    const codes: Record<string, number> = { tini: 127, "dumb-init": 2, catatonit: 1 };
    expect(child(program, ["nothing"]).ending).toEqual({ how: "exit", code: codes[program] });
  });
});

describe("our own failure", () => {
  test.each(["tini", "dumb-init", "catatonit"])("of %s is 1", (program) => {
    expect(play({ program, argv: ["-?"] }).ending).toEqual({ how: "exit", code: 1 });
    const { ending } = play({ program }, (k) => {
      k.fault = (call) => (call === "spawn" ? errno.ENOMEM : undefined);
    });
    expect(ending).toEqual({ how: "exit", code: 1 });
  });
});

/** The signals that go on when `signal` comes. */
function passedOn(options: Options, signal: number): string[] {
  const { kernel } = play({ command: { on: immune }, ...options }, (k) => k.at(7, () => k.queue({ signal })));
  return sent(kernel).map((line) => line.replace("7 ", ""));
}

describe("a signal", () => {
  test("to tini and catatonit goes to the child, with -g to its group", () => {
    expect(passedOn({ program: "tini" }, SIGTERM)).toEqual(["kill 10 TERM"]);
    expect(passedOn({ program: "tini", argv: ["-g", "app"] }, SIGTERM)).toEqual(["kill -10 TERM"]);
    expect(passedOn({ program: "catatonit" }, SIGUSR1)).toEqual(["kill 10 USR1"]);
    expect(passedOn({ program: "catatonit", argv: ["-g", "app"] }, SIGUSR1)).toEqual(["kill -10 USR1"]);
  });

  test("to dumb-init goes to the child's session, with -c to the child", () => {
    expect(passedOn({ program: "dumb-init" }, SIGUSR1)).toEqual(["kill -10 USR1"]);
    expect(passedOn({ program: "dumb-init", argv: ["-c", "app"] }, SIGUSR1)).toEqual(["kill 10 USR1"]);
  });

  test("for a background reader or writer is dropped by tini and catatonit", () => {
    expect(passedOn({ program: "tini" }, SIGTTIN)).toEqual([]);
    expect(passedOn({ program: "catatonit" }, SIGTTIN)).toEqual([]);
    expect(passedOn({ program: "catatonit" }, SIGTSTP)).toEqual([]);
    expect(passedOn({ program: "tini" }, SIGTSTP)).toEqual(["kill 10 TSTP"]);
  });

  test("that stops is SIGSTOP to dumb-init's session, and to itself", () => {
    const { kernel } = play({ program: "dumb-init", pid: 5, parent: 4, command: { on: immune } }, (k) =>
      k.at(7, () => k.queue({ signal: SIGTSTP })),
    );
    expect(sent(kernel).slice(0, 2)).toEqual(["7 kill -14 STOP", "7 kill 5 STOP"]);
  });

  test("that stops goes on as it is with -c, also where the terminal sends it", () => {
    const { kernel } = play(
      { program: "dumb-init", argv: ["-c", "app"], pid: 5, parent: 4, command: { on: immune } },
      (k) => k.at(7, () => k.queue({ signal: SIGTSTP, code: SI_KERNEL, pid: 0 })),
    );
    expect(sent(kernel).slice(0, 2)).toEqual(["7 kill 14 TSTP", "7 kill 5 STOP"]);
  });

  test("to PID 1 stops nobody but the session", () => {
    expect(passedOn({ program: "dumb-init" }, SIGTSTP)).toEqual(["kill -10 STOP"]);
  });

  test.each([
    ["tini", "ffffffffbffffb07"],
    ["catatonit", "ffffffffbffffb07"],
    ["dumb-init", "ffffffffffffffff"],
    ["lastcall-init", "ffffffffffffffff"],
  ])("of the kernel for a fault is left to it by tini and catatonit: %s", (program, mask) => {
    const { kernel } = child(program);
    const masks = kernel.trace.filter((line) => line.includes("sigmask")).map((line) => line.split(" ")[3]);
    expect(masks.at(-2)).toBe(mask);
  });
});

describe("the child's end", () => {
  const withSibling = (k: FakeKernel) => {
    k.at(1, () => k.spawn(k.command, { on: immune }));
    k.at(5, () => k.end(k.command, 3));
  };

  test.each(["tini", "catatonit"])("is the end of %s, whoever is left", (program) => {
    const { kernel, ending } = play({ program }, withSibling);
    expect([ending, kernel.nowMs, sent(kernel)]).toEqual([{ how: "exit", code: 3 }, 5, []]);
  });

  test("is the end of dumb-init, which tells the session", () => {
    const { kernel, ending } = play({ program: "dumb-init" }, withSibling);
    expect([ending, sent(kernel)]).toEqual([{ how: "exit", code: 3 }, ["5 kill -10 TERM"]]);
  });

  test("is not the end with LASTCALL_WAIT=all", () => {
    const { kernel } = play({ program: "tini", env: ["LASTCALL_WAIT=all"] }, withSibling);
    expect(sent(kernel)[0]).toMatch(/^5 kill \d+ TERM$/);
    expect(kernel.nowMs).toBeGreaterThanOrEqual(5000);
  });

  test("-e maps the code to 0", () => {
    expect(play({ program: "tini", argv: ["-e", "3", "app"] }, withSibling).ending).toEqual({ how: "exit", code: 0 });
  });
});

describe("reaping", () => {
  const withOrphan = (k: FakeKernel) => {
    k.at(1, () => k.spawn(1, {}));
    k.at(2, () => k.end(11, 0));
    k.at(3, () => k.end(k.command, 0));
  };

  test("-w says the pid of each orphan, and not of the child", () => {
    const { kernel } = play({ program: "tini", argv: ["-w", "app"] }, withOrphan);
    expect(kernel.log()).toEqual(["lastcall: reaped orphan: pid 11"]);
    expect(play({ program: "tini" }, withOrphan).kernel.log()).toEqual([]);
  });

  test("tini warns where it will not work", () => {
    const elsewhere = { pid: 5, parent: 4, command: {} };
    const log = (options: Options) =>
      play({ ...elsewhere, ...options }, (k) => k.at(3, () => k.end(k.command, 0))).kernel;
    expect(log({ program: "tini" }).log()).toEqual([
      "lastcall: not PID 1 and no subreaper (-s): zombie reaping will not work",
    ]);
    expect(log({ program: "tini", env: ["TINI_VERBOSITY=0"] }).log()).toEqual([]);
    expect(log({ program: "tini", pid: 1 }).log()).toEqual([]);
    expect(log({ program: "dumb-init" }).log()).toEqual([]);
    for (const [options, count] of [
      [{ program: "tini" }, 0],
      [{ program: "tini", argv: ["-s", "app"] }, 1],
      [{ program: "dumb-init" }, 0],
      [{ program: "catatonit" }, 1],
      [{}, 1],
    ] as const) {
      expect(log(options as Options).trace.filter((line) => line.includes("prctl 36 "))).toHaveLength(count);
    }
  });
});

describe("catatonit -P", () => {
  test.each([SIGTERM, SIGINT])("reaps, and ends with signal %d alone", (signal) => {
    const { kernel, ending } = play({ program: "catatonit", argv: ["-P"] }, (k) => {
      k.at(1, () => k.spawn(1, {}));
      k.at(2, () => k.end(10, 0));
      k.at(3, () => k.queue({ signal: SIGUSR1 }));
      k.at(9, () => k.queue({ signal }));
    });
    expect([ending, kernel.nowMs, kernel.alive()]).toEqual([{ how: "exit", code: 0 }, 9, []]);
    expect([kernel.processes.has(10), kernel.command]).toEqual([false, 0]);
  });
});

describe("texts", () => {
  test.each([
    ["tini", "-h", "stdout", /^Usage: tini \[options\] /],
    ["tini", "--version", "stdout", /^tini version \d+\.\d+\.\d+_lastcall - git\.v\d+_\d+_\d+\n$/],
    ["tini", "-l", "stdout", /^MIT License/],
    ["docker-init", "--version", "stdout", /^tini version /],
    ["dumb-init", "-h", "stderr", /^Usage: dumb-init \[options\] /],
    ["dumb-init", "-V", "stderr", /^dumb-init v\d+\.\d+\.\d+_lastcall\n$/],
    ["catatonit", "-h", "stderr", /^Usage: catatonit \[options\] /],
    ["catatonit", "-V", "stdout", /^tini version \d+\.\d+\.\d+_lastcall - git\.v\d+_\d+_\d+\n$/],
    ["catatonit", "-L", "stdout", /^MIT License/],
  ] as const)("%s %s, on %s", (program, option, stream, text) => {
    const { kernel, ending } = play({ program, argv: [option] });
    expect(ending).toEqual({ how: "exit", code: 0 });
    expect(kernel[stream]).toMatch(text);
    expect(kernel[stream === "stdout" ? "stderr" : "stdout"]).toBe("");
  });

  test("that nobody takes is our own failure", () => {
    const { ending } = play({ program: "tini", argv: ["-h"] }, (k) => {
      k.fault = (call) => (call === "write" ? errno.EPIPE : undefined);
    });
    expect(ending).toEqual({ how: "exit", code: 1 });
  });
});

test("what catatonit inherited is closed once the child has it", () => {
  const { kernel } = play({ program: "catatonit" }, (k) => k.at(3, () => k.end(k.command, 0)));
  expect(kernel.calls.get("closeFrom")).toBe(1);
  expect(
    play({ program: "tini" }, (k) => k.at(3, () => k.end(k.command, 0))).kernel.calls.get("closeFrom"),
  ).toBeUndefined();
});
