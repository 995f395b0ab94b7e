// The init by way of a volume, as a Kubernetes init container hands it on: from an image that holds nothing else, into a
// container whose image knows nothing of it.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildImage, containerName, docker, dockerDone, removeAll, runContainer } from "../support/docker.ts";
import { scratchContext } from "../support/images.ts";
import { describeIf, needsDocker } from "../support/needs.ts";

describeIf(needsDocker, "the init in a volume", () => {
  const volume = containerName();
  let init = "";
  let app = "";

  beforeAll(async () => {
    const context = scratchContext();
    const image = (lines: string) => {
      writeFileSync(join(context, "Dockerfile"), `FROM scratch\n${lines}\n`);
      return buildImage(context);
    };
    init = await image('COPY root/usr/local/bin/lastcall-init /\nENTRYPOINT ["/lastcall-init"]');
    app = await image('COPY root/bin/busybox /bin/busybox\nENTRYPOINT ["/bin/busybox"]');
    rmSync(context, { recursive: true });
    await dockerDone("volume", "create", volume);
  });
  afterAll(async () => {
    await removeAll();
    await docker("volume", "rm", "--force", volume);
  });

  const install = async (options: readonly string[], at = "/shared/lastcall-init") => {
    const container = runContainer(init, ["--install", at], ["--volume", `${volume}:/shared`, ...options]);
    const code = await container.exited;
    return { code, said: container.stdout() + container.stderr() };
  };

  test("is put there by an image FROM scratch, once more without a change, and runs an image FROM scratch", async () => {
    expect(await install([])).toEqual({ code: 0, said: "" });
    // Now whoever may not write there finds it as well.
    expect(await install(["--user", "65534", "--read-only", "--cap-drop", "ALL"])).toEqual({ code: 0, said: "" });
    const script = "trap 'echo told; exit 0' TERM; echo ready; while :; do /bin/busybox sleep 0.1; done";
    const options = ["--volume", `${volume}:/shared:ro`, "--entrypoint", "/shared/lastcall-init", "--user", "65534"];
    const container = runContainer(app, ["--", "/bin/busybox", "sh", "-c", script], options);
    await container.line(/ready/);
    await container.stop(20);
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toBe("ready\ntold\n");
    expect(container.stderr()).toMatch(/^lastcall: stopped by SIGTERM: .*exit code 0$/m);
  });

  test("is one line and 125 where the volume may not be written", async () => {
    const { code, said } = await install(["--user", "65534", "--cap-drop", "ALL"], "/shared/another");
    expect(code).toBe(125);
    expect(said).toBe("lastcall: --install: '/shared/another': EACCES (permission denied)\n");
  });
});
