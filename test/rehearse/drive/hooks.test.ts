import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { cleanUp } from "../../../src/rehearse/drive/clean-up.ts";
import { runHookHere } from "../../../src/rehearse/drive/hooks.ts";
import { openNamespace } from "../../../src/rehearse/drive/namespace.ts";
import type { Rehearsal } from "../../../src/rehearse/rehearsal.ts";
import { abandoned, abandonHook } from "../../support/abandoned-hook.ts";
import { answering } from "../../support/http-server.ts";
import { describeIf, needsNamespaces } from "../../support/needs.ts";
import { isRunning, rehearsalOf } from "../../support/rehearsal.ts";
import { until } from "../../support/until.ts";

const never = new AbortController().signal;

describeIf(needsNamespaces, "an exec hook", () => {
  afterEach(cleanUp);

  const open = async (changes: Partial<Rehearsal> = {}) => {
    const sandbox = await openNamespace(rehearsalOf(["sleep", "600"], changes));
    const exec = (...command: string[]) => sandbox.runHook({ kind: "exec", command }, never);
    return { sandbox, exec };
  };

  test("runs inside of the app's namespaces, with its environment and folder, in a session of its own", async () => {
    const { exec } = await open({ env: { GREETING: "hi" }, cwd: "/usr" });
    const words =
      'test "$GREETING $PWD" = "hi /usr" && test "$(cat /proc/1/comm)" = sleep && test "$(ps -o sid= $$)" -eq $$';
    expect(await exec("sh", "-c", words)).toEqual({ exitCode: 0 });
    expect(await exec("sh", "-c", "/bin/pwd | grep -qx /usr")).toEqual({ exitCode: 0 });
  });

  test("tells its exit code and its last words", async () => {
    const { exec } = await open();
    expect(await exec("sh", "-c", "echo one >&2; echo two >&2; exit 3")).toEqual({ exitCode: 3, error: "two" });
    expect(await exec("sh", "-c", "kill -9 $$")).toEqual({ exitCode: 137 });
    expect(await exec("false")).toEqual({ exitCode: 1 });
  });

  test("that is not there fails at once", async () => {
    const { exec } = await open();
    expect(await exec("no-such-hook")).toEqual({
      exitCode: 126,
      error: "cannot start 'no-such-hook': not found in PATH",
    });
  });

  test("is seen as a process, goes on when it is abandoned, and ends with the app", async () => {
    const { sandbox } = await open();
    const abandon = new AbortController();
    const hook = sandbox.runHook({ kind: "exec", command: ["sleep", "601"] }, abandon.signal);
    const seen = await until("the hook", async () =>
      (await sandbox.processes()).find(({ commandLine }) => commandLine === "sleep 601"),
    );
    expect(seen).toMatchObject({ parent: 0, name: "sleep" });
    abandon.abort();
    expect(isRunning(seen.hostPid)).toBe(true);
    await sandbox.kill();
    expect((await hook).exitCode).toBe(137);
    expect(isRunning(seen.hostPid)).toBe(false);
    expect(await sandbox.runHook({ kind: "exec", command: ["true"] }, never)).toEqual({
      exitCode: 1,
      error: "the app is not running",
    });
  });

  test("that outlasts the grace period is left alone, and ends with the app", async () => {
    const sandbox = await openNamespace(rehearsalOf(["perl", "-e", "$SIG{TERM}=sub{exit 0}; sleep 1 while 1"]));
    await until("the handler", async () => (await sandbox.processes())[0]?.catches.includes("SIGTERM"));
    expect(await abandonHook(sandbox, "SIGTERM")).toEqual(abandoned);
  });

  test("can stop the app, as `kill 1` in one does", async () => {
    const sandbox = await openNamespace(rehearsalOf(["perl", "-e", "$SIG{TERM}=sub{exit 6}; sleep 1 while 1"]));
    await until("the handler", async () => (await sandbox.processes())[0]?.catches.includes("SIGTERM"));
    await sandbox.runHook({ kind: "exec", command: ["sh", "-c", "kill 1"] }, never);
    expect(await sandbox.exited).toBe(6);
  });
});

describe("a sleep hook", () => {
  test("lasts as long as it should", async () => {
    const from = performance.now();
    expect(await runHookHere({ kind: "sleep", ms: 60 }, never)).toEqual({ exitCode: 0 });
    expect(performance.now() - from).toBeGreaterThanOrEqual(59);
  });

  test("ends when it is abandoned", async () => {
    const abandon = new AbortController();
    const hook = runHookHere({ kind: "sleep", ms: 600_000 }, abandon.signal);
    abandon.abort();
    expect(await hook).toEqual({ exitCode: 1, error: "abandoned" });
  });
});

describe("an http hook", () => {
  const servers: { close(): void }[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });
  const serve = async (answer: (path: string) => { status: number; headers?: Record<string, string> }) => {
    const paths: string[] = [];
    const server: Server = createServer((request, response) => {
      paths.push(request.url ?? "");
      const { status, headers } = answer(request.url ?? "");
      response.writeHead(status, headers).end("body");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    servers.push(server);
    return { paths, port: (server.address() as AddressInfo).port };
  };
  const get = (url: string, signal = never) => runHookHere({ kind: "http", url }, signal);

  test.each([200, 404, 500])("succeeds with status %i: the kubelet never looks at it", async (status) => {
    const { paths, port } = await serve(() => ({ status }));
    expect(await get(`http://127.0.0.1:${port}/drain?now`)).toEqual({ exitCode: 0 });
    expect(paths).toEqual(["/drain?now"]);
  });

  test("fails if nobody listens", async () => {
    const { port } = await serve(() => ({ status: 200 }));
    servers.splice(0)[0]?.close();
    const result = await get(`http://127.0.0.1:${port}/`);
    expect(result).toMatchObject({ exitCode: 1, error: expect.stringContaining("ECONNREFUSED") });
  });

  test("fails if the connection is closed without an answer", async () => {
    const { port } = await answering((socket) => socket.destroy());
    const result = await get(`http://127.0.0.1:${port}/`);
    expect(result).toMatchObject({ exitCode: 1, error: expect.stringMatching(/hang up|ECONNRESET/) });
  });

  test("follows redirects to the same host only, and not for ever", async () => {
    const local = await serve((path) => ({
      status: 302,
      headers: { location: path === "/a" ? "/b" : "http://other.invalid/" },
    }));
    expect(await get(`http://127.0.0.1:${local.port}/a`)).toEqual({ exitCode: 0 });
    expect(local.paths).toEqual(["/a", "/b"]);
    const loop = await serve(() => ({ status: 302, headers: { location: "/" } }));
    expect(await get(`http://127.0.0.1:${loop.port}/`)).toEqual({ exitCode: 1, error: "stopped after 10 redirects" });
  });

  test("asks again in http where https is answered in http", async () => {
    const { paths, port } = await serve(() => ({ status: 200 }));
    expect(await get(`https://127.0.0.1:${port}/stop`)).toEqual({ exitCode: 0 });
    expect(paths).toEqual(["/stop"]);
  });

  test("ends when it is abandoned", async () => {
    const abandon = new AbortController();
    const { port } = await answering(() => abandon.abort());
    expect(await get(`http://127.0.0.1:${port}/`, abandon.signal)).toEqual({ exitCode: 1, error: "abandoned" });
  });
});
