// Whole stops on the fake kernel: what is sent to whom, at which millisecond, and how it ends.

import { describe, expect, test } from "vitest";
import type { FakeKernel } from "../support/fake-kernel.ts";
import { play, sent } from "../support/init-wasm.ts";

const HUP = 1;
const INT = 2;
const QUIT = 3;
const USR1 = 10;
const TERM = 15;

/** The command is process 10; what it starts comes after it. */
const deaf = { [TERM]: () => {} };
/** Drains for that long, then exits. */
const drains = (kernel: FakeKernel, ms: number, code = 0) => ({
  [TERM]: ({ pid }: { pid: number }) => kernel.at(kernel.nowMs + ms, () => kernel.end(pid, code)),
});

describe("a stop", () => {
  test("tells a program, waits for it, and exits as it does", () => {
    const on: Record<number, (process: { pid: number }) => void> = {};
    const { kernel, ending } = play({ argv: ["app"], command: { on } }, (k) => {
      Object.assign(on, drains(k, 750, 7));
      k.at(1000, () => k.queue({ signal: TERM }));
    });
    expect(sent(kernel)).toEqual(["1000 kill 10 TERM"]);
    expect([ending, kernel.nowMs]).toEqual([{ how: "exit", code: 7 }, 1750]);
    expect(kernel.log()).toHaveLength(1);
    expect(kernel.log()[0]).toMatch(/SIGTERM.*750ms.*exit code 7/);
  });

  test("exits with 128+n when the signal ended the command", () => {
    const { kernel, ending } = play({}, (k) => k.at(5, () => k.queue({ signal: QUIT })));
    expect(sent(kernel)).toEqual(["5 kill 10 QUIT"]);
    expect(ending).toEqual({ how: "exit", code: 131 });
  });

  test("keeps the delay, tells the app, kills at the deadline that counts from the signal", () => {
    const { kernel, ending } = play(
      { argv: ["--delay", "2s", "--deadline", "5s", "app"], command: { on: deaf } },
      (k) => k.at(1000, () => k.queue({ signal: TERM })),
    );
    expect(sent(kernel)).toEqual(["3000 kill 10 TERM", "6000 kill -1 KILL"]);
    expect([ending, kernel.nowMs]).toEqual([{ how: "exit", code: 137 }, 6000]);
    expect(kernel.stderr).toMatch(/deadline.*SIGKILL.*1 process.*app.*pid 10/);
    expect(kernel.stderr).toMatch(
      /delay 2s; told app \(pid 10\); took 5s, by force: exit code 137: SIGKILL by lastcall at the deadline$/m,
    );
  });

  test("auto is a delay in Kubernetes only", () => {
    const start = (env: string[]) =>
      play({ argv: ["--delay", "auto", "app"], env }, (k) => k.at(0, () => k.queue({ signal: TERM })));
    expect(sent(start(["PATH=/bin"]).kernel)).toEqual(["0 kill 10 TERM"]);
    expect(sent(start(["KUBERNETES_SERVICE_HOST=10.0.0.1"]).kernel)).toEqual(["5000 kill 10 TERM"]);
  });

  test("a second stop signal cuts the delay short, a third one is passed on", () => {
    const { kernel, ending } = play(
      { argv: ["--delay", "30s", "app"], command: { on: { ...deaf, [INT]: () => {} } } },
      (k) => {
        k.at(1000, () => k.queue({ signal: TERM }));
        k.at(2000, () => k.queue({ signal: INT }));
        k.at(3000, () => k.queue({ signal: INT }));
        k.at(4000, () => k.end(10, 0));
      },
    );
    expect(sent(kernel)).toEqual(["2000 kill 10 TERM", "3000 kill 10 INT"]);
    expect([ending, kernel.nowMs]).toEqual([{ how: "exit", code: 0 }, 4000]);
  });

  test("other signals go through at once, during a delay too", () => {
    const on = { ...deaf, [HUP]: () => {}, [USR1]: () => {} };
    const { kernel } = play({ argv: ["--delay", "5s", "app"], command: { on } }, (k) => {
      k.at(10, () => k.queue({ signal: HUP }));
      k.at(20, () => k.queue({ signal: TERM }));
      k.at(30, () => k.queue({ signal: USR1 }));
      k.at(6000, () => k.end(10));
    });
    expect(sent(kernel)).toEqual(["10 kill 10 HUP", "30 kill 10 USR1", "5020 kill 10 TERM"]);
  });

  test("tells the app behind a shell, not the shell, and lets the shell go on", () => {
    const { kernel, ending } = play({ argv: ["sh", "run.sh"], command: { commandLine: "sh run.sh" } }, (k) => {
      k.at(1, () => {
        const app = k.spawn(10, { commandLine: "node server.js", on: drains(k, 3000) });
        k.spawn(app.pid, { commandLine: "node worker.js" });
      });
      k.at(1000, () => k.queue({ signal: TERM }));
      k.at(4000, () => k.end(12, 0));
      k.at(4200, () => k.end(10, 5));
    });
    expect(sent(kernel)).toEqual(["1000 kill 11 TERM"]);
    expect([ending, kernel.nowMs]).toEqual([{ how: "exit", code: 5 }, 4200]);
  });

  test("settle: a wrapper that is still there after the app is told too", () => {
    const { kernel, ending } = play(
      { argv: ["--settle", "2s", "sh", "loop.sh"], command: { commandLine: "sh loop.sh" } },
      (k) => {
        k.at(1, () => k.spawn(10, { commandLine: "app", on: drains(k, 550) }));
        k.at(1000, () => k.queue({ signal: TERM }));
      },
    );
    // Looked at each 100 ms; gone at 1550, seen at 1600.
    expect(sent(kernel)).toEqual(["1000 kill 11 TERM", "3600 kill 10 TERM"]);
    expect([ending, kernel.nowMs]).toEqual([{ how: "exit", code: 143 }, 3600]);
  });

  test("what a restart loop started anew was not told, and is not mistaken for what was", () => {
    const { kernel } = play(
      { argv: ["--settle", "1s", "sh", "loop.sh"], command: { commandLine: "sh loop.sh" } },
      (k) => {
        k.at(1, () => k.spawn(10, { commandLine: "app" }));
        k.at(1000, () => k.queue({ signal: TERM }));
        k.at(1050, () => k.spawn(10, { commandLine: "app", on: deaf }));
      },
    );
    // The loop is ended; then the app that it had started is a leftover.
    expect(sent(kernel)).toEqual(["1000 kill 11 TERM", "2100 kill 10 TERM", "2100 kill 12 TERM"]);
  });

  test("linger: leftovers of a command that ended by itself get TERM, then KILL", () => {
    const { kernel, ending } = play({ argv: ["--linger", "3s", "app"] }, (k) => {
      k.at(1, () => k.spawn(10, { on: deaf }));
      k.at(1, () => k.spawn(10, { on: drains(k, 100) }));
      k.at(500, () => k.end(10, 4));
    });
    expect(sent(kernel)).toEqual(["500 kill 11 TERM", "500 kill 12 TERM", "3500 kill -1 KILL"]);
    expect([ending, kernel.nowMs]).toEqual([{ how: "exit", code: 4 }, 3500]);
    expect(kernel.stderr).toMatch(/leftovers did not end.*1 process/);
  });

  test("linger is over as soon as they are gone", () => {
    const { kernel, ending } = play({}, (k) => {
      k.at(1, () => k.spawn(10, { on: drains(k, 100) }));
      k.at(500, () => k.end(10, 4));
    });
    expect([ending, kernel.nowMs]).toEqual([{ how: "exit", code: 4 }, 600]);
  });

  test("the descendants of a shell that traps count as told by it", () => {
    const on = { [TERM]: ({ pid }: { pid: number }) => kernel0?.end(pid, 0) };
    let kernel0: FakeKernel | undefined;
    const nothing = { 0: { link: "/dev/null", flags: "0100000" } };
    const { kernel, ending } = play({ command: { commandLine: "sh run.sh", on } }, (k) => {
      kernel0 = k;
      k.at(1, () => k.spawn(10, { commandLine: "app", on: deaf, ignores: [INT, QUIT], descriptors: nothing }));
      k.at(2, () => k.spawn(11, { commandLine: "worker", on: deaf }));
      k.at(1000, () => k.queue({ signal: TERM }));
      k.at(1800, () => k.end(12));
      k.at(1900, () => k.end(11));
    });
    expect(sent(kernel)).toEqual(["1000 kill 10 TERM"]);
    expect([ending, kernel.nowMs]).toEqual([{ how: "exit", code: 0 }, 1900]);
  });

  test("a leftover that reads a pipe may end with its input; if it does not, it is told after the settling", () => {
    const pipe = { 0: { link: "pipe:[77]" } };
    const { kernel } = play(
      { argv: ["--settle", "1s", "sh", "run.sh"], command: { commandLine: "sh run.sh" } },
      (k) => {
        k.at(1, () => k.spawn(10, { commandLine: "app", descriptors: { 1: { link: "pipe:[77]" } } }));
        k.at(1, () => k.spawn(10, { commandLine: "tee log", descriptors: pipe }));
        k.at(1000, () => k.queue({ signal: TERM }));
        k.at(1010, () => k.end(10, 0));
      },
    );
    expect(sent(kernel)).toEqual(["1000 kill 11 TERM", "2010 kill 12 TERM"]);
  });

  test("what even SIGKILL does not end is left behind", () => {
    const { kernel, ending } = play(
      { argv: ["--deadline", "1s", "app"], command: { on: deaf, unkillable: true } },
      (k) => k.at(0, () => k.queue({ signal: TERM })),
    );
    expect([ending, kernel.nowMs]).toEqual([{ how: "exit", code: 137 }, 6000]);
    expect(sent(kernel).slice(0, 3)).toEqual(["0 kill 10 TERM", "1000 kill -1 KILL", "1100 kill -1 KILL"]);
    // Said once, though it is repeated.
    expect(kernel.log().filter((line) => line.includes("SIGKILL to"))).toHaveLength(1);
  });

  test("a deadline holds in a storm of signals", () => {
    const { kernel, ending } = play(
      { argv: ["--deadline", "1s", "app"], command: { on: { ...deaf, [HUP]: () => {} } } },
      (k) => {
        k.at(0, () => k.queue({ signal: TERM }));
        for (let ms = 1; ms < 3000; ms++) k.at(ms, () => k.queue({ signal: HUP }));
      },
    );
    expect(sent(kernel)).toContain("1000 kill -1 KILL");
    expect([ending, kernel.nowMs]).toEqual([{ how: "exit", code: 137 }, 1000]);
  });

  test("a deadline holds where signals come faster than they can be passed on", () => {
    let k0: FakeKernel | undefined;
    // Each one takes a millisecond, and there is another one behind it.
    const again = () => {
      if (k0) k0.nowMs++;
      k0?.queue({ signal: HUP });
    };
    const { kernel, ending } = play(
      { argv: ["--deadline", "1s", "app"], command: { on: { ...deaf, [HUP]: again } } },
      (k) => {
        k0 = k;
        k.at(0, () => k.queue({ signal: TERM }));
        k.at(0, () => k.queue({ signal: HUP }));
      },
    );
    expect(sent(kernel).at(-1)).toBe("1000 kill -1 KILL");
    expect(ending).toEqual({ how: "exit", code: 137 });
  });

  test("a stopped app behind a shell is continued after it was told", () => {
    const { kernel } = play({ argv: ["sh", "run.sh"], command: { commandLine: "sh run.sh" } }, (k) => {
      k.at(1, () => k.spawn(10, { on: deaf }));
      k.at(2, () => k.stop(11));
      k.at(1000, () => k.queue({ signal: TERM }));
      k.at(2000, () => k.end(11));
      k.at(2000, () => k.end(10));
    });
    expect(sent(kernel).slice(0, 2)).toEqual(["1000 kill 11 TERM", "1000 kill 11 CONT"]);
  });

  test("a process id that is used again is another process, and was not told", () => {
    const { kernel } = play({ argv: ["sh", "run.sh"], command: { commandLine: "sh run.sh" } }, (k) => {
      k.at(1, () => k.spawn(10, { on: drains(k, 50) }));
      k.at(1000, () => k.queue({ signal: TERM }));
      k.at(1060, () => k.spawn(10, { on: deaf }, 11));
      k.at(1070, () => k.end(10));
    });
    expect(sent(kernel)).toEqual(["1000 kill 11 TERM", "1070 kill 11 TERM"]);
  });

  test("a stopped app is continued, or it could not end", () => {
    const { kernel } = play({ command: { on: deaf } }, (k) => {
      k.at(1, () => k.stop(10));
      k.at(1000, () => k.queue({ signal: TERM }));
    });
    expect(sent(kernel).slice(0, 2)).toEqual(["1000 kill 10 TERM", "1000 kill 10 CONT"]);
  });

  test.each(["app", "child", "group", "all"])(
    "a command that was stopped a moment ago is continued too, with --target %s",
    (target) => {
      const { kernel } = play({ argv: ["--target", target, "app"], command: { on: deaf } }, (k) => {
        // The kernel gives TERM out before CHLD, which tells of the stop.
        k.at(1000, () => {
          k.stop(10);
          k.queue({ signal: TERM });
        });
        k.at(2000, () => {
          k.stop(10);
          k.queue({ signal: TERM });
        });
      });
      const whom = target === "group" ? -10 : 10;
      expect(sent(kernel)).toEqual([
        `1000 kill ${whom} TERM`,
        "1000 kill 10 CONT",
        `2000 kill ${whom} TERM`,
        "2000 kill 10 CONT",
      ]);
    },
  );
});

