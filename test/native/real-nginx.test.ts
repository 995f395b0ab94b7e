// nginx from Debian's package: QUIT is its graceful stop, TERM its fast one, and only its master may hear of either.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { count, start } from "../support/init.ts";
import type { Running } from "../support/namespace.ts";
import { describeIf } from "../support/needs.ts";
import { needsNginx, nginx } from "../support/programs.ts";
import { until } from "../support/until.ts";

/** At RATE bytes a second, with one second's worth at once, the download takes about 2 s. */
const SIZE = 300_000;
const RATE = 100_000;

interface Server {
  running: Running;
  /** A Unix socket, so that tests side by side do not meet. */
  socket: string;
}

async function serve(flags: string[], command: (words: string[]) => string[]): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "lastcall-nginx-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // For the workers, which are nobody's in particular.
  chmodSync(folder, 0o755);
  const socket = join(folder, "socket");
  writeFileSync(join(folder, "file"), Buffer.alloc(SIZE, "x"));
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; pid ${folder}/pid; error_log stderr notice; worker_processes 2; events {}
     http { access_log off; server { listen unix:${socket}; root ${folder}; limit_rate ${RATE}; } }`,
  );
  const running = start(["-v", ...flags], command([nginx, "-p", folder, "-c", join(folder, "nginx.conf")]));
  await until("nginx to accept", () => accepts(socket));
  return { running, socket };
}

function accepts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const client = connect(path);
    client.on("connect", () => {
      client.destroy();
      resolve(true);
    });
    // ECONNREFUSED, or ENOENT once the socket's file is gone as well.
    client.on("error", () => resolve(false));
  });
}

interface Download {
  received(): number;
  /** Empty if the whole file came. */
  readonly over: Promise<string>;
}

function download(socketPath: string): Download {
  let received = 0;
  const over = new Promise<string>((resolve) => {
    const request = get({ socketPath, path: "/file", agent: false }, (response) => {
      response.on("data", (bytes: Buffer) => {
        received += bytes.length;
      });
      response.on("error", (error) => resolve(error.message));
      response.on("end", () => resolve(received === SIZE ? "" : `${response.statusCode}, ${received} bytes`));
    });
    request.on("error", (error) => resolve(error.message));
  });
  return { received: () => received, over };
}

const behind: [string, (words: string[]) => string[]][] = [
  ["nginx", (words) => words],
  ["nginx behind a shell script", (words) => ["sh", "-c", `${words.join(" ")}; exit $?`]],
];

describeIf(needsNginx, "nginx as the target", () => {
  test.each(behind)("-r TERM:QUIT: %s finishes a slow download and refuses newcomers", async (_, command) => {
    const { running, socket } = await serve(["-r", "TERM:QUIT"], command);
    const slow = download(socket);
    await until("the first bytes", () => slow.received() > 0);
    running.signal("SIGTERM");
    await until("nginx to refuse", async () => !(await accepts(socket)));
    // Refused while the download still runs: what comes from here on is the drain.
    expect(slow.received()).toBeLessThan(SIZE);
    expect(await slow.over).toBe("");
    expect((await running.exited).code).toBe(0);
    expect(running.stderr()).toMatch(/gracefully shutting down/);
    // The master alone: it tells its workers itself.
    expect(count(running.stderr(), /lastcall: sent SIGQUIT to nginx /)).toBe(1);
    expect(count(running.stderr(), /lastcall: sent /)).toBe(1);
  });

  test("plain TERM cuts the download", async () => {
    const { running, socket } = await serve([], (words) => words);
    const slow = download(socket);
    await until("the first bytes", () => slow.received() > 0);
    running.signal("SIGTERM");
    expect(await slow.over).not.toBe("");
    expect(slow.received()).toBeLessThan(SIZE);
    expect((await running.exited).code).toBe(0);
    expect(running.stderr()).not.toMatch(/gracefully/);
  });
});
