// Waits until the app is ready, as its readiness probe would say, or says why it never was.

import { get } from "node:http";
import { get as getTls } from "node:https";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { NotReady } from "../app-failure.ts";
import { lastWords } from "../last-words.ts";
import { listensOn } from "../listens-on.ts";
import type { Ready } from "../rehearsal.ts";
import { portOf } from "../url.ts";
import type { Sandbox } from "./sandbox.ts";

/** How often it is asked, and how long an answer may take. */
const PERIOD_MS = 50;
const ANSWER_MS = 1000;
const NO_ANSWER = { exitCode: 1 };

/** What a daemon does, which ends its container. */
const BACKGROUND = ", as one does that puts itself into the background (let it run in the foreground)";

/** The port that is under load: that of the probe, or the first that somebody listens on. Null where nobody is seen to listen. */
export async function untilReady(
  sandbox: Sandbox,
  ready: Ready,
  timeoutMs: number,
  lines: () => readonly string[],
  cancelled?: AbortSignal,
): Promise<number | null> {
  const giveUpMs = performance.now() + timeoutMs;
  const said = ready.kind === "log" ? saying(sandbox, ready.pattern, lines()) : () => false;
  let ended: number | null = null;
  void sandbox.exited.then((code) => {
    ended = code;
  });
  for (;;) {
    const port = await ask(sandbox, ready, said);
    if (port !== undefined) return port;
    if (ended !== null)
      throw new NotReady(
        `the app ended with exit code ${ended} before it was ready${ended === 0 ? BACKGROUND : ""}; ${lastWords(lines())}`,
      );
    if (performance.now() >= giveUpMs) {
      const ports = [...(await sandbox.listeners()).keys()];
      const where = ports.length === 0 ? "" : `${listensOn(ports)}; `;
      throw new NotReady(`not ready within ${timeoutMs / 1000}s (${describe(ready)}); ${where}${lastWords(lines())}`);
    }
    await sleep(PERIOD_MS, undefined, { signal: cancelled });
  }
}

/** Whether a line has come that matches, however many have come since. */
function saying(sandbox: Sandbox, pattern: RegExp, before: readonly string[]): () => boolean {
  let said = before.some((line) => pattern.test(line));
  sandbox.onLine((_stream, line) => {
    said ||= pattern.test(line);
  });
  return () => said;
}

/** Undefined: not yet. */
async function ask(sandbox: Sandbox, ready: Ready, said: () => boolean): Promise<number | null | undefined> {
  switch (ready.kind) {
    case "listen":
      return (await firstPort(sandbox)) ?? undefined;
    case "tcp":
      return (await connects(sandbox.address(ready.port))) ? ready.port : undefined;
    case "url": {
      const url = new URL(ready.url);
      const port = portOf(url);
      const at = sandbox.address(port);
      return (await answers(url, at.host, at.port)) ? port : undefined;
    }
    case "log":
      return said() ? await firstPort(sandbox) : undefined;
    case "exec": {
      const hook = sandbox.runHook({ kind: "exec", command: ready.command }, AbortSignal.timeout(ANSWER_MS));
      // A hook that is abandoned may run on.
      const { exitCode } = await Promise.race([hook, sleep(ANSWER_MS, NO_ANSWER, { ref: false })]);
      return exitCode === 0 ? await firstPort(sandbox) : undefined;
    }
  }
}

async function firstPort(sandbox: Sandbox): Promise<number | null> {
  const [port] = (await sandbox.listeners()).keys();
  return port ?? null;
}

function connects({ host, port }: { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: ANSWER_MS });
    const end = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });
}

/** 200 to 399, which is what the kubelet's probes count as success (pkg/probe/http/http.go). */
function answers(url: URL, host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = (url.protocol === "https:" ? getTls : get)(
      {
        host,
        port,
        path: url.pathname + url.search,
        agent: false,
        headers: { host: url.host, connection: "close" },
        timeout: ANSWER_MS,
        rejectUnauthorized: false,
      },
      (response) => {
        response.resume();
        resolve((response.statusCode ?? 0) >= 200 && (response.statusCode ?? 0) < 400);
      },
    );
    request.once("error", () => resolve(false));
    request.once("timeout", () => request.destroy());
  });
}

function describe(ready: Ready): string {
  if (ready.kind === "url") return ready.url;
  if (ready.kind === "tcp") return `tcp:${ready.port}`;
  if (ready.kind === "log") return `log:${ready.pattern.source}`;
  return ready.kind === "exec" ? ready.command.join(" ") : "a port that listens";
}
