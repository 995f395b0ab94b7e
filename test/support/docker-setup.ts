// vitest runs this once around test/docker: an engine, and the two images that the tests start from.
// What it sets in the environment reaches the test files, which run in processes forked later.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Engine, findEngine } from "./engine.ts";
import { nodeSettings, nodeTar, scratchContext } from "./images.ts";

let engine: Engine | null = null;

export async function setup(): Promise<void> {
  process.env.LASTCALL_TEST_RUN = `lastcall-test-${process.pid}`;
  try {
    engine = await findEngine();
  } catch (error) {
    if (process.env.LASTCALL_REQUIRE_ALL === "1") throw error;
    console.warn(`SKIPPED test/docker: ${(error as Error).message}`);
    return;
  }
  if (engine.host !== "") process.env.DOCKER_HOST = engine.host;
  try {
    await makeImages();
  } catch (error) {
    await teardown();
    throw error;
  }
}

async function makeImages(): Promise<void> {
  // Imported here: docker.ts reads LASTCALL_TEST_RUN when it is loaded.
  const { baseImage, dockerDone } = await import("./docker.ts");
  const context = scratchContext();
  const tar = nodeTar();
  try {
    await dockerDone("build", "--network", "none", "-q", "-t", baseImage("scratch"), context);
    await dockerDone("import", ...nodeSettings, join(tar, "root.tar"), baseImage("node"));
  } finally {
    rmSync(context, { recursive: true });
    rmSync(tar, { recursive: true });
  }
}

export async function teardown(): Promise<void> {
  if (engine === null) return;
  const { baseImage, docker } = await import("./docker.ts");
  await docker("rmi", "--force", baseImage("scratch"), baseImage("node"));
  await engine.stop();
  engine = null;
}
