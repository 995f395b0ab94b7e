// `podman run --init` with our init in the place of catatonit. podman mounts it at /run/podman-init, a name
// that is nobody's, so that it is our own command line; as catatonit it runs in the pods' infra container.
import { dirname } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { type EngineImage, engineImage } from "../support/engine-image.ts";
import { needsPodman } from "../support/engine-programs.ts";
import { describeIf } from "../support/needs.ts";
import { type Podman, startPodman } from "../support/podman.ts";
import { drained, neverTold, scriptTerminated } from "./expected.ts";

describeIf(needsPodman, "podman", () => {
  let image: EngineImage;
  let podman: Podman;
  beforeAll(async () => {
    image = engineImage();
    const helpers = dirname(image.copyOfInit("catatonit"));
    podman = await startPodman(image.folder, image.tar(), { init: image.copyOfInit("lastcall-init"), helpers });
  });
  afterAll(async () => {
    await podman?.remove();
    image?.remove();
  });

  test.concurrent.each([
    ["--init-path", ["--init", "--init-path", initPath]],
    ["init_path of containers.conf", ["--init"]],
  ])("podman stop drains under %s", async (from, options) => {
    const name = `by-${options.length}`;
    const container = podman.run(name, options, ["/entrypoint.sh"]);
    await container.line(/app: ready/);
    const format = "{{.Path}} {{json .Args}}";
    expect(await podman.done("inspect", "--format", format, name), from).toBe(
      '/run/podman-init ["--","/entrypoint.sh"]',
    );
    await podman.done("stop", name);
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toBe(drained);
    expect(container.stderr()).toMatch(/^lastcall: stopped by SIGTERM: told app\.sh/m);
    expect(await podman.done("inspect", "--format", "{{.State.ExitCode}}", name)).toBe("0");
  });

  test.concurrent("takes its settings from the container's environment", async () => {
    const container = podman.run(
      "deadline",
      ["--init", "--env", "LASTCALL_DEADLINE=1s"],
      ["/entrypoint.sh", "/deaf.sh"],
    );
    await container.line(/deaf: ready/);
    await podman.done("stop", "--time", "60", "deadline");
    expect(await container.exited).toBe(137);
    expect(container.stderr()).toMatch(/^lastcall: .*deaf\.sh/m);
  });

  test.concurrent("is catatonit with LASTCALL_AS=catatonit: its child alone is told", async () => {
    const container = podman.run("catatonit", ["--init", "--env", "LASTCALL_AS=catatonit"], ["/entrypoint.sh"]);
    await container.line(/app: ready/);
    await podman.done("stop", "catatonit");
    expect(await container.exited).toBe(scriptTerminated);
    expect(container.stdout()).toBe(neverTold);
  });

  test.concurrent.each([
    [42, ["sh", "-c", "exit 42"]],
    [127, ["/no/such/program"]],
  ])("hands %i on from %j", async (code, argv) => {
    expect(await podman.run(`code-${code}`, ["--init"], argv).exited).toBe(code);
  });

  test.concurrent("holds a pod as catatonit -P, and the pod stops well", async () => {
    await podman.done("pod", "create", "--network", "none", "--name", "pod");
    const container = podman.run("member", ["--pod", "pod", "--init"], ["/entrypoint.sh"]);
    await container.line(/app: ready/);
    const infra = await podman.done("pod", "inspect", "--format", "{{.InfraContainerID}}", "pod");
    const format = "{{.Path}} {{json .Args}} {{.State.Status}}";
    expect(await podman.done("inspect", "--format", format, infra)).toBe('/catatonit ["-P"] running');
    await podman.done("pod", "stop", "pod");
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toBe(drained);
    expect(await podman.done("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", infra)).toBe("exited 0");
  });
});
