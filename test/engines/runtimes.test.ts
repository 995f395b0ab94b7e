// Plain OCI bundles under runc and crun: the init mounted into a root file system that knows nothing of it.
// The name it is mounted under is argv[0], which makes it the init of that name.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Contents, makeBundle, removeCgroups } from "../support/bundle.ts";
import { initPath } from "../support/elf.ts";
import { type EngineImage, engineImage } from "../support/engine-image.ts";
import { crun, needsCrun, needsRunc, runc } from "../support/engine-programs.ts";
import { addInit } from "../support/images.ts";
import { type Launched, launch, outcome, succeeded } from "../support/launched.ts";
import { describeIf } from "../support/needs.ts";
import { until } from "../support/until.ts";
import { drained, neverTold, scriptTerminated } from "./expected.ts";

let image: EngineImage;
const prefix = `lastcall-test-${process.pid}`;
const started: string[][] = [];
let count = 0;

interface Container extends Launched {
  kill(): Promise<string>;
}

function run(runtime: string, contents: Omit<Contents, "root">): Container {
  const id = `${prefix}-${++count}`;
  const bundle = join(image.folder, id);
  makeBundle(runtime, bundle, { root: image.root, ...contents });
  const words = [runtime, "--root", join(image.folder, "state")];
  started.push([...words, "delete", "--force", id]);
  const container = launch([...words, "run", "--bundle", bundle, id]);
  const kill = async () => {
    // crun notes the container's state down a moment after its first line of output may have come.
    await until("the runtime to know the container", async () => (await outcome([...words, "state", id])).code === 0);
    return succeeded([...words, "kill", id, "TERM"]);
  };
  return { ...container, kill };
}

/** /dev is a tmpfs of the container, so nothing has to be there in the root file system. */
const mounted = (name: string) => ({ source: initPath, destination: `/dev/${name}` });

beforeAll(() => {
  image = engineImage();
  addInit(image.root);
});
afterAll(async () => {
  for (const [command, ...args] of started) spawnSync(command, args, { stdio: "ignore" });
  await removeCgroups(prefix);
  image.remove();
});

for (const [name, path, need] of [
  ["runc", runc, needsRunc],
  ["crun", crun, needsCrun],
] as const) {
  describeIf(need, name, () => {
    test.concurrent("drains under an init that is mounted into a read-only root", async () => {
      const args = ["/dev/lastcall-init", "--", "/entrypoint.sh"];
      const container = run(path, { args, mount: mounted("lastcall-init") });
      await container.line(/app: ready/);
      await container.kill();
      expect(await container.exited).toBe(0);
      expect(container.stdout()).toBe(drained);
    });

    test.concurrent("drains under an init that the root holds", async () => {
      const container = run(path, { args: ["lastcall-init", "-v", "--", "/app.sh"] });
      await container.line(/app: ready/);
      await container.kill();
      expect(await container.exited).toBe(0);
      expect(container.stdout()).toBe("app: ready\napp: told\napp: drained\n");
      expect(container.stderr()).toMatch(/^lastcall: .*app\.sh/m);
    });

    test.concurrent.each(["tini", "catatonit"])("is %s under that name: its child alone is told", async (init) => {
      const container = run(path, { args: [`/dev/${init}`, "--", "/entrypoint.sh"], mount: mounted(init) });
      await container.line(/app: ready/);
      await container.kill();
      expect(await container.exited).toBe(scriptTerminated);
      expect(container.stdout()).toBe(neverTold);
    });

    test.concurrent("is dumb-init under that name: leaves with the script, whoever drains", async () => {
      const args = ["/dev/dumb-init", "--", "/entrypoint.sh"];
      const container = run(path, { args, mount: mounted("dumb-init") });
      await container.line(/app: ready/);
      await container.kill();
      expect(await container.exited).toBe(scriptTerminated);
      // The app is in the group that was told, but need not have come to say so.
      expect(container.stdout()).not.toContain("drained");
    });

    test.concurrent.each(["tini", "dumb-init", "catatonit"])("drains as %s with LASTCALL_TARGET=app", async (init) => {
      const args = [`/dev/${init}`, "--", "/entrypoint.sh"];
      const container = run(path, { args, mount: mounted(init), env: ["LASTCALL_TARGET=app"] });
      await container.line(/app: ready/);
      await container.kill();
      expect(await container.exited).toBe(0);
      expect(container.stdout()).toBe(drained);
    });

    test.concurrent("hands the exit code of the command on", async () => {
      const args = ["/dev/tini", "--", "sh", "-c", "exit 42"];
      expect(await run(path, { args, mount: mounted("tini") }).exited).toBe(42);
    });
  });
}
