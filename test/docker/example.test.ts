// Dockerfile.example, built and stopped for real. Where its base image is not at hand, one made of this
// machine's programs stands in under the very same name.
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { baseImage, buildImage, docker, dockerDone, removeAll, runContainer } from "../support/docker.ts";
import { initPath } from "../support/elf.ts";
import { temporaryFolder } from "../support/images.ts";
import { startLoad } from "../support/load.ts";
import { describeIf, needsDocker } from "../support/needs.ts";

const project = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

describeIf(needsDocker, "Dockerfile.example", () => {
  let image = "";
  let standIn = "";

  beforeAll(async () => {
    const base = readFileSync(project("Dockerfile.example"), "utf8").match(/^FROM (\S+)/m)?.[1];
    if (base === undefined) throw new Error("no FROM line in Dockerfile.example");
    if ((await docker("image", "inspect", base)).code !== 0) {
      await dockerDone("tag", baseImage("node"), base);
      standIn = base;
    }
    const context = temporaryFolder();
    try {
      for (const name of ["Dockerfile.example", ".dockerignore"]) {
        copyFileSync(project(name), join(context, name));
      }
      cpSync(project("examples/image"), join(context, "examples/image"), { recursive: true });
      mkdirSync(join(context, "dist"));
      copyFileSync(initPath, join(context, "dist/lastcall-init"));
      image = await buildImage(context, ["--file", join(context, "Dockerfile.example")]);
    } finally {
      rmSync(context, { recursive: true });
    }
  });

  afterAll(async () => {
    await removeAll();
    if (standIn !== "") await docker("rmi", standIn);
  });

  test("builds an image that serves, and answers every request when it is stopped", async () => {
    const options = ["--network", "host", "--env", "PORT=0", "--env", "HOST=127.0.0.1"];
    const container = runContainer(image, [], options);
    const [, port] = await container.line(/server: listening on port (\d+)/);
    const load = startLoad(Number(port), 20, () => "/?wait=1500");
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const stopAt = performance.now();
    const ms = await container.stop(30);
    const requests = await load.finish();
    const before = requests.filter(({ began }) => began < stopAt);
    expect(before.filter(({ failure }) => failure !== "")).toEqual([]);
    expect(before.filter(({ ended }) => ended > stopAt).length).toBeGreaterThan(10);
    expect(await container.exited).toBe(0);
    // The deadline of 25 s was not needed.
    expect(ms).toBeLessThan(20_000);
    expect(container.stdout()).toContain("entrypoint: tidying up, the app ended with 0");
  });

  test("does not run as root", async () => {
    const container = runContainer(image, ["id", "-un"]);
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toMatch(/^node$/m);
  });
});
