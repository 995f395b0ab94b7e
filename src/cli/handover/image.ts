// The init as a descriptor to execute: in memory, or of a file that is unlinked already.

import { getRawPointer } from "node:ffi";
import { closeSync, openSync, unlinkSync, writeFileSync } from "node:fs";
import { reasonOf } from "../failure.ts";
import { call } from "./libc.ts";

const MFD_CLOEXEC = 1;
/** Linux 6.3: says that the file is to be executed, whatever vm.memfd_noexec's default is. */
const MFD_EXEC = 0x10;
const EINVAL = 22;

/** A descriptor, or -errno. The kernel takes the name, cut to 15 bytes, as the process' name. */
export function inMemory(bytes: Uint8Array): number {
  const name = getRawPointer(Buffer.from(new TextEncoder().encode("lastcall\0").buffer));
  let fd = call("memfd_create", name, MFD_CLOEXEC | MFD_EXEC);
  if (fd === -EINVAL) fd = call("memfd_create", name, MFD_CLOEXEC);
  if (fd >= 0) writeFileSync(fd, bytes);
  return fd;
}

/** A descriptor of a nameless file in this folder, or the reason why there is none. */
export function inFolder(folder: string, bytes: Uint8Array): number | string {
  const path = `${folder}/.lastcall-init-${process.pid}-${Math.random().toString(36).slice(2)}`;
  try {
    writeFileSync(path, bytes, { flag: "wx", mode: 0o700 });
  } catch (error) {
    return reasonOf(error);
  }
  try {
    return openSync(path, "r");
  } catch (error) {
    return reasonOf(error);
  } finally {
    unlinkSync(path);
  }
}

export { closeSync as discard };

/** Folders that are writable somewhere, the usual ones first. */
export function folders(env: NodeJS.ProcessEnv): string[] {
  const all = [env.TMPDIR ?? "", "/tmp", "/dev/shm", "/run", "/var/tmp", env.HOME ?? "", "."];
  return [...new Set(all.filter((folder) => folder.length > 0))];
}
