// The exit codes that scripts around `docker run` rely on: the command's own, 128+n, and 125 to 127.
import { afterAll, expect, test } from "vitest";
import { baseImage, dockerDone, removeAll, runContainer } from "../support/docker.ts";
import { describeIf, needsDocker } from "../support/needs.ts";

describeIf(needsDocker, "exit codes under docker run", () => {
  afterAll(removeAll);

  test.each([
    [0, ["true"]],
    [1, ["false"]],
    [42, ["sh", "-c", "exit 42"]],
    [42, ["--", "sh", "-c", "exit 42"]],
    [137, ["sh", "-c", "kill -KILL $$"]],
    [143, ["sh", "-c", "kill -TERM $$"]],
    [0, ["-e", "143", "--", "sh", "-c", "kill -TERM $$"]],
  ])("%i from %j", async (code, argv) => {
    const container = runContainer(baseImage("scratch"), argv);
    expect(await container.exited).toBe(code);
    // Not Docker's own opinion: the container was started and ended by itself.
    const format = "{{.State.Status}} {{.State.ExitCode}}";
    const state = await dockerDone("inspect", "--format", format, container.name);
    expect(state).toBe(`exited ${code}`);
  });

  test.each([
    [125, ["--delay", "10x", "--", "true"], /^lastcall: .*--delay.*10x/m],
    [125, ["--no-such-option", "--", "true"], /^lastcall: .*--no-such-option/m],
    [125, [], /^lastcall: .*[Cc][Oo][Mm][Mm][Aa][Nn][Dd]/m],
    [126, ["--", "/not-executable"], /^lastcall: .*\/not-executable/m],
    [126, ["--", "/tmp"], /^lastcall: .*\/tmp/m],
    [127, ["--", "/no/such/program"], /^lastcall: .*\/no\/such\/program/m],
    [127, ["no-such-program"], /^lastcall: .*no-such-program/m],
  ])("%i and one clear line from %j", async (code, argv, message) => {
    const container = runContainer(baseImage("scratch"), argv);
    expect(await container.exited).toBe(code);
    expect(container.stderr()).toMatch(message);
    expect(container.stdout()).toBe("");
  });

  test("125 names a variable that cannot be parsed", async () => {
    const options = ["--env", "LASTCALL_DEADLINE=soon"];
    const container = runContainer(baseImage("scratch"), ["--", "true"], options);
    expect(await container.exited).toBe(125);
    expect(container.stderr()).toMatch(/LASTCALL_DEADLINE.*soon/);
  });
});
