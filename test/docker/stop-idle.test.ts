// --until-idle in a container: the engine's seccomp profile lets sock_diag through, and a client that came in from outside is seen.
import { afterAll, expect, test } from "vitest";
import { baseImage, docker, removeAll, runContainer } from "../support/docker.ts";
import { describeIf, needsDocker } from "../support/needs.ts";

const flags = ["-v", "--delay", "15s", "--until-idle", "2s", "--deadline", "30s", "--"];

describeIf(needsDocker, "--until-idle in a container", () => {
  afterAll(removeAll);

  test.each([
    ["as root", []],
    ["as nobody, without capabilities", ["--user", "65534:65534", "--cap-drop", "ALL"]],
  ])("%s: told once a keep-alive client has stopped asking, and no request is lost", async (_who, options) => {
    const argv = [...flags, "node", "/keep-alive.cjs", "server", "8080"];
    const container = runContainer(baseImage("node"), argv, ["--entrypoint", "lastcall-init", ...options]);
    await container.line(/server ready/);
    // It keeps its connection after the last answer, so it ends with the container.
    const client = docker("exec", container.name, "node", "/keep-alive.cjs", "client", "8080", "80", "50");
    await container.line(/server has a client/);
    await container.stop(40);
    const said = (await client).stdout;
    const [, answered, failed, connections, lastAt] =
      /client: (\d+) answered, (\d+) failed, (\d+) connections, last at (\d+)/.exec(said) ?? [];
    expect({ answered, failed, connections }).toEqual({ answered: "80", failed: "0", connections: "1" });
    expect(await container.exited).toBe(0);
    const [, toldAt, served] = /told at (\d+) after (\d+)/.exec(container.stdout()) ?? [];
    expect(served).toBe("80");
    // Rounded down on both sides, and counted in jiffies.
    expect(Number(toldAt) - Number(lastAt)).toBeGreaterThanOrEqual(2_000 - 12);
    expect(Number(toldAt) - Number(lastAt)).toBeLessThan(6_000);
    expect(container.stderr()).toContain("traffic is watched by sock_diag");
    expect(container.stderr()).toContain("over as traffic was idle");
  });
});
