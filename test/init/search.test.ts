// What the search for the target makes of /proc: one row for each thing that it looks at there.

import { describe, expect, test } from "vitest";
import type { FakeKernel } from "../support/fake-kernel.ts";
import type { Traits } from "../support/fake-process.ts";
import { play, sent } from "../support/init-wasm.ts";

const HUP = 1;
const INT = 2;
const QUIT = 3;
const TERM = 15;
const CHLD = 17;
const deaf = { [TERM]: () => {} };
const nullFrom = (file: number, flags = "0100000") => ({ 0: { link: "/dev/null", flags, file } });

/** Ends whoever is alive: a stop looks at who it told for as long as they live. */
const endAll = (k: FakeKernel) => {
  for (const pid of k.alive().reverse()) k.end(pid);
};

/** Who gets TERM at 100 ms in a tree below `command`, process 10; what `setUp` spawns at 1 ms is 11, 12, ... */
function told(command: Traits, setUp: (kernel: FakeKernel) => void, argv: string[] = []): string[] {
  const { kernel } = play({ argv: [...argv, "x"], command }, (k) => {
    k.at(1, () => setUp(k));
    k.at(100, () => k.queue({ signal: TERM }));
    k.at(150, () => endAll(k));
  });
  return sent(kernel)
    .filter((line) => line.startsWith("100 "))
    .map((line) => line.replace("100 kill ", ""));
}

describe("below a shell that traps the signal", () => {
  const shell = { commandLine: "sh run.sh", on: deaf };
  const background = ["10 TERM"];
  const foreground = ["10 TERM", "11 TERM"];

  test.each<[string, Traits, Traits, string[]]>([
    ["reads /dev/null, and the shell does not", {}, { descriptors: nullFrom(900) }, background],
    ["has /dev/null for writing too", {}, { descriptors: nullFrom(900, "0100002") }, foreground],
    ["reads another device", {}, { descriptors: { 0: { link: "/dev/zero", flags: "0100000" } } }, foreground],
    ["has the shell's /dev/null", { descriptors: nullFrom(900) }, { descriptors: nullFrom(900) }, foreground],
    ["has a /dev/null of its own", { descriptors: nullFrom(900) }, { descriptors: nullFrom(901) }, background],
    ["ignores INT and QUIT", {}, { ignores: [INT, QUIT] }, background],
    ["ignores INT alone", {}, { ignores: [INT] }, foreground],
    ["ignores what the shell ignores too", { ignores: [INT, QUIT] }, { ignores: [INT, QUIT] }, foreground],
  ])("a child that %s", (_what, more, child, expected) => {
    expect(told({ ...shell, ...more }, (k) => void k.spawn(10, { on: deaf, ...child }))).toEqual(expected);
  });

  test.each([
    ["130 0x0 0x0", "0000000000000000", background],
    ["133 0x0 0x0", "0000000000000000", background],
    // zsh waits for a child in front as well there, but with INT blocked.
    ["130 0x0 0x0", "0000000000000002", foreground],
    ["61 0x0 0x0", "0000000000000000", foreground],
    ["running", "0000000000000000", foreground],
  ])("a child while the shell sleeps in '%s' with %s blocked", (call, blocked, expected) => {
    const setUp = (k: FakeKernel) => {
      k.spawn(10, { on: deaf });
      k.files.set("/proc/10/syscall", call);
      k.files.set("/proc/10/status", `SigBlk:\t${blocked}\nSigIgn:\t${"0".repeat(16)}\nSigCgt:\t0000000000004000\n`);
    };
    expect(told(shell, setUp)).toEqual(expected);
  });

  test("what a shell trapped when an earlier signal came is not believed later", () => {
    const on: NonNullable<Traits["on"]> = { [HUP]: () => {} };
    const { kernel } = play({ argv: ["x"], command: { commandLine: "sh run.sh", on } }, (k) => {
      k.at(1, () => k.queue({ signal: HUP }));
      k.at(50, () => {
        on[TERM] = () => {};
        k.spawn(10, { on: deaf, ignores: [INT, QUIT] });
      });
      k.at(100, () => k.queue({ signal: TERM }));
    });
    expect(sent(kernel)).toEqual(["1 kill 10 HUP", "100 kill 10 TERM"]);
  });
});

