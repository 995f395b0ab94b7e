// Everything that findings ask of a rehearsal, worked out once: who is the app, who was told, what was lost, which figures are right.

import type { Rehearsal } from "../rehearsal.ts";
import type { Finding, ProcessRecord, Recording } from "../report.ts";
import { killedAt, wasTold, wereTold } from "./delivery.ts";
import { type Figures, figuresOf } from "./figures.ts";
import { type Init, initsOf, signalBehind } from "./inits.ts";
import { type Loss, lossesOf } from "./losses.ts";
import { type Measured, measure } from "./measure.ts";
import { isGraceful, type NamedServer, serverOf } from "./named-servers.ts";
import { appsOf, chainTo, rootOf } from "./processes.ts";
import { fullName } from "./signals.ts";

export interface Scene {
  readonly recording: Recording;
  readonly rehearsal: Rehearsal;
  /** The signal that the engine sends, and the one that options of inits make of it. */
  readonly signal: string;
  readonly signalAtApp: string;
  readonly root: ProcessRecord | null;
  readonly apps: readonly ProcessRecord[];
  /** From PID 1 down to the first app, which is not among them. */
  readonly chain: readonly ProcessRecord[];
  /** Whether the app was told. */
  readonly delivered: boolean | null;
  /** When SIGKILL was needed, the engine's or that of lastcall-init's deadline; null if it was not. */
  readonly killMs: number | null;
  readonly forced: boolean;
  readonly losses: readonly Loss[];
  readonly inits: readonly Init[];
  readonly server: { readonly process: ProcessRecord; readonly known: NamedServer } | null;
  readonly measured: Measured;
  readonly figures: Figures;
  told(process: ProcessRecord): boolean | null;
}

/** One rule: what it finds, or nothing. */
export type Rule = (scene: Scene) => Finding[];

export function sceneOf(recording: Recording, rehearsal: Rehearsal): Scene {
  const signal = fullName(rehearsal.stopSignal);
  const root = rootOf(recording);
  const apps = appsOf(recording, root);
  const inits = initsOf(recording.command, rehearsal.env);
  const delivered = wereTold(recording, root, apps, signal);
  const measured = measure(recording, rehearsal, inits, apps, delivered);
  const killMs = killedAt(recording, inits);
  const signalAtApp = signalBehind(recording.command, rehearsal.env, signal);
  return {
    recording,
    rehearsal,
    signal,
    signalAtApp,
    root,
    apps,
    chain: apps[0] === undefined ? [] : chainTo(recording, root, apps[0]),
    delivered,
    killMs,
    forced: killMs !== null,
    losses: lossesOf(recording, delivered === false ? null : measured.toldMs, killMs),
    inits,
    server: serverAmong(apps),
    measured,
    figures: figuresOf(measured, rehearsal),
    told: (process) => wasTold(recording, root, process, signal),
  };
}

function serverAmong(apps: readonly ProcessRecord[]): Scene["server"] {
  for (const process of apps) {
    const known = serverOf(process);
    if (known !== null) return { process, known };
  }
  return null;
}

/** The signal that the app has to get instead of the one that it gets; null if that one is right, or nobody knows. */
export function betterSignal({ server, signalAtApp }: Scene): string | null {
  const best = server?.known.graceful[0];
  if (server === null || best === undefined || isGraceful(server.known, signalAtApp)) return null;
  return fullName(best);
}
