// Redis from Debian's package: told to stop, it saves what has changed before it goes.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { start } from "../support/init.ts";
import type { Running } from "../support/namespace.ts";
import { describeIf } from "../support/needs.ts";
import { needsRedis, redisServer } from "../support/programs.ts";

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "lastcall-redis-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** `save`: seconds and changes after which Redis saves by itself; empty for never. No TCP port: tests run side by side. */
async function serve(folder: string, save: string): Promise<Running> {
  const settings = { dir: folder, unixsocket: join(folder, "socket"), port: "0", save, appendonly: "no" };
  const words = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const running = start([], [redisServer, ...words]);
  await running.line(/ready to accept connections/);
  return running;
}

/** The first line of the answer to an inline command (Redis' protocol), or the value of a short string. */
function ask(folder: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = connect(join(folder, "socket"), () => client.write(`${command}\r\n`));
    let answer = "";
    client.setEncoding("latin1").on("data", (text) => {
      answer += text;
      const whole = answer.match(/^\$\d+\r\n(.*)\r\n$/) ?? answer.match(/^([^$].*|\$-1)\r\n$/);
      if (!whole) return;
      client.destroy();
      resolve(whole[1]);
    });
    client.on("error", reject);
  });
}

async function stop(running: Running): Promise<void> {
  running.signal("SIGTERM");
  expect((await running.exited).code).toBe(0);
  expect(running.stdout()).toMatch(/User requested shutdown/i);
}

describeIf(needsRedis, "Redis as the target", () => {
  test("with save points: what has changed is on disk, and there again after a restart", async () => {
    const folder = newFolder();
    // An hour: it is the stop that saves, not the clock.
    const first = await serve(folder, "3600 1");
    expect(await ask(folder, "SET guest seated")).toBe("+OK");
    expect(existsSync(join(folder, "dump.rdb"))).toBe(false);
    await stop(first);
    expect(first.stdout()).toMatch(/DB saved on disk/);
    expect(existsSync(join(folder, "dump.rdb"))).toBe(true);
    const second = await serve(folder, "3600 1");
    expect(await ask(folder, "GET guest")).toBe("seated");
    await stop(second);
  });

  test("without save points: nothing is saved, and nothing is there after a restart", async () => {
    const folder = newFolder();
    const first = await serve(folder, "");
    expect(await ask(folder, "SET guest seated")).toBe("+OK");
    await stop(first);
    expect(first.stdout()).not.toMatch(/DB saved on disk/);
    expect(existsSync(join(folder, "dump.rdb"))).toBe(false);
    const second = await serve(folder, "");
    expect(await ask(folder, "GET guest")).toBe("$-1");
    await stop(second);
  });
});
