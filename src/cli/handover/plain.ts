// The npm package on somebody's Node becomes the packaged init. Without node:ffi there is process.execve only,
// which aborts the process if it fails: so everything that can be asked before is asked before.

import { accessSync, constants } from "node:fs";
import { Failure, reasonOf } from "../failure.ts";
import { packagedPath } from "../images.ts";
import type { Architecture } from "../platform.ts";

/** SIGPIPE and SIGXFSZ, which Node itself set to ignored at its start; the init gives the command the default again. */
const NODE_IGNORES = "defaults=1001000";

export function becomeInit(arch: Architecture, words: string[], env: NodeJS.ProcessEnv): never {
  const path = packagedPath(arch);
  try {
    accessSync(path, constants.X_OK);
  } catch (error) {
    throw new Failure(`run: cannot execute the init: ${path}: ${reasonOf(error)}`);
  }
  if (process.execve === undefined) throw new Failure("run: this Node has no process.execve: needs 22.15 or newer");
  return process.execve(path, ["lastcall-init", ...words], {
    ...env,
    LASTCALL_HANDOVER: NODE_IGNORES,
  });
}
