// The same rehearsal behind several inits, one after the other.

import { delimiter } from "node:path";
import { EndedEarly, NotReady, TooBusy } from "./app-failure.ts";
import { CannotStart } from "./drive/cannot-start.ts";
import { findTool } from "./drive/programs.ts";
import { isStaticProgram } from "./drive/static-program.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { Contestant } from "./result.ts";
import { runOnce } from "./run.ts";
import { type Stage, withoutPath } from "./stage.ts";
import { behind, type Contestant as InitName } from "./variants.ts";

/** What keeps one of them from being rehearsed is its row in the table; but if that goes for all, it rejects with the first. */
export async function playComparison(
  rehearsal: Rehearsal,
  names: readonly InitName[],
  stage: Stage,
): Promise<readonly Contestant[]> {
  const contestants: Contestant[] = [];
  let failure: Error | null = null;
  // First, so that what is wrong with it costs no time.
  if (names.includes("lastcall-init")) stage.ownInit();
  for (const name of names) {
    const place = placeOf(name, rehearsal.image !== null, stage);
    if ("reason" in place) {
      contestants.push({ init: name, report: null, ...place });
      continue;
    }
    try {
      const report = await runOnce(behind(name, place.path, rehearsal), stage.audience(name), stage.cancelled);
      contestants.push({ init: name, report: name === "lastcall-init" ? withoutPath(report, place.path) : report });
    } catch (error) {
      const known = [CannotStart, NotReady, EndedEarly, TooBusy].find((one) => error instanceof one);
      if (known === undefined) throw error;
      failure ??= error as Error;
      contestants.push({ init: name, report: null, reason: (error as Error).message });
    }
  }
  if (failure !== null && contestants.every(({ report }) => report === null)) throw failure;
  return contestants;
}

/** Where it is, or why it cannot be rehearsed. What is put into an image has to bring its libraries with it. */
function placeOf(name: InitName, inImage: boolean, stage: Stage): { path: string } | { reason: string } {
  if (name === "none" || (name === "sh" && inImage)) return { path: "" };
  if (name === "lastcall-init") return { path: stage.ownInit() };
  const folders = stage.path.split(delimiter);
  const found = findTool(name, folders);
  if (!inImage) return found === null ? { reason: "not installed" } : { path: found };
  const files = [findTool(`${name}-static`, folders), found].filter((file) => file !== null);
  const path = files.find(isStaticProgram);
  if (path !== undefined) return { path };
  if (found === null) return { reason: "not installed" };
  return { reason: `needs shared libraries; no ${name}-static in PATH` };
}
