// Every error that the kernel can give: the init says so and carries on with what still works.

import { describe, expect, test } from "vitest";
import { errno, type Fault } from "../support/fake-kernel.ts";
import { play, sent } from "../support/init-wasm.ts";

const TERM = 15;
const deaf = { [TERM]: () => {} };

/** A shell in front of an app that does not end, stopped with a deadline: each system call there is gets used. */
function stopUnder(fault: Fault, argv: string[] = ["-v", "--delay", "1s", "--deadline", "3s", "sh", "run.sh"]) {
  return play({ argv, command: { commandLine: "sh run.sh" } }, (k) => {
    k.fault = fault;
    k.at(1, () => k.spawn(10, { commandLine: "app", on: deaf }));
    k.at(2, () => k.end(k.spawn(1).pid));
    k.at(100, () => k.queue({ signal: TERM }));
  });
}

describe("spawn", () => {
  test("EAGAIN is tried again for a while", () => {
    const { kernel, ending } = play({}, (k) => {
      k.fault = (call, _args, times) => (call === "spawn" && times < 4 ? errno.EAGAIN : undefined);
    });
    expect(ending).toEqual({ how: "asleep" });
    expect(kernel.command).toBe(10);
    // Four pauses of 50 ms, and 100 ms after the start the only wake-up of our own.
    expect(kernel.nowMs).toBe(300);
  });

  test.each([
    ["EAGAIN", errno.EAGAIN],
    ["ENOMEM", errno.ENOMEM],
    ["EPERM", errno.EPERM],
    ["ENOSYS", errno.ENOSYS],
  ])("%s for good is said, and 125", (name, result) => {
    const { kernel, ending } = play({}, (k) => {
      k.fault = (call) => (call === "spawn" ? result : undefined);
    });
    expect(ending).toEqual({ how: "exit", code: 125 });
    // Only for want of processes waiting helps.
    expect(kernel.calls.get("spawn")).toBe(name === "EAGAIN" ? 10 : 1);
    expect(kernel.stderr).toMatch(new RegExp(`cannot fork.*${name}`));
    expect(kernel.nowMs).toBeLessThan(1000);
  });
});

describe("kill", () => {
  test("EPERM for the app is said, and the wrapper is told", () => {
    const { kernel } = stopUnder((call, [pid]) => (call === "kill" && pid === 11 ? errno.EPERM : undefined));
    expect(sent(kernel)).toContain("1100 kill 10 TERM");
    expect(kernel.stderr).toMatch(/not permitted.*SIGTERM.*app.*pid 11/);
  });

  test("EPERM is a warning, which needs no --verbose; ESRCH is none", () => {
    const quiet = (result: number) =>
      stopUnder(
        (call, [pid, signal]) => (call === "kill" && pid === 11 && signal === 0 ? result : undefined),
        ["--deadline", "3s", "sh", "run.sh"],
      ).kernel.log();
    expect(quiet(errno.EPERM)[0]).toMatch(/not permitted/);
    expect(quiet(errno.ESRCH).join()).not.toMatch(/cannot send|not permitted/);
  });

  test("EPERM for everybody ends with the deadline", () => {
    const { kernel, ending } = stopUnder((call) => (call === "kill" ? errno.EPERM : undefined));
    // What cannot be killed is left behind.
    expect([ending, kernel.nowMs]).toEqual([{ how: "exit", code: 137 }, 8100]);
  });

  test("a process that is gone in between is nobody's fault", () => {
    const { kernel, ending } = stopUnder((call, [pid]) => (call === "kill" && pid === 11 ? errno.ESRCH : undefined));
    expect(sent(kernel)).toContain("1100 kill 10 TERM");
    expect(ending.how).toBe("exit");
  });
});

