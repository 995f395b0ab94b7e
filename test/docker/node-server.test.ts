// The main job with real input: a Node HTTP server, started by `npm start` in a shell-script entrypoint,
// under load while `docker stop` runs. Whoever asked before the stop gets an answer.
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { baseImage, buildImage, type Container, removeAll, runContainer } from "../support/docker.ts";
import { temporaryFolder } from "../support/images.ts";
import { startLoad } from "../support/load.ts";
import { describeIf, type Need, needsDocker } from "../support/needs.ts";
import { until } from "../support/until.ts";

const project = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const executable = project("dist/lastcall");
const network = ["--network", "host", "--env", "PORT=0", "--env", "HOST=127.0.0.1"];
const settings = ["-v", "--delay", "2s", "--deadline", "20s", "--"];

/** The example app behind `entrypoint`, with one file more in PATH if there is one. */
async function buildApp(entrypoint: readonly string[], extra = ""): Promise<string> {
  const context = temporaryFolder();
  try {
    cpSync(project("examples/image"), join(context, "app"), { recursive: true });
    mkdirSync(join(context, "files"));
    if (extra !== "") cpSync(extra, join(context, "files/lastcall"));
    const lines = [
      `FROM ${baseImage("node")}`,
      "COPY app /app",
      "COPY files /usr/local/bin/",
      "WORKDIR /app",
      `ENTRYPOINT ${JSON.stringify([...entrypoint, "/app/entrypoint.sh"])}`,
      'CMD ["npm", "start"]',
    ];
    writeFileSync(join(context, "Dockerfile"), `${lines.join("\n")}\n`);
    return await buildImage(context);
  } finally {
    rmSync(context, { recursive: true });
  }
}

/** Stops the container in the middle of a load and checks every promise about it. */
async function stopUnderLoad(container: Container): Promise<void> {
  const [, port] = await container.line(/server: listening on port (\d+)/);
  // Every tenth request takes 3.5 s: begun before the stop, it ends well after the delay of 2 s.
  const load = startLoad(Number(port), 10, (n) => (n % 10 === 0 ? "/?wait=3500" : "/"));
  let toldAt = 0;
  const told = container.line(/server: told to stop/).then(() => {
    toldAt = performance.now();
  });
  await until("60 requests", () => load.requests.length >= 60);
  const stopAt = performance.now();
  await container.stop(40);
  await told;
  const requests = await load.finish();

  const before = requests.filter((request) => request.began < stopAt);
  expect(before.length).toBeGreaterThan(50);
  expect(before.filter((request) => request.failure !== "")).toEqual([]);
  // The promise was tested only if some of them were still in flight when the app was told.
  expect(before.filter((request) => request.ended > toldAt).length).toBeGreaterThan(3);

  // The app was told after the delay, and served newcomers until then. The last moments belong to
  // nobody: a connection that waits to be accepted when the socket closes is refused.
  expect(toldAt - stopAt).toBeGreaterThan(1_900);
  const newcomers = requests.filter(({ began }) => began > stopAt && began < stopAt + 1_500);
  expect(newcomers.length).toBeGreaterThan(10);
  expect(newcomers.filter((request) => request.failure !== "")).toEqual([]);

  expect(await container.exited).toBe(0);
  const said = container.stdout();
  expect(said.match(/server: told to stop/g)).toHaveLength(1);
  expect(said).toContain("server: every request was answered");
  expect(said).toContain("entrypoint: tidying up, the app ended with 0");
  expect(container.stderr()).not.toMatch(/npm (ERR|error)/);
}

describeIf(needsDocker, "a Node server behind npm start and a script", () => {
  let image = "";
  beforeAll(async () => {
    image = await buildApp(["lastcall-init", ...settings]);
  });
  afterAll(removeAll);

  test("loses no request that began before docker stop", async () => {
    await stopUnderLoad(runContainer(image, [], network));
  });

  test.each(["dash", "bash", "busybox sh"])("loses none with %s as the shell", async (shell) => {
    const argv = [...settings, ...shell.split(" "), "/app/entrypoint.sh", "npm", "start"];
    const options = [...network, "--entrypoint", "lastcall-init"];
    await stopUnderLoad(runContainer(image, argv, options));
  });

  test("loses none read-only, without capabilities and as nobody", async () => {
    const narrow = ["--read-only", "--cap-drop", "ALL", "--user", "65534:65534"];
    const options = [...network, ...narrow, "--security-opt", "no-new-privileges"];
    await stopUnderLoad(runContainer(image, [], options));
  });
});

const needsExecutable: Need = existsSync(executable)
  ? needsDocker
  : { ok: false, reason: "dist/lastcall is not built (npm run build)" };

describeIf(needsExecutable, "the same under the Node executable", () => {
  let image = "";
  beforeAll(async () => {
    image = await buildApp(["lastcall", "run", ...settings], executable);
  });
  afterAll(removeAll);

  test("lastcall run loses no request that began before docker stop", async () => {
    await stopUnderLoad(runContainer(image, [], network));
  });

  test("lastcall run works with a read-only root and without capabilities", async () => {
    const options = [...network, "--read-only", "--cap-drop", "ALL", "--user", "65534:65534"];
    await stopUnderLoad(runContainer(image, [], options));
  });
});
