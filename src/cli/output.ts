// What is printed: stdout is the report, stderr one line of error. Written straight to the descriptors, because
// process.stdout would set O_NONBLOCK on a description that the command inherits after the hand-over.

import { writeSync } from "node:fs";
import { Failure, reasonOf } from "./failure.ts";

export interface Output {
  /** Failure if it cannot be written; nothing if nobody reads it any more. */
  out(text: string): void;
  err(line: string): void;
}

export const output: Output = {
  out(text) {
    const error = writeAll(1, text);
    if (error !== null && error.code !== "EPIPE") throw new Failure(`cannot write to stdout: ${reasonOf(error)}`);
  },
  err: (line) => void writeAll(2, `lastcall: ${line}\n`),
};

function writeAll(fd: number, text: string): NodeJS.ErrnoException | null {
  const bytes = Buffer.from(text);
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      // A full non-blocking pipe: its reader will make room.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return error as NodeJS.ErrnoException;
    }
  }
  return null;
}
