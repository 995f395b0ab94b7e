// --until-idle with a real server and a real client, in a network of their own.
import { spawn } from "node:child_process";
import { expect, onTestFinished, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { fixture } from "../support/fixtures.ts";
import { startBare } from "../support/init.ts";
import type { Running } from "../support/namespace.ts";
import { describeIf, needsNetwork } from "../support/needs.ts";
import { until } from "../support/until.ts";

const keepAlive = [process.execPath, fixture("docker/keep-alive.cjs")];
const nowMs = () => Number(process.hrtime.bigint() / 1_000_000n);
/** What the server's clock and ours may differ by, as one rounds down. */
const ROUNDED = 2;
/** Jiffies of a kernel with HZ=100, in which the last byte's time is counted. */
const JIFFY = 10;

async function serve(flags: readonly string[], { ports = ["8080"], network = [] as string[] } = {}): Promise<Running> {
  const argv = ["python3", fixture("own-network.py"), ...network, initPath, "-v", ...flags, "--"];
  const running = startBare([...argv, ...keepAlive, "server", ...ports]);
  await running.line(/server ready/);
  return running;
}

/** A client in the same network, and outside of what the init watches over. */
function ask(running: Running, port: number, count: number, everyMs: number, role = "client") {
  const words = [`--net=/proc/${running.pid}/ns/net`, "--", ...keepAlive, role, ...[port, count, everyMs].map(String)];
  const child = spawn("nsenter", words, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  child.stdout.on("data", (text) => {
    said += text;
  });
  return {
    begun: () => running.line(/server has a client/),
    over: () =>
      until(
        "the client's end",
        () => {
          const found = /client: (\d+) answered, (\d+) failed, (\d+) connections, last at (\d+)/.exec(said);
          if (!found) return null;
          const [answered, failed, connections, lastAt] = found.slice(1).map(Number) as [
            number,
            number,
            number,
            number,
          ];
          return { answered, failed, connections, lastAt };
        },
        20_000,
      ),
  };
}

/** Stops it; how long after that the app was told, and by which clock. */
async function stop(running: Running, during: () => Promise<unknown> = async () => {}) {
  const stoppedAt = nowMs();
  running.signal("SIGTERM");
  await during();
  const [, at] = await until("the app to be told", () => /told at (\d+)/.exec(running.stdout()), 25_000);
  return { toldAt: Number(at), delay: Number(at) - stoppedAt + ROUNDED };
}

describeIf(needsNetwork, "--until-idle", () => {
  test("a keep-alive client that goes on for 4 s: told 3 s after its last byte, and no request is lost", async () => {
    const running = await serve(["--delay", "15s", "--until-idle", "3s"]);
    const client = ask(running, 8080, 80, 50);
    await client.begun();
    const { toldAt } = await stop(running);
    const { answered, failed, connections, lastAt } = await client.over();
    expect({ answered, failed, connections }).toEqual({ answered: 80, failed: 0, connections: 1 });
    expect(toldAt - lastAt).toBeGreaterThanOrEqual(3_000 - JIFFY - ROUNDED);
    expect(toldAt - lastAt).toBeLessThan(5_000);
    expect(running.stdout()).toMatch(/told at \d+ after 80\n/);
    expect(running.stderr()).toContain("traffic is watched by sock_diag");
    expect((await running.exited).code).toBe(0);
    expect(running.stderr()).toMatch(/over as traffic was idle/);
  });

  test("clients that close their connections leave nothing to look at, and count", async () => {
    const running = await serve(["--delay", "15s", "--until-idle", "1s", "--delay-min", "100ms"]);
    const clients = ask(running, 8080, 40, 50, "visitors");
    await clients.begun();
    const { toldAt } = await stop(running);
    const { answered, failed, connections, lastAt } = await clients.over();
    expect({ answered, failed, connections }).toEqual({ answered: 40, failed: 0, connections: 40 });
    expect(toldAt - lastAt).toBeGreaterThanOrEqual(1_000 - ROUNDED);
    expect(toldAt - lastAt).toBeLessThan(3_000);
  });

  test("a client that never stops: the whole delay", async () => {
    const running = await serve(["--delay", "3s", "--until-idle", "1s"]);
    const client = ask(running, 8080, Number.MAX_SAFE_INTEGER, 50);
    await client.begun();
    const { delay } = await stop(running);
    expect(delay).toBeGreaterThanOrEqual(3_000);
    await running.exited;
    expect(running.stderr()).not.toMatch(/idle/);
  });

  test("no connection at all: the least delay", async () => {
    const running = await serve(["--delay", "15s", "--until-idle", "3s", "--delay-min", "500ms"]);
    const { delay } = await stop(running);
    expect(delay).toBeGreaterThanOrEqual(500);
    expect(delay).toBeLessThan(2_500);
  });

  test("--port: traffic on another port does not count", async () => {
    const flags = ["--delay", "15s", "--until-idle", "1s", "--delay-min", "500ms"];
    const running = await serve([...flags, "--port", "8080"], { ports: ["8080", "8081"] });
    const client = ask(running, 8081, Number.MAX_SAFE_INTEGER, 50);
    await client.begun();
    const { delay } = await stop(running);
    expect(delay).toBeLessThan(5_000);
  });

  test("where sock_diag is refused new connections count, and -v says so", async () => {
    const flags = ["--delay", "15s", "--until-idle", "2s", "--delay-min", "100ms"];
    const running = await serve(flags, { network: ["--no-netlink"] });
    let lastAt = 0;
    const { toldAt } = await stop(running, async () => {
      await running.errLine(/traffic is watched by \/proc\/net\/tcp: new connections only/);
      const client = ask(running, 8080, 1, 50);
      ({ lastAt } = await client.over());
    });
    expect(toldAt - lastAt).toBeGreaterThanOrEqual(2_000 - ROUNDED);
    expect(toldAt - lastAt).toBeLessThan(5_000);
  });
});
