// Which findings there can be: what a report is checked for, whether it was found or not.

import type { Report } from "../report.ts";

type Needs = "nothing" | "requests" | "sessions" | "hook";

/** The codes of src/rehearse/verdict/findings, and what has to be there for each. `blind` and `no-requests` are not among them: they say that something else could not be checked. */
const OF_A_STOP: Readonly<Record<string, Needs>> = {
  "signal-ignored": "nothing",
  "signal-swallowed": "nothing",
  "never-told": "nothing",
  "wrong-signal": "nothing",
  "init-left-early": "nothing",
  killed: "nothing",
  "grace-too-short": "nothing",
  "listener-closed-early": "requests",
  "keep-alive-reset": "requests",
  "response-cut": "requests",
  "http-errors": "requests",
  "timed-out": "requests",
  "hook-failed": "hook",
  "hook-ate-grace": "hook",
  "delay-twice": "hook",
  "double-told": "nothing",
  "exit-code": "nothing",
  "sessions-cut": "sessions",
  zombies: "nothing",
  "does-not-fit": "nothing",
  "before-stop": "requests",
};

/** Those of src/rehearse/rolling/findings.ts. */
export const UPDATE_CHECKS: readonly string[] = [
  "hook-failed",
  "killed",
  "requests-lost",
  "surge-explodes",
  "long-jobs",
];

/** Those that this rehearsal could find, in the order in which they matter. */
export function checksOf({ recording }: Pick<Report, "recording">): readonly string[] {
  const there: Readonly<Record<Needs, boolean>> = {
    nothing: true,
    requests: recording.requests.some(({ kind }) => kind !== "hold"),
    sessions: recording.requests.some(({ kind }) => kind === "hold"),
    hook: recording.hooks.length > 0,
  };
  return Object.keys(OF_A_STOP).filter((code) => there[OF_A_STOP[code] ?? "nothing"]);
}
