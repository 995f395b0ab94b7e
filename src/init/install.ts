// --install: our own file, copied so that at PATH there is the old one or the whole new one at every moment, as `lastcall install`
// does it (src/cli/replace-file.ts). Runs instead of a command.

import { CLOCK_REALTIME, EEXIST, EISDIR, O_CREAT, O_EXCL, O_NONBLOCK, O_SYNC, O_WRONLY, X_OK } from "./constants.ts";
import { beginPath, endPath, path, readSome, writeWhole } from "./files.ts";
import { Level, sayPathError } from "./log.ts";
import { LIST_LENGTH, list, marks, PATH_BYTES, small, textStart as target } from "./scratch.ts";
import { FAILED } from "./start.ts";
import { plan } from "./state.ts";
import { access, clock, close, fchmod, open, readlink, rename, unlink } from "./sys.ts";

/** For everybody: whom the app's image runs as is not known. Nobody may write, for it is replaced and never changed. */
const MODE: i32 = 0o555;

/** More than the file ever has (test/native/elf-budget.test.ts). */
const MOST: i32 = LIST_LENGTH << 2;

/** The exit code, after saying what is wrong. */
export function install(): i32 {
  const result = copy();
  if (result >= 0) return 0;
  sayPathError(Level.Error, "cannot-install", "--install: '", result);
  return FAILED;
}

/** Below 0 is -errno, and `path` what it is about. */
function copy(): i32 {
  beginPath("/proc/self/exe");
  const length = readFile(endPath(), list);
  if (length < 0) return length;
  beginPath(plan.installPath);
  memory.copy(target, endPath(), PATH_BYTES);
  const before = readFile(target, marks);
  // What else keeps us from reading need not keep us from replacing.
  if (before === EISDIR || (before === length && isInstalled(length))) return before;
  const end = path.length;
  const result = replace(length);
  path.length = end;
  return result;
}

/** Whether the file of the same length can stay. A link cannot: where the volume is mounted next, it may lead elsewhere or nowhere. */
function isInstalled(length: i32): bool {
  return memory.compare(list, marks, length) === 0 && access(target, X_OK) === 0 && readlink(target, small, 1) < 0;
}

/** Its length, or -errno. */
function readFile(file: usize, to: usize): i32 {
  // A FIFO would make us wait.
  const fd = open(file, O_NONBLOCK, 0);
  if (fd < 0) return fd;
  let length = 0;
  let result = 0;
  do {
    length += result;
    result = readSome(fd, to + length, MOST - length);
  } while (result > 0);
  close(fd);
  return result < 0 ? result : length;
}

/** 0, or -errno with everything as it was. */
function replace(length: i32): i32 {
  const end = path.length;
  let fd = EEXIST;
  // Not our process id, which is 1 in every container. Whatever the clock says, by O_EXCL the name is ours alone; and what somebody
  // left who was killed is in nobody's way.
  while (fd === EEXIST) {
    clock(CLOCK_REALTIME, small);
    path.length = end;
    path.byte(46);
    path.number(load<i64>(small, 8));
    // O_SYNC: a write that succeeds is on the disk, as after fsync(2), with the mode (open(2)).
    fd = open(endPath(), O_WRONLY | O_CREAT | O_EXCL | O_SYNC, 0o600);
  }
  if (fd < 0) return fd;
  // Not by open(), which leaves out what is in the umask.
  let result = fchmod(fd, MODE);
  if (result === 0) result = writeWhole(fd, list, length);
  // First: what is open for writing cannot be executed (execve(2), ETXTBSY).
  close(fd);
  if (result === 0) result = rename(path.start, target);
  if (result < 0) unlink(path.start);
  return result;
}