describe("below a shell that does not", () => {
  const shell = { commandLine: "sh run.sh" };

  test.each([1, 2] as const)("who reads what a sibling writes to descriptor %d is left out", (fd) => {
    const setUp = (k: FakeKernel) => {
      k.spawn(10, { on: deaf, descriptors: { [fd]: { link: "pipe:[7]" } } });
      k.spawn(10, { commandLine: "tee log", on: deaf, descriptors: { 0: { link: "pipe:[7]" } } });
    };
    expect(told(shell, setUp)).toEqual(["11 TERM"]);
  });

  test.each([
    ["a named FIFO", 0o010600, ["11 TERM"]],
    ["a device", 0o020666, ["11 TERM", "12 TERM"]],
  ])("who reads %s that a sibling writes", (_what, mode, expected) => {
    const setUp = (k: FakeKernel) => {
      k.nodes.set("/some/file", { mode, inode: 7 });
      k.spawn(10, { on: deaf, descriptors: { 1: { link: "/some/file" } } });
      k.spawn(10, { on: deaf, descriptors: { 0: { link: "/some/file" } } });
    };
    expect(told(shell, setUp)).toEqual(expected);
  });

  test("a program without a command line is told", () => {
    const setUp = (k: FakeKernel) => {
      k.spawn(10, { on: deaf });
      k.files.set("/proc/11/cmdline", "");
    };
    expect(told(shell, setUp)).toEqual(["11 TERM"]);
  });

  test("a child that is missing in the first reading of the list is told too", () => {
    let readings = 0;
    const { kernel } = play({ argv: ["x"], command: shell }, (k) => {
      k.fault = (call, [path]) => {
        const list = "/proc/10/task/10/children";
        if (call === "open" && k.memory.text(path as number) === list) {
          k.files.set(list, readings++ === 0 ? "12 " : "11 12 ");
        }
        return undefined;
      };
      k.at(1, () => {
        k.spawn(10, { on: deaf });
        k.spawn(10, { on: deaf });
      });
      k.at(100, () => k.queue({ signal: TERM }));
      k.at(150, () => endAll(k));
    });
    expect(sent(kernel)).toEqual(["100 kill 11 TERM", "100 kill 12 TERM"]);
  });
});

describe("below a package manager", () => {
  test("who is fed by it is left out beside one that is not", () => {
    const setUp = (k: FakeKernel) => {
      k.spawn(10, { on: deaf, descriptors: { 0: { link: "socket:[5]" } } });
      k.spawn(10, { on: deaf, descriptors: { 0: { link: "socket:[6]" } } });
    };
    const manager = { commandLine: "yarn start", descriptors: { 0: { link: "socket:[5]" } } };
    expect(told(manager, setUp)).toEqual(["11 TERM"]);
  });
});

describe("a signal that begins no stop", () => {
  const on = { [HUP]: () => {} };

  test.each([
    ["app", ["11"]],
    ["child", ["10"]],
    ["group", ["-10"]],
    ["all", ["10", "11", "12"]],
  ])("goes to --target %s", (target, whom) => {
    const { kernel } = play({ argv: ["--target", target, "x"], command: { commandLine: "sh run.sh", on } }, (k) => {
      k.at(1, () => k.spawn(k.spawn(10, { on }).pid, { on }));
      k.at(100, () => k.queue({ signal: HUP }));
    });
    expect(sent(kernel)).toEqual(whom.map((pid) => `100 kill ${pid} HUP`));
  });

  test("goes to the command where nothing can be opened to search", () => {
    const { kernel } = play({ argv: ["x"], command: { commandLine: "sh run.sh", on } }, (k) => {
      k.fault = (call) => (call === "open" ? -24 : undefined);
      k.at(100, () => k.queue({ signal: HUP }));
    });
    expect(sent(kernel)).toEqual(["100 kill 10 HUP"]);
  });
});

