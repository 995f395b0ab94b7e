// Sandboxes that are containers, against a real Docker engine.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { isOfRequests } from "../../src/rehearse/arrivals.ts";
import { CannotStart } from "../../src/rehearse/drive/cannot-start.ts";
import { cleanUp } from "../../src/rehearse/drive/clean-up.ts";
import { openContainer } from "../../src/rehearse/drive/container.ts";
import { findCli } from "../../src/rehearse/drive/container-cli.ts";
import { inspectImage } from "../../src/rehearse/drive/container-image.ts";
import { Top } from "../../src/rehearse/drive/container-top.ts";
import { type ContainerOptions, LABEL } from "../../src/rehearse/drive/container-words.ts";
import type { Sandbox } from "../../src/rehearse/drive/sandbox.ts";
import { rehearse } from "../../src/rehearse/index.ts";
import { playAll } from "../../src/rehearse/play-all.ts";
import type { Rehearsal } from "../../src/rehearse/rehearsal.ts";
import { settle } from "../../src/rehearse/settle.ts";
import { abandoned, abandonHook } from "../support/abandoned-hook.ts";
import { docker, dockerDone } from "../support/docker.ts";
import { initPath } from "../support/elf.ts";
import { describeIf, needsDocker } from "../support/needs.ts";
import { rehearsalOf } from "../support/rehearsal.ts";
import { serverImage, serverPort } from "../support/server-image.ts";
import { until } from "../support/until.ts";

const port = serverPort;
const image = `lastcall-rehearse-test/server-${process.pid}:latest`;

