// Docker's `--init` with our init in the place of docker-init: as `dockerd --init-path`, and Compose on top.
// Docker calls it /sbin/docker-init in every container, so it is tini there; a variable makes it more.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { version } from "../../src/core/version.ts";
import { docker, dockerDone, runContainer } from "../support/docker.ts";
import { type Engine, startEngine } from "../support/engine.ts";
import { type EngineImage, engineImage } from "../support/engine-image.ts";
import { compose, needsCompose, needsDockerd } from "../support/engine-programs.ts";
import { succeeded } from "../support/launched.ts";
import { describeIf } from "../support/needs.ts";
import { until } from "../support/until.ts";
import { drained, neverTold, scriptTerminated } from "./expected.ts";

const name = "lastcall-test";

describeIf(needsDockerd, "dockerd --init-path docker-init", () => {
  let image: EngineImage;
  let engine: Engine;
  let init: string;
  beforeAll(async () => {
    image = engineImage();
    init = image.copyOfInit("docker-init");
    engine = await startEngine(["--init-path", init]);
    process.env.DOCKER_HOST = engine.host;
    await dockerDone("import", image.tar(), name);
  });
  afterAll(async () => {
    await engine?.stop();
    image?.remove();
  });

  test.concurrent("docker info and docker version show it", async () => {
    expect(await dockerDone("info", "--format", "{{.InitBinary}}")).toBe(init);
    // What `docker info` prints as the init's version: not empty, nor the N/A of an output that dockerd cannot parse.
    expect(await dockerDone("info", "--format", "{{.InitCommit.ID}}")).toBe(`v${version.replaceAll(".", "_")}`);
    const components = JSON.parse(await dockerDone("version", "--format", "{{json .Server.Components}}"));
    expect(components).toContainEqual(expect.objectContaining({ Name: "docker-init", Version: `${version}_lastcall` }));
  });

  test.concurrent("docker run --init is tini: its child alone is told", async () => {
    const container = runContainer(name, ["/entrypoint.sh"], ["--init"]);
    await container.line(/app: ready/);
    const format = "{{.Path}} {{.HostConfig.Init}}";
    expect(await dockerDone("inspect", "--format", format, container.name)).toBe("/entrypoint.sh true");
    await container.stop(20);
    expect(await container.exited).toBe(scriptTerminated);
    expect(container.stdout()).toBe(neverTold);
  });

  test.concurrent("docker run --init drains an app that is its child", async () => {
    const container = runContainer(name, ["/app.sh"], ["--init"]);
    await container.line(/app: ready/);
    await container.stop(20);
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toBe("app: ready\napp: told\napp: drained\n");
  });

  test.concurrent("docker run --init drains an app behind a script with LASTCALL_TARGET=app", async () => {
    const container = runContainer(name, ["/entrypoint.sh"], ["--init", "--env", "LASTCALL_TARGET=app"]);
    await container.line(/app: ready/);
    await container.stop(20);
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toBe(drained);
  });

  test.concurrent("an image's TINI_KILL_PROCESS_GROUP and LASTCALL_WAIT=all let the app drain, too", async () => {
    const settings = ["--env", "TINI_KILL_PROCESS_GROUP=1", "--env", "LASTCALL_WAIT=all"];
    const container = runContainer(name, ["/entrypoint.sh"], ["--init", ...settings]);
    await container.line(/app: ready/);
    await container.stop(20);
    // The script was told as well, and has no trap.
    expect(await container.exited).toBe(scriptTerminated);
    expect(container.stdout()).toBe("app: ready\napp: told\napp: drained\n");
  });

  test.concurrent.each([
    [42, ["sh", "-c", "exit 42"]],
    [126, ["/not-executable"]],
    [127, ["/no/such/program"]],
  ])("docker run --init exits with %i from %j", async (code, argv) => {
    const container = runContainer(name, argv, ["--init"]);
    expect(await container.exited).toBe(code);
  });

  describeIf(needsCompose, "Compose's init: true", () => {
    test.concurrent("is the same init, for one service as it is, for the other with a variable", async () => {
      const file = join(image.folder, "compose.yaml");
      writeFileSync(file, composeFile);
      const run = (...args: string[]) => succeeded([...compose, "--project-name", name, "--file", file, ...args]);
      await run("up", "--detach");
      const ids = await Promise.all(["plain", "kept"].map((service) => run("ps", "--quiet", service)));
      const logs = (id: string) => docker("logs", id).then(({ stdout }) => stdout);
      for (const id of ids) await until("the app", async () => (await logs(id)).includes("app: ready"));
      await run("stop");
      const codes = await dockerDone("inspect", "--format", "{{.State.ExitCode}}", ...ids);
      expect(codes.split("\n")).toEqual([String(scriptTerminated), "0"]);
      expect(await Promise.all(ids.map(logs))).toEqual([neverTold, drained]);
      await run("down");
    });
  });
});

const composeFile = `
services:
  plain: &plain
    image: ${name}
    command: /entrypoint.sh
    init: true
    network_mode: none
    stop_grace_period: 20s
  kept:
    <<: *plain
    environment:
      LASTCALL_TARGET: app
`;
