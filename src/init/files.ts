// Small files of /proc: a path is put together, the file is read into one buffer. What cannot be read has length -1.

import { EINTR, O_CLOEXEC, O_RDONLY } from "./constants.ts";
import { Bytes } from "./line.ts";
import { PATH_BYTES, path as pathStart, TEXT_BYTES, text } from "./scratch.ts";
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

/** Reads the first TEXT_BYTES of the file at `path`: their number, or -errno. */
export function readPath(): i32 {
  const fd = openPath();
  if (fd < 0) return fd;
  const length = readChunk(fd);
  close(fd);
  return length;
}

/** Reads where the symbolic link at `path` leads: the length, or -errno. */
export function readLinkPath(): i32 {
  store<u8>(path.start + path.length, 0);
  return readlink(path.start, text.dataStart, TEXT_BYTES);
}
