// --user on the fake kernel: what is asked of the kernel and in which order, what the command gets, and every refusal.

import { describe, expect, test } from "vitest";
import { errno, type FakeKernel, type Options } from "../support/fake-kernel.ts";
import { play } from "../support/init-wasm.ts";

const PASSWD = "root:x:0:0::/root:/bin/sh\napp:x:1000:1001:The App:/srv/app:/bin/sh\nnohome:x:7:7:::\n";
const GROUP = "root:x:0:\nstaff:x:50:app,root\napp:x:1001:\nvideo:x:44:app";

function setUp(kernel: FakeKernel): void {
  kernel.files.set("/etc/passwd", PASSWD);
  kernel.files.set("/etc/group", GROUP);
  kernel.executables["/bin/app"] = 0;
}

/** The child's half, up to the command. */
function child(user: string, options: Options = {}, more: (kernel: FakeKernel) => void = () => {}) {
  return play({ asChild: true, argv: ["--user", user, "app"], ...options }, (kernel) => {
    setUp(kernel);
    more(kernel);
  });
}

const became = (kernel: FakeKernel) =>
  kernel.trace.filter((line) => /set(groups|gid|uid) /.test(line)).map((line) => line.slice(2));

describe("the command becomes", () => {
  test.each<[string, string, string, string, string]>([
    ["app", "50,44", "1001", "1000", "/srv/app"],
    ["1000", "50,44", "1001", "1000", "/srv/app"],
    ["root", "50", "0", "0", "/root"],
    ["0", "50", "0", "0", "/root"],
    ["nohome", "", "7", "7", "/"],
    ["app:staff", "", "50", "1000", "/srv/app"],
    ["app:44", "", "44", "1000", "/srv/app"],
    ["1000:1001", "", "1001", "1000", "/srv/app"],
    ["app:9999", "", "9999", "1000", "/srv/app"],
    ["4711", "", "12", "4711", "/"],
    ["4711:staff", "", "50", "4711", "/"],
    ["2147483647:2147483647", "", "2147483647", "2147483647", "/"],
  ])("%s: groups %j, group %s, user %s, home %s", (user, groups, gid, uid, home) => {
    const { kernel, ending } = child(user, { gid: 12 });
    expect(became(kernel)).toEqual([`setgroups ${groups}`, `setgid ${gid}`, `setuid ${uid}`]);
    expect(ending).toMatchObject({ how: "exec", env: [`HOME=${home}`, "PATH=/bin"] });
    expect(kernel.stderr).toBe("");
  });

  test("whom LASTCALL_USER names", () => {
    const env = ["PATH=/bin", "LASTCALL_USER=app"];
    const { kernel, ending } = child("", { argv: ["app"], env });
    expect(became(kernel)).toEqual(["setgroups 50,44", "setgid 1001", "setuid 1000"]);
    expect(ending).toMatchObject({ env: ["HOME=/srv/app", ...env] });
  });

  test("nobody else without --user: nothing is asked, nothing is read", () => {
    const { kernel, ending } = child("", { argv: ["app"] });
    for (const call of ["getuid", "getgid", "setgroups", "setgid", "setuid", "setfsuid", "setfsgid", "prctl"]) {
      expect(kernel.calls.get(call)).toBeUndefined();
    }
    expect(ending).toMatchObject({ env: ["PATH=/bin"] });
  });

  test("it before what a change would undo, and before a signal can end it", () => {
    const { kernel } = child("app", { argv: ["-p", "KILL", "--user", "app", "app"] });
    expect(kernel.trace.slice(-6)).toEqual([
      "0 setgroups 50,44",
      "0 setgid 1001",
      "0 setuid 1000",
      "0 prctl 1 9",
      "0 sigmask 2 80",
      "0 execve /bin/app 0",
    ]);
  });
});

describe("HOME", () => {
  test.each<[string, string[], string[]]>([
    ["is added", ["PATH=/bin", "A=1"], ["HOME=/srv/app", "PATH=/bin", "A=1"]],
    ["is replaced", ["PATH=/bin", "HOME=/root", "A=1"], ["HOME=/srv/app", "PATH=/bin", "A=1"]],
    ["is there once", ["HOME=/a", "PATH=/bin", "HOME=/b", "HOME="], ["HOME=/srv/app", "PATH=/bin"]],
    [
      "is not another's name",
      ["HOMER=1", "PATH=/bin", "XHOME=2"],
      ["HOME=/srv/app", "HOMER=1", "PATH=/bin", "XHOME=2"],
    ],
    ["is all there is", [], ["HOME=/srv/app"]],
  ])("%s: %j", (_what, env, expected) => {
    const words = ["/bin/app", "", "two words", "\u00ff"];
    for (const argv of [
      ["--user=app", ...words],
      ["--user", "app", "-v", "--", ...words],
    ]) {
      expect(child("", { argv, env }).ending).toEqual({ how: "exec", path: "/bin/app", argv: words, env: expected });
    }
  });

  test("leaves a word before the command for a script's shell", () => {
    const argv = ["/bin/app", "x"];
    const env = ["LASTCALL_USER=app", "USER=root", "LOGNAME=root"];
    const { ending } = child("", { argv, env }, (kernel) => {
      kernel.executables = { "/bin/app": errno.ENOEXEC, "/bin/sh": 0 };
    });
    expect(ending).toEqual({
      how: "exec",
      path: "/bin/sh",
      argv: ["/bin/sh", ...argv],
      env: ["HOME=/srv/app", ...env],
    });
  });
});