describe("targets", () => {
  const tree = (k: FakeKernel) => {
    k.at(1, () => {
      const app = k.spawn(10, { commandLine: "app", group: 10, on: deaf });
      k.spawn(app.pid, { commandLine: "worker", group: 10, on: deaf });
      k.spawn(app.pid, { commandLine: "loner", on: deaf });
    });
    k.at(100, () => k.queue({ signal: TERM }));
  };
  const command = { commandLine: "sh run.sh", on: deaf };

  test.each([
    ["child", ["100 kill 10 TERM"]],
    ["group", ["100 kill -10 TERM"]],
    ["all", ["100 kill 10 TERM", "100 kill 11 TERM", "100 kill 12 TERM", "100 kill 13 TERM"]],
    ["app", ["100 kill 10 TERM", "100 kill 11 TERM"]],
  ])("%s", (target, expected) => {
    const { kernel, ending } = play({ argv: ["--target", target, "sh", "run.sh"], command }, tree);
    expect(sent(kernel)).toEqual(expected);
    expect(ending).toEqual({ how: "asleep" });
  });

  test("who was in a group that was told is not told again as a leftover", () => {
    const { kernel } = play({ argv: ["-g", "sh", "run.sh"], command }, (k) => {
      tree(k);
      k.at(200, () => k.end(10));
      k.at(300, () => k.end(11));
    });
    expect(sent(kernel)).toEqual(["100 kill -10 TERM", "2200 kill 13 TERM"]);
  });

  /** What happens whenever the children of a process are about to be read. */
  const whenListed = (k: FakeKernel, happens: (pid: number) => void) => {
    k.fault = (call, [path]) => {
      const pid = call === "open" && /^\/proc\/(\d+)\/task$/.exec(k.memory.text(Number(path)))?.[1];
      if (pid) happens(Number(pid));
      return undefined;
    };
  };

  test("nor if its parents died of that signal while the group was listed", () => {
    const { kernel } = play({ argv: ["-g", "sh", "run.sh"], command }, (k) => {
      k.at(1, () => {
        const shell = k.spawn(10, { commandLine: "sh inner.sh", group: 10, on: deaf });
        k.spawn(shell.pid, { commandLine: "app", group: 10, on: deaf });
        k.spawn(12, { commandLine: "loner", on: deaf });
      });
      // By then the init's own children were read, and the next one was not among them.
      whenListed(k, (pid) => [10, 11].includes(pid) && k.end(pid));
      k.at(100, () => k.queue({ signal: TERM }));
      k.at(300, () => k.end(12));
    });
    expect(sent(kernel)).toEqual(["100 kill -10 TERM", "2100 kill 13 TERM"]);
  });

  test("a group whose children never cease to come to us is told, and not listed for ever", () => {
    const { kernel, ending } = play({ argv: ["-g", "sh", "run.sh"], command }, (k) => {
      whenListed(k, (pid) => {
        if (pid !== 10 || k.kills.length === 0) return;
        const parent = k.spawn(10, { commandLine: "sh inner.sh", group: 10 });
        k.spawn(parent.pid, { commandLine: "app", group: 10 });
        k.end(parent.pid);
      });
      k.at(100, () => k.queue({ signal: TERM }));
      k.at(300, () => k.end(10));
    });
    expect(sent(kernel)[0]).toBe("100 kill -10 TERM");
    expect(ending).toEqual({ how: "exit", code: 0 });
  });
});

