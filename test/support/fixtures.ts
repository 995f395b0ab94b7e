// Paths of the programs in test/fixtures, and what they print.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

/** A command that prints `ready PID` and every signal it gets; see its head for `exit=SIGNAL:CODE`. */
export const printSignals = (...args: string[]): string[] => ["perl", fixture("print-signals.pl"), ...args];

export interface Valued {
  signal: number;
  value: number;
}

/** Sends signals with values, as sigqueue(3) does. */
export function sendWithValues(pid: number, signals: readonly Valued[]): void {
  const words = signals.flatMap(({ signal, value }) => [String(signal), String(value)]);
  const run = spawnSync("perl", [fixture("sigqueue.pl"), String(pid), ...words], {
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(run.stderr);
}

export const sendWithValue = (pid: number, signal: number, value: number): void =>
  sendWithValues(pid, [{ signal, value }]);

/** The app of test/fixtures/app.pl, as the words of a command. */
export const app = (...args: string[]): string[] => ["perl", fixture("app.pl"), ...args];

/** The same as a piece of shell script. */
export const appInShell = (...args: string[]): string => app(...args).join(" ");