describe("/proc", () => {
  test("without it the command itself is told, and the deadline holds", () => {
    const { kernel, ending } = stopUnder((call) => (["open", "readlink"].includes(call) ? errno.ENOENT : undefined));
    expect(sent(kernel)).toEqual(["1100 kill 10 TERM", "1100 kill -1 TERM", "3100 kill -1 KILL"]);
    expect(kernel.stderr).toMatch(/own \/proc/);
    expect(ending).toEqual({ how: "exit", code: 143 });
  });

  test.each(["app", "child", "group", "all"])("without it --target %s gets every signal", (target) => {
    const { kernel } = play({ argv: ["--target", target, "app"], command: { on: { 1: () => {}, ...deaf } } }, (k) => {
      k.fault = (call) => (["open", "readlink"].includes(call) ? errno.ENOENT : undefined);
      k.at(1, () => k.queue({ signal: 1 }));
      k.at(2, () => k.queue({ signal: TERM }));
      k.at(3, () => k.queue({ signal: TERM }));
    });
    const whom = target === "group" ? -10 : 10;
    expect(sent(kernel)).toEqual([`1 kill ${whom} HUP`, `2 kill ${whom} TERM`, `3 kill ${whom} TERM`]);
  });

  test("one of another PID namespace is as good as none", () => {
    const { kernel } = play({ argv: ["sh", "run.sh"], command: { commandLine: "sh run.sh", on: deaf } }, (k) => {
      k.self = 777;
      k.at(1, () => k.spawn(10, { commandLine: "app" }));
      k.at(2, () => k.queue({ signal: TERM }));
    });
    expect(sent(kernel)).toEqual(["2 kill 10 TERM"]);
  });

  test("without it, and not PID 1, the deadline still ends the command", () => {
    const { kernel, ending } = play({ pid: 500, argv: ["--deadline", "1s", "app"], command: { on: deaf } }, (k) => {
      k.fault = (call) => (["open", "readlink"].includes(call) ? errno.ENOENT : undefined);
      k.at(0, () => k.queue({ signal: TERM }));
    });
    expect(sent(kernel)).toEqual(["0 kill 509 TERM", "1000 kill 509 KILL"]);
    expect([ending, kernel.nowMs]).toEqual([{ how: "exit", code: 137 }, 1000]);
  });

  test("without children files every process is asked for its parent", () => {
    const { kernel } = stopUnder((call, [path], _times, k) =>
      call === "open" && k.memory.text(path as number).endsWith("/children") ? errno.ENOENT : undefined,
    );
    expect(sent(kernel)).toContain("1100 kill 11 TERM");
  });

  test.each([
    ["no folder can be read", "getdents", errno.ENOSYS],
    ["no descriptor is left", "open", -24],
    ["no memory is left", "open", errno.ENOMEM],
    ["no file can be read", "read", errno.EPERM],
    ["no link can be read", "readlink", errno.EACCES],
    ["no folder can be opened", "open", errno.EACCES, "task"],
    ["no list of children can be opened", "open", errno.EACCES, "children"],
  ] as [string, string, number, string?][])(
    "where %s somebody is told, and the deadline holds",
    (_what, failing, result, name) => {
      const { kernel, ending } = stopUnder((call, [path], _times, k) =>
        call === failing && (!name || k.memory.text(path as number).endsWith(name)) ? result : undefined,
      );
      expect(sent(kernel).some((line) => line.endsWith("TERM"))).toBe(true);
      // The app behind the shell cannot be seen, and the shell may have ended of its own signal.
      expect(ending).toEqual({ how: "exit", code: kernel.trace.includes("1100 kill 10 TERM") ? 143 : 137 });
      expect(sent(kernel)).toContain("3100 kill -1 KILL");
      expect(kernel.openFiles()).toEqual([]);
    },
  );

  test("a file that comes in pieces of one byte", () => {
    const { kernel } = play({ argv: ["--target", "all", "app"], command: { on: deaf } }, (k) => {
      k.readBytes = 1;
      k.at(1, () => k.spawn(10, { on: deaf }));
      k.at(5, () => k.queue({ signal: TERM }));
    });
    // /proc/PID/stat needs a whole line, the list of children does not.
    expect(kernel.openFiles()).toEqual([]);
  });
});

