// What a stop leaves behind where an engine looks: the termination log that it mounts, files for probes, JSON lines.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { baseImage, docker, removeAll, runContainer } from "../support/docker.ts";
import { describeIf, needsDocker } from "../support/needs.ts";
import { until } from "../support/until.ts";

describeIf(needsDocker, "the end of a container", () => {
  const image = baseImage("scratch");
  const folder = mkdtempSync(join(tmpdir(), "lastcall-ending-"));
  afterAll(async () => {
    await removeAll();
    rmSync(folder, { recursive: true });
  });

  test("who was killed at the deadline stands in the termination log that was mounted", async () => {
    const log = join(folder, "termination-log");
    writeFileSync(log, "");
    const mount = ["--volume", `${log}:/dev/termination-log`];
    const container = runContainer(image, ["-q", "--deadline", "1s", "--", "/deaf.sh"], mount);
    await container.line(/deaf: ready/);
    await container.stop(60);
    expect(await container.exited).toBe(137);
    const lines = readFileSync(log, "utf8").split("\n");
    expect(lines[0]).toMatch(/^lastcall: deadline passed .* after SIGTERM.*: SIGKILL to \d process/);
    expect(lines[1]).toMatch(/^\S+ \(pid \d+\), running for \S+, (not told|told SIGTERM \S+ ago)$/);
    expect(container.stderr()).toBe("");
  });

  test("a stop without force leaves the termination log empty", async () => {
    const log = join(folder, "empty-log");
    writeFileSync(log, "");
    const container = runContainer(image, ["--", "/entrypoint.sh"], ["--volume", `${log}:/dev/termination-log`]);
    await container.line(/app: ready/);
    await container.stop(60);
    expect(await container.exited).toBe(0);
    expect(readFileSync(log, "utf8")).toBe("");
  });

  test("a probe sees the stop at once, while the app goes on serving", async () => {
    const flags = ["--stop-file", "/tmp/stopping", "--delay", "60s", "--", "/entrypoint.sh"];
    const container = runContainer(image, flags, ["--tmpfs", "/tmp"]);
    await container.line(/app: ready/);
    const probe = async () => (await docker("exec", container.name, "sh", "-c", "! test -e /tmp/stopping")).code;
    expect(await probe()).toBe(0);
    await container.kill("TERM");
    await until("a probe that fails", async () => (await probe()) !== 0);
    expect(container.stdout()).not.toContain("told");
    await container.kill("TERM");
    expect(await container.exited).toBe(0);
  });

  test("a read-only root is said, and the stop goes on", async () => {
    const container = runContainer(image, ["--stop-file", "/stopping", "--", "/entrypoint.sh"], ["--read-only"]);
    await container.line(/app: ready/);
    await container.stop(60);
    expect(await container.exited).toBe(0);
    expect(container.stderr()).toMatch(/^lastcall: cannot create the stop file '\/stopping': EROFS/m);
  });

  test("each line of a stop with everything in it is a JSON object, and escalation ends the deaf", async () => {
    const flags = ["--log", "json", "-v", "--pre-stop", "sh -c 'exit 3'", "--delay", "1s", "--escalate", "KILL@1s"];
    const deaf = "exec 2>/dev/null; trap 'echo told' TERM; echo ready; while :; do sleep 1; done";
    const container = runContainer(image, [...flags, "--", "sh", "-c", deaf]);
    await container.line(/ready/);
    await container.stop(60);
    expect(await container.exited).toBe(137);
    const lines = container.stderr().trimEnd().split("\n");
    const objects = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    // Told are the shell, which traps the signal, and what it is waiting for.
    expect([...new Set(objects.map(({ event }) => event))]).toEqual([
      "stop-began",
      "hook-failed",
      "told",
      "escalated",
      "command-ended",
      "stopped",
    ]);
    for (const { time } of objects) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(objects.at(-1)).toMatchObject({
      signal: "SIGTERM",
      delayEnd: "over",
      forced: false,
      code: 137,
      by: "lastcall",
    });
  });
});
