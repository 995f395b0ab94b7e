// Pipes for the app's output. What Node makes of "pipe" is a pair of sockets, and open(2) of /dev/stderr, or of /proc/1/fd/1 in a hook,
// then fails with ENXIO: not so in a container, where nginx's own image logs that way.

import { execFile } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { promisify } from "node:util";

/** For each of stdout and stderr what is read, and the descriptor that the child gets. */
export interface Pipes {
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly descriptors: readonly [number, number];
  /** Once the child has its own copies, or will not: until then the end of the output does not come. */
  closeDescriptors(): void;
  /** Where there will be no child. */
  discard(): void;
}

/** Null where mkfifo(1) does not work. Nothing of them can be found in a folder afterwards. */
export async function makePipes(): Promise<Pipes | null> {
  let folder: string | null = null;
  try {
    folder = mkdtempSync(join(tmpdir(), "lastcall-"));
    const names = [join(folder, "stdout"), join(folder, "stderr")] as const;
    await promisify(execFile)("mkfifo", ["-m", "600", ...names]);
    return open(names);
  } catch {
    return null;
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
}

function open(names: readonly [string, string]): Pipes {
  // The reader first, and without waiting for a writer (fifo(7)); the app's end is a blocking one.
  const reader = (name: string) => openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
  const stream = (fd: number) => new Socket({ fd, readable: true, writable: false });
  const [stdout, stderr] = [stream(reader(names[0])), stream(reader(names[1]))];
  const descriptors = [openSync(names[0], "w"), openSync(names[1], "w")] as const;
  const closeDescriptors = () => {
    for (const descriptor of descriptors) closeSync(descriptor);
  };
  const discard = () => {
    closeDescriptors();
    stdout.destroy();
    stderr.destroy();
  };
  return { stdout, stderr, descriptors, closeDescriptors, discard };
}
