// Starts one tool of the build and waits for it.

import { spawn } from "node:child_process";
import { fromRoot, root } from "./paths.ts";

// Zig writes a cache, by default below HOME, which need not be writable.
const environment = {
  ...process.env,
  ZIG_GLOBAL_CACHE_DIR: fromRoot("build/zig-cache"),
  ZIG_LOCAL_CACHE_DIR: fromRoot("build/zig-cache"),
};

/** Runs `words` in the root. What it prints is shown if it fails, or if `words` succeeded and had a warning to give. */
export function run(words: string[]): Promise<string> {
  const [file, ...args] = words;
  return new Promise((done, fail) => {
    const child = spawn(file, args, {
      cwd: root,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let complaint = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      complaint += chunk;
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      fail(new Error(error.code === "ENOENT" ? `'${file}': not found` : error.message));
    });
    child.on("close", (code, signal) => {
      if (code === 0) {
        process.stderr.write(complaint);
        done(output);
      } else {
        fail(new Error(`${words.join(" ")}: ${signal ?? `exit ${code}`}\n${complaint}${output}`));
      }
    });
  });
}

/** A tool that an npm package brings as a Node script. */
export function nodeTool(script: string): string[] {
  return [process.execPath, fromRoot("node_modules", script)];
}
