// The library: `import { rehearse } from "lastcall"`. Each function settles its options, plays, and rejects as `rehearse` does.

import { NOBODY } from "./audience.ts";
import { playComparison } from "./comparison.ts";
import { CannotStart } from "./drive/cannot-start.ts";
import { type Format, formatNamed } from "./formats.ts";
import type { RehearseOptions } from "./options.ts";
import { page, print } from "./output.ts";
import { initPath } from "./own-init.ts";
import { playOnce, playProof, playUpdate } from "./play-all.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { PLAIN } from "./render/look.ts";
import type { Report } from "./report.ts";
import type { Contestant, Proof, Result } from "./result.ts";
import { rollingOf } from "./rolling/options.ts";
import type { RollingReport } from "./rolling/report.ts";
import { type UpdateOptions, updateKeys } from "./rolling/update-options.ts";
import { refuseUnknown, settle } from "./settle.ts";
import type { Stage } from "./stage.ts";
import { contestant, contestants, type Contestant as InitName } from "./variants.ts";

export { EndedEarly, NotReady, TooBusy } from "./app-failure.ts";
export { BadOption } from "./bad-option.ts";
export { CannotStart } from "./drive/cannot-start.ts";
export type { Format } from "./formats.ts";
export type { Duration, Pairs, RehearseOptions } from "./options.ts";
export { initPath } from "./own-init.ts";
export * from "./report.ts";
export type { Contestant, Proof } from "./result.ts";
export { RollingFailed } from "./rolling/failure.ts";
export * from "./rolling/report.ts";
export type { UpdateOptions } from "./rolling/update-options.ts";
export type { Contestant as InitName } from "./variants.ts";

/** Ends a rehearsal before its time: it leaves nothing behind, and rejects with the signal's reason. */
export interface Abortable {
  readonly signal?: AbortSignal;
}

/** What `render` and `renderHtml` take: whatever one of the functions here has resolved to. */
export type Played = Report | Proof | readonly Contestant[] | RollingReport;

/**
 * Starts the app as PID 1 of a PID namespace, puts load on it, stops it as the engine would while the endpoints lag behind, and reports
 * what was lost, why, and which settings would have lost nothing. Linux only.
 *
 * Rejects with BadOption (an option or a file that makes no sense), CannotStart, NotReady or EndedEarly (the app), or TooBusy (this
 * machine), each of one line. Leaves no process behind, also when `signal` aborts it, or when the process that called it ends.
 */
export async function rehearse(options: RehearseOptions & Abortable): Promise<Report> {
  return playing(options, [], playOnce);
}

/** Rehearses the app as it is, and again as the first report recommends, with lastcall-init in front. */
export async function prove(options: RehearseOptions & Abortable): Promise<Proof> {
  return playing(options, [], playProof);
}

/**
 * The same rehearsal behind each of these inits, one after the other: "none" is the words alone, "sh" the shell form of ENTRYPOINT. One
 * that is not in the PATH has no report, but a reason. Default: all that are known.
 */
export async function compare(
  options: RehearseOptions & Abortable,
  inits: readonly InitName[] = contestants,
): Promise<readonly Contestant[]> {
  const names = inits.map((name) => contestant("inits", name));
  return playing(options, [], (rehearsal, stage) => playComparison(rehearsal, names, stage));
}

/** Plays a Deployment's rolling update with replicas of the app, behind a balancer. Rejects with RollingFailed, too. */
export async function rollingUpdate(options: RehearseOptions & UpdateOptions & Abortable): Promise<RollingReport> {
  return playing(options, updateKeys, (rehearsal, stage) =>
    playUpdate(rehearsal, rollingOf(options, rehearsal, "property").options, stage),
  );
}

/** What the command line prints of it with --format. Throws BadOption for a format that there is none. */
export function render(played: Played, format: Format = "text"): string {
  return print(resultOf(played), formatNamed("format", format), PLAIN, new Date());
}

/** What the command line writes with --html: one file without links. */
export function renderHtml(played: Played): string {
  return page(resultOf(played));
}

/** `others`: the options of this function alone. */
async function playing<T>(
  options: RehearseOptions & Abortable,
  others: readonly string[],
  play: (rehearsal: Rehearsal, stage: Stage) => Promise<T>,
): Promise<T> {
  const { signal } = options;
  refuseUnknown(options, ["signal", ...others]);
  if (process.platform !== "linux") throw new CannotStart(`a rehearsal needs Linux, this is ${process.platform}`);
  const stage: Stage = {
    audience: () => NOBODY,
    ownInit: initPath,
    // A signal of this call alone: whoever uses one for many rehearsals does not get a listener for each.
    cancelled: AbortSignal.any(signal === undefined ? [] : [signal]),
    path: process.env.PATH ?? "",
  };
  try {
    return await play(settle(options), stage);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

function resultOf(played: Played): Result {
  if ("map" in played) return { kind: "comparison", contestants: played };
  if ("before" in played) return { kind: "proof", ...played };
  return "pods" in played ? { kind: "rolling", report: played } : { kind: "single", report: played };
}
