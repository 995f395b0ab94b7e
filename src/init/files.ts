// Small files of /proc: a path is put together, the file is read into one buffer. What cannot be read has length -1.

import { beginText, text } from "../core/text.ts";
import { EINTR, ENOSPC, O_CLOEXEC, O_RDONLY } from "./constants.ts";
import { Bytes } from "./line.ts";
import { PATH_BYTES, path as pathStart, TEXT_BYTES, textStart } from "./scratch.ts";
import { close, open, read, readlink, write } from "./sys.ts";

/** The path in the making. */
export const path = new Bytes(pathStart, PATH_BYTES - 1);
export { text };

export function beginPath(start: string): void {
  path.length = 0;
  path.text(start);
}

/** The path with its end. */
export function endPath(): usize {
  store<u8>(path.start + path.length, 0);
  return path.start;
}

/** Begins a path below /proc/PID. */
export function procPath(pid: i32, rest: string): void {
  beginPath("/proc/");
  path.number(pid);
  path.text(rest);
}

export function openPath(): i32 {
  return open(endPath(), O_RDONLY | O_CLOEXEC, 0);
}

export function readChunk(fd: i32): i32 {
  return readSome(fd, textStart, TEXT_BYTES);
}

export function readSome(fd: i32, start: usize, room: i32): i32 {
  let length = EINTR;
  while (length === EINTR) length = read(fd, start, room);
  return length;
}

/** Writes all of it: 0, or -errno. */
export function writeWhole(fd: i32, start: usize, length: i32): i32 {
  for (let done = 0; done < length; ) {
    const written = write(fd, start + done, length - done);
    if (written === EINTR) continue;
    // Nothing, and no reason: as gnulib's full_write has it, the device is at its end.
    if (written <= 0) return written < 0 ? written : ENOSPC;
    done += written;
  }
  return 0;
}

/** Makes a file below /proc/PID the text, as readPath() does. */
export function readProc(pid: i32, rest: string): i32 {
  procPath(pid, rest);
  return readPath();
}

/** Makes where a descriptor of a process leads the text, as readLinkPath() does. */
export function readDescriptor(pid: i32, fd: i32): i32 {
  procPath(pid, "/fd/");
  path.number(fd);
  return readLinkPath();
}

/** Makes the first TEXT_BYTES of the file at `path` the text: their number, or -errno. */
export function readPath(): i32 {
  const fd = openPath();
  const length = fd < 0 ? fd : readChunk(fd);
  if (fd >= 0) close(fd);
  beginText(length);
  return length;
}

/** Makes where the symbolic link at `path` leads the text: the length, or -errno. */
export function readLinkPath(): i32 {
  const length = readlink(endPath(), textStart, TEXT_BYTES);
  beginText(length);
  return length;
}
