// Runs a pre-stop hook as the kubelet does (handlerRunner.Run in pkg/kubelet/lifecycle/handlers.go).

import { type ChildProcess, spawn } from "node:child_process";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { constants } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Hook } from "../rehearsal.ts";
import { CannotStart } from "./cannot-start.ts";
import { findProgram } from "./programs.ts";
import type { Surroundings } from "./start.ts";

export interface HookResult {
  readonly exitCode: number;
  readonly error?: string;
}

/** As net/http of Go has it, which the kubelet leaves as it is. */
const REDIRECTS = 10;
const ERROR_CHARACTERS = 500;

/** Runs an http or a sleep hook. Aborting ends it with an error. */
export async function runHookHere(hook: Exclude<Hook, { kind: "exec" }>, signal: AbortSignal): Promise<HookResult> {
  try {
    if (hook.kind === "sleep") await sleep(hook.ms, undefined, { signal });
    else await get(new URL(hook.url), signal, REDIRECTS);
    return { exitCode: 0 };
  } catch (error) {
    if (signal.aborted) return { exitCode: 1, error: "abandoned" };
    return { exitCode: 1, error: (error as Error).message || (error as NodeJS.ErrnoException).code || "failed" };
  }
}

/** A hook that is a process; `child` is null if it could not be started. */
export interface RunningHook {
  readonly child: ChildProcess | null;
  readonly result: Promise<HookResult>;
}

/** Runs an exec hook, without a shell and without a time limit, behind `before`, the words that join the app's namespaces. */
export function runHookInside(
  command: readonly string[],
  before: readonly string[],
  { env, cwd }: Surroundings,
): RunningHook {
  try {
    findProgram(command[0] ?? "", env, cwd);
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    // What runc says of a command that it cannot execute; the kubelet makes it a FailedPreStopHook.
    return { child: null, result: Promise.resolve({ exitCode: 126, error: error.message }) };
  }
  const words = [...before, ...command];
  const child = spawn(words[0] as string, words.slice(1), {
    env,
    cwd,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let text = "";
  // There is none if there are too many open files, which "error" tells.
  child.stderr?.on("data", (bytes: Buffer) => {
    text = (text + bytes.toString("utf8")).slice(-ERROR_CHARACTERS);
  });
  const result = new Promise<HookResult>((resolve) => {
    child.on("error", (error) => resolve({ exitCode: 126, error: error.message }));
    // Not "close": what a hook leaves in the background may keep its output.
    child.on("exit", (code, signal) => {
      const exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0);
      const error = text.trim().split("\n").at(-1);
      resolve(exitCode !== 0 && error ? { exitCode, error } : { exitCode });
    });
  });
  return { child, result };
}

/** Any status is good; certificates are not looked at; a redirect to another host is not followed (httpprobe.RedirectChecker). */
async function get(url: URL, signal: AbortSignal, redirects: number): Promise<void> {
  const answer = await answerOf(url, signal);
  answer.resume();
  const target = answer.headers.location;
  const status = answer.statusCode ?? 0;
  if (target === undefined || ![301, 302, 303, 307, 308].includes(status)) return;
  const next = new URL(target, url);
  if (next.hostname !== url.hostname) return;
  if (redirects === 0) throw new Error(`stopped after ${REDIRECTS} redirects`);
  await get(next, signal, redirects - 1);
}

async function answerOf(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  try {
    return await once(url, signal);
  } catch (error) {
    // A server that answers HTTPS in plain HTTP is asked again in HTTP (isHTTPResponseError, event LifecycleHTTPFallback).
    const isPlain =
      (error as NodeJS.ErrnoException).code === "ERR_SSL_WRONG_VERSION_NUMBER" || /EPROTO/.test(`${error}`);
    if (url.protocol !== "https:" || !isPlain) throw error;
    const plain = new URL(url);
    plain.protocol = "http:";
    return once(plain, signal);
  }
}

function once(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { accept: "*/*", "user-agent": "kube-lifecycle/1.0", connection: "close" };
    const options = { headers, signal, agent: false as const };
    const request =
      url.protocol === "https:"
        ? requestHttps(url, { ...options, rejectUnauthorized: false })
        : requestHttp(url, options);
    request.on("response", (answer) => {
      answer.on("error", () => {});
      resolve(answer);
    });
    request.on("error", reject);
    request.end();
  });
}
