// Hooks: what is prepared before the command starts, the process that a hook gets, its request, and what the init does meanwhile.

import { describe, expect, test } from "vitest";
import { errno, type FakeKernel, type Options } from "../support/fake-kernel.ts";
import { play } from "../support/init-wasm.ts";

const SIGHUP = 1;
const SIGKILL = 9;
const SIGTERM = 15;

type SetUp = (kernel: FakeKernel) => void;

/** The init, told to stop at 5 ms. */
function stopped(argv: string[], setUp: SetUp = () => {}, options: Options = {}) {
  return play({ argv: [...argv, "app"], command: { on: { [SIGHUP]: () => {} } }, ...options }, (k) => {
    k.at(5, () => k.queue({ signal: SIGTERM }));
    setUp(k);
  });
}

/** The process of the first hook. */
const hook = (argv: string[], setUp: SetUp = () => {}, options: Options = {}) =>
  stopped(argv, setUp, { asHook: true, ...options });

const request = (url: string, setUp: SetUp = () => {}, options: Options = {}) =>
  hook(["--pre-stop-http", url], setUp, options);

/** What happened to other processes: the hooks that were started, and what was sent. */
const happened = (k: FakeKernel) => k.trace.filter((line) => / (hook|kill|sigqueue) /.test(line));

describe("the process of a command", () => {
  test("gets the words, the environment and the way along PATH that the command has", () => {
    const env = ["PATH=/a:/b", "A=\u00e9"];
    const text = String.raw`run 'two words' "" \$HOME ${"\u00ff"}`;
    const { ending } = hook(["--pre-stop", text], (k) => (k.executables["/b/run"] = 0), { env });
    expect(ending).toEqual({ how: "exec", path: "/b/run", argv: ["run", "two words", "", "$HOME", "\u00ff"], env });
  });

  test("is in a group of its own, dies with us, and has the inherited mask just before it starts", () => {
    const { kernel } = hook(["--pre-stop", "/bin/x"], (k) => (k.executables["/bin/x"] = 0));
    expect(kernel.trace.slice(-3)).toEqual(["5 prctl 1 9", "5 sigmask 2 80", "5 execve /bin/x 0"]);
    // The one of its start; setpgid(0, 0) in the child and setpgid(pid, pid) in the parent of the command come before.
    expect(kernel.calls.get("setpgid")).toBe(2);
  });

  test.each([
    [true, ["close 3", "close 0", "open /dev/null"]],
    [false, []],
  ])("reads /dev/null if that is there: %s", (there, wanted) => {
    const seen: string[] = [];
    hook(["--pre-stop", "/bin/x"], (k) => {
      k.executables["/bin/x"] = 0;
      if (there) k.files.set("/dev/null", "");
      k.fault = (call, args) => {
        if (k.nowMs < 5) return undefined;
        if (call === "close") seen.push(`close ${args[0]}`);
        if (call === "open" && k.memory.text(args[0] as number) === "/dev/null") seen.push("open /dev/null");
        return undefined;
      };
    });
    expect(seen.slice(1)).toEqual(wanted);
  });

  test("is the shell's for a script without a first line", () => {
    const { ending } = hook(["--pre-stop", "script x"], (k) => {
      k.executables = { "/bin/script": errno.ENOEXEC, "/bin/sh": 0 };
    });
    expect(ending).toMatchObject({ how: "exec", path: "/bin/sh", argv: ["/bin/sh", "/bin/script", "x"] });
  });

  test.each<[string, Record<string, number>, number, RegExp]>([
    ["nope", {}, 127, /^lastcall: cannot run 'nope': not found in PATH\n$/],
    ["/bin/x", { "/bin/x": errno.EACCES }, 126, /^lastcall: cannot run '\/bin\/x': EACCES.*\n$/],
  ])("%s that cannot be run says why", (text, executables, code, line) => {
    const { ending, kernel } = hook(["--pre-stop", text], (k) => (k.executables = executables));
    expect(ending).toEqual({ how: "exit", code });
    expect(kernel.stderr).toMatch(line);
    // Not an error that keeps the command from starting.
    expect(hook(["-q", "--pre-stop", text], (k) => (k.executables = executables)).kernel.stderr).toBe("");
  });
});

