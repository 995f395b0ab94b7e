// The other two ways in which dockerd comes by its init: daemon.json, where it may have any name, and PATH.
import { existsSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { version } from "../../src/core/version.ts";
import { docker, dockerDone, runContainer } from "../support/docker.ts";
import { type Engine, startEngine } from "../support/engine.ts";
import { type EngineImage, engineImage } from "../support/engine-image.ts";
import { needsDockerd } from "../support/engine-programs.ts";
import { describeIf, type Need } from "../support/needs.ts";
import { drained } from "./expected.ts";

const name = "lastcall-test";
/** Two commands, or the shell would become the first one. */
const pid1 = ["sh", "-c", "cat /proc/1/comm; true"];

describeIf(needsDockerd, "daemon.json", () => {
  let image: EngineImage;
  let engine: Engine;
  let init: string;
  beforeAll(async () => {
    image = engineImage();
    init = image.copyOfInit("lastcall-init");
    const file = join(image.folder, "daemon.json");
    writeFileSync(file, JSON.stringify({ init: true, "init-path": init }));
    engine = await startEngine(["--config-file", file]);
    process.env.DOCKER_HOST = engine.host;
    await dockerDone("import", image.tar(), name);
  });
  afterAll(async () => {
    await engine?.stop();
    image?.remove();
  });

  test.concurrent("init-path is shown by docker info", async () => {
    expect(await dockerDone("info", "--format", "{{.InitBinary}}")).toBe(init);
  });

  test.concurrent("init: true gives it to every container, but those with --init=false", async () => {
    const container = runContainer(name, pid1);
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toBe("docker-init\n");
    const without = runContainer(name, pid1, ["--init=false"]);
    expect(await without.exited).toBe(0);
    expect(without.stdout()).toBe("sh\n");
  });

  test.concurrent("docker stop drains with LASTCALL_AS=lastcall-init", async () => {
    const container = runContainer(name, ["/entrypoint.sh"], ["--env", "LASTCALL_AS=lastcall-init"]);
    await container.line(/app: ready/);
    await container.stop(20);
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toBe(drained);
  });
});

// Where later versions of dockerd look before PATH (lookupBinPath in moby's daemon/config/config_linux.go).
const folders = ["/usr/local/libexec", "/usr/libexec", "/usr/local/lib/docker", "/usr/lib/docker"];
const before = [...folders, "/usr/local/libexec/docker", "/usr/libexec/docker"];
const earlier = before.map((folder) => join(folder, "docker-init")).find((path) => existsSync(path));
const needsPath: Need =
  needsDockerd.ok && earlier !== undefined ? { ok: false, reason: `${earlier} comes before PATH` } : needsDockerd;

describeIf(needsPath, "docker-init in PATH", () => {
  test("is the init of a dockerd that was told nothing", async () => {
    const image = engineImage();
    const folder = dirname(image.copyOfInit("docker-init"));
    const engine = await startEngine([], { PATH: [folder, process.env.PATH, "/usr/sbin", "/sbin"].join(delimiter) });
    try {
      process.env.DOCKER_HOST = engine.host;
      expect(await dockerDone("info", "--format", "{{.InitBinary}}")).toBe("docker-init");
      const { stdout } = await docker("version", "--format", "{{json .Server.Components}}");
      expect(stdout).toContain(`${version}_lastcall`);
    } finally {
      await engine.stop();
      image.remove();
    }
  });
});
