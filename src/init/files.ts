// Small files of /proc: a path is put together, the file is read into one buffer. What cannot be read has length -1.

import { beginText, text } from "../core/text.ts";
import { EINTR, O_CLOEXEC, O_RDONLY } from "./constants.ts";
import { Bytes } from "./line.ts";
import { PATH_BYTES, path as pathStart, TEXT_BYTES } from "./scratch.ts";
import { close, open, read, readlink } from "./sys.ts";

/** The path in the making. */
export const path = new Bytes(pathStart, PATH_BYTES - 1);
export { text };

/** Begins a path below /proc/PID. */
export function procPath(pid: i32, rest: string): void {
  path.length = 0;
  path.text("/proc/");
  path.number(pid);
  path.text(rest);
}

export function openPath(): i32 {
  store<u8>(path.start + path.length, 0);
  return open(path.start, O_RDONLY | O_CLOEXEC, 0);
}

export function readChunk(fd: i32): i32 {
  let length = read(fd, text.dataStart, TEXT_BYTES);
  while (length === EINTR) length = read(fd, text.dataStart, TEXT_BYTES);
  return length;
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
  store<u8>(path.start + path.length, 0);
  const length = readlink(path.start, text.dataStart, TEXT_BYTES);
  beginText(length);
  return length;
}
