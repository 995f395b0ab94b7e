// Becoming the command: the search along PATH and what execvp(3) does when the kernel finds no format, without a C library.
// Runs in the child. Nothing here may return to the loop.

import { EACCES, ENAMETOOLONG, ENODEV, ENOENT, ENOEXEC, ENOTDIR, ESTALE, ETIMEDOUT } from "./constants.ts";
import { pointerAt } from "./cstring.ts";
import { environment } from "./environment.ts";
import { path } from "./files.ts";
import { message } from "./line.ts";
import { begin, end, Level, say, sayBytes, sayError } from "./log.ts";
import { access, addressOf, execve, peek8, poke64 } from "./sys.ts";

/** Exit codes of env(1), timeout(1) and `docker run`. */
const NOT_FOUND: i32 = 127;
const NOT_EXECUTABLE: i32 = 126;

/** Executes argv[index]; there is a word before it. Returns the exit code only if that fails, after saying why. */
export function becomeCommand(argv: i64, index: i32, level: Level): i32 {
  const name = pointerAt(argv, index);
  let result = ENOENT;
  path.length = 0;
  if (hasSlash(name)) {
    append(name);
    result = attempt(argv, index);
  } else if (peek8(name) !== 0) {
    result = search(argv, index, name);
  }
  return report(name, result, level);
}

function search(argv: i64, index: i32, name: i64): i32 {
  let from = environment.find("PATH");
  if (from === 0) {
    const first = attemptIn("/bin/", argv, index, name);
    if (first !== EACCES && !goesOn(first)) return first;
    const second = attemptIn("/usr/bin/", argv, index, name);
    if (first !== EACCES || !goesOn(second)) return second;
    path.length = 0;
    path.text("/bin/");
    append(name);
    return EACCES;
  }
  /** The first entry where it may not be executed, for the message. */
  let denied: i64 = 0;
  for (;;) {
    const at = appendEntry(from, name);
    const result = attempt(argv, index);
    if (result === EACCES) {
      if (denied === 0) denied = from;
    } else if (!goesOn(result)) return result;
    if (peek8(at) === 0) break;
    from = at + 1;
  }
  path.length = 0;
  if (denied === 0) return ENOENT;
  appendEntry(denied, name);
  return EACCES;
}

/** Puts the path of `name` in an entry of PATH together, and answers where the entry ends. */
function appendEntry(entry: i64, name: i64): i64 {
  path.length = 0;
  let at = entry;
  for (; peek8(at) !== 0 && peek8(at) !== 58; at++) path.byte(peek8(at));
  // An empty entry is the working directory.
  if (path.length > 0) path.byte(47);
  append(name);
  return at;
}

/** Where execvp looks without PATH (glibc, _CS_PATH). */
function attemptIn(folder: string, argv: i64, index: i32, name: i64): i32 {
  path.length = 0;
  path.text(folder);
  append(name);
  return attempt(argv, index);
}

/** Whether execvp looks in the next folder after this. */
function goesOn(result: i32): bool {
  if (result === ENOENT || result === ENOTDIR || result === ENAMETOOLONG) return true;
  return result === ESTALE || result === ENODEV || result === ETIMEDOUT;
}

/** Tries the file at `path`; a file without a known format is a script for /bin/sh (POSIX, execvp). */
function attempt(argv: i64, index: i32): i32 {
  store<u8>(path.start + path.length, 0);
  const file = addressOf(path.start);
  const result = execve(file, argv + ((index as i64) << 3), environment.array);
  if (result !== ENOEXEC) return result;
  // argv[index - 1] is an option, our own name or, for a hook, free: there is room for the shell's.
  message.length = 0;
  message.text("/bin/sh");
  message.byte(0);
  const shell = addressOf(message.start);
  poke64(argv + ((index as i64) << 3) - 8, shell);
  poke64(argv + ((index as i64) << 3), file);
  return execve(shell, argv + ((index as i64) << 3) - 8, environment.array);
}

function report(name: i64, result: i32, level: Level): i32 {
  const missing = result === ENOENT || result === ENOTDIR;
  begin(level, missing ? "not-found" : "not-executable");
  say("cannot run '");
  if (path.length === 0) {
    append(name);
    sayBytes("path", path.start, path.length);
    say("': not found in PATH");
  } else {
    store<u8>(path.start + path.length, 0);
    sayBytes("path", path.start, path.length);
    // execve also says ENOENT for a file that is there: then what its first line or its ELF header names is not.
    if (result === ENOENT && access(path.start, 0) === 0) {
      say("': it is there, but the interpreter that it names is not");
    } else {
      say("': ");
      sayError(result);
    }
  }
  end();
  return missing ? NOT_FOUND : NOT_EXECUTABLE;
}

function hasSlash(name: i64): bool {
  for (let at = name; peek8(at) !== 0; at++) if (peek8(at) === 47) return true;
  return false;
}

function append(name: i64): void {
  for (let at = name; peek8(at) !== 0; at++) path.byte(peek8(at));
}
