// What is printed: stdout is the report, stderr one line of error. Written straight to the descriptors, because
// process.stdout would set O_NONBLOCK on a description that the command inherits after the hand-over.

import { writeSync } from "node:fs";

export interface Output {
  out(text: string): void;
  err(line: string): void;
}

export const output: Output = {
  out: (text) => writeAll(1, text),
  err: (line) => writeAll(2, `lastcall: ${line}\n`),
};

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      // A full non-blocking pipe: its reader will make room. Anything else (closed, EPIPE): nobody is listening.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
    }
  }
}
