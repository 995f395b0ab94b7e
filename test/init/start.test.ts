// How the command is started: what the child does before it becomes the command, where it is looked for, and what is
// said when it cannot be.

import { describe, expect, test } from "vitest";
import { errno, type FakeKernel, type Options } from "../support/fake-kernel.ts";
import { play } from "../support/init-wasm.ts";

/** The child's half. */
function child(argv: string[], options: Options = {}, setUp: (kernel: FakeKernel) => void = () => {}) {
  return play({ asChild: true, argv, ...options }, setUp);
}

describe("the command", () => {
  test("gets its words and the environment as they are, byte for byte", () => {
    const words = ["/bin/app", "", "two words", "\u00ff\u00fe\u0001", "--", "--delay"];
    const env = ["PATH=/bin", "A=\u00e9=b", "EMPTY=", "noequals", "LASTCALL_SETTLE=1s"];
    const { ending } = child(["-v", "--", ...words], { env }, (k) => {
      k.executables["/bin/app"] = 0;
    });
    expect(ending).toEqual({ how: "exec", path: "/bin/app", argv: words, env });
  });

  test("gets the inherited mask back as the last thing before it starts", () => {
    const { kernel } = child(["/bin/app"], {}, (k) => {
      k.executables["/bin/app"] = 0;
    });
    expect(kernel.trace.slice(-2)).toEqual(["0 sigmask 2 80", "0 execve /bin/app 0"]);
    // All signals are blocked before there is a child, and in it while it takes the foreground: SIGTTOU would stop it.
    expect(kernel.trace[0]).toBe("0 sigmask 2 ffffffffffffffff");
    expect(kernel.trace.filter((line) => line.includes("sigmask"))).toHaveLength(2);
  });

  test("has SIGCHLD reset, and nothing else is changed in it", () => {
    const { kernel } = child(["/bin/app"], {}, (k) => {
      k.executables["/bin/app"] = 0;
    });
    expect(kernel.trace.filter((line) => line.includes("sigdispose"))).toEqual(["0 sigdispose CHLD 0"]);
    expect(kernel.calls.get("close")).toBeUndefined();
  });

  test("is asked by the kernel to die with us where --parent-signal is KILL", () => {
    const { kernel } = child(["-p", "KILL", "/bin/app"], {}, (k) => {
      k.executables["/bin/app"] = 0;
    });
    expect(kernel.trace.filter((line) => line.includes("prctl 1 "))).toEqual(["0 prctl 1 9", "0 prctl 1 9"]);
  });

  test("is not asked to with any other --parent-signal: that is for us to pass on", () => {
    const { kernel } = child(["-p", "TERM", "/bin/app"], {}, (k) => {
      k.executables["/bin/app"] = 0;
    });
    expect(kernel.trace.filter((line) => line.includes("prctl 1 "))).toEqual(["0 prctl 1 15"]);
  });
});

const long = `/${"a".repeat(4200)}`;