describe("the files", () => {
  test("are read in pieces, with lines of any length", () => {
    const members = Array.from({ length: 9_000 }, (_, index) => `user${index}`).join(",");
    for (const piece of [1, 7, 4096]) {
      const { kernel } = child("app", {}, (k) => {
        k.readBytes = piece;
        k.files.set("/etc/passwd", `long:x:1:1:${"g".repeat(piece * 3)}:/:/bin/sh\r\n\n# app:x:0:0\n${PASSWD}`);
        k.files.set("/etc/group", `many:x:60:${members.slice(0, piece * 20)},app\n${GROUP}`);
      });
      expect(became(kernel)[0]).toBe("setgroups 60,50,44");
      expect(kernel.openFiles()).toEqual([]);
    }
  });

  test("may be interrupted", () => {
    const { kernel } = child("app", {}, (k) => {
      k.fault = (call, _args, times) => (call === "read" && times % 2 === 0 ? errno.EINTR : undefined);
    });
    expect(became(kernel)).toEqual(["setgroups 50,44", "setgid 1001", "setuid 1000"]);
  });

  test("may be missing for numbers", () => {
    const gone = (k: FakeKernel) => {
      k.files.delete("/etc/passwd");
      k.files.delete("/etc/group");
    };
    expect(became(child("5", { gid: 3 }, gone).kernel)).toEqual(["setgroups ", "setgid 3", "setuid 5"]);
    expect(became(child("5:6", {}, gone).kernel)).toEqual(["setgroups ", "setgid 6", "setuid 5"]);
    const noGroups = child("app", {}, (k) => void k.files.delete("/etc/group"));
    expect(became(noGroups.kernel)).toEqual(["setgroups ", "setgid 1001", "setuid 1000"]);
  });

  test("more groups than the kernel has are for the kernel to refuse", () => {
    const group = Array.from({ length: 65_537 }, (_, index) => `g:x:${index}:app\n`).join("");
    let count = 0;
    const { kernel, ending } = child("app", {}, (k) => {
      k.files.set("/etc/group", group);
      k.fault = (call, args) => {
        if (call !== "setgroups") return undefined;
        count = Number(args[0]);
        return errno.EINVAL;
      };
    });
    expect(count).toBe(65_537);
    expect(ending).toEqual({ how: "exit", code: 125 });
    expect(kernel.stderr).toBe("lastcall: cannot become user 'app': EINVAL (invalid argument)\n");
  });
});

