// `docker run -it` on a pseudo-terminal: types, and reads the screen like expect(1).
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { containerName } from "./docker.ts";
import { until } from "./until.ts";

export interface DockerTerminal {
  readonly name: string;
  screen(): string;
  /** Waits for the pattern in what came after the last match. */
  sees(re: RegExp): Promise<RegExpMatchArray>;
  type(bytes: string): void;
  readonly exited: Promise<number | null>;
}

const helper = fileURLToPath(new URL("terminal.py", import.meta.url));
// A version manager's python3 earlier in PATH is often a slow shell wrapper.
const python = existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
const live = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of live) child.kill("SIGKILL");
});

export function runOnTerminal(image: string, argv: readonly string[], options: readonly string[] = []): DockerTerminal {
  const name = containerName();
  const command = ["docker", "run", "-it", "--name", name, "--network", "none", ...options, image];
  const child = spawn(python, ["-S", "-E", helper, ...command, ...argv], {
    env: { ...process.env, TERM: "dumb" },
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
  const exited = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      over = true;
      live.delete(child);
      resolve(code);
    });
  });
  return {
    name,
    exited,
    screen: () => screen,
    type: (bytes) => void child.stdin.write(Buffer.from(bytes, "latin1")),
    async sees(re) {
      const found = await until(`${re} on the terminal`, () => {
        const match = screen.slice(read).match(re);
        if (match === null && over) throw new Error(`ended without ${re}`);
        return match;
      }).catch((error: Error) => {
        throw new Error(`${error.message}; screen ${JSON.stringify(screen.slice(-2_000))}`);
      });
      read += (found.index ?? 0) + found[0].length;
      return found;
    },
  };
}
