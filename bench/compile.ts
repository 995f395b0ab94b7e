// Compiles bench/native/*.c into build/bench. The measuring loops are C because Node's own spawn and signal
// paths are slower and noisier than what they would measure.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

const source = resolve(import.meta.dirname, "native");
const target = resolve(import.meta.dirname, "../build/bench");
const zig = resolve(import.meta.dirname, "../node_modules/.bin/zig");

// Static, so that the app under the init starts with little of its own.
const compilers = [...(process.env.CC ? [process.env.CC.split(" ")] : []), ["cc"], [zig, "cc"]];

function build(name: string): string {
  const output = join(target, name);
  const failures: string[] = [];
  for (const [command = "cc", ...words] of compilers) {
    const flags = [...words, "-O2", "-static", "-o", output, join(source, `${name}.c`)];
    const result = spawnSync(command, flags, { encoding: "utf8" });
    if (result.status === 0) return output;
    failures.push(`${command}: ${result.error?.message ?? result.stderr}`);
  }
  throw new Error(`no C compiler could build ${name}.c\n${failures.join("\n")}`);
}

export interface Programs {
  app: string;
  spawn: string;
  signal: string;
  state: string;
}

export function compile(): Programs {
  mkdirSync(target, { recursive: true });
  return {
    app: build("app"),
    spawn: build("spawn"),
    signal: build("signal"),
    state: build("state"),
  };
}