describe("refused before anything starts", () => {
  const nobody = ": no such user in /etc/passwd: expected a name from there or a number up to 2147483647";
  const noGroup = ": no such group in /etc/group: expected a name from there or a number up to 2147483647";

  test.each([
    ["nobod", nobody],
    [":app", nobody],
    [":", nobody],
    ["-1", nobody],
    ["+0", nobody],
    ["99999999999", nobody],
    ["2147483648", nobody],
    ["4294967295:0", nobody],
    ["app:", noGroup],
    ["app:nogroup", noGroup],
    ["app:staff:x", noGroup],
    ["app:2147483648", noGroup],
    ["5:nogroup", noGroup],
  ])("--user %s", (user, reason) => {
    for (const [argv, env, given] of [
      [["--user", user, "app"], ["A=1"], `--user '${user}'`],
      [["app"], [`LASTCALL_USER=${user}`], `LASTCALL_USER '${user}'`],
    ] as const) {
      const { kernel, ending } = play({ argv: [...argv], env: [...env] }, setUp);
      expect(ending).toEqual({ how: "exit", code: 125 });
      expect(kernel.stderr).toBe(`lastcall: ${given}${reason}\n`);
      for (const call of ["spawn", "setfsuid", "setfsgid"]) expect(kernel.calls.get(call)).toBeUndefined();
    }
  });

  test("--user '' is for the options to refuse", () => {
    const { kernel, ending } = play({ argv: ["--user", "", "app"] }, setUp);
    expect(ending).toEqual({ how: "exit", code: 125 });
    expect(kernel.stderr).toMatch(/^lastcall: --user '': expected /);
  });

  test.each<[string, string, string, number, string]>([
    ["app", "/etc/passwd", "open", errno.ENOENT, "ENOENT (no such file or directory)"],
    ["app:staff", "/etc/group", "open", errno.ENOENT, "ENOENT (no such file or directory)"],
    ["app", "/etc/passwd", "open", errno.EACCES, "EACCES (permission denied)"],
    // Without the entry the group would stay root's: a file that is there has to be read.
    ["1000", "/etc/passwd", "open", errno.EACCES, "EACCES (permission denied)"],
    ["1000", "/etc/passwd", "read", -21, "EISDIR (is a directory)"],
    ["app", "/etc/group", "open", errno.EACCES, "EACCES (permission denied)"],
    ["app", "/etc/group", "read", -5, "errno 5"],
  ])("--user %s where %s cannot be used: %s %d", (user, file, failing, result, reason) => {
    const { kernel, ending } = play({ argv: ["--user", user, "app"] }, (k) => {
      setUp(k);
      k.fault = (call, args) => {
        const isIt = call === "open" ? k.memory.text(Number(args[0])) === file : k.openFiles().at(-1) === file;
        return call === failing && isIt ? result : undefined;
      };
    });
    expect(ending).toEqual({ how: "exit", code: 125 });
    expect(kernel.stderr).toBe(`lastcall: --user '${user}': cannot read ${file}: ${reason}\n`);
    expect(kernel.openFiles()).toEqual([]);
    expect(kernel.calls.get("spawn")).toBeUndefined();
  });

  test("in JSON it is an object, too", () => {
    const { kernel } = play({ argv: ["--log", "json", "--user", 'no"body', "app"] }, setUp);
    expect(JSON.parse(kernel.stderr)).toMatchObject({ level: "error", event: "bad-option" });
  });
});

describe("a user that we may not become", () => {
  test.each(["setgroups", "setgid", "setuid"])("is said where %s is refused, and 125", (failing) => {
    const { kernel, ending } = child("app", { uid: 5, gid: 5 }, (k) => {
      k.fault = (call) => (call === failing ? errno.EPERM : undefined);
    });
    expect(ending).toEqual({ how: "exit", code: 125 });
    expect(kernel.stderr).toBe("lastcall: cannot become user 'app': EPERM (operation not permitted)\n");
    expect(kernel.trace.filter((line) => line.includes("execve"))).toEqual([]);
  });

  test("is fine where we are it already: the groups stay as the engine gave them", () => {
    const noGroups = (k: FakeKernel) => {
      k.fault = (call) => (call === "setgroups" ? errno.EPERM : undefined);
    };
    const { kernel, ending } = child("app", { uid: 1000, gid: 1001 }, noGroups);
    expect(ending).toMatchObject({ how: "exec", env: ["HOME=/srv/app", "PATH=/bin"] });
    expect(became(kernel)).toEqual(["setgid 1001", "setuid 1000"]);
    for (const other of [{ uid: 1000 }, { gid: 1001 }]) {
      expect(child("app", { ...other }, noGroups).ending).toEqual({ how: "exit", code: 125 });
    }
  });
});

describe("the init", () => {
  test("keeps its rights, and opens files as the user", () => {
    const { kernel } = play({ argv: ["--user", "app", "app"] }, (k) => {
      setUp(k);
      k.at(5, () => k.queue({ signal: 15 }));
    });
    expect(kernel.trace.filter((line) => /set|prctl/.test(line))).toEqual([
      "0 setfsgid 1001",
      "0 setfsuid 1000",
      "0 prctl 4 1",
      "0 prctl 4 1",
    ]);
    expect(kernel.kills.filter(({ signal }) => signal > 0)).toEqual([{ pid: 10, signal: 15 }]);
  });

  test("still hears of its parent's end, of which a change of ids makes it deaf", () => {
    const { kernel } = play({ pid: 500, argv: ["-p", "TERM", "--user", "app", "app"] }, setUp);
    const trace = kernel.trace.map((line) => line.slice(2));
    expect(trace.lastIndexOf("prctl 1 15")).toBeGreaterThan(trace.indexOf("setfsuid 1000"));
  });

  test("does not show itself where it was hidden from the start", () => {
    const { kernel } = play({ argv: ["--user", "app", "app"] }, (k) => {
      setUp(k);
      k.dumpable = 0;
    });
    expect(kernel.trace.filter((line) => line.includes("prctl 4"))).toEqual([]);
  });
});
