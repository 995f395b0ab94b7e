// --delay: the app goes on serving, is told afterwards, and once.
import { expect, test } from "vitest";
import { app } from "../support/fixtures.ts";
import { count, start } from "../support/init.ts";
import { describeIf, needsNamespaces } from "../support/needs.ts";
import { until } from "../support/until.ts";

const inKubernetes = { KUBERNETES_SERVICE_HOST: "10.0.0.1" };

describeIf(needsNamespaces, "the delay of a stop", () => {
  test("the app goes on serving and is told when it is over", async () => {
    const running = start(["--delay", "400ms"], app("serve=1", "code=3"), { stdin: "pipe" });
    await running.line(/app ready/);
    const stopped = performance.now();
    running.signal("SIGTERM");
    running.type("question\n");
    await running.line(/app answers question/);
    expect(running.stdout()).not.toMatch(/got/);
    await running.line(/app got TERM/);
    // The clock of the init may have started a moment before ours was read again, hence not exactly 400.
    expect(performance.now() - stopped).toBeGreaterThan(390);
    expect((await running.exited).code).toBe(3);
    expect(count(running.stdout(), /got/)).toBe(1);
  });

  test("auto is no delay outside Kubernetes", async () => {
    const running = start(["--delay", "auto"], app());
    await running.line(/app ready/);
    const stopped = performance.now();
    running.signal("SIGTERM");
    await running.line(/app got TERM/);
    // Far from the 5 s that it would be in Kubernetes.
    expect(performance.now() - stopped).toBeLessThan(2_500);
  });

  test("auto is a delay of 5 s in Kubernetes, which a second stop signal ends", async () => {
    const running = start(["-v", "--delay", "auto"], app("serve=1"), {
      stdin: "pipe",
      env: inKubernetes,
    });
    await running.line(/app ready/);
    running.signal("SIGTERM");
    await running.errLine(/TERM.*5s/);
    running.type("still there\n");
    await running.line(/app answers still there/);
    expect(running.stdout()).not.toMatch(/got/);
    running.signal("SIGTERM");
    await running.line(/app got TERM/);
    expect((await running.exited).code).toBe(0);
    expect(count(running.stdout(), /got/)).toBe(1);
  });

  test("a second stop signal ends it and the app is told once; a third is passed on", async () => {
    const running = start(["--delay", "1h"], app("stay=1"));
    await running.line(/app ready/);
    running.signal("SIGTERM");
    // A signal that begins no stop is passed on during the delay, and shows that the first was taken.
    running.signal("SIGUSR1");
    await running.line(/app got USR1/);
    expect(running.stdout()).not.toMatch(/got TERM/);
    running.signal("SIGTERM");
    await running.line(/app got TERM/);
    running.signal("SIGUSR2");
    await running.line(/app got USR2/);
    expect(count(running.stdout(), /got TERM/)).toBe(1);
    running.signal("SIGTERM");
    await until("the third", () => count(running.stdout(), /got TERM/) === 2);
  });

  test("an app that ends by itself during the delay ends the wait", async () => {
    const running = start(["--delay", "1h"], app("serve=1", "code=5"), { stdin: "pipe" });
    await running.line(/app ready/);
    running.signal("SIGTERM");
    running.closeStdin();
    expect((await running.exited).code).toBe(5);
    expect(running.stdout()).not.toMatch(/got/);
  });
});

describeIf(needsNamespaces, "--stop-signals", () => {
  test("names the signals that begin a stop; the usual ones are then passed on at once", async () => {
    const running = start(["--delay", "1h", "--stop-signals", "USR1,SIGUSR2"], app("stay=1", "serve=1"), {
      stdin: "pipe",
    });
    await running.line(/app ready/);
    running.signal("SIGTERM");
    await running.line(/app got TERM/);
    running.signal("SIGUSR1");
    running.signal("SIGINT");
    await running.line(/app got INT/);
    expect(running.stdout()).not.toMatch(/got USR1/);
    running.signal("SIGUSR2");
    await running.line(/app got USR1/);
    expect(running.stdout()).not.toMatch(/got USR2/);
  });

  test("takes real-time signals and numbers", async () => {
    const running = start(["-v", "--delay", "1h", "--stop-signals", "RTMIN+3,1"], app("stay=1"));
    await running.line(/app ready/);
    running.signal("SIGHUP");
    running.signal("SIGUSR1");
    await running.line(/app got USR1/);
    expect(running.stdout()).not.toMatch(/got HUP/);
    running.signal(37);
    await running.line(/app got HUP/);
  });
});
