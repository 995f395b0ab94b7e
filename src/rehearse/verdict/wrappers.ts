// What each wrapper does with a stop signal instead of passing it on. Measured with the versions of 2026: README.md and
// src/core/wrappers.ts.

import type { ProcessRecord } from "../report.ts";
import { includes } from "./signals.ts";

const does: Readonly<Record<string, string>> = {
  npm: "npm signals the shell that it started, which dies without telling the app, and then npm leaves (npm 9 ignores the signal)",
  npx: "npx signals the shell that it started, which dies without telling the app",
  yarn: "yarn 1 leaves at once with code 1 and tells nobody",
  pnpm: "pnpm passes the signal on, but leaves before the app has ended",
  corepack: "the package manager that it became does not wait for the app",
  tini: "tini tells its own child alone, and leaves when that has ended",
  catatonit: "catatonit tells its own child alone, and leaves when that has ended",
  "dumb-init": "dumb-init tells its child's whole group, and leaves when its child has ended",
  su: "su passes the signal on and kills everybody 2 s later",
  runuser: "runuser passes the signal on and kills everybody 2 s later",
  script: "script passes the signal on and kills everybody 2 s later",
  timeout: "timeout tells the app, and then its whole group once more",
  make: "make signals the shell of its recipe, not the app behind it",
};

const aliases: Readonly<Record<string, string>> = {
  "npm-cli": "npm",
  "npx-cli": "npx",
  pnpx: "pnpm",
  yarnpkg: "yarn",
  "yarn-berry": "yarn",
  "tini-static": "tini",
  "docker-init": "tini",
  gmake: "make",
};

/** What this one does with it. As PID 1 the kernel keeps from it what it does not catch (pid_namespaces(7)). */
export function whatWrapperDoes(process: ProcessRecord, isPid1: boolean, signal: string): string {
  const name = nameOf(process);
  if (process.kind === "shell") {
    if (includes(process.catches, signal))
      return "a shell runs its trap only when the command in the foreground has ended, and does not tell that command";
    if (isPid1) return `a shell does not pass ${signal} on, and as PID 1 does not even die of it`;
    return `a shell dies of ${signal} and does not tell the command that it waits for`;
  }
  return does[name] ?? `${process.name} does not pass ${signal} on to the app`;
}

/** Whether it kills what it has passed the signal on to (util-linux: login-utils/su-common.c, and its kin). */
export const isImpatient = (process: ProcessRecord): boolean => ["su", "runuser", "script"].includes(nameOf(process));

/** `npm` of `npm run start`, `node /usr/bin/npm-cli.js start` or `/sbin/tini -- npm start`. */
function nameOf(process: ProcessRecord): string {
  const words = process.commandLine.split(/[\s\0]+/);
  for (const word of [process.name, words[0] ?? "", words[1] ?? ""]) {
    const base = word.slice(word.lastIndexOf("/") + 1).replace(/(?:-[\d.]+)?\.[cm]?js$/, "");
    const name = aliases[base] ?? base;
    if (name in does) return name;
  }
  return process.name;
}
