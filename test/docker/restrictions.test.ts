// What operators take away from a container: a stop must go as well without it.
import { afterAll, expect, test } from "vitest";
import { baseImage, docker, dockerDone, removeAll, runContainer } from "../support/docker.ts";
import { describeIf, needsDocker } from "../support/needs.ts";

describeIf(needsDocker, "a restricted container", () => {
  const image = baseImage("scratch");
  afterAll(removeAll);

  test.each([
    "--read-only",
    "--user 65534",
    "--cap-drop ALL",
    "--security-opt no-new-privileges",
    "--memory 64m",
    "--ulimit nofile=16:16",
    "--read-only --user 65534:65534 --cap-drop ALL",
    "--read-only --user 65534 --cap-drop ALL --security-opt no-new-privileges --memory 64m --pids-limit 32",
  ])("drains under %s", async (words) => {
    const options = words.split(" ");
    const container = runContainer(image, ["--deadline", "20s", "--", "/entrypoint.sh"], options);
    await container.line(/app: ready/);
    await container.stop(30);
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toBe("app: ready\napp: told\napp: drained\nscript: cleanup after 0\n");
  });

  test("says so, and stays, when it may not signal an app of another user", async () => {
    const argv = ["--deadline", "3s", "--", "su", "-s", "/bin/sh", "-c", "/app.sh", "node"];
    const container = runContainer(image, argv, ["--cap-drop", "KILL"]);
    await container.line(/app: ready/);
    // No process inside may signal the app. Leaving would end it at once, which is the engine's decision.
    const ms = await container.stop(6);
    expect(ms).toBeGreaterThan(2_900);
    expect(await container.exited).not.toBe(0);
    expect(container.stderr()).toMatch(/lastcall: .*(not permitted|EPERM|permission)/i);
  });

  test("says that fork failed, and exits 125, when the process limit is used up", async () => {
    // The engine's own start needs threads, so the limit is reached by the container itself: 15 sleeps, and PID 1.
    const fill = "i=1; while [ $i -lt 16 ]; do sleep 100 & i=$((i + 1)); done; exec lastcall-init -- /app.sh";
    const container = runContainer(image, ["-c", fill], ["--pids-limit", "16", "--entrypoint", "/bin/sh"]);
    expect(await container.exited).toBe(125);
    expect(container.stderr()).toMatch(/^lastcall: .*(fork|start|process)/m);
    expect(container.stderr()).toMatch(/EAGAIN|temporarily unavailable|too many processes|limit/i);
    const state = await dockerDone("inspect", "--format", "{{.State.ExitCode}}", container.name);
    expect(state).toBe("125");
  });

  test("goes on when the limit is reached only later", async () => {
    // The init, the shell and 14 sleeps are the 16; the init needs no other to stop well.
    const fill = "i=2; while [ $i -lt 16 ]; do sleep 100 & i=$((i + 1)); done";
    const script = `trap 'echo told; kill $!; exit 0' TERM; ${fill}; echo ready; wait`;
    const container = runContainer(image, ["--", "sh", "-c", script], ["--pids-limit", "16"]);
    await container.line(/ready/);
    const another = await docker("exec", container.name, "sh", "-c", "sleep 0 & wait");
    // The shell cannot fork, or the engine's own helper cannot, whichever wants a process first.
    expect(another.code).not.toBe(0);
    await container.stop(20);
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toContain("told");
  });

  test("hands the 137 of a program that the kernel killed for memory on", async () => {
    const hog = "x=0123456789abcdef; while :; do x=$x$x; done";
    const container = runContainer(image, ["--", "sh", "-c", hog], ["--memory", "16m"]);
    expect(await container.exited).toBe(137);
  });
});
