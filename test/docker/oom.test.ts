// A container with too little memory: who ended the app is said, where Docker itself says no more than 137.
import { afterAll, expect, test } from "vitest";
import { baseImage, removeAll, runContainer } from "../support/docker.ts";
import { describeIf, needsDocker } from "../support/needs.ts";

describeIf(needsDocker, "a container with 32 MB", () => {
  afterAll(removeAll);

  const memory = ["--memory", "32m", "--memory-swap", "32m"];
  const eat = "x=xxxxxxxxxxxxxxxx; while :; do x=$x$x; done";
  const oom = "exit code 137: the kernel's OOM killer \\(memory cgroup\\), oom_kill \\+1\\n$";

  test.each<[what: string, script: string]>([
    ["the command itself", eat],
    ["the child of a shell", `sh -c '${eat}'; exit $?`],
  ])("the OOM killer ends %s", async (_what, script) => {
    const container = runContainer(baseImage("scratch"), ["--", "sh", "-c", script], memory);
    expect(await container.exited).toBe(137);
    expect(container.stderr()).toMatch(new RegExp(`^lastcall: the command ended: ${oom}`, "m"));
  });

  test("the OOM killer ends an app that was told to stop, before its deadline", async () => {
    const script = `trap '${eat}' TERM; echo ready; while :; do sleep 0.1; done`;
    const container = runContainer(baseImage("scratch"), ["--deadline", "60s", "--", "sh", "-c", script], memory);
    await container.line(/ready/);
    await container.stop(90);
    expect(await container.exited).toBe(137);
    expect(container.stderr()).toMatch(
      new RegExp(`^lastcall: stopped by SIGTERM: told sh \\(pid \\d+\\).*: ${oom}`, "m"),
    );
    expect(container.stderr()).not.toMatch(/by force/);
  });

  test("a SIGKILL at the deadline is ours", async () => {
    const container = runContainer(baseImage("scratch"), ["--deadline", "1s", "--", "/deaf.sh"], memory);
    await container.line(/deaf: ready/);
    await container.stop(60);
    expect(await container.exited).toBe(137);
    expect(container.stderr()).toMatch(/, OOM kills in this cgroup: 0: SIGKILL to /);
    expect(container.stderr()).toMatch(/by force: exit code 137: SIGKILL by lastcall at the deadline\n$/);
  });

  test("a SIGKILL of somebody else's is no OOM kill", async () => {
    const container = runContainer(baseImage("scratch"), ["--", "sh", "-c", "kill -KILL $$"], memory);
    expect(await container.exited).toBe(137);
    expect(container.stderr()).toMatch(/: SIGKILL by somebody else, with no OOM kill in this cgroup\n$/);
  });
});
