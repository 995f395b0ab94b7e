// --pre-stop and --pre-stop-http: before the delay, one after the other, at most until the deadline, and never in the way of
// anything else.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { app, appInShell } from "../support/fixtures.ts";
import { answering, status } from "../support/http-server.ts";
import { count, finished, start, startBare, startFrom } from "../support/init.ts";
import type { Running } from "../support/namespace.ts";
import { describeIf, type Need, needsNamespaces, needsRoot } from "../support/needs.ts";
import { readProcess, signalFound, statusField } from "../support/processes.ts";
import { until } from "../support/until.ts";

/** A hook that does not end, and shows in the list of processes as `sleep 4711`. */
const forever = ["--pre-stop", "sleep 4711"];

const find = (running: Running, cmdline: RegExp) => running.tree().find((one) => cmdline.test(one.cmdline));

/** Stops the app, and waits until the hook that does not end runs. */
async function stopIntoHook(running: Running): Promise<number> {
  await running.line(/app ready/);
  const stopped = performance.now();
  running.signal("SIGTERM");
  await until("the hook", () => find(running, /^sleep 4711$/) !== undefined);
  return stopped;
}

describeIf(needsNamespaces, "a --pre-stop hook", () => {
  test("runs before the app is told, without a shell, in a group of its own, with the command's environment", async () => {
    const hook = `sh -c 'echo hook "$1" "$A"; cut -d" " -f5 /proc/self/stat; echo $$; cat; readlink /proc/self/fd/0' x 'two  words'`;
    const running = start(["--pre-stop", hook], app("serve=1"), { env: { A: "b c" }, stdin: "pipe" });
    await running.line(/app ready/);
    running.signal("SIGTERM");
    const [, group, pid] = await running.line(
      /^app ready 2\nhook two {2}words b c\n(\d+)\n(\d+)\n\/dev\/null\napp got TERM\n/,
    );
    expect(group).toBe(pid);
    expect((await running.exited).code).toBe(0);
    expect(running.stderr()).not.toMatch(/hook/);
  });

  test("has the mask and the ignored signals that the command has", async () => {
    const hook = "grep -E '^Sig(Blk|Ign):' /proc/self/status";
    const running = startBare(["perl", "-e", MASKED, initPath, "--pre-stop", hook, "--", "sleep", "4713"]);
    const command = await until("the command", () => find(running, /^sleep 4713$/));
    const masks = ["SigBlk", "SigIgn"].map((name) => `${name}:\t${statusField(command.pid, name)}\n`).join("");
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(143);
    expect(running.stdout()).toBe(masks);
    // Neither is what it is where nothing was inherited.
    expect(masks).toMatch(/SigBlk:\t0000000000000200\nSigIgn:\t[0-9a-f]*800\n/);
  });

  test("that fails is said, and the delay is served all the same", async () => {
    const running = start(["--delay", "1s", "--pre-stop", "sh -c 'exit 3'", "--pre-stop", "/no/such"], app());
    await running.line(/app ready/);
    const stopped = performance.now();
    running.signal("SIGTERM");
    await running.line(/app got TERM/);
    expect(performance.now() - stopped).toBeGreaterThan(990);
    expect((await running.exited).code).toBe(0);
    expect(running.stderr()).toMatch(/^lastcall: pre-stop hook 'sh -c 'exit 3'': failed.*exit code 3/m);
    expect(running.stderr()).toMatch(/^lastcall: cannot run '\/no\/such': ENOENT/m);
    expect(running.stderr()).toMatch(/^lastcall: pre-stop hook '\/no\/such': failed.*exit code 127/m);
  });

  test("that was ended by a signal is said", async () => {
    const running = start(["--pre-stop", "sh -c 'kill -9 $$'"], app());
    await running.line(/app ready/);
    running.signal("SIGTERM");
    await running.line(/app got TERM/);
    expect(running.stderr()).toMatch(/hook.*failed.*exit code 137/);
  });

  test("that is not over at the deadline is killed with its group, and the app has 2 s", async () => {
    const script = `sh -c 'sleep 4711 & sleep 4711'`;
    const running = start(["--deadline", "1s", "--pre-stop", script], app("drain=1000", "code=4"));
    const stopped = await stopIntoHook(running);
    await running.line(/app got TERM/);
    expect(performance.now() - stopped).toBeGreaterThan(990);
    await until("nobody but the app", () => running.tree().length === 2);
    // Killed at the deadline, it could not say so.
    expect((await running.exited).code).toBe(4);
    expect(running.stdout()).toMatch(/app done/);
    expect(running.stderr()).toMatch(/^lastcall: pre-stop hook 'sh -c 'sleep 4711 & sleep 4711'': killed/m);
    expect(running.stderr()).not.toMatch(/sent|SIGKILL/);
  });

  test("that is not over at the deadline leaves a deaf app 2 s and no more", async () => {
    const running = start(["--deadline", "1s", ...forever], app("stay=1"));
    const stopped = await stopIntoHook(running);
    expect((await running.exited).code).toBe(137);
    const took = performance.now() - stopped;
    expect(took).toBeGreaterThan(2_990);
    expect(took).toBeLessThan(8_000);
    expect(running.stdout()).toMatch(/app got TERM/);
  });

  test("is killed by a second stop signal: the app is told at once and once, no hook comes after", async () => {
    const running = start(["-v", "--delay", "1h", ...forever, "--pre-stop", "echo second"], app());
    await stopIntoHook(running);
    running.signal("SIGTERM");
    await running.line(/app got TERM/);
    expect((await running.exited).code).toBe(0);
    expect(count(running.stdout(), /got TERM/)).toBe(1);
    expect(running.stdout()).not.toMatch(/second/);
    expect(running.stderr()).toMatch(/pre-stop hook 'sleep 4711': killed/);
    // Nobody tells a hook to stop.
    expect(running.stderr()).not.toMatch(/sent \S+ to sleep/);
  });

  test("does not keep the init once the app has ended", async () => {
    const running = start(forever, app("serve=1", "code=5"), { stdin: "pipe" });
    await stopIntoHook(running);
    running.closeStdin();
    expect((await running.exited).code).toBe(5);
    expect(running.stdout()).not.toMatch(/got/);
  });

  test("does not run where the app ends by itself", async () => {
    const { code, out } = await finished(start(["--pre-stop", "echo hook"], ["sh", "-c", "exit 6"]));
    expect({ code, out }).toEqual({ code: 6, out: "" });
  });

  test("ends with an init that is not PID 1 and is killed", async () => {
    const script = `${initPath} --pre-stop 'sleep 4711' -- ${appInShell("stay=1")} & wait; exec sleep 4712`;
    const running = startBare(["sh", "-c", script]);
    await running.line(/app ready/);
    const init = running.tree().find(({ comm }) => comm === "lastcall-init");
    signalFound(init, "SIGTERM");
    const hook = await until("the hook", () => find(running, /^sleep 4711$/));
    signalFound(init, "SIGKILL");
    await until("the hook's end", () => (readProcess(hook.pid)?.state ?? "Z") === "Z");
  });
});

