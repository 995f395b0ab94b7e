// Runs a command as PID 1 of a fresh PID namespace and watches it from outside, as an engine does:
// signals are sent to PID 1 itself, by its pid outside.
import { type ChildProcess, spawn } from "node:child_process";
import { descendant, firstChild, type Process, processTree } from "./processes.ts";
import { unshareCommand } from "./unshare.ts";
import { until } from "./until.ts";

export interface Exit {
  code: number | null;
  signal: string | null;
  /** Since the start of the namespace. */
  ms: number;
}

export interface Options {
  /** Added to a bare environment (PATH, HOME, LANG); undefined takes a variable away. */
  env?: Record<string, string | undefined>;
  stdin?: "null" | "pipe" | "inherit";
  /** A descriptor of ours instead of the pipe that stderr() reads. */
  stderrFd?: number;
  cwd?: string;
  /** Words before argv inside the namespace, for example setpriv and its options. */
  pre?: readonly string[];
  /** Words before unshare, outside the namespace, for example strace and its options. */
  outside?: readonly string[];
}

export interface Running {
  /** PID 1 as seen from outside. */
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  /** Waits for the first match in stdout. */
  line(re: RegExp): Promise<RegExpMatchArray>;
  errLine(re: RegExp): Promise<RegExpMatchArray>;
  /** Sends to PID 1; a number reaches the signals that have no name in Node. */
  signal(sig: NodeJS.Signals | number): void;
  readonly exited: Promise<Exit>;
  tree(): Process[];
  type(text: string): void;
  closeStdin(): void;
  /** SIGKILL of PID 1, with which the kernel ends the whole namespace; resolves when it is gone. */
  stop(): Promise<void>;
}

const live = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of live) child.kill("SIGKILL");
});

export function inNamespace(argv: readonly string[], options: Options = {}): Running {
  const start = performance.now();
  const bare = { PATH: process.env.PATH, HOME: process.env.HOME, LANG: "C" };
  const outside = options.outside ?? [];
  const words = [...outside, ...unshareCommand, ...(options.pre ?? []), ...argv];
  const stdin = options.stdin ?? "null";
  const child = spawn(words[0], words.slice(1), {
    cwd: options.cwd,
    env: { ...bare, ...options.env },
    stdio: [stdin === "null" ? "ignore" : stdin, "pipe", options.stderrFd ?? "pipe"],
  });
  live.add(child);
  let out = "";
  let err = "";
  let over = false;
  child.stdout?.setEncoding("latin1").on("data", (text) => {
    out += text;
  });
  child.stderr?.setEncoding("latin1").on("data", (text) => {
    err += text;
  });
  // A write to a command that has left already is the test's own business, not an exception.
  child.stdin?.on("error", () => {});
  const exited = new Promise<Exit>((resolve, reject) => {
    child.on("error", reject);
    // "close", not "exit": by then everything printed has been read.
    child.on("close", (code, signal) => {
      over = true;
      live.delete(child);
      resolve({ code, signal, ms: performance.now() - start });
    });
  });
  // unshare forks once; that pid stays the same over the exec of the command.
  const unshare = outside.length === 0 ? child.pid : descendant(child.pid ?? 0, "unshare");
  const pid = unshare === undefined ? 0 : firstChild(unshare);

  const waitFor = (name: string, text: () => string, re: RegExp) =>
    until(`${re} on ${name} of ${argv.join(" ")}`, () => {
      const found = text().match(re);
      if (found === null && over) {
        throw new Error(`ended without ${re} on ${name}: stdout ${quote(out)} stderr ${quote(err)}`);
      }
      return found;
    }).catch((error: Error) => {
      throw new Error(`${error.message}; stdout ${quote(out)} stderr ${quote(err)}`);
    });

  return {
    pid,
    exited,
    stdout: () => out,
    stderr: () => err,
    line: (re) => waitFor("stdout", () => out, re),
    errLine: (re) => waitFor("stderr", () => err, re),
    signal(sig) {
      if (pid === 0) throw new Error("PID 1 was gone before it could be found");
      process.kill(pid, sig);
    },
    tree: () => (over || pid === 0 ? [] : processTree(pid)),
    type: (text) => void child.stdin?.write(Buffer.from(text, "latin1")),
    closeStdin: () => void child.stdin?.end(),
    async stop() {
      if (!over) {
        // unshare dies with its child's status; --kill-child covers a PID 1 that was not found.
        if (pid > 1) tryKill(pid);
        else child.kill("SIGKILL");
      }
      await exited;
    },
  };
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // ESRCH: it ended between the look and the signal.
  }
}

function quote(text: string): string {
  return JSON.stringify(text.slice(-2_000));
}
