// Writes a file so that there is the old one or the new one at every moment, never a part.

import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { Failure, quote, reasonOf } from "./failure.ts";

export function replaceFile(path: string, bytes: Uint8Array, mode: number): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() || path.endsWith("/")) {
    throw new Failure(
      `${quote(path)}: is a directory: name the file to write, like ${quote(join(path, "lastcall-init"))}`,
    );
  }
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}-${Math.random().toString(36).slice(2)}`);
  try {
    writeDurably(temporary, bytes, mode);
    renameSync(temporary, path);
  } catch (error) {
    discard(temporary);
    throw new Failure(`cannot write ${quote(path)}: ${reasonOf(error)}`);
  }
  syncFolder(folder);
}

/** Whether writing would change nothing. A link to such a file is not it: what it leads to is somebody else's. */
export function isFile(path: string, bytes: Uint8Array, mode: number): boolean {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (!found?.isFile() || (found.mode & 0o7777) !== mode || found.size !== bytes.length) return false;
    return readFileSync(path).equals(bytes);
  } catch {
    return false; // whatever is wrong, writing will say it
  }
}

function writeDurably(path: string, bytes: Uint8Array, mode: number): void {
  const fd = openSync(path, "wx", 0o600);
  try {
    writeFileSync(fd, bytes);
    fchmodSync(fd, mode); // not open's mode: the umask is left out of it
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    return; // no such folder: nothing was written
  }
}

/** The rename itself; a file system that cannot is no reason to fail. */
function syncFolder(folder: string): void {
  try {
    const fd = openSync(folder, "r");
    fsyncSync(fd);
    closeSync(fd);
  } catch {
    return;
  }
}
