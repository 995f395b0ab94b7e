// --install: our own file, copied so that at PATH there is the old one or the whole new one at every moment, as `lastcall install`
// does it (src/cli/replace-file.ts). Runs instead of a command.

import { CLOCK_REALTIME, EEXIST, EISDIR, O_CREAT, O_EXCL, O_NONBLOCK, O_WRONLY, X_OK } from "./constants.ts";
import { beginPath, endPath, path, readSome, writeWhole } from "./files.ts";
import { begin, end, Level, say, sayError, sayText } from "./log.ts";
import { LIST_LENGTH, list, marks, PATH_BYTES, small, textStart as target } from "./scratch.ts";
import { FAILED } from "./start.ts";
import { plan } from "./state.ts";
import { access, clock, close, fchmod, fsync, open, readlink, rename, unlink } from "./sys.ts";

const OURSELVES = "/proc/self/exe";

/** For everybody: whom the app's image runs as is not known. Nobody may write, for it is replaced and never changed. */
const MODE: i32 = 0o555;

/** More than the file ever has (test/native/elf-budget.test.ts). */
const MOST: i32 = LIST_LENGTH << 2;

/** The exit code, after saying what is wrong. */
export function install(): i32 {
  beginPath(OURSELVES);
  const length = readFile(endPath(), list);
  let result = length;
  if (length >= 0) {
    beginPath(plan.installPath);
    memory.copy(target, endPath(), PATH_BYTES);
    result = readFile(target, marks);
    // What keeps us from reading it need not keep us from replacing it. A directory does.
    if (result !== EISDIR) result = result === length && isInstalled(length) ? 0 : replace(length);
  }
  if (result >= 0) return 0;
  begin(Level.Error, "cannot-install");
  say("--install '");
  sayText("path", plan.installPath);
  say("': ");
  if (length < 0) {
    say(OURSELVES);
    say(": ");
  }
  sayError(result);
  end();
  return FAILED;
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
    fd = open(endPath(), O_WRONLY | O_CREAT | O_EXCL, 0o600);
  }
  if (fd < 0) return fd;
  let result = writeWhole(fd, list, length);
  // Not by open(), which leaves out what is in the umask.
  if (result === 0) result = fchmod(fd, MODE);
  if (result === 0) result = fsync(fd);
  // First: what is open for writing cannot be executed (execve(2), ETXTBSY).
  close(fd);
  if (result === 0) result = rename(path.start, target);
  if (result < 0) unlink(path.start);
  return result;
}