describe("the process of a request", () => {
  test.each([
    ["http://127.0.0.1:8080/quit?now", "2", "02001f907f0000010000000000000000", "127.0.0.1:8080", "/quit?now"],
    ["http://10.1.2.3", "2", "020000500a0102030000000000000000", "10.1.2.3", "/"],
    [
      "http://[fd00::1:2]:81/",
      "10",
      "0a00005100000000fd0000000000000000000000000100020000000000".slice(0, 56),
      "[fd00::1:2]:81",
      "/",
    ],
  ])("%s", (url, family, address, host, path) => {
    const { kernel, ending } = request(url, (k) => (k.answer = ["HTTP/1.1 200 OK\r\n\r\n"]));
    expect(ending).toEqual({ how: "exit", code: 0 });
    expect(kernel.trace.slice(-3)).toEqual(["5 prctl 1 9", `5 socket ${family} 524289`, `5 connect ${address}`]);
    expect(kernel.request).toMatch(
      /^GET (\S+) HTTP\/1\.1\r\nHost: \S+\r\nUser-Agent: lastcall\/\d+\.\d+\.\d+\r\nConnection: close\r\n\r\n$/,
    );
    expect(kernel.request).toContain(`GET ${path} HTTP`);
    expect(kernel.request).toContain(`\r\nHost: ${host}\r\n`);
    expect(kernel.stderr).toBe("");
  });

  test("the longest URL is sent whole", () => {
    const url = `http://app/${"a".repeat(4084)}`;
    const { kernel } = request(url, (k) => {
      k.files.set("/etc/hosts", "10.0.0.1 app\n");
      k.answer = ["HTTP/1.1 200 OK"];
    });
    expect(kernel.request).toContain(`GET /${"a".repeat(4084)} HTTP/1.1\r\n`);
    expect(kernel.request.endsWith("close\r\n\r\n")).toBe(true);
  });

  test.each<[string, (string | number)[]]>([
    ["200", ["HTTP/1.1 200 OK\r\n\r\n"]],
    ["204", ["HTTP/1.1 204 \r\n\r\n"]],
    ["399", ["HTTP/1.0 399 x\r\n\r\n"]],
    ["302", ["HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n"]],
    ["in pieces", [..."HTTP/1.1 200 OK\r\n"]],
    ["after interim answers", ["HTTP/1.1 100 Continue\r\n\r", "\nHTTP/1.1 103 E\r\nA: b\r\n\r\nHTTP", "/1.1 200 OK"]],
    ["before an error", ["HTTP/1.1 200 OK\r\n", errno.ECONNRESET]],
    ["after an interruption", [errno.EINTR, "HTTP/1.1 200 OK\r\n"]],
  ])("an answer of %s is success", (_what, answer) => {
    const { kernel, ending } = request("http://127.0.0.1/", (k) => (k.answer = answer));
    expect(ending).toEqual({ how: "exit", code: 0 });
    expect(kernel.stderr).toBe("");
  });

  test.each<[string, (string | number)[], string]>([
    ["404", ["HTTP/1.1 404 Not Found\r\n"], "status 404"],
    ["500", ["HTTP/1.1 500 No\r\n"], "status 500"],
    ["400", ["HTTP/1.1 400 Bad\r\n"], "status 400"],
    ["101", ["HTTP/1.1 101 Switching\r\n"], "status 101"],
    ["500 behind 100", ["HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 500 No\r\n"], "status 500"],
    ["another protocol", ["SSH-2.0-x\r\n"], "the answer is not HTTP"],
    ["nothing", [], "closed without an answer"],
    ["half a line", ["HTTP/1.1 20"], "closed without an answer"],
    ["interim ones only", ["HTTP/1.1 100 Continue\r\n\r\n"], "closed without an answer"],
    [
      "more than we keep",
      new Array(40).fill(`HTTP/1.1 103 E\r\nA: ${"b".repeat(479)}\r\n\r\n`),
      "closed without an answer",
    ],
    ["an error", [errno.ECONNRESET], "read: ECONNRESET (cut off)"],
  ])("an answer of %s is said", (_what, answer, said) => {
    const { kernel, ending } = request("http://127.0.0.1/x", (k) => (k.answer = answer));
    expect(ending).toEqual({ how: "exit", code: 1 });
    expect(kernel.stderr).toBe(`lastcall: pre-stop hook 'http://127.0.0.1/x': ${said}\n`);
  });

  test.each<[string, number, string]>([
    ["connect", errno.ECONNREFUSED, "ECONNREFUSED (nobody listens)"],
    ["connect", errno.ETIMEDOUT, "ETIMEDOUT (no answer)"],
    ["connect", -99, "errno 99"],
    ["socket", errno.EMFILE, "errno 24"],
    ["socket", errno.EPERM, "EPERM (operation not permitted)"],
  ])("a %s that is refused is said: %d", (refused, result, said) => {
    const { kernel, ending } = request("http://127.0.0.1/", (k) => {
      k.fault = (call) => (call === refused ? result : undefined);
    });
    expect(ending).toEqual({ how: "exit", code: 1 });
    expect(kernel.stderr).toBe(`lastcall: pre-stop hook 'http://127.0.0.1/': connect: ${said}\n`);
    expect(kernel.request).toBe("");
  });

  test("what is said is a line of JSON too, and nothing with --quiet", () => {
    const answer = ["HTTP/1.1 503 No\r\n"];
    const url = 'http://127.0.0.1/"?a';
    const { kernel } = hook(["--log", "json", "--pre-stop-http", url], (k) => (k.answer = [...answer]));
    const line = JSON.parse(kernel.stderr);
    expect(line).toMatchObject({ level: "warning", event: "hook-failed", hook: url, status: 503 });
    expect(hook(["-q", "--pre-stop-http", url], (k) => (k.answer = [...answer])).kernel.stderr).toBe("");
  });

  test("that gets no answer waits for it", () => {
    const { kernel, ending } = request("http://127.0.0.1/", (k) => {
      k.answer = ["HTTP/1.1 100 Continue\r\n"];
      k.hangs = true;
    });
    expect(ending).toEqual({ how: "asleep" });
    expect(kernel.stderr).toBe("");
  });
});

