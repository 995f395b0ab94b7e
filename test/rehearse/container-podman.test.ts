// The same sandbox by podman, which differs in its words, its network and its clean-up.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CannotStart } from "../../src/rehearse/drive/cannot-start.ts";
import { openContainer } from "../../src/rehearse/drive/container.ts";
import { findCli } from "../../src/rehearse/drive/container-cli.ts";
import { inspectImage } from "../../src/rehearse/drive/container-image.ts";
import { Top } from "../../src/rehearse/drive/container-top.ts";
import { LABEL } from "../../src/rehearse/drive/container-words.ts";
import type { Seen } from "../../src/rehearse/drive/sandbox.ts";
import { kindOfProcess } from "../../src/rehearse/kind.ts";
import { needsPodman } from "../support/engine-programs.ts";
import { succeeded } from "../support/launched.ts";
import { describeIf } from "../support/needs.ts";
import { podmanSettings } from "../support/podman.ts";
import { programPath } from "../support/programs.ts";
import { rehearsalOf } from "../support/rehearsal.ts";
import { serverImage, serverPort } from "../support/server-image.ts";
import { unmountBelow } from "../support/unmount.ts";
import { until } from "../support/until.ts";

describeIf(needsPodman, "a podman container", () => {
  const image = "localhost/lastcall-rehearse:test";
  const before = { ...process.env };
  let home = "";
  const podman = (...args: string[]) => succeeded(["podman", ...args]);

  beforeAll(async () => {
    const { folder, archive } = serverImage(image);
    home = join(folder, "podman");
    mkdirSync(home);
    // openContainer takes the `podman` of the machine as it is: these two make it keep everything in one folder.
    process.env.CONTAINERS_CONF = join(home, "containers.conf");
    process.env.CONTAINERS_STORAGE_CONF = join(home, "storage.conf");
    writeFileSync(process.env.CONTAINERS_CONF, podmanSettings());
    const places = `graphroot = "${join(home, "root")}"\nrunroot = "${join(home, "run")}"\n`;
    writeFileSync(process.env.CONTAINERS_STORAGE_CONF, `[storage]\ndriver = "vfs"\n${places}`);
    await podman("load", "--quiet", "--input", archive);
  });
  afterAll(async () => {
    unmountBelow(home);
    rmSync(join(home, ".."), { recursive: true, force: true });
    process.env = before;
  });

  test("stands in where Docker does not run, which is said", async () => {
    process.env.DOCKER_HOST = "unix:///nowhere/docker.sock";
    const { cli, note } = await findCli();
    expect(cli).toBe("podman");
    if (programPath("docker") !== "") expect(note).toMatch(/^docker is not running: .*, so podman is used$/);
  });

  test("puts its own init in front", async () => {
    const sandbox = await openContainer(rehearsalOf([], { image, init: true }), "podman");
    try {
      const [first] = await until("two processes", async () => {
        const seen = await sandbox.processes();
        return seen.length > 1 ? seen : null;
      });
      expect(first).toMatchObject({ pid: 1 });
      expect(kindOfProcess(first as Seen)).toBe("init");
    } finally {
      await sandbox.remove();
    }
  });

  test("plays a stop like Docker's, and leaves nothing behind", async () => {
    expect(await inspectImage("podman", image)).toMatchObject({
      stopSignal: "SIGQUIT",
      ports: [serverPort],
      user: "node",
    });
    const sandbox = await openContainer(rehearsalOf([], { image }), "podman");
    const lines: string[] = [];
    sandbox.onLine((stream, line) => lines.push(`${stream}: ${line}`));
    try {
      await until("the server's port", async () => (await sandbox.listeners()).has(serverPort), 20_000);
      await until("its first line", () => lines.includes("stdout: one two words hello /tmp node"));
      const { host, port } = sandbox.address(serverPort);
      const status = await new Promise((resolve, reject) => {
        get({ host, port, path: "/", agent: false }, (response) => resolve(response.resume().statusCode)).on(
          "error",
          reject,
        );
      });
      expect(status).toBe(200);
      const processes = await sandbox.processes();
      expect(processes[0]).toMatchObject({ pid: 1, name: "server.sh" });
      expect(processes[0]?.catches).toContain("SIGQUIT");
      const name = await podman("ps", "--filter", `label=${LABEL}=${process.pid}`, "--format", "{{.Names}}");
      const top = await new Top("podman", name, processes[0]?.hostPid ?? 0).look();
      expect(top.map(({ pid, parent }) => [pid, parent])).toEqual(processes.map(({ pid, parent }) => [pid, parent]));
      const never = new AbortController().signal;
      const hook = (...command: string[]) => sandbox.runHook({ kind: "exec", command }, never);
      expect(await hook("sh", "-c", 'exit "$(id -u)"')).toEqual({ exitCode: 1000 % 256 });
      expect((await hook("no-such-program")).error).toBe("there is no 'no-such-program' in the image");
      await sandbox.signal("SIGQUIT");
      expect(await sandbox.exited).toBe(3);
      expect(lines).toContain("stdout: told");
    } finally {
      await sandbox.remove();
    }
    expect(await podman("ps", "--all", "--quiet")).toBe("");
  });

  test("a running one is removed at once, and an entrypoint that is not there is one line", async () => {
    const sandbox = await openContainer(rehearsalOf(["sleep", "1000"], { image }), "podman");
    const from = performance.now();
    await sandbox.remove();
    // podman's own `rm --force` would give it ten seconds.
    expect(performance.now() - from).toBeLessThan(8_000);
    expect(await sandbox.exited).toBe(137);
    const error = await openContainer(rehearsalOf([], { image }), "podman", { entrypoint: ["nope"] }).catch(
      (one) => one,
    );
    expect(error).toBeInstanceOf(CannotStart);
    expect(error.message).toBe("podman: cannot execute 'nope': executable file not found in $PATH");
    expect(await podman("ps", "--all", "--quiet")).toBe("");
  });
});
