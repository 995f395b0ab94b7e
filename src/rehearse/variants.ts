// The same app behind other inits, for --compare and --prove: what stands in front of the words, and what is rehearsed then. Pure.

import { BadOption, quote } from "./bad-option.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { Recommendation } from "./report.ts";
import { shellLine } from "./shell-line.ts";
import { keepsHook } from "./verdict/hooks.ts";

/** What --compare knows. `none`: the words themselves are PID 1; `sh`: a shell in front, as in the shell form of ENTRYPOINT. */
export const contestants = ["none", "sh", "tini", "dumb-init", "catatonit", "lastcall-init"] as const;
export type Contestant = (typeof contestants)[number];

/** Throws BadOption, which begins with `where`. */
export function contestant(where: string, name: string): Contestant {
  const found = contestants.find((one) => one === name);
  if (found === undefined) throw new BadOption(`${where} ${quote(name)}: expected some of ${contestants.join(",")}`);
  return found;
}

/** An init that stands in front: its file on this machine, and its words up to the command's. */
export interface InFront {
  readonly path: string;
  readonly words: readonly string[];
}

/** What is rehearsed, and what stands in front of an image's own entrypoint: an init of this machine, or the image's own shell. */
export interface Variant {
  readonly rehearsal: Rehearsal;
  readonly init: InFront | null;
  readonly inShell?: boolean;
}

/**
 * The words with this in front, and nothing else. In a container the init is put there instead, as the image's entrypoint is not among
 * the words; `sh` is the image's own.
 */
export function behind(contestant: Contestant, path: string, rehearsal: Rehearsal): Variant {
  const alone = { ...rehearsal, init: false };
  if (contestant === "none") return { rehearsal: alone, init: null };
  if (rehearsal.image !== null) {
    if (contestant === "sh") return { rehearsal: alone, init: null, inShell: true };
    return { rehearsal: alone, init: { path, words: ["--"] } };
  }
  const { command } = rehearsal;
  const words = contestant === "sh" ? [path, "-c", shellLine(command)] : [path, "--", ...command];
  return { rehearsal: { ...alone, command: words }, init: null };
}

/**
 * What has been recommended, to be rehearsed: the words of its ENTRYPOINT, its times and signal. A hook that only sleeps is left out, as
 * the delay is there for it. `path`: where lastcall-init is.
 */
export function recommended(rehearsal: Rehearsal, recommendation: Recommendation, path: string): Variant {
  const { entrypoint, stopSignal, terminationGracePeriodSeconds } = recommendation;
  const changed: Rehearsal = {
    ...rehearsal,
    // lastcall-init is one.
    init: false,
    stopSignal,
    graceMs: terminationGracePeriodSeconds * 1000,
    hook: keepsHook(rehearsal) ? rehearsal.hook : null,
  };
  const [first = "", ...rest] = entrypoint;
  const isAdded = first === "lastcall-init";
  if (rehearsal.image === null)
    return { rehearsal: { ...changed, command: [isAdded ? path : first, ...rest] }, init: null };
  const from = isAdded ? rest.indexOf("--") + 1 : 0;
  const words = isAdded ? rest.slice(from) : entrypoint;
  return {
    rehearsal: { ...changed, entrypoint: words, command: [] },
    init: isAdded ? { path, words: rest.slice(0, from) } : null,
  };
}
