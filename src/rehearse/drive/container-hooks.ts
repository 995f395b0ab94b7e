// Pre-stop hooks of a container. A command goes by `docker exec`, which as the kubelet does it has no shell, and the container's user,
// folder and environment.

import { spawn } from "node:child_process";
import type { Hook } from "../rehearsal.ts";
import { portOf } from "../url.ts";
import { type Cli, causeOf, startProblem } from "./container-cli.ts";
import type { Address } from "./container-network.ts";
import type { HookResult } from "./hooks.ts";

/** The engine's own words, and not the hook's, for what it cannot execute. */
const FROM_ENGINE =
  /^(OCI runtime exec failed|Error response from daemon|Error: (crun|runc|OCI|container|exec|no such))/m;
/** Enough for the reason. */
const KEPT = 4096;

/** Aborting leaves it running, as executePreStopHook of the kubelet does: only the one who waits for it goes. */
export function execHook(
  cli: Cli,
  container: string,
  command: readonly string[],
  signal: AbortSignal,
): Promise<HookResult> {
  return new Promise((resolve) => {
    const child = spawn(cli, ["exec", container, ...command], { stdio: ["ignore", "pipe", "pipe"], detached: true });
    let said = "";
    // Docker has what the runtime says on either of them.
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        if (said.length < KEPT) said += text;
      });
    }
    // SIGKILL, which the command cannot pass on to the hook.
    const leave = () => child.kill("SIGKILL");
    signal.addEventListener("abort", leave, { once: true });
    if (signal.aborted) leave();
    const end = (result: HookResult) => {
      signal.removeEventListener("abort", leave);
      resolve(result);
    };
    child.on("error", (error) => end({ exitCode: 126, error: `${cli}: ${error.message}` }));
    child.on("close", (code) => {
      if (code === null) end({ exitCode: 1, error: "abandoned" });
      else if (code !== 0 && FROM_ENGINE.test(said)) end({ exitCode: code, error: reasonOf(cli, command, said) });
      else end({ exitCode: code });
    });
  });
}

function reasonOf(cli: Cli, command: readonly string[], said: string): string {
  const missing = /executable file .*not found|no such file or directory/i.test(said);
  if (missing) return `there is no '${command[0]}' in the image`;
  return startProblem(said.trim()) ?? causeOf(cli, said);
}

/** A hook's URL means the container: `localhost` in it is not this machine. A host that is named otherwise is somebody else. */
export function hookFromHere(
  hook: Hook & { kind: "http" },
  addressOf: (port: number) => Address,
): Hook & { kind: "http" } {
  const url = new URL(hook.url);
  if (!/^(localhost|127\.\d+\.\d+\.\d+|\[::1?\]|0\.0\.0\.0)$/.test(url.hostname)) return hook;
  const { host, port } = addressOf(portOf(url));
  url.hostname = host.includes(":") ? `[${host}]` : host;
  url.port = `${port}`;
  return { kind: "http", url: url.href };
}
