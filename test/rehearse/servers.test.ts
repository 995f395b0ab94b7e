// Real servers, stopped for real: what is lost agrees with what each program makes of its signal.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RehearseOptions, type Report, rehearse } from "../../src/rehearse/index.ts";
import { freePort } from "../support/cli-run.ts";
import { describeIf, needsNamespaces, needsProgram } from "../support/needs.ts";
import { needsNginx, needsRedis, nginx, redisServer } from "../support/programs.ts";

// No endpoint lags behind and no connection is kept: what is lost is what was in flight, by the program's own way to stop.
const stop: RehearseOptions = { endpointLag: "0s", warmUp: "1s", grace: "10s" };
const load: RehearseOptions = { slow: "/slow", slowRate: 10, newConnections: "100%" };

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rehearse-servers-"));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, "app.py"), wsgi);
  writeFileSync(join(folder, "stop.cjs"), nodeServer);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Answers in two halves, 400 ms apart. */
const wsgi = `
import time
def app(environ, start):
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "20")])
    yield b"first half"
    time.sleep(0.4)
    yield b"other half"
async def asgi(scope, receive, send):
    import asyncio
    if scope["type"] != "http": return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"20")]})
    await send({"type": "http.response.body", "body": b"first half", "more_body": True})
    await asyncio.sleep(0.4)
    await send({"type": "http.response.body", "body": b"other half"})
`;

/** With "graceful": server.close(), which waits for what is in flight; else the signal's default, which PID 1 does not have. */
const nodeServer = `
const server = require("node:http").createServer((request, response) => {
  response.write("first half");
  setTimeout(() => response.end("other half"), 400);
}).listen(0);
if (process.argv[2] === "graceful") process.on("SIGTERM", () => server.close());
`;

/** Two servers: the one at hand is slow, by a limit on its rate, and answers in 0.4 s. */
function nginxConfiguration(port: number): string {
  writeFileSync(join(folder, `slow-${port}`), "x".repeat(40_000));
  const path = join(folder, `nginx-${port}.conf`);
  writeFileSync(
    path,
    `daemon off; pid ${folder}/nginx-${port}.pid; error_log stderr;
events {}
http {
  access_log off; client_body_temp_path ${folder}/b${port}; proxy_temp_path ${folder}/p${port};
  fastcgi_temp_path ${folder}/f${port}; uwsgi_temp_path ${folder}/u${port}; scgi_temp_path ${folder}/s${port};
  server {
    listen 127.0.0.1:${port};
    location = /slow { limit_rate 40k; limit_rate_after 1k; alias ${folder}/slow-${port}; }
  }
}
`,
  );
  return path;
}

function errors(report: Report): string[] {
  return report.findings.filter(({ severity }) => severity === "error").map(({ code }) => code);
}

const python3 = "/usr/bin/python3";
const slowLost = ({ recording }: Report) =>
  recording.requests.filter(({ kind, outcome }) => kind === "slow" && outcome !== "ok");

/** Again if a request was lost before the server had begun with it: all of these begin at once, unless the machine stands still. */
async function play(options: RehearseOptions): Promise<Report> {
  for (let left = 3; ; left--) {
    const report = await rehearse({ ...stop, ...options });
    if (left === 1 || slowLost(report).every(({ bytes }) => bytes > 0)) return report;
  }
}

describe.concurrent("a real server", () => {
  describeIf(needsNginx, "nginx", () => {
    test("nginx, TERM: what is in flight is dropped", async () => {
      const port = await freePort();
      const command = [nginx, "-c", nginxConfiguration(port)];
      const report = await play({ ...load, command, slow: `:${port}/slow` });
      expect(report.verdict).toBe("fail");
      expect(slowLost(report).map(({ outcome }) => outcome)).toContain("cut");
      expect(report.stop).toMatchObject({ signal: "SIGTERM", delivered: true, forced: false, exitCode: 0 });
      // lastcall-init makes it of the SIGTERM that everybody sends.
      expect(report.recommendation.entrypoint.join(" ")).toMatch(/^lastcall-init .*QUIT.* -- .*nginx/);
    });

    test("nginx, QUIT: what is in flight is finished", async () => {
      const port = await freePort();
      const command = [nginx, "-c", nginxConfiguration(port)];
      const report = await play({ ...load, command, stopSignal: "QUIT", slow: `:${port}/slow` });
      expect(errors(report)).toEqual([]);
      expect(report).toMatchObject({ verdict: "pass", requests: { dropped: 0 } });
      expect(report.stop).toMatchObject({ signal: "SIGQUIT", delivered: true, forced: false, exitCode: 0 });
    });
  });

  describeIf(needsProgram(python3, "-c", "import gunicorn"), "gunicorn", () => {
    const gunicorn = [python3, "-m", "gunicorn", "app:app", "--workers=4", "--bind=127.0.0.1:0"];
    const sync = { ...load, slowRate: 5, command: gunicorn };
    test("gunicorn, TERM: what is in flight is finished", async () => {
      const report = await play({ ...sync, cwd: folder });
      expect(slowLost(report)).toEqual([]);
      expect(report).toMatchObject({ verdict: "pass", stop: { delivered: true, forced: false, exitCode: 0 } });
    });

    test("gunicorn, QUIT: what is in flight is dropped", async () => {
      const report = await play({ ...sync, cwd: folder, stopSignal: "QUIT" });
      expect(slowLost(report)).not.toEqual([]);
      expect(report).toMatchObject({ verdict: "fail", stop: { delivered: true, forced: false } });
    });
  });

  describeIf(needsProgram(python3, "-c", "import uvicorn"), "uvicorn", () => {
    test("uvicorn, TERM: what is in flight is finished", async () => {
      const port = await freePort();
      const command = [python3, "-m", "uvicorn", "app:asgi", `--port=${port}`];
      const report = await play({ ...load, command, cwd: folder });
      expect(slowLost(report)).toEqual([]);
      expect(report).toMatchObject({ verdict: "pass", stop: { delivered: true, forced: false, exitCode: 0 } });
    });
  });

  describeIf(needsNamespaces, "Node", () => {
    test("Node without a handler, as PID 1: ignores the signal", async () => {
      const report = await play({
        ...load,
        command: [process.execPath, join(folder, "stop.cjs")],
        grace: "2s",
      });
      expect(errors(report)).toEqual(expect.arrayContaining(["signal-ignored", "killed"]));
      expect(report.stop).toMatchObject({ delivered: false, forced: true, exitCode: 137 });
    });

    test("Node with server.close(): what is in flight is finished", async () => {
      const report = await play({
        ...load,
        command: [process.execPath, join(folder, "stop.cjs"), "graceful"],
      });
      expect(slowLost(report)).toEqual([]);
      expect(report).toMatchObject({ verdict: "pass", stop: { delivered: true, forced: false, exitCode: 0 } });
    });
  });

  describeIf(needsRedis, "Redis", () => {
    test("Redis, TERM: stops in order, and its sessions end", async () => {
      const port = await freePort();
      const command = [redisServer, "--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder];
      const ready = `tcp:${port}`;
      const report = await play({ command, ready, hold: 3, holdUrl: ready });
      expect(report.stop).toMatchObject({ delivered: true, forced: false, exitCode: 0 });
      expect(report.recording.output.map(({ line }) => line).join("\n")).toContain("ready to exit");
      expect(report.recording.requests.map(({ kind }) => kind)).toEqual(["hold", "hold", "hold"]);
      expect(errors(report)).toEqual([]);
    });
  });
});
