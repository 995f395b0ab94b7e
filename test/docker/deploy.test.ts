// The Dockerfiles of deploy/docker as they are, built and stopped for real, as strictly confined as the manifests beside them
// confine their containers. Where a base image is not at hand, one of this machine's programs stands in under its name.
import { copyFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildMyServer, standInFor } from "../support/base-images.ts";
import { deployPath, deployText } from "../support/deploy-files.ts";
import { baseImage, buildImage, docker, dockerDone, removeAll, runContainer } from "../support/docker.ts";
import { initPath } from "../support/elf.ts";
import { fixture } from "../support/fixtures.ts";
import { temporaryFolder } from "../support/images.ts";
import { describeIf, needsDocker } from "../support/needs.ts";
import { workloads } from "../support/workloads.ts";

const confined = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"];

const dockerfiles = readdirSync(deployPath("docker")).sort();

const drained = "my-server: ready\nmy-server: told\nmy-server: drained\n";
const behindScript = `entrypoint: preparing\n${drained}entrypoint: tidying up, the app ended with 0\n`;

describeIf(needsDocker, "deploy/docker", () => {
  const context = temporaryFolder();
  const standIns: string[] = [];

  const images: Record<string, string> = {};

  // All at once: an instruction is a container and a commit, which is more waiting than work.
  beforeAll(async () => {
    copyFileSync(initPath, join(context, "lastcall-init"));
    copyFileSync(
      fileURLToPath(new URL("../../examples/image/entrypoint.sh", import.meta.url)),
      join(context, "entrypoint.sh"),
    );
    buildMyServer(fixture("my-server.c"), join(context, "my-server"));
    await Promise.all(
      dockerfiles.map(async (name) => {
        images[name] = await build(name);
      }),
    );
  });

  afterAll(async () => {
    await removeAll();
    for (const name of standIns) await docker("rmi", name);
    rmSync(context, { recursive: true });
  });

  async function build(name: string): Promise<string> {
    const base = deployText(`docker/${name}`).match(/^ARG BASE=(\S+)$/m)?.[1];
    if (base !== undefined && (await standInFor(base))) standIns.push(base);
    return buildImage(context, ["--file", deployPath(`docker/${name}`)]);
  }

  test("every Dockerfile is used below", () => {
    expect(dockerfiles).toEqual(
      ["alpine", "carrier", "debian", "distroless", "scratch"].map((name) => `Dockerfile.${name}`),
    );
  });

  test.concurrent.each([
    ["Dockerfile.debian", behindScript],
    ["Dockerfile.alpine", behindScript],
    ["Dockerfile.distroless", drained],
    ["Dockerfile.scratch", drained],
  ])("%s: the app drains, and the exit code is 0", async (name, said) => {
    const image = images[name];
    const container = runContainer(image, [], confined);
    await container.line(/my-server: ready/);
    await container.stop(30);
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toBe(said);
    expect(container.stderr()).toMatch(
      /^lastcall: stopped by SIGTERM: told my-server \(pid \d+\); took .*: exit code 0\n$/,
    );
    const user = await dockerDone("image", "inspect", "--format", "{{.Config.User}}", image);
    expect(user).toBe("65532:65532");
  });

  describe("Dockerfile.carrier, as kubernetes/init-container.yaml uses it", () => {
    let volume = "";
    const pod = workloads.find(({ title }) => title.includes("init-container"))?.pod;
    const installer = pod?.initContainers?.[0];
    const app = pod?.containers[0];
    if (installer?.command === undefined || app?.command === undefined) throw new Error("no command to run");
    const [install, ...installWords] = installer.command;
    const [init] = app.command;
    const mountIn = (container: typeof app) => `${volume}:${container.volumeMounts?.[0]?.mountPath}`;

    beforeAll(async () => {
      volume = await dockerDone("volume", "create");
      // An emptyDir is for everybody to write, a Docker volume is not.
      const opened = runContainer(baseImage("scratch"), ["chmod", "777", "/shared"], ["--volume", `${volume}:/shared`]);
      expect(await opened.exited).toBe(0);
    });

    afterAll(async () => {
      await removeAll();
      await docker("volume", "rm", volume);
    });

    test("puts lastcall-init beside an image FROM scratch that has none, which then drains", async () => {
      const user = ["--user", `${pod?.securityContext.runAsUser}`];
      const options = [...confined, ...user, "--volume", mountIn(installer), "--entrypoint", install];
      // A pod whose node was started anew runs its init containers again.
      for (const time of ["once", "again"]) {
        const installed = runContainer(images["Dockerfile.carrier"], installWords, options);
        expect([time, await installed.exited, installed.stderr()]).toEqual([time, 0, ""]);
      }
      const image = await buildImage(context, ["--file", fixture("my-server.Dockerfile")]);
      const mount = ["--volume", `${mountIn(app)}:ro`, "--entrypoint", init];
      const container = runContainer(image, ["--", "/my-server"], [...confined, ...user, ...mount]);
      await container.line(/my-server: ready/);
      await container.stop(30);
      expect(await container.exited).toBe(0);
      expect(container.stdout()).toBe(drained);
      expect(container.stderr()).toMatch(/^lastcall: stopped by SIGTERM: told my-server/);
    });
  });
});