describe("where the command is looked for", () => {
  test.each<[string, string, Record<string, number>, string]>([
    ["the first folder that has it", "/a:/b:/c", { "/b/app": 0, "/c/app": 0 }, "/b/app"],
    ["a folder that may not be used is passed over", "/a:/b", { "/a/app": errno.EACCES, "/b/app": 0 }, "/b/app"],
    ["a folder that is none is passed over", "/a:/b", { "/a/app": errno.ENOTDIR, "/b/app": 0 }, "/b/app"],
    [
      "a folder with a name too long is passed over",
      `${long}:/b`,
      { [`${long}/app`]: errno.ENAMETOOLONG, "/b/app": 0 },
      "/b/app",
    ],
    ["a stale NFS handle is passed over", "/a:/b", { "/a/app": errno.ESTALE, "/b/app": 0 }, "/b/app"],
    ["a missing device is passed over", "/a:/b", { "/a/app": errno.ENODEV, "/b/app": 0 }, "/b/app"],
    ["a server that does not answer is passed over", "/a:/b", { "/a/app": errno.ETIMEDOUT, "/b/app": 0 }, "/b/app"],
    ["an empty entry is the working directory", ":/b", { app: 0, "/b/app": 0 }, "app"],
    ["an empty entry at the end too", "/a:", { app: 0 }, "app"],
  ])("%s", (_what, path, executables, found) => {
    const { ending } = child(["app"], { env: [`PATH=${path}`] }, (k) => {
      k.executables = executables;
    });
    expect(ending).toMatchObject({ how: "exec", path: found, argv: ["app"] });
  });

  test("without PATH in /bin and /usr/bin", () => {
    const { kernel } = child(["app"], { env: ["HOME=/"] });
    expect(kernel.trace.filter((line) => line.includes("execve"))).toEqual([
      "0 execve /bin/app -2",
      "0 execve /usr/bin/app -2",
    ]);
  });

  test("without PATH a file that may not be executed is passed over, as execvp does", () => {
    const env = ["HOME=/"];
    const found = child(["app"], { env }, (k) => {
      k.executables = { "/bin/app": errno.EACCES, "/usr/bin/app": 0 };
    });
    expect(found.ending).toMatchObject({ how: "exec", path: "/usr/bin/app" });
    const denied = child(["app"], { env }, (k) => {
      k.executables = { "/bin/app": errno.EACCES };
    });
    expect(denied.ending).toEqual({ how: "exit", code: 126 });
    expect(denied.kernel.stderr).toMatch(/'\/bin\/app'.*EACCES/);
  });

  test.each(["PATH=/a:/b", "HOME=/"])("with %s any other error ends the search", (variable) => {
    const first = variable === "HOME=/" ? "/bin/app" : "/a/app";
    const { kernel, ending } = child(["app"], { env: [variable] }, (k) => {
      k.executables = { [first]: errno.ENOMEM, "/b/app": 0, "/usr/bin/app": 0 };
    });
    expect(ending).toEqual({ how: "exit", code: 126 });
    expect(kernel.stderr).toMatch(new RegExp(`${first}.*ENOMEM`));
  });

  test("a name with a slash is not looked for", () => {
    const { kernel } = child(["./app"]);
    expect(kernel.trace.filter((line) => line.includes("execve"))).toEqual(["0 execve ./app -2"]);
  });

  test("a file of no known format is a script for /bin/sh", () => {
    const { ending } = child(["app", "x"], {}, (k) => {
      k.executables = { "/bin/app": errno.ENOEXEC, "/bin/sh": 0 };
    });
    expect(ending).toMatchObject({ how: "exec", path: "/bin/sh", argv: ["/bin/sh", "/bin/app", "x"] });
  });
});

