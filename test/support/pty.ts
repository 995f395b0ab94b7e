// Runs a command as PID 1 of a PID namespace on a pseudo-terminal of its own, types and reads the screen.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { firstChild, type Process, processTree } from "./processes.ts";
import { unshareCommand } from "./unshare.ts";
import { until } from "./until.ts";

export interface Terminal {
  /** PID 1 as seen from outside. */
  readonly pid: number;
  /** Everything written to the terminal so far, the echo of what was typed included. */
  screen(): string;
  /** Waits for the pattern in what came after the last match (or typed text), like expect(1). */
  sees(re: RegExp): Promise<RegExpMatchArray>;
  type(bytes: string): void;
  signal(sig: NodeJS.Signals | number): void;
  tree(): Process[];
  /** Closes the terminal, as a lost connection does. */
  hangUp(): void;
  readonly exited: Promise<number | null>;
  stop(): Promise<void>;
}

export interface TerminalOptions {
  env?: Record<string, string | undefined>;
  /** false: the terminal is open as stdin but controls no session. */
  controlling?: boolean;
}

export const ctrlC = "\x03";
export const ctrlD = "\x04";
export const ctrlZ = "\x1a";
export const ctrlBackslash = "\x1c";

/** An interactive bash without line editing or start-up files; its prompt is `ready> `. */
export const interactiveShell: readonly string[] = ["bash", "--norc", "--noprofile", "--noediting", "-i"];

const helper = fileURLToPath(new URL("terminal.py", import.meta.url));
// A version manager's python3 earlier in PATH is often a slow shell wrapper.
const python = existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

const live = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of live) child.kill("SIGKILL");
});

export function inTerminal(argv: readonly string[], options: TerminalOptions = {}): Terminal {
  const control = options.controlling === false ? [] : ["setsid", "--ctty", "--"];
  const bare = { PATH: process.env.PATH, HOME: process.env.HOME, LANG: "C", TERM: "dumb" };
  const child = spawn(python, ["-S", "-E", helper, ...unshareCommand, ...control, ...argv], {
    env: { ...bare, PS1: "ready> ", ...options.env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  live.add(child);
  let screen = "";
  let read = 0;
  let over = false;
  child.stdout.setEncoding("latin1").on("data", (text) => {
    screen += text;
  });
  child.stdin.on("error", () => {});
  const exited = new Promise<number | null>((resolve) => {
    child.on("close", (code) => {
      over = true;
      live.delete(child);
      resolve(code);
    });
  });
  const unshare = child.pid === undefined ? 0 : firstChild(child.pid);
  const pid = unshare === 0 ? 0 : firstChild(unshare);

  return {
    pid,
    exited,
    screen: () => screen,
    sees: async (re) => {
      const shown = () => JSON.stringify(screen.slice(-2_000));
      const found = await until(`${re} on the terminal`, () => {
        const match = screen.slice(read).match(re);
        if (match === null && over) throw new Error(`ended without ${re}; screen ${shown()}`);
        return match;
      }).catch((error: Error) => {
        throw new Error(`${error.message}; screen ${shown()}`);
      });
      read += (found.index ?? 0) + found[0].length;
      return found;
    },
    type: (bytes) => void child.stdin.write(Buffer.from(bytes, "latin1")),
    signal: (sig) => void process.kill(pid, sig),
    tree: () => (over || pid === 0 ? [] : processTree(pid)),
    hangUp: () => void child.kill("SIGTERM"),
    async stop() {
      if (!over) {
        try {
          if (pid > 1) process.kill(pid, "SIGKILL");
        } catch {
          // ESRCH: it ended between the look and the signal.
        }
        if (pid <= 1) child.kill("SIGKILL");
      }
      await exited;
    },
  };
}
