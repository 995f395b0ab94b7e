// containerd through ctr, which has no switch for an init: it is in the image, or mounted, and the container's
// arguments name it.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Containerd, containerdImage, startContainerd } from "../support/containerd.ts";
import { initPath } from "../support/elf.ts";
import { type EngineImage, engineImage } from "../support/engine-image.ts";
import { needsContainerd } from "../support/engine-programs.ts";
import { describeIf } from "../support/needs.ts";
import { drained, neverTold, scriptTerminated } from "./expected.ts";

describeIf(needsContainerd, "containerd", () => {
  let image: EngineImage;
  let containerd: Containerd;
  beforeAll(async () => {
    image = engineImage();
    containerd = await startContainerd(image.folder, image.archive(containerdImage));
  });
  afterAll(async () => {
    await containerd?.stop();
    image?.remove();
  });

  const mount = (name: string) => ["--mount", `type=bind,src=${initPath},dst=/dev/${name},options=rbind:ro`];

  test.concurrent.each([
    ["the image's own", "own", [], ["lastcall-init", "--", "/entrypoint.sh"]],
    ["a mounted one", "mounted", mount("lastcall-init"), ["/dev/lastcall-init", "--", "/entrypoint.sh"]],
    [
      "tini's name and LASTCALL_TARGET=app",
      "kept",
      [...mount("tini"), "--env", "LASTCALL_TARGET=app"],
      ["/dev/tini", "--", "/entrypoint.sh"],
    ],
  ])("ctr task kill drains under %s", async (_, name, options, argv) => {
    const container = containerd.run(name, ["--read-only", ...options], argv);
    await container.line(/app: ready/);
    await containerd.done("task", "kill", "--signal", "SIGTERM", name);
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toBe(drained);
    expect(container.stderr()).toMatch(/^lastcall: stopped by SIGTERM: told app\.sh/m);
  });

  test.concurrent("is tini under that name: its child alone is told", async () => {
    const container = containerd.run("tini", mount("tini"), ["/dev/tini", "--", "/entrypoint.sh"]);
    await container.line(/app: ready/);
    await containerd.done("task", "kill", "--signal", "SIGTERM", "tini");
    expect(await container.exited).toBe(scriptTerminated);
    expect(container.stdout()).toBe(neverTold);
  });

  test.concurrent("hands the exit code of the command on", async () => {
    const container = containerd.run("code", [], ["lastcall-init", "--", "sh", "-c", "exit 42"]);
    expect(await container.exited).toBe(42);
  });
});