describe("a command that cannot be run", () => {
  test.each<[string, string[], Record<string, number>, number, RegExp]>([
    ["is nowhere in PATH", ["app"], {}, 127, /app': not found in PATH/],
    ["is not there", ["/x/app"], {}, 127, /\/x\/app.*ENOENT/],
    ["has a file for a folder", ["/x/app"], { "/x/app": errno.ENOTDIR }, 127, /\/x\/app.*ENOTDIR/],
    ["may not be executed", ["/x/app"], { "/x/app": errno.EACCES }, 126, /\/x\/app.*EACCES/],
    ["needs too much memory", ["/x/app"], { "/x/app": errno.ENOMEM }, 126, /\/x\/app.*ENOMEM/],
    ["is an empty word", [""], { "/bin/": errno.EACCES }, 127, /not found/],
    ["names an interpreter that is not there", ["/x/app"], { "/x/app": errno.ENOENT }, 127, /\/x\/app.*interpreter/],
    ["has no format and no shell", ["/x/app"], { "/x/app": errno.ENOEXEC }, 127, /./],
  ])("%s", (_what, argv, executables, code, line) => {
    const { kernel, ending } = child(argv, {}, (k) => {
      k.executables = executables;
    });
    expect(ending).toEqual({ how: "exit", code });
    expect(kernel.log()).toHaveLength(1);
    expect(kernel.stderr).toMatch(line);
  });

  test("the first path that was refused is named, not the last one that was tried", () => {
    const { kernel, ending } = child(["app"], { env: ["PATH=/a:/b:/c"] }, (k) => {
      k.executables["/a/app"] = errno.EACCES;
      k.executables["/b/app"] = errno.EACCES;
    });
    expect(ending).toEqual({ how: "exit", code: 126 });
    expect(kernel.stderr).toMatch(/\/a\/app/);
  });

  test.each([
    ["app", "'app'"],
    ["", "''"],
    ["/x/app", "'/x/app'"],
  ])("its name is quoted: %j", (name, quoted) => {
    expect(child([name]).kernel.stderr).toContain(`cannot run ${quoted}:`);
  });

  test.each([["a"], ["\u00e9"], ["\x01"]])(
    "the reason is there behind a path of any length of %j, as text and as JSON",
    (letter) => {
      const path = `/${letter.repeat(4000)}`;
      expect(child([path]).kernel.stderr).toMatch(/^lastcall: cannot run '\/.*\.\.\.': ENOENT.*\n$/);
      const line = child(["--log", "json", path]).kernel.stderr;
      expect(JSON.parse(line)).toMatchObject({ event: "not-found", error: "ENOENT (no such file or directory)" });
    },
  );

  test("it is said though --quiet is given", () => {
    expect(child(["-q", "app"]).kernel.stderr).toMatch(/not found/);
  });
});

describe("options", () => {
  test.each<[string[], string[], number, RegExp]>([
    [["--dealy", "5s", "app"], [], 125, /unknown option '--dealy': did you mean --delay\?/],
    [["app"], ["LASTCALL_DEADLINE=x"], 125, /LASTCALL_DEADLINE 'x'/],
    [["app"], ["LASTCALL_DELAY=5\nlastcall: all is well"], 125, /expected auto/],
    [[], [], 125, /no COMMAND/],
  ])("%j with %j is a line and 125, and nothing is started", (argv, env, code, line) => {
    const { kernel, ending } = play({ argv, env });
    expect(ending).toEqual({ how: "exit", code });
    expect(kernel.log()).toHaveLength(1);
    expect(kernel.stderr).toMatch(line);
    expect(kernel.calls.get("spawn")).toBeUndefined();
  });

  test("a list may be long", () => {
    const env = [`LASTCALL_SUCCESS_CODE=${"1,".repeat(1500)}7`];
    const { kernel, ending } = play({ argv: ["app"], env }, (k) => {
      k.at(5, () => k.end(k.command, 7));
    });
    expect(kernel.stderr).toBe("");
    expect(ending).toEqual({ how: "exit", code: 0 });
  });

  test("help and version go to standard output", () => {
    const help = play({ argv: ["--help"] });
    expect(help.ending).toEqual({ how: "exit", code: 0 });
    expect(help.kernel.stdout).toMatch(/^Usage: lastcall-init/);
    expect(play({ argv: ["-V"] }).kernel.stdout).toMatch(/^lastcall-init \d+\.\d+\.\d+\n$/);
    expect(help.kernel.stderr).toBe("");
  });

  test("help that nobody can read is a failure, help in pieces is whole", () => {
    const broken = play({ argv: ["--help"] }, (k) => {
      k.fault = (call) => (call === "write" ? errno.EPIPE : undefined);
    });
    expect(broken.ending).toEqual({ how: "exit", code: 125 });
    let shorter = "";
    play({ argv: ["--help"] }, (k) => {
      k.fault = (call, args) => {
        if (call !== "write") return undefined;
        if (shorter.length % 3 === 1) {
          if (shorter.endsWith("!")) return undefined;
          shorter += "!";
          return errno.EINTR;
        }
        shorter += k.memory.bytes(args[1] as number, 1);
        return 1;
      };
    });
    expect(shorter.replaceAll("!", "")).toBe(
      play({ argv: ["--help"] }).kernel.stdout.slice(0, shorter.replaceAll("!", "").length),
    );
  });
});

describe("the parent", () => {
  test("--parent-signal is asked of the kernel", () => {
    expect(play({ pid: 500, argv: ["-p", "TERM", "app"] }).kernel.trace).toContain("0 prctl 1 15");
  });

  test("a parent that was gone before that counts as gone", () => {
    const { kernel } = play({ pid: 500, parent: 400, argv: ["-p", "TERM", "app"] }, (k) => {
      k.fault = (call, _args, times) => (call === "getppid" && times > 0 ? 1 : undefined);
    });
    expect(kernel.kills).toEqual([
      { pid: 500, signal: 15 },
      { pid: 509, signal: 15 },
    ]);
  });
});

describe("what Node left behind", () => {
  test("is put right in the command, and the variable is not the command's", () => {
    const handover = "LASTCALL_HANDOVER=defaults=1001000";
    const env = ["PATH=/bin", handover, "B=2", "C=3", "D=4"];
    const { kernel, ending } = child(["app"], { env }, (k) => {
      k.executables["/bin/app"] = 0;
    });
    expect(kernel.trace.filter((line) => /sigdispose/.test(line))).toEqual([
      "0 sigdispose CHLD 0",
      "0 sigdispose PIPE 0",
      "0 sigdispose XFSZ 0",
    ]);
    expect(ending).toMatchObject({ env: ["PATH=/bin", "B=2", "C=3", "D=4"] });
  });
});
