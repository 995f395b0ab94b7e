// Scenes of an init that runs to its end without anybody's doing: exit codes, and what is printed where.
import { type ChildProcess, spawn } from "node:child_process";
import { fixture } from "../support/fixtures.ts";
import { unshareCommand } from "../support/unshare.ts";
import type { Scene } from "./drop-in.ts";

export interface Circumstances {
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  /** Words before the init, for example setpriv and its options. */
  pre?: readonly string[];
  /** A line of shell that becomes the init, which is `$@`: `exec "$@" <&-` closes its stdin. */
  line?: string;
  /** Instead of being PID 1, the init is the child of a shell that is, and that prints its exit code. */
  notFirst?: boolean;
}

/** The words of a command line: a string is split at its blanks. */
export type Words = string | readonly string[];
export const split = (words: Words): readonly string[] =>
  typeof words === "string" ? words.split(" ").filter((word) => word !== "") : words;

/** Words before COMMAND that block and ignore signals, for example `block=10,12 ignore=1`. */
export const withSignals = (words: string): readonly string[] => [
  "perl",
  fixture("with-signals.pl"),
  ...split(words),
  "--",
];

/** What is executed in the namespace. */
export function inside(init: string, words: readonly string[], at: Circumstances): string[] {
  const line = at.line === undefined ? [] : ["sh", "-c", at.line, "sh"];
  const above = at.notFirst ? ["sh", "-c", '"$@"; echo code $?', "sh"] : [];
  return [...above, ...(at.pre ?? []), ...line, init, ...words];
}

/** What tells the rows of a table apart. */
export function title(words: Words, at: Circumstances = {}): string {
  const env = Object.entries(at.env ?? {}).map(([name, value]) => `${name}=${value}`);
  const shown = split(words).map((word) => (/^[\w./:=+-]+$/.test(word) ? word : `'${word}'`));
  const pre = (at.pre ?? []).map((word) => word.split("/").at(-1) ?? "");
  const notes = [at.notFirst ? "not PID 1" : "", pre.join(" "), at.line ?? ""].filter((note) => note !== "");
  return [...env, ...(shown.length === 0 ? ["no word at all"] : shown), ...notes.map((note) => `(${note})`)].join(" ");
}

export interface End {
  code: number | null;
  out: string;
  err: string;
}

const live = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of live) child.kill("SIGKILL");
});

/** Runs it to its end, which has to come within seconds. */
export function end(init: string, words: Words, at: Circumstances = {}): Promise<End> {
  const [command, ...args] = [...unshareCommand, ...inside(init, split(words), at)];
  const bare = { PATH: process.env.PATH, HOME: process.env.HOME, LANG: "C" };
  const options = { cwd: at.cwd, env: { ...bare, ...at.env }, timeout: 10_000, killSignal: "SIGKILL" as const };
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    live.add(child);
    let [out, err] = ["", ""];
    child.stdout.setEncoding("latin1").on("data", (text) => {
      out += text;
    });
    child.stderr.setEncoding("latin1").on("data", (text) => {
      err += text;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      live.delete(child);
      resolve({ code, out, err });
    });
  });
}

/** The code, and where something was said: `1 stderr`, `0 silent`. The words themselves may differ. */
export function says(words: Words, at: Circumstances = {}): Scene {
  return {
    name: title(words, at),
    async look(init) {
      const { code, out, err } = await end(init, words, at);
      const where = [out === "" ? "" : "stdout", err === "" ? "" : "stderr"].filter((name) => name !== "");
      return `${code} ${where.join("+") || "silent"}`;
    },
  };
}

/** The code and what the command printed; nothing may come from the init. */
export function ends(words: Words, at: Circumstances = {}): Scene {
  return {
    name: title(words, at),
    async look(init) {
      const { code, out, err } = await end(init, words, at);
      return [`${code}`, out.trim().replaceAll("\n", " "), err === "" ? "" : "stderr"]
        .filter((part) => part !== "")
        .join(" ");
    },
  };
}

/** The line with the version, its number written as N. Some builds of tini name a commit behind it, for `docker info`. */
export function version(words: Words, at: Circumstances = {}): Scene {
  return {
    name: title(words, at),
    async look(init) {
      const { code, out, err } = await end(init, words, at);
      const masked = (text: string) => text.trim().replace(/\d+\.\d+\.\d+(_\w+)?( - git\.\S+)?/, "N");
      return `${code} stdout '${masked(out)}' stderr '${masked(err)}'`;
    },
  };
}

/** How often stderr has a word, for example a process id that is to be named. */
export function mentions(word: string, words: Words, at: Circumstances = {}): Scene {
  return {
    name: `${title(words, at)}, lines with ${word}`,
    async look(init) {
      const { code, err } = await end(init, words, at);
      return `${code} ${err.split("\n").filter((text) => new RegExp(`\\b${word}\\b`).test(text)).length}`;
    },
  };
}

const numbers = (hex: string): string => {
  const set = BigInt(`0x${hex}`);
  const found = Array.from({ length: 64 }, (_, at) => at + 1).filter((signal) => (set >> BigInt(signal - 1)) & 1n);
  return found.join(" ") || "none";
};

/** Process group, session, mask and ignored signals of the command, as it sees them itself. */
export function state(words: Words, at: Circumstances = {}): Scene {
  return {
    name: `state of the command under ${title(words, at)}`,
    async look(init) {
      const self = "/proc/self";
      const { out } = await end(init, [...split(words), "cat", "/proc/1/stat", `${self}/stat`, `${self}/status`], at);
      // pid, comm, state, ppid, pgrp, session: proc(5); neither name holds a blank
      const [first, own] = out.split("\n").map((line) => line.split(" "));
      const owner = (field: number) => (own[field] === own[0] ? "its own" : own[field] === first[field] ? "ours" : "?");
      const set = (field: string) => numbers(out.match(new RegExp(`^${field}:\\s*(\\w+)$`, "m"))?.[1] ?? "0");
      return `group ${owner(4)}, session ${owner(5)}, blocked ${set("SigBlk")}, ignored ${set("SigIgn")}`;
    },
  };
}
