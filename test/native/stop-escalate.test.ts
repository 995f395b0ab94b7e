// --escalate with real processes: who gets which signal, and when.
import { expect, test } from "vitest";
import { app, appInShell } from "../support/fixtures.ts";
import { start } from "../support/init.ts";
import { describeIf, needsNamespaces } from "../support/needs.ts";
import { signalFound } from "../support/processes.ts";

describeIf(needsNamespaces, "an escalation", () => {
  test("goes to the app behind a shell, in its order, from when the first signal was passed on", async () => {
    const script = `${appInShell("stay=1")}; echo script done`;
    const options = ["--delay", "300ms", "--escalate", "INT@300ms,USR1@600ms,KILL@900ms"];
    const running = start(options, ["sh", "-c", script]);
    await running.line(/app ready/);
    const stopped = performance.now();
    running.signal("SIGTERM");
    const { code } = await running.exited;
    const took = performance.now() - stopped;
    expect(code).toBe(0);
    expect(running.stdout()).toMatch(/app got TERM\napp got INT\napp got USR1\nscript done\n$/);
    // The delay, and 900 ms from then on.
    expect(took).toBeGreaterThan(1_190);
    expect(running.stderr()).toMatch(/escalation: SIGINT [\s\S]*escalation: SIGUSR1 [\s\S]*escalation: SIGKILL /);
  });

  test("does not come where the app ends in time", async () => {
    const running = start(["--escalate", "KILL@1h"], app("drain=100", "code=4"));
    await running.line(/app ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(4);
    expect(running.stderr()).not.toMatch(/escalation/);
  });

  test("reaches an app that was stopped meanwhile", async () => {
    const running = start(["--escalate", "INT@500ms"], app("stay=1"));
    await running.line(/app ready/);
    running.signal("SIGTERM");
    await running.line(/app got TERM/);
    signalFound(
      running.tree().find((one) => one.comm === "perl"),
      "SIGSTOP",
    );
    await running.line(/app got INT/);
    await running.stop();
  });
});
