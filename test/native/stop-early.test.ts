// A stop signal that comes when the command was started, and has not called execve yet: it must neither be lost nor end the init.
import { basename } from "node:path";
import { expect, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { start } from "../support/init.ts";
import { describeIf, needsNamespaces } from "../support/needs.ts";
import { firstChild, readProcess } from "../support/processes.ts";

/** So many places where the command is not that looking through them takes some tens of milliseconds. */
const longPath = `${"/n:".repeat(40_000)}${process.env.PATH}`;
const TRIES = 20;

describeIf(needsNamespaces, "a stop signal before the command has called execve", () => {
  test.each([
    ["without a delay", [], 143],
    ["with a delay that is served first", ["--delay", "200ms"], 143],
    ["where the deadline ends what is deaf", ["--deadline", "200ms", "-r", "TERM:CHLD"], 137],
  ])("is kept for it, %s", async (_what, flags, code) => {
    let early = 0;
    for (let tries = 0; tries < TRIES && early < 3; tries++) {
      const running = start(flags, ["sleep", "4711"], { env: { PATH: longPath } });
      const child = firstChild(running.pid);
      running.signal("SIGTERM");
      // As long as it goes by our name it is the init's own program.
      if (readProcess(child)?.comm === basename(initPath)) early++;
      expect((await running.exited).code).toBe(code);
    }
    expect(early).toBe(3);
  });
});
