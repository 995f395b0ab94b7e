// The termination message: a few lines in a file, from where `kubectl describe pod` shows them. The file is not made, and nobody
// else's text is touched.

import { O_APPEND, O_CLOEXEC, O_NOCTTY, O_NONBLOCK, O_PATH, O_WRONLY, S_IFMT, S_IFREG } from "./constants.ts";
import { beginPath, endPath } from "./files.ts";
import { actAsOurselves, actAsUser } from "./identity.ts";
import { Bytes } from "./line.ts";
import { stat, TERMINATION_BYTES, termination } from "./scratch.ts";
import { plan } from "./state.ts";
import { close, fstat, open, write } from "./sys.ts";

/** The lines in the making. */
export const lines = new Bytes(termination, TERMINATION_BYTES);

/** How long the file is by our own doing. */
let written: i32 = 0;

/** Writes the lines, behind those that we have written before. */
export function writeTerminationLog(): void {
  actAsOurselves();
  append();
  actAsUser();
}

function append(): void {
  if (lines.length > TERMINATION_BYTES - written) return;
  beginPath(plan.terminationLog);
  // Looked at first: to open a FIFO or a device for writing already does something to it.
  let file = openOurs(O_PATH);
  if (file < 0) return;
  close(file);
  file = openOurs(O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY);
  if (file < 0) return;
  const bytes = write(file, lines.start, lines.length);
  if (bytes > 0) written += bytes;
  close(file);
}

/** Below 0 unless it is a regular file with nothing in it but what we wrote. */
function openOurs(flags: i32): i32 {
  const file = open(endPath(), flags | O_CLOEXEC, 0);
  if (file < 0) return file;
  // struct statx: stx_mode at 28, stx_size at 40.
  const known = fstat(file, stat) >= 0;
  if (known && ((load<u16>(stat, 28) as i32) & S_IFMT) === S_IFREG && load<i64>(stat, 40) === written) return file;
  close(file);
  return -1;
}