describeIf(needsDocker, "a container", () => {
  const open: Sandbox[] = [];
  let folder = "";
  const lines: string[] = [];

  async function start(fields: Partial<Rehearsal> = {}, options?: ContainerOptions): Promise<Sandbox> {
    const sandbox = await openContainer(rehearsalOf([], { image, ...fields }), "docker", options);
    open.push(sandbox);
    lines.length = 0;
    sandbox.onLine((stream, line) => lines.push(`${stream}: ${line}`));
    return sandbox;
  }
  const line = (text: string) => until(`the line '${text}'`, () => lines.find((one) => one.includes(text)), 20_000);
  const ours = () => dockerDone("ps", "--all", "--quiet", "--filter", `label=${LABEL}=${process.pid}`);
  const never = new AbortController().signal;

  const composeFile = (more: string) => {
    const file = join(folder, "compose.yaml");
    writeFileSync(file, `services: { web: { image: "${image}", ${more} } }\n`);
    return file;
  };

  beforeAll(async () => {
    const made = serverImage(image);
    folder = made.folder;
    await dockerDone("load", "--quiet", "--input", made.archive);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(async () => {
    for (const sandbox of open.splice(0)) await sandbox.remove();
    expect(await ours()).toBe("");
  });
  afterAll(() => docker("rmi", "--force", image));

  test("is taken away when we are killed, but for one that is not guarded any more", async () => {
    const names = ["guarded", "unguarded"].map((name) => `lastcall-rehearse-${name}-${process.pid}`);
    for (const name of names) await dockerDone("create", "--name", name, "--network", "none", image);
    const entryPoints = [fileURLToPath(new URL("../../src/rehearse/drive/container-remove.ts", import.meta.url))];
    const { outputFiles } = await build({ entryPoints, bundle: true, platform: "node", format: "cjs", write: false });
    const guarding = `const [one, other] = ${JSON.stringify(names)}.map((name) => module.exports.removeWhenWeEnd("docker", name));
      other().then(() => console.log("guarded"));`;
    const child = spawn(process.execPath, ["-"], { stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.end(`${outputFiles[0]?.text}\n${guarding}`);
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    const there = () => dockerDone("ps", "--all", "--format", "{{.Names}}", "--filter", "name=guarded");
    await until(
      "the guarded one to be gone",
      async () => !(await there()).split("\n").includes(names[0] as string),
      20_000,
    );
    expect(await there()).toBe(names[1]);
    await dockerDone("rm", names[1] as string);
  });

  test("the image tells what it is started with, and how it is stopped", async () => {
    expect(await findCli()).toEqual({ cli: "docker", note: null });
    expect(await inspectImage("docker", image)).toMatchObject({
      entrypoint: ["/server.sh"],
      command: ["one", "two words"],
      stopSignal: "SIGQUIT",
      ports: [port],
      env: { GREETING: "hello" },
      workdir: "/tmp",
      user: "node",
    });
  });

  test("runs as the image says, is seen and reached, and gets its own stop signal", async () => {
    const sandbox = await start();
    await line("stdout: one two words hello /tmp node");
    await line("stderr: a complaint");
    const inode = await until("the server's port", async () => (await sandbox.listeners()).get(port));
    const [first, second] = await sandbox.processes();
    expect(first).toMatchObject({ pid: 1, parent: 0, name: "server.sh" });
    expect(first?.commandLine).toContain("/server.sh one two words");
    expect(first?.catches).toContain("SIGQUIT");
    expect(second).toMatchObject({ parent: 1 });
    expect(second?.sockets).toContain(inode);
    expect(await bodyFrom(sandbox, port)).toContain("here");
    await sandbox.signal("SIGQUIT");
    await line("stdout: told");
    expect(await sandbox.exited).toBe(3);
    expect(sandbox.ending?.()?.oomKilled).toBe(false);
    // By the engine's own clock: what it took to tell us is known.
    expect(sandbox.ending?.()?.agoMs).toBeLessThan(10_000);
    expect(await sandbox.processes()).toEqual([]);
    // Nobody is there to be told any more, which is no error.
    await sandbox.signal("SIGQUIT");
    await sandbox.kill();
  });

  test("a last line without an end is a line", async () => {
    const shell = { entrypoint: ["/bin/sh", "-c"] };
    const sandbox = await start({ command: ["printf 'out of luck'; exit 4"] }, shell);
    expect(await sandbox.exited).toBe(4);
    expect(lines).toEqual(["stdout: out of luck"]);
  });

  test("the rehearsal's words, environment and folder win; SIGKILL makes 137", async () => {
    const sandbox = await start({ command: ["three"], env: { GREETING: "a = b" }, cwd: "/www" });
    await line("stdout: three a = b /www node");
    await sandbox.signal("SIGTERM");
    await sandbox.kill();
    expect(await sandbox.exited).toBe(137);
    expect(lines).not.toContain("stdout: told");
  });

  test("hooks run inside, with the container's user and environment", async () => {
    const sandbox = await start();
    await line("stdout: up");
    const exec = (...command: string[]) => sandbox.runHook({ kind: "exec", command }, never);
    expect(await exec("sh", "-c", 'test "$GREETING $(id -un) $PWD" = "hello node /tmp"')).toEqual({ exitCode: 0 });
    expect((await exec("sh", "-c", "exit 5")).exitCode).toBe(5);
    // As in a distroless image: the kubelet's FailedPreStopHook.
    const missing = await exec("no-such-program");
    expect(missing).toMatchObject({ error: "there is no 'no-such-program' in the image" });
    expect(missing.exitCode).not.toBe(0);
    const url = `http://localhost:${port}/nothing-here`;
    await until("the server's port", async () => (await sandbox.listeners()).has(port));
    expect(await sandbox.runHook({ kind: "http", url }, never)).toEqual({ exitCode: 0 });
    expect(await sandbox.runHook({ kind: "sleep", ms: 20 }, never)).toEqual({ exitCode: 0 });
  });

  test("a hook that outlasts the grace period is left alone, and ends with the app", async () => {
    const sandbox = await start();
    await line("stdout: up");
    expect(await abandonHook(sandbox, "SIGQUIT")).toEqual(abandoned);
  });

  test("the engine's own list of processes agrees with /proc", async () => {
    const sandbox = await start();
    await line("stdout: up");
    const name = await dockerDone("ps", "--filter", `label=${LABEL}=${process.pid}`, "--format", "{{.Names}}");
    const hostPid = (await sandbox.processes())[0]?.hostPid ?? 0;
    const both = await until("both with two processes", async () => {
      const seen = [await new Top("docker", name, hostPid).look(), await sandbox.processes()] as const;
      return seen.every((list) => list.length === 2) ? seen : null;
    });
    const [top, proc] = both.map((list) =>
      list.map(({ hostPid, name: comm, catches }) => ({ hostPid, comm, catches })),
    );
    expect(top).toEqual(proc);
  });

  test("an init stands in front of the image's own entrypoint", async () => {
    const sandbox = await start({}, { init: { path: initPath, words: ["--"] } });
    await line("stdout: one two words hello /tmp node");
    const [first] = await sandbox.processes();
    expect(first).toMatchObject({ pid: 1, name: "lastcall-init" });
    expect(first?.commandLine).toContain("-- /server.sh one two words");
    await sandbox.signal("SIGQUIT");
    expect(await sandbox.exited).toBe(3);
  });

  test("the engine's own init, as Compose's `init: true` has it, is PID 1", async () => {
    const report = await rehearse({ compose: composeFile("init: true"), url: "/", rate: 20, warmUp: "300ms" });
    expect(report.recording.command).toEqual(["docker-init", "--", "/server.sh", "one", "two words"]);
    expect(report.recording.processes[0]).toMatchObject({ pid: 1, name: "docker-init", kind: "init" });
    expect(report.recommendation.entrypoint.at(-3)).toBe("/server.sh");
    expect(report.recommendation.manifest).toContain("init: false");
  });

  test("--compare: the image's own shell, and no program that needs libraries which the image need not have", async () => {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    symlinkSync(process.execPath, join(bin, "dumb-init"));
    const audience = { phase() {}, counts() {}, alive() {}, stopBegan() {} };
    const stage = { ownInit: () => initPath, cancelled: never, path: bin, audience: () => audience };
    const rehearsal = settle({ compose: composeFile("init: true"), url: "/", rate: 20, warmUp: "300ms", grace: "1s" });
    const names = ["sh", "dumb-init", "tini"] as const;
    const result = await playAll(rehearsal, { prove: false, compare: names, rolling: null }, stage);
    const rows = result.kind === "comparison" ? result.contestants : [];
    expect(rows.map(({ report, reason }) => report?.recording.command ?? reason)).toEqual([
      ["/bin/sh", "-c", "/server.sh one 'two words'"],
      "needs shared libraries; no dumb-init-static in PATH",
      "not installed",
    ]);
    expect(rows[0]?.report?.recording.processes[0]?.commandLine).toMatch(/^\/bin\/sh -c |^\/bin\/sh \/server.sh/);
  });

  test("other options of the engine, and another entrypoint", async () => {
    const create = ["--memory", "64m", "--hostname", "elsewhere"];
    const sandbox = await start({ command: ["-c", "hostname; exit 9"] }, { entrypoint: ["sh"], create });
    await line("stdout: elsewhere");
    expect(await sandbox.exited).toBe(9);
  });

  test("can be removed twice, and while it is being started", async () => {
    const sandbox = await start();
    await Promise.all([sandbox.remove(), sandbox.remove()]);
    expect(await sandbox.exited).toBe(137);
    const starting = openContainer(rehearsalOf([], { image }), "docker").catch((error) => error);
    await until("a container", async () => (await ours()) !== "");
    await cleanUp();
    expect(await starting).toBeInstanceOf(CannotStart);
  });

  test.each<[what: string, fields: Partial<Rehearsal>, options: ContainerOptions, message: RegExp]>([
    [
      "an image that is not there",
      { image: "no/such:image" },
      {},
      /^--image 'no\/such:image': docker has no such image/,
    ],
    ["a name that is an option", { image: "--help" }, {}, /^--image '--help': no name of an image$/],
    [
      "a program that is not in the image",
      {},
      { entrypoint: ["/nowhere"] },
      /^docker: cannot execute '\/nowhere': no such file/,
    ],
    ["a folder that is a file", { cwd: "/server.sh" }, {}, /^docker: .*\/server\.sh/],
    [
      "an init with libraries",
      {},
      { init: { path: process.execPath, words: [] } },
      /^init '.*': it needs shared libraries/,
    ],
  ])("one line and nothing left behind: %s", async (_what, fields, options, message) => {
    const error = await openContainer(rehearsalOf([], { image, ...fields }), "docker", options).catch(
      (reason) => reason,
    );
    expect(error).toBeInstanceOf(CannotStart);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain("\n");
  });

  test("a whole rehearsal, with the image's own words and stop signal", async () => {
    const report = await rehearse({ image, url: "/", rate: 20, endpointLag: 0, warmUp: "500ms", grace: "20s" });
    expect(report.stop).toMatchObject({ signal: "SIGQUIT", forced: false, exitCode: 3 });
    expect(report.stop.tookMs).toBeGreaterThan(0);
    expect(report.stop.tookMs).toBeLessThan(10_000);
    expect(report.requests.ok).toBeGreaterThan(5);
    expect(report.findings.map(({ code }) => code)).toContain("exit-code");
    expect(report.recording.sandbox).toBe("container");
    expect(report.recording.blind.filter((fact) => !isOfRequests(fact))).toEqual([]);
    expect(report.recording.command).toEqual(["/server.sh", "one", "two words"]);
    expect(report.recording.listeners).toMatchObject([{ port }]);
  });

  test("an engine that does not run, and no command at all", async () => {
    const { DOCKER_HOST, PATH } = process.env;
    try {
      process.env.DOCKER_HOST = "unix:///nowhere/docker.sock";
      await expect(openContainer(rehearsalOf([], { image }), "docker")).rejects.toThrow(
        /^docker is not running: .*nowhere/,
      );
      process.env.PATH = "/nowhere";
      await expect(findCli()).rejects.toThrow("--image needs Docker or podman: neither is in PATH");
    } finally {
      process.env.PATH = PATH;
      if (DOCKER_HOST === undefined) delete process.env.DOCKER_HOST;
      else process.env.DOCKER_HOST = DOCKER_HOST;
    }
  });

  test("a port that is taken, where the network is the machine's", async ({ skip }) => {
    const first = await start();
    const { host, port: reached } = first.address(port);
    if (reached !== port || host !== "127.0.0.1") skip("the container has a network of its own");
    await until("the server's port", async () => (await first.listeners()).has(port));
    const ready = { kind: "tcp", port } as const;
    await expect(openContainer(rehearsalOf([], { image, ready }), "docker")).rejects.toThrow(
      `port ${port} is taken already`,
    );
  });
});

function bodyFrom(sandbox: Sandbox, at: number): Promise<string> {
  const { host, port: to } = sandbox.address(at);
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(to, host, () => socket.write("GET / HTTP/1.0\r\n\r\n"));
    socket.on("data", (bytes) => {
      text += bytes;
    });
    socket.on("error", reject);
    socket.on("end", () => resolve(text));
  });
}
