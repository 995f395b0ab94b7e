// --user in containers, with the few capabilities that an engine leaves even to root.
import { afterAll, expect, test } from "vitest";
import { baseImage, docker, removeAll, runContainer } from "../support/docker.ts";
import { describeIf, needsDocker } from "../support/needs.ts";

describeIf(needsDocker, "--user in a container", () => {
  const image = baseImage("scratch");
  afterAll(removeAll);

  test("is looked up in the files of an image FROM scratch", async () => {
    const container = runContainer(image, ["--user", "node", "--", "sh", "-c", "id; echo $HOME"]);
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toBe("uid=1000(node) gid=1000(node)\n/tmp\n");
  });

  test("is looked up by number where the image has no such files", async () => {
    const options = ["--tmpfs", "/etc", "--env", "LASTCALL_USER=1234:56"];
    const container = runContainer(image, ["--", "sh", "-c", "id; echo $HOME"], options);
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toBe("uid=1234 gid=56\n/\n");
  });

  test("that the image does not know is 125 and a line", async () => {
    const container = runContainer(image, ["--user", "nobod", "--", "id"]);
    expect(await container.exited).toBe(125);
    expect(container.stderr()).toBe(
      "lastcall: --user 'nobod': no such user in /etc/passwd: expected a name from there or a number up to 2147483647\n",
    );
  });

  test.each([
    "",
    "--read-only",
    "--security-opt no-new-privileges",
    "--cap-drop ALL --cap-add SETUID --cap-add SETGID --cap-add KILL",
    "--user 1000:1000 --cap-drop ALL",
  ])("the app behind a script drains, with %j", async (words) => {
    const options = words.split(" ").filter((word) => word.length > 0);
    const container = runContainer(image, ["--user", "node", "--deadline", "20s", "--", "/entrypoint.sh"], options);
    await container.line(/app: ready/);
    await container.stop(30);
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toBe("app: ready\napp: told\napp: drained\nscript: cleanup after 0\n");
  });

  test("the deadline ends what belongs to it", async () => {
    const container = runContainer(image, ["--user", "node", "--deadline", "1s", "--", "/deaf.sh"]);
    await container.line(/deaf: ready/);
    await container.stop(30);
    expect(await container.exited).toBe(137);
    expect(container.stderr()).toMatch(/deadline/);
  });

  test("without CAP_KILL the init says so, waits, and leaves after the deadline", async () => {
    const argv = ["--user", "node", "--deadline", "1s", "--", "/deaf.sh"];
    const container = runContainer(image, argv, ["--cap-drop", "KILL"]);
    await container.line(/deaf: ready/);
    const ms = await container.stop(60);
    expect(ms).toBeGreaterThan(900);
    expect(ms).toBeLessThan(30_000);
    expect(await container.exited).not.toBe(0);
    expect(container.stderr()).toMatch(/not permitted to send SIGTERM/);
  });

  test.each(["SETUID", "SETGID"])("without CAP_%s it is 125 and a line", async (capability) => {
    const container = runContainer(image, ["--user", "node", "--", "id"], ["--cap-drop", capability]);
    expect(await container.exited).toBe(125);
    expect(container.stderr()).toBe("lastcall: cannot become user 'node': EPERM (operation not permitted)\n");
  });

  // An engine's root has no CAP_SYS_PTRACE, and so no view of another user's descriptors.
  test("the reader of a pipeline is found and left out", async () => {
    const reader = "trap 'echo reader told' TERM; while read -r line; do echo \"read $line\"; done; echo reader done";
    const script = `/app.sh | sh -c "$READER"; exit 3`;
    const argv = ["--user", "node", "--settle", "100s", "--", "sh", "-c", script];
    const container = runContainer(image, argv, ["--env", `READER=${reader}`]);
    await container.line(/read app: ready/);
    await container.stop(30);
    expect(await container.exited).toBe(3);
    expect(container.stdout()).toBe("read app: ready\nread app: told\nread app: drained\nreader done\n");
  });

  test("others can still write to the container's own output", async () => {
    const container = runContainer(image, ["--user", "node", "--", "/app.sh"]);
    await container.line(/app: ready/);
    const exec = await docker("exec", container.name, "sh", "-c", "echo from a cron job >/proc/1/fd/1");
    expect(exec).toMatchObject({ code: 0, stderr: "" });
    await container.line(/from a cron job/);
    await container.stop(30);
    expect(await container.exited).toBe(0);
  });

  test("files for probes are the init's own affair", async () => {
    const script = "echo ready; trap 'ls -ln /run; exit 0' TERM; while :; do sleep 0.1; done";
    const argv = ["--user", "node", "--stop-file", "/run/stopping", "--", "sh", "-c", script];
    const container = runContainer(image, argv, ["--tmpfs", "/run:mode=0755"]);
    await container.line(/ready/);
    await container.stop(30);
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toMatch(/ 0 +0 .* stopping$/m);
    expect(container.stderr()).not.toContain("cannot");
  });
});