/** Runs its words with SIGUSR1 blocked and SIGUSR2 ignored. */
const MASKED = `use POSIX; sigprocmask(SIG_BLOCK, POSIX::SigSet->new(SIGUSR1)); $SIG{USR2} = "IGNORE"; exec @ARGV`;

describeIf(needsNamespaces, "a --pre-stop-http hook", () => {
  test("asks once, and the app is told when the answer is there", async () => {
    const server = await answering();
    const running = start(["--pre-stop-http", `http://127.0.0.1:${server.port}/quit?now=1`], app());
    await running.line(/app ready/);
    running.signal("SIGTERM");
    await until("the request", () => server.requests.length > 0);
    expect(server.requests).toEqual([
      expect.stringMatching(
        RegExp(
          `^GET /quit\\?now=1 HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nUser-Agent: lastcall/[\\d.]+\r\nConnection: close\r\n\r\n$`,
        ),
      ),
    ]);
    expect(running.stdout()).not.toMatch(/got/);
    const [socket] = server.open;
    socket?.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 ");
    socket?.write("200 OK\r\n");
    await running.line(/app got TERM/);
    expect((await running.exited).code).toBe(0);
    expect(server.requests).toHaveLength(1);
    expect(running.stderr()).not.toMatch(/hook/);
  });

  test("runs in its turn between others", async () => {
    const server = await answering();
    const http = ["--pre-stop-http", `http://localhost:${server.port}/`];
    const running = start(["--pre-stop", "echo one", ...http, "--pre-stop", "echo two"], app());
    await running.line(/app ready/);
    running.signal("SIGTERM");
    await until("the request", () => server.requests.length > 0);
    await running.line(/one\n/);
    expect(running.stdout()).not.toMatch(/two/);
    for (const socket of server.open) status(200)(socket);
    await running.line(/one\ntwo\napp got TERM/);
  });

  test("that gets no answer does not keep the init from anything; when it is cut off, that is said", async () => {
    const server = await answering();
    const url = `http://127.0.0.1:${server.port}/`;
    const running = start(["--pre-stop-http", url], app("stay=1"));
    await running.line(/app ready/);
    running.signal("SIGTERM");
    await until("the request", () => server.requests.length > 0);
    running.signal("SIGHUP");
    await running.line(/app got HUP/);
    expect(running.stdout()).not.toMatch(/got TERM/);
    server.close();
    await running.line(/app got TERM/);
    expect(running.stderr()).toMatch(
      RegExp(`^lastcall: pre-stop hook '${url}': (closed without an answer|read: ECONNRESET)`),
    );
  });

  test("that gets no answer until the deadline is killed, which is said", async () => {
    const server = await answering();
    const url = `http://127.0.0.1:${server.port}/`;
    const running = start(["--deadline", "1s", "--pre-stop-http", url], app());
    await running.line(/app ready/);
    running.signal("SIGTERM");
    await running.line(/app got TERM/);
    expect((await running.exited).code).toBe(0);
    expect(running.stderr()).toMatch(RegExp(`^lastcall: pre-stop hook '${url}': killed`));
    await until("the connection's end", () => server.open.size === 0);
  });

  test.each([404, 500, 503, 400])("answered with %d is said, and the delay is served", async (code) => {
    const server = await answering(status(code));
    const url = `http://127.0.0.1:${server.port}/x`;
    const running = start(["--delay", "700ms", "--pre-stop-http", url], app());
    await running.line(/app ready/);
    const stopped = performance.now();
    running.signal("SIGTERM");
    await running.line(/app got TERM/);
    expect(performance.now() - stopped).toBeGreaterThan(690);
    expect((await running.exited).code).toBe(0);
    expect(count(running.stderr(), /hook/)).toBe(1);
    expect(running.stderr()).toContain(`lastcall: pre-stop hook '${url}': status ${code}\n`);
  });

  test.each([200, 204, 302])("answered with %d has worked", async (code) => {
    const server = await answering(status(code));
    const running = start(["--pre-stop-http", `http://127.0.0.1:${server.port}`], app());
    await running.line(/app ready/);
    running.signal("SIGTERM");
    await running.line(/app got TERM/);
    expect(running.stderr()).not.toMatch(/hook/);
    expect(server.requests).toHaveLength(1);
  });

  test("answered with anything else is said", async () => {
    const server = await answering((socket) => void socket.end("220 smtp.example ESMTP\r\n"));
    const running = start(["--pre-stop-http", `http://127.0.0.1:${server.port}`], app());
    await running.line(/app ready/);
    running.signal("SIGTERM");
    await running.line(/app got TERM/);
    expect(running.stderr()).toMatch(/hook 'http:\S+: the answer is not HTTP\n/);
  });

  test("where nobody listens is said", async () => {
    const server = await answering();
    server.close();
    const url = `http://127.0.0.1:${server.port}/`;
    const running = start(["--pre-stop-http", url], app());
    await running.line(/app ready/);
    running.signal("SIGTERM");
    await running.line(/app got TERM/);
    expect(running.stderr()).toContain(`lastcall: pre-stop hook '${url}': connect: ECONNREFUSED`);
  });

  test("is killed by a second stop signal", async () => {
    const server = await answering();
    const running = start(["--delay", "1h", "--pre-stop-http", `http://127.0.0.1:${server.port}/`], app());
    await running.line(/app ready/);
    running.signal("SIGTERM");
    await until("the request", () => server.requests.length > 0);
    running.signal("SIGTERM");
    await running.line(/app got TERM/);
    expect((await running.exited).code).toBe(0);
    await until("the connection's end", () => server.open.size === 0);
  });
});

const hasLoopback6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === "::1"));
const needsIpv6: Need = hasLoopback6 ? needsNamespaces : { ok: false, reason: "this machine has no ::1" };