describe("the account of who was told", () => {
  const shell = { commandLine: "sh run.sh" };

  test("a program that ended and was not waited for holds no wrapper up", () => {
    const { kernel } = play({ argv: ["x"], command: { ...shell, on: { [CHLD]: () => {} } } }, (k) => {
      k.at(1, () => k.spawn(10));
      k.at(100, () => k.queue({ signal: TERM }));
    });
    expect(sent(kernel)).toEqual(["100 kill 11 TERM", "2200 kill 10 TERM"]);
  });

  test("the wrapper gets the stop signal itself", () => {
    const { kernel } = play({ argv: ["x"], command: shell }, (k) => {
      k.at(1, () => k.spawn(10));
      k.at(100, () => k.queue({ signal: QUIT }));
    });
    expect(sent(kernel)).toEqual(["100 kill 11 QUIT", "2200 kill 10 QUIT"]);
  });

  test("another process with a told one's id holds no wrapper up", () => {
    const { kernel } = play({ argv: ["x"], command: shell }, (k) => {
      k.at(1, () => k.spawn(10));
      k.at(100, () => k.queue({ signal: TERM }));
      k.at(110, () => k.spawn(10, { on: deaf }, 11));
    });
    // Gone at once, so that its start was never read, and its id is somebody else's.
    expect(sent(kernel)).toEqual(["100 kill 11 TERM", "2200 kill 10 TERM", "2200 kill 11 TERM"]);
  });

  test("who hears from a shell holds no wrapper up", () => {
    const { kernel } = play({ argv: ["x"], command: shell }, (k) => {
      k.at(1, () => {
        const inner = k.spawn(10, { commandLine: "sh in.sh", on: { [TERM]: ({ pid }) => k.end(pid) } });
        k.spawn(inner.pid, { on: deaf, ignores: [INT, QUIT] });
      });
      k.at(100, () => k.queue({ signal: TERM }));
    });
    expect(sent(kernel)).toEqual(["100 kill 11 TERM", "2200 kill 10 TERM"]);
  });

  test.each<[string, Traits, boolean]>([
    ["neither catches nor ignores the signal, so that nobody can have told it", {}, true],
    ["catches it", { on: deaf }, false],
    ["ignores it", { ignores: [INT, QUIT, TERM] }, false],
  ])("who was to hear from a shell and %s", (_what, traits, again) => {
    const { kernel } = play({ argv: ["x"], command: { ...shell, on: deaf } }, (k) => {
      k.at(1, () => k.spawn(10, { ignores: [INT, QUIT], ...traits }));
      k.at(100, () => k.queue({ signal: TERM }));
      k.at(200, () => k.end(10));
      k.at(9000, () => endAll(k));
    });
    expect(sent(kernel)).toEqual(["100 kill 10 TERM", ...(again ? ["200 kill 11 TERM"] : [])]);
  });

  test("an id that is used again is told once more, and not twice", () => {
    const { kernel } = play({ argv: ["x"], command: shell }, (k) => {
      k.at(1, () => k.spawn(10, { on: { [TERM]: ({ pid }) => k.at(150, () => k.end(pid)) } }));
      k.at(1, () => k.spawn(1, { on: deaf }));
      k.at(100, () => k.queue({ signal: TERM }));
      k.at(160, () => k.spawn(10, { on: deaf }, 11));
      k.at(170, () => k.end(10));
      k.at(180, () => k.end(12));
      k.at(9000, () => k.end(11));
    });
    expect(sent(kernel)).toEqual(["100 kill 11 TERM", "170 kill 12 TERM", "170 kill 11 TERM"]);
  });

  test("an orphan that stops is no reason to continue the command", () => {
    const { kernel } = play({ command: { on: deaf } }, (k) => {
      k.at(1, () => k.stop(k.spawn(1, { on: deaf }).pid));
      k.at(100, () => k.queue({ signal: TERM }));
    });
    expect(sent(kernel)).toEqual(["100 kill 10 TERM"]);
  });
});

describe("leftovers with a pipe for their input", () => {
  const pipe = (...fds: number[]): Traits["descriptors"] =>
    Object.fromEntries(fds.map((fd) => [fd, { link: "pipe:[7]" }]));

  /** What is sent after the command ends at 100 ms. */
  const onceEnded = (setUp: (k: FakeKernel) => void) => {
    const { kernel } = play({ argv: ["--linger", "20s", "x"] }, (k) => {
      k.at(1, () => setUp(k));
      k.at(100, () => k.end(10));
    });
    return sent(kernel);
  };

  test("are left alone as long as another one writes it", () => {
    const lines = onceEnded((k) => {
      k.spawn(10, { on: deaf, descriptors: pipe(1) });
      k.spawn(10, { on: deaf, descriptors: pipe(0) });
      k.at(5000, () => k.end(11));
      k.at(15_000, () => k.end(12));
    });
    expect(lines[0]).toBe("100 kill 11 TERM");
    expect(lines).toHaveLength(2);
    expect(Number.parseInt(lines[1] as string, 10)).toBeGreaterThan(5000);
  });

  test("and write it themselves, are told after the settling", () => {
    const lines = onceEnded((k) => {
      k.spawn(10, { on: deaf, descriptors: pipe(0, 1) });
      k.at(9000, () => k.end(11));
    });
    expect(lines).toEqual(["2100 kill 11 TERM"]);
  });

  test("that is the init's own, are told at once", () => {
    const lines = onceEnded((k) => {
      const own = k.processes.get(1);
      if (own) own.descriptors[0].link = "pipe:[7]";
      k.spawn(10, { on: deaf, descriptors: pipe(0) });
      k.at(9000, () => k.end(11));
    });
    expect(lines).toEqual(["100 kill 11 TERM"]);
  });
});

test("not PID 1 and without /proc, the id of a command that has ended is nobody's to kill", () => {
  const { kernel } = play({ pid: 500, argv: ["x"] }, (k) => {
    k.fault = (call) => (["open", "readlink"].includes(call) ? -2 : undefined);
    k.at(1, () => k.spawn(509, { on: deaf, unkillable: true, group: 1 }));
    k.at(100, () => k.end(509));
  });
  expect(kernel.kills.filter(({ pid, signal }) => pid > 0 && signal === 9)).toEqual([]);
});