describe("interrupted system calls", () => {
  test("EINTR on waiting for a signal is tried again", () => {
    const { kernel, ending } = stopUnder((call, _args, times) =>
      call === "sigtimedwait" && times % 2 === 0 ? errno.EINTR : undefined,
    );
    expect(sent(kernel)).toEqual(["1100 kill 11 TERM", "3100 kill -1 KILL"]);
    expect(ending).toEqual({ how: "exit", code: 137 });
  });

  test("EINTR on reading is tried again", () => {
    const { kernel } = stopUnder((call, _args, times) =>
      call === "read" && times % 3 !== 0 ? errno.EINTR : undefined,
    );
    expect(sent(kernel)).toContain("1100 kill 11 TERM");
  });

  test.each([
    ["EINTR", errno.EINTR],
    ["EPERM", errno.EPERM],
  ])("%s on waiting for a child does not look like the end of the last one", (_name, result) => {
    const { kernel, ending } = play({}, (k) => {
      k.at(1, () => k.spawn(10, { on: deaf }));
      k.at(100, () => k.end(10, 3));
      let failed = false;
      // The command is reaped, then the next call fails once.
      k.fault = (call) => {
        if (call !== "wait4" || failed || k.processes.has(10)) return undefined;
        failed = true;
        return result;
      };
    });
    // The leftover is given its time.
    expect(sent(kernel)).toEqual(["100 kill 11 TERM", "5100 kill -1 KILL"]);
    expect(ending).toEqual({ how: "exit", code: 3 });
  });
});

describe("stderr", () => {
  test.each([
    ["EBADF: it is closed", (call: string) => (call === "fstat" ? errno.EBADF : undefined)],
    ["EPIPE: nobody reads it", (call: string) => (call === "write" ? errno.EPIPE : undefined)],
    ["EAGAIN: the pipe is full", (call: string) => (call === "write" ? errno.EAGAIN : undefined)],
    [
      "it cannot be opened anew, and the pipe is full",
      (call: string) => (call === "open" || call === "pollnow" ? 0 : undefined),
    ],
  ])("%s", (_what, fault: (call: string) => number | undefined) => {
    const quiet = stopUnder(() => undefined);
    const { kernel, ending } = stopUnder((call, _args, times) =>
      call === "open" && times > 0 ? undefined : fault(call),
    );
    expect(kernel.stderr).toBe("");
    expect(sent(kernel)).toEqual(sent(quiet.kernel));
    expect(ending).toEqual(quiet.ending);
  });

  test("a full pipe that is asked first gets nothing, and later lines again", () => {
    const { kernel } = play({ argv: ["-v", "app"], command: { on: { 1: () => {}, ...deaf } } }, (k) => {
      k.fault = (call, _args, times) => (call === "open" && times === 0 ? errno.EACCES : undefined);
      k.stderrTakes = false;
      k.at(10, () => k.queue({ signal: TERM }));
      k.at(20, () => {
        k.stderrTakes = true;
      });
      k.at(30, () => k.end(10, 0));
    });
    expect(kernel.log()).toHaveLength(2);
    expect(kernel.log()[0]).toMatch(/command ended/);
  });

  test("nothing is written to a descriptor that stands in for a closed stderr", () => {
    const { kernel } = play({ argv: ["-v", "app"] }, (k) => {
      k.fault = (call) => (call === "fstat" ? errno.EBADF : undefined);
      k.at(1, () => k.queue({ signal: TERM }));
    });
    expect(kernel.calls.get("write")).toBeUndefined();
  });
});

describe("whatever else fails", () => {
  // What sleeping and telling the time answer is not up for debate: without them there is no loop.
  const calls = ["prctl", "sigdispose", "setpgid", "getpgid", "ioctl", "differentFile", "pollnow", "close", "access"];

  test.each(
    calls.flatMap((call) => [errno.EPERM, errno.ENOSYS, errno.EINVAL].map((result) => [call, result] as const)),
  )("%s answers %d: the stop goes as always", (failing, result) => {
    const { kernel, ending } = stopUnder((call) => (call === failing ? result : undefined));
    expect(sent(kernel)).toEqual(["1100 kill 11 TERM", "3100 kill -1 KILL"]);
    expect(ending).toEqual({ how: "exit", code: 137 });
  });

  test("a refused subreaper is said", () => {
    const { kernel, ending } = play({ pid: 500 }, (k) => {
      k.fault = (call) => (call === "prctl" ? errno.EINVAL : undefined);
    });
    expect(kernel.stderr).toMatch(/subreaper.*EINVAL/);
    expect(ending).toEqual({ how: "asleep" });
  });
});
