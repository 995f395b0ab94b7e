// Everything that one command line asks for: one rehearsal; one and its proof; the same behind several inits; a rolling update.

import { playComparison } from "./comparison.ts";
import { withDockersInit } from "./dockers-init.ts";
import { openNamespace } from "./drive/namespace.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { Report } from "./report.ts";
import type { Proof, Result } from "./result.ts";
import type { RollingOptions } from "./rolling/deployment.ts";
import { rollingUpdate } from "./rolling/drive.ts";
import type { RollingReport } from "./rolling/report.ts";
import { runOnce } from "./run.ts";
import { type Stage, withoutPath } from "./stage.ts";
import { type Contestant as InitName, recommended } from "./variants.ts";

export interface Asked {
  readonly prove: boolean;
  readonly compare: readonly InitName[] | null;
  readonly rolling: RollingOptions | null;
}

/** Rejects as runOnce does, and with RollingFailed. */
export async function playAll(rehearsal: Rehearsal, asked: Asked, stage: Stage): Promise<Result> {
  if (asked.rolling !== null) return { kind: "rolling", report: await playUpdate(rehearsal, asked.rolling, stage) };
  if (asked.compare !== null)
    return { kind: "comparison", contestants: await playComparison(rehearsal, asked.compare, stage) };
  if (asked.prove) return { kind: "proof", ...(await playProof(rehearsal, stage)) };
  return { kind: "single", report: await playOnce(rehearsal, stage) };
}

export function playOnce(rehearsal: Rehearsal, stage: Stage): Promise<Report> {
  return asItIs(rehearsal, stage, null);
}

export async function playProof(rehearsal: Rehearsal, stage: Stage): Promise<Proof> {
  // First, so that what is wrong with it costs no time.
  const path = stage.ownInit();
  const before = await asItIs(rehearsal, stage, "as it is");
  const variant = recommended(rehearsal, before.recommendation, path);
  return {
    before,
    after: withoutPath(await runOnce(variant, stage.audience("as recommended"), stage.cancelled), path),
  };
}

function asItIs(given: Rehearsal, stage: Stage, title: string | null): Promise<Report> {
  return behindDockersInit(given, stage, (rehearsal) =>
    runOnce({ rehearsal, init: null }, stage.audience(title), stage.cancelled),
  );
}

/** Plays it with the init that `init: true` asks for; the report does not say where ours is. */
async function behindDockersInit<T>(
  given: Rehearsal,
  stage: Stage,
  play: (rehearsal: Rehearsal) => Promise<T>,
): Promise<T> {
  let init: string | null = null;
  const ownInit = () => {
    init = stage.ownInit();
    return init;
  };
  const report = await play(withDockersInit(given, { path: stage.path, ownInit }));
  return init === null ? report : withoutPath(report, init);
}

export function playUpdate(given: Rehearsal, options: RollingOptions, stage: Stage): Promise<RollingReport> {
  const audience = stage.audience(null);
  audience.phase("starting");
  return behindDockersInit(given, stage, (rehearsal) =>
    rollingUpdate(rehearsal, options, {
      open: openNamespace,
      cancelled: stage.cancelled,
      progress: ({ phase, sinceMs, sent, ok, lost }) => {
        if (sinceMs !== null) audience.stopBegan(performance.now() - sinceMs);
        if (phase === "load") audience.phase("warming up");
        if (phase === "update") audience.phase("updating");
        if (phase === "draining") audience.phase("waiting for the last requests");
        audience.counts({ sent, ok, lost });
      },
    }),
  );
}
