// Compose's `init: true` without a container: the init that Docker would put in front, which is tini by the name docker-init.

import { basename, delimiter } from "node:path";
import { findTool } from "./drive/programs.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { Stage } from "./stage.ts";

const NAMES = ["docker-init", "tini-static", "tini"];

/**
 * The rehearsal with that init as PID 1: the one that this machine has, else ours as tini. Itself if it asks for none, or for an image,
 * where the engine has one of its own.
 */
export function withDockersInit(rehearsal: Rehearsal, { path, ownInit }: Pick<Stage, "path" | "ownInit">): Rehearsal {
  if (!rehearsal.init || rehearsal.image !== null) return rehearsal;
  const found = NAMES.map((name) => findTool(name, path.split(delimiter))).find((file) => file !== null);
  const words = found === undefined ? [ownInit(), "--as", "tini"] : [found];
  const by = found === undefined ? "lastcall-init --as tini" : basename(found);
  return {
    ...rehearsal,
    command: [...words, "--", ...rehearsal.command],
    notes: [...rehearsal.notes, `init: true is played by ${by} as PID 1`],
  };
}
