// The `docker` and `podman` commands: finds the one that answers, runs it, and puts what it complains of into one line.

import { spawn } from "node:child_process";
import { CannotStart } from "./cannot-start.ts";

export type Cli = "docker" | "podman";

export interface Answer {
  /** 127 if the command is not there, as for a shell. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** As for a shell. */
const NOT_FOUND = 127;

/** An engine on a slow disk may take its time for a container's files; one that hangs must not hang us. */
const LIMIT_MS = 60_000;

/** Runs `CLI ARGS` to its end. In a process group of its own, so that Ctrl-C in the terminal does not end it half-way. */
export function ask(cli: Cli, args: readonly string[], limitMs = LIMIT_MS): Promise<Answer> {
  return new Promise((resolve) => {
    const child = spawn(cli, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
    let stdout = "";
    let stderr = "";
    const timer = setTimeout(() => {
      stderr += `no answer within ${limitMs / 1000}s`;
      child.kill("SIGKILL");
    }, limitMs);
    // There are none if there are too many open files, which "error" tells.
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      const reason = error.code === "ENOENT" ? `no command '${cli}' in PATH` : error.message;
      resolve({ code: NOT_FOUND, stdout, stderr: reason });
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, stdout, stderr });
    });
  });
}

/** As `ask`, for what has to succeed: what it printed. CannotStart has the cause. */
export async function askDone(cli: Cli, args: readonly string[]): Promise<string> {
  const answer = await ask(cli, args);
  if (answer.code !== 0) throw new CannotStart(causeOf(cli, answer.stderr));
  return answer.stdout.trim();
}

/** What needs an engine behind the command to be answered. */
const PROBES: readonly (readonly [Cli, readonly string[]])[] = [
  ["docker", ["version", "--format", "{{.Server.Version}}"]],
  ["podman", ["info", "--format", "{{.Version.Version}}"]],
];

/** A command with an engine behind it, and why it is not the one before it that is installed as well. */
export interface FoundCli {
  readonly cli: Cli;
  readonly note: string | null;
}

/** The command that is there and has an engine that answers, docker before podman. CannotStart says of each why not. */
export async function findCli(): Promise<FoundCli> {
  const causes: string[] = [];
  for (const [cli, probe] of PROBES) {
    const answer = await ask(cli, probe);
    const [cause] = causes;
    if (answer.code === 0) return { cli, note: cause === undefined ? null : `${cause}, so ${cli} is used` };
    if (answer.code !== NOT_FOUND) causes.push(causeOf(cli, answer.stderr));
  }
  if (causes.length === 0) throw new CannotStart("--image needs Docker or podman: neither is in PATH");
  throw new CannotStart(`--image needs Docker or podman: ${causes.join("; ")}`);
}

/** What `docker` or `podman` printed when it failed, as one line. */
export function causeOf(cli: Cli, stderr: string): string {
  const line = stderr
    .split("\n")
    .map((one) => one.trim())
    // The last two are podman's and docker's own hints, which follow the error.
    .find((one) => one !== "" && !/^(time=|WARN|See '|Run '|Unable to find image)/.test(one));
  if (line === undefined) return `${cli}: it failed without a word`;
  const text = line
    .replace(/^(docker: |Error: |Error response from daemon: )+/, "")
    .replace(/[.:]?\s*(Is the docker daemon running\?|: unknown)$/, "")
    .replace(/\.$/, "");
  if (/permission denied/i.test(text) && /connect|socket|dial/i.test(text)) {
    const where = /(?:unix|tcp|npipe|ssh):\/\/[^\s:]+/.exec(text)?.[0] ?? "its socket";
    return `no permission to use ${cli} at ${where} (it takes root, or a member of its group)`;
  }
  if (/cannot connect|error during connect|connection refused|failed to connect/i.test(text)) {
    return `${cli} is not running: ${text}`;
  }
  return `${cli}: ${startProblem(text) ?? text}`;
}

/** runc's and crun's words for an ENTRYPOINT or a hook that cannot be executed; null for any other trouble. */
export function startProblem(text: string): string | null {
  const runc = /exec: "(.*?)": (?:stat .*?: )?([^:"]+)/.exec(text);
  if (runc) return `cannot execute '${runc[1]}': ${runc[2]}`;
  const crun = /executable file [`'](.*?)[`'] not found/.exec(text);
  if (crun) return `cannot execute '${crun[1]}': executable file not found in $PATH`;
  return /^(?:crun: )?(open executable|exec format error.*?): (.*?)(?:: OCI.*)?$/.exec(text)?.[0] ?? null;
}
