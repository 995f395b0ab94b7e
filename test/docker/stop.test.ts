// `docker stop` and `docker kill` on the case that other inits lose: a shell script in front of the app,
// in an image FROM scratch.
import { afterAll, expect, test } from "vitest";
import { baseImage, removeAll, runContainer } from "../support/docker.ts";
import { describeIf, needsDocker } from "../support/needs.ts";

describeIf(needsDocker, "docker stop", () => {
  const image = baseImage("scratch");
  afterAll(removeAll);

  test("tells the app behind the script, waits for its drain and for the script's cleanup", async () => {
    const container = runContainer(image, ["--", "/entrypoint.sh"]);
    await container.line(/app: ready/);
    const ms = await container.stop(20);
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toBe("app: ready\napp: told\napp: drained\nscript: cleanup after 0\n");
    // The drain takes a second; an engine that had to kill would have waited for twenty.
    expect(ms).toBeGreaterThan(1_000);
    expect(ms).toBeLessThan(15_000);
  });

  test("tells every app of scripts within scripts once", async () => {
    const argv = ["--", "/entrypoint.sh", "/entrypoint.sh", "/entrypoint.sh", "/app.sh"];
    const container = runContainer(image, argv);
    await container.line(/app: ready/);
    await container.stop(20);
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toBe(`app: ready\napp: told\napp: drained\n${"script: cleanup after 0\n".repeat(3)}`);
  });

  test("keeps the app serving for the delay, then tells it", async () => {
    const container = runContainer(image, ["-v", "--delay", "2s", "--", "/entrypoint.sh"]);
    await container.line(/app: ready/);
    const stopped = container.stop(20);
    // The timeline's first line about the stop; the app must not know yet.
    await container.errLine(/lastcall: .*(TERM|stop)/);
    expect(container.stdout()).not.toContain("told");
    expect(await stopped).toBeGreaterThan(3_000);
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toContain("app: drained\nscript: cleanup after 0\n");
  });

  test("cuts the delay short at a second stop signal, and tells the app once", async () => {
    const container = runContainer(image, ["-v", "--delay", "60s", "--", "/entrypoint.sh"]);
    await container.line(/app: ready/);
    await container.kill("TERM");
    await container.errLine(/lastcall: .*(TERM|stop)/);
    await container.kill("TERM");
    expect(await container.exited).toBe(0);
    expect(container.stdout().match(/told/g)).toHaveLength(1);
  });

  test("kills what is left at the deadline and names it", async () => {
    const container = runContainer(image, ["--deadline", "1s", "--", "/entrypoint.sh", "/deaf.sh"]);
    await container.line(/deaf: ready/);
    const ms = await container.stop(60);
    expect(await container.exited).toBe(137);
    expect(ms).toBeGreaterThan(900);
    expect(ms).toBeLessThan(30_000);
    expect(container.stderr()).toMatch(/lastcall: .*(deadline|kill)/i);
    expect(container.stderr()).toMatch(/deaf\.sh/);
  });

  test.each([
    ["HUP", "HUP"],
    ["USR1", "USR1"],
    ["RTMIN+3", "37"],
  ])("passes docker kill --signal %s on to the app behind the script", async (sent, received) => {
    const container = runContainer(image, ["--", "/entrypoint.sh"]);
    await container.line(/app: ready/);
    await container.kill(sent);
    await container.line(new RegExp(`app: got ${received}\n`));
    await container.stop(20);
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toContain("app: drained\nscript: cleanup after 0\n");
  });

  test("rewrites a signal that docker kill sends", async () => {
    const container = runContainer(image, ["-r", "HUP:USR1", "--", "/entrypoint.sh"]);
    await container.line(/app: ready/);
    await container.kill("HUP");
    await container.line(/app: got USR1/);
    expect(container.stdout()).not.toContain("HUP");
    await container.stop(20);
    expect(await container.exited).toBe(0);
  });

  test("takes its settings from the environment, as a Helm chart gives them", async () => {
    const settings = ["--env", "LASTCALL_DEADLINE=1s", "--env", "LASTCALL_VERBOSE=1"];
    const container = runContainer(image, ["--", "/entrypoint.sh", "/deaf.sh"], settings);
    await container.line(/deaf: ready/);
    const ms = await container.stop(60);
    expect(await container.exited).toBe(137);
    expect(ms).toBeLessThan(30_000);
  });
});
