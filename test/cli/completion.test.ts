// `lastcall completion` of dist/lastcall, which carries what it prints; test/cli/npm.test.ts has that of the npm package.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { completionFiles } from "../../src/cli/completion-files.ts";
import { executablePath } from "./executable-path.ts";

test.each(Object.entries(completionFiles))("dist/lastcall prints the completions for %s", (shell, name) => {
  const { stdout, stderr } = spawnSync(executablePath, ["completion", shell], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(stdout).toBe(readFileSync(join(dirname(executablePath), "completions", name), "utf8"));
});
