// Files for probes: --ready-file goes and --stop-file comes the moment a stop begins.

import { EEXIST, ENOENT, O_CLOEXEC, O_CREAT, O_EXCL, O_WRONLY } from "./constants.ts";
import { beginPath, endPath, path } from "./files.ts";
import { actAsOurselves, actAsUser } from "./identity.ts";
import { Level, sayPathError } from "./log.ts";
import { plan } from "./state.ts";
import { close, open, unlink } from "./sys.ts";

/** Before the command starts: a container that is started again must not find the file of its last stop. */
export function clearStopFile(): void {
  if (plan.stopFile.length === 0) return;
  put(plan.stopFile);
  const result = unlink(path.start);
  if (result < 0 && result !== ENOENT) complain("cannot remove the stop file '", result);
}

export function markStop(): void {
  actAsOurselves();
  if (plan.readyFile.length > 0) {
    put(plan.readyFile);
    const result = unlink(path.start);
    // Not there: the app was not ready yet.
    if (result < 0 && result !== ENOENT) complain("cannot remove the ready file '", result);
  }
  if (plan.stopFile.length > 0) {
    put(plan.stopFile);
    // What is there already is not opened: a FIFO would make us wait, and by a link the app could have root make a file elsewhere.
    const fd = open(path.start, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644);
    if (fd >= 0) close(fd);
    else if (fd !== EEXIST) complain("cannot create the stop file '", fd);
  }
  actAsUser();
}

function put(file: string): void {
  beginPath(file);
  endPath();
}

function complain(what: string, result: i32): void {
  sayPathError(Level.Warning, "cannot-mark", what, result);
}