describeIf(needsIpv6, "a --pre-stop-http hook over IPv6", () => {
  test("asks a literal", async () => {
    const server = await answering(status(503), "::1");
    const running = start(["--pre-stop-http", `http://[::1]:${server.port}/`], app());
    await running.line(/app ready/);
    running.signal("SIGTERM");
    await running.errLine(/hook 'http:\/\/\[::1\]:\d+\/': status 503\n/);
    expect(server.requests[0]).toContain(`\r\nHost: [::1]:${server.port}\r\n`);
  });
});

describeIf(needsRoot, "a --pre-stop-http hook for a host name", () => {
  function withHosts(text: string, url: string): Running {
    const folder = mkdtempSync(join(tmpdir(), "lastcall-hosts-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "hosts"), text);
    const line = `mount --make-rprivate / && mount --bind ${folder}/hosts /etc/hosts && exec "$@"`;
    return startFrom(line, ["--pre-stop-http", url], app());
  }

  test("finds it in /etc/hosts", async () => {
    const server = await answering(status(418));
    const running = withHosts("::1 nobody\n127.0.0.1 somebody Side-Car # nope\n", `http://side-car:${server.port}/`);
    await running.line(/app ready/);
    running.signal("SIGTERM");
    await running.errLine(/hook 'http:\/\/side-car:\d+\/': status 418\n/);
    expect(server.requests[0]).toContain(`\r\nHost: side-car:${server.port}\r\n`);
  });

  test("that is not there is an error before the command starts", async () => {
    const { code, out, err } = await finished(withHosts("127.0.0.1 localhost # nope\n", "http://nope:8080/x"));
    expect({ code, out }).toEqual({ code: 125, out: "" });
    expect(err).toBe(
      "lastcall: --pre-stop-http 'http://nope:8080/x': host 'nope' is not in /etc/hosts: expected an IP address or a name from there\n",
    );
  });
});

describeIf(needsNamespaces, "a hook that cannot be meant", () => {
  test.each<[string[], Record<string, string>, RegExp]>([
    [["--pre-stop", ""], {}, /--pre-stop '': expected a command/],
    [["--pre-stop", "a 'b"], {}, /--pre-stop 'a 'b': unclosed '/],
    [["--pre-stop", "a | b"], {}, /--pre-stop 'a \| b': no shell for '\|': give sh -c '\.\.\.'/],
    [["--pre-stop-http", "https://app/"], {}, /--pre-stop-http 'https:\/\/app\/': expected http:.* without TLS/],
    [["--pre-stop-http", "http://127.0.0.1:70000/"], {}, /--pre-stop-http '.*': expected a port from 1 to 65535/],
    [["--pre-stop-http", "http://no.such.host.invalid/"], {}, /host 'no\.such\.host\.invalid' is not in \/etc\/hosts/],
    [[], { LASTCALL_PRE_STOP: "a $B" }, /LASTCALL_PRE_STOP 'a \$B': no shell for '\$'/],
    [[], { LASTCALL_PRE_STOP_HTTP: "app/quit" }, /LASTCALL_PRE_STOP_HTTP 'app\/quit': expected http:\/\/HOST/],
  ])("%j %j: one line and 125, and nothing is started", async (flags, env, line) => {
    const { code, out, err } = await finished(start(flags, ["echo", "started"], { env }));
    expect({ code, out }).toEqual({ code: 125, out: "" });
    expect(err).toMatch(/^lastcall: [^\n]+\n$/);
    expect(err).toMatch(line);
  });
});