describe("escalation", () => {
  const deafToBoth = { ...deaf, [INT]: () => {} };

  test("goes to those who were told and live, and continues them", () => {
    const { kernel } = play(
      { argv: ["--escalate", "INT@1s,KILL@2s", "app"], command: { commandLine: "app", on: deafToBoth } },
      (k) => k.at(100, () => k.queue({ signal: TERM })),
    );
    expect(sent(kernel)).toEqual([
      "100 kill 10 TERM",
      "1100 kill 10 INT",
      "1100 kill 10 CONT",
      "2100 kill 10 KILL",
      "2100 kill 10 CONT",
    ]);
  });

  test("a stranger who has got the command's old id is none of them", () => {
    const { kernel } = play(
      { argv: ["--settle", "9s", "--escalate", "INT@1s", "app"], command: { commandLine: "app", on: deafToBoth } },
      (k) => {
        k.at(100, () => {
          k.spawn(k.command, { commandLine: "worker", on: deafToBoth });
          k.queue({ signal: TERM });
        });
        k.at(300, () => k.end(10));
        k.at(400, () => k.spawn(4242, { commandLine: "stranger", on: deafToBoth }, 10));
      },
    );
    expect(sent(kernel)).toEqual(["100 kill 10 TERM", "300 kill 11 TERM", "1100 kill 11 INT", "1100 kill 11 CONT"]);
  });

  test("reaches a group as long as its leader lives", () => {
    const { kernel } = play(
      { argv: ["-g", "--escalate", "INT@1s", "app"], command: { commandLine: "app", on: deafToBoth } },
      (k) => k.at(100, () => k.queue({ signal: TERM })),
    );
    expect(sent(kernel)).toEqual(["100 kill -10 TERM", "1100 kill -10 INT", "1100 kill -10 CONT"]);
  });
});

describe("not PID 1", () => {
  test("becomes a subreaper, and kills each descendant by its own id", () => {
    const { kernel, ending } = play(
      { pid: 500, argv: ["--deadline", "1s", "sh", "run.sh"], command: { commandLine: "sh run.sh", on: deaf } },
      (k) => {
        k.at(1, () => {
          const app = k.spawn(509, { on: deaf });
          k.spawn(app.pid, { on: deaf });
        });
        k.at(100, () => k.queue({ signal: TERM }));
      },
    );
    expect(kernel.trace).toContain("0 prctl 36 1");
    expect(sent(kernel)).toEqual([
      "100 kill 509 TERM",
      "100 kill 510 TERM",
      "1100 kill 509 KILL",
      "1100 kill 510 KILL",
      "1100 kill 511 KILL",
    ]);
    expect(ending).toEqual({ how: "exit", code: 137 });
  });

  test("--no-subreaper leaves orphans to somebody else", () => {
    const { kernel } = play({ pid: 500, argv: ["--no-subreaper", "app"] });
    expect(kernel.trace.join("\n")).not.toMatch(/prctl/);
  });
});