describe("a host name", () => {
  const connected = (url: string, hosts?: string) => {
    const { kernel } = request(url, (k) => {
      if (hosts !== undefined) k.files.set("/etc/hosts", hosts);
      k.answer = ["HTTP/1.1 200 OK\r\n"];
    });
    const [, address] = /connect ([0-9a-f]*)/.exec(kernel.trace.join("\n")) ?? [];
    return { address, request: kernel.request };
  };

  test("is looked up in /etc/hosts, and sent as it was given", () => {
    const { address, request } = connected("http://App:81/", "127.0.0.1 localhost\n10.0.0.7\tapp # it\n");
    expect(address).toBe("020000510a0000070000000000000000");
    expect(request).toContain("\r\nHost: App:81\r\n");
    expect(connected("http://app/", "fd00::7 app\n10.0.0.7 app\n").address).toMatch(/^0a000050.{8}fd00.*07.{8}$/);
  });

  test("is found in a file that is long, and at its end without a line feed", () => {
    const hosts = `${"10.0.0.1 somebody-else\n".repeat(5000)}10.0.0.7 app`;
    const { kernel } = request("http://app/", (k) => {
      k.files.set("/etc/hosts", hosts);
      k.readBytes = 1 << 20;
      k.answer = ["HTTP/1.1 200 OK\r\n"];
    });
    expect(kernel.trace.at(-1)).toBe("5 connect 020000500a0000070000000000000000");
  });

  test("localhost is 127.0.0.1 where the file says nothing else", () => {
    const loopback = "020000507f0000010000000000000000";
    expect(connected("http://localhost/").address).toBe(loopback);
    expect(connected("http://LocalHost/", "10.0.0.7 app\n").address).toBe(loopback);
    expect(connected("http://localhost/", "127.0.0.9 localhost\n").address).toBe("020000507f0000090000000000000000");
  });

  test("that was given by the variable is an error that names the variable", () => {
    const env = ["PATH=/bin", "LASTCALL_PRE_STOP_HTTP=http://nope/"];
    const { kernel, ending } = play({ argv: ["app"], env });
    expect(ending).toEqual({ how: "exit", code: 125 });
    expect(kernel.stderr).toMatch(/^lastcall: LASTCALL_PRE_STOP_HTTP 'http:\/\/nope\/': host 'nope' is not in /);
  });

  test.each([undefined, "", "10.0.0.7 app\n", "# 10.0.0.7 nope\n"])(
    "that is not in %j is an error before the command starts",
    (hosts) => {
      const { kernel, ending } = play({ argv: ["--pre-stop-http", "http://nope:8080/x", "app"] }, (k) => {
        if (hosts !== undefined) k.files.set("/etc/hosts", hosts);
      });
      expect(ending).toEqual({ how: "exit", code: 125 });
      expect(kernel.stderr).toBe(
        "lastcall: --pre-stop-http 'http://nope:8080/x': host 'nope' is not in /etc/hosts: expected an IP address or a name from there\n",
      );
      expect(kernel.calls.get("spawn")).toBeUndefined();
      expect(kernel.openFiles()).toEqual([]);
    },
  );
});

