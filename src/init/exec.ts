// Becoming the command: the search along PATH and what execvp(3) does when the kernel finds no format, without a C library.
// Runs in the child. Nothing here may return to the loop.

import { As } from "../core/as.ts";
import { EACCES, ENAMETOOLONG, ENODEV, ENOENT, ENOEXEC, ENOTDIR, ESTALE, ETIMEDOUT } from "./constants.ts";
import { pointerAt } from "./cstring.ts";
import { environment } from "./environment.ts";
import { endPath, path } from "./files.ts";
import { message, whole } from "./line.ts";
import { begin, end, Level, say, sayBytes, sayError } from "./log.ts";
import { plan } from "./state.ts";
import { access, addressOf, execve, peek8, poke64 } from "./sys.ts";

/** Exit codes of env(1), timeout(1) and `docker run`. */
const NOT_FOUND: i32 = 127;
const NOT_EXECUTABLE: i32 = 126;

/** What the search answers where no folder has the command; execve(2) never does. */
const NOT_IN_PATH: i32 = 0;

/** Executes argv[index]; there is a word before it. Returns the exit code only if that fails, after saying why. */
export function becomeCommand(argv: i64, index: i32, level: Level): i32 {
  const words = argv + ((index as i64) << 3);
  const name = pointerAt(words, 0);
  path.length = 0;
  append(name);
  let result = NOT_IN_PATH;
  if (hasSlash(name)) result = attempt(words);
  else if (path.length > 0) result = search(words, name);
  return report(result, level);
}

function search(words: i64, name: i64): i32 {
  let entry = environment.find("PATH");
  if (entry === 0) {
    // Where execvp looks without PATH (glibc, _CS_PATH).
    whole.length = 0;
    whole.text("/bin:/usr/bin");
    whole.byte(0);
    entry = addressOf(whole.start);
  }
  /** The first entry where it may not be executed, for the message. */
  let denied: i64 = 0;
  for (;;) {
    const end = appendEntry(entry, name);
    const result = attempt(words);
    if (result === EACCES) {
      if (denied === 0) denied = entry;
    } else if (!goesOn(result)) return result;
    if (peek8(end) === 0) break;
    entry = end + 1;
  }
  path.length = 0;
  if (denied === 0) {
    append(name);
    return NOT_IN_PATH;
  }
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

/** Whether execvp looks in the next folder after this. */
function goesOn(result: i32): bool {
  if (result === ENOENT || result === ENOTDIR || result === ENAMETOOLONG) return true;
  return result === ESTALE || result === ENODEV || result === ETIMEDOUT;
}

/** Tries the file at `path`; a file without a known format is a script for /bin/sh (POSIX, execvp). */
function attempt(words: i64): i32 {
  const file = addressOf(endPath());
  const result = execve(file, words, environment.array);
  if (result !== ENOEXEC) return result;
  // The word before is an option, our own name or, for a hook, free: there is room for the shell's.
  message.length = 0;
  message.text("/bin/sh");
  message.byte(0);
  const shell = addressOf(message.start);
  poke64(words - 8, shell);
  poke64(words, file);
  return execve(shell, words - 8, environment.array);
}

function report(result: i32, level: Level): i32 {
  const missing = result === NOT_IN_PATH || result === ENOENT || result === ENOTDIR;
  begin(level, missing ? "not-found" : "not-executable");
  say("cannot run '");
  sayBytes("path", path.start, path.length);
  if (result === NOT_IN_PATH) say("': not found in PATH");
  // execve also says ENOENT for a file that is there: then what its first line or its ELF header names is not.
  else if (result === ENOENT && access(path.start, 0) === 0) {
    say("': it is there, but not the interpreter that it names");
  } else {
    say("': ");
    sayError(result);
  }
  end();
  const as = level === Level.Error ? plan.as : As.Lastcall;
  if (as === As.DumbInit) return 2;
  if (as === As.Catatonit) return 1;
  // tini knows these two errors, and 1 for any other.
  if (as === As.Tini && result !== NOT_IN_PATH && result !== ENOENT && result !== EACCES) return 1;
  return missing ? NOT_FOUND : NOT_EXECUTABLE;
}

function hasSlash(name: i64): bool {
  for (let at = name; peek8(at) !== 0; at++) if (peek8(at) === 47) return true;
  return false;
}

function append(name: i64): void {
  for (let at = name; peek8(at) !== 0; at++) path.byte(peek8(at));
}