describe("the init", () => {
  const two = ["--pre-stop", "one", "--pre-stop-http", "http://127.0.0.1/"];

  test("runs hooks one after the other, each by its own call, and then tells the app", () => {
    const { kernel } = stopped(two, (k) => {
      k.at(100, () => k.end(k.hooks[0] as number));
      k.at(300, () => k.end(k.hooks[1] as number));
    });
    expect(happened(kernel)).toEqual(["5 hook 11", "100 hook 12", "300 kill 10 TERM"]);
    expect(kernel.calls.get("spawn")).toBe(2);
    expect(kernel.calls.get("fork")).toBe(1);
    // In the parent as well, so that the group is there at once.
    expect(kernel.calls.get("setpgid")).toBe(3);
    expect(kernel.stderr).not.toMatch(/hook/);
  });

  test.each(["spawn", "fork"])("says a %s that is refused, and serves the delay", (call) => {
    const flag = call === "spawn" ? ["--pre-stop", "x"] : ["--pre-stop-http", "http://127.0.0.1/"];
    const { kernel } = stopped(["--delay", "3s", ...flag], (k) => {
      k.fault = (name) => (name === call && k.nowMs >= 5 ? errno.EAGAIN : undefined);
    });
    expect(happened(kernel)).toEqual(["3005 kill 10 TERM"]);
    expect(kernel.stderr).toMatch(/^lastcall: .*hook.*EAGAIN/);
  });

  test("says a hook that fails, runs the next one, and serves the delay", () => {
    const { kernel } = stopped(["--delay", "3s", ...two], (k) => {
      k.at(100, () => k.end(k.hooks[0] as number, 3));
      k.at(200, () => k.end(k.hooks[1] as number, 1));
    });
    expect(happened(kernel)).toEqual(["5 hook 11", "100 hook 12", "3200 kill 10 TERM"]);
    expect(kernel.stderr).toMatch(/^lastcall: pre-stop hook 'one': failed.*exit code 3/);
    // The process of the request has said so itself.
    expect(kernel.stderr).not.toMatch(/127\.0\.0\.1/);
  });

  test("kills a hook and its group at the deadline, and gives the app 2 s", () => {
    const { kernel, ending } = stopped(["--deadline", "1s", ...two], () => {}, { command: { ignores: [SIGTERM] } });
    expect(happened(kernel).slice(0, 4)).toEqual([
      "5 hook 11",
      "1005 kill -11 KILL",
      "1005 kill 11 KILL",
      "1005 kill 10 TERM",
    ]);
    expect(happened(kernel)[4]).toMatch(/^3005 kill -1 KILL$/);
    expect(ending).toEqual({ how: "exit", code: 137 });
  });

  test("kills a hook at a second stop signal, and tells the app at once", () => {
    const { kernel } = stopped(["--delay", "9s", ...two], (k) => {
      k.at(400, () => k.queue({ signal: SIGTERM }));
    });
    expect(happened(kernel)).toEqual(["5 hook 11", "400 kill -11 KILL", "400 kill 11 KILL", "400 kill 10 TERM"]);
  });

  test("passes other signals on while a hook runs", () => {
    const { kernel } = stopped(two, (k) => {
      k.at(50, () => k.queue({ signal: SIGHUP }));
      k.at(100, () => k.end(k.hooks[0] as number));
      k.at(100, () => k.end(k.hooks[1] as number));
    });
    expect(happened(kernel)).toContain("50 kill 10 HUP");
  });

  test("leaves when the app ends during a hook", () => {
    const { kernel, ending } = stopped(["--delay", "9s", ...two], (k) => {
      k.at(400, () => k.end(k.command, 7));
    });
    expect(ending).toEqual({ how: "exit", code: 7 });
    expect(kernel.nowMs).toBe(400);
    expect(kernel.kills).toContainEqual({ pid: 11, signal: SIGKILL });
  });

  test("does not run them where the command ends by itself", () => {
    const { kernel, ending } = play({ argv: [...two, "app"] }, (k) => {
      k.at(5, () => k.end(k.command, 7));
    });
    expect(ending).toEqual({ how: "exit", code: 7 });
    expect(kernel.hooks).toEqual([]);
  });
});
