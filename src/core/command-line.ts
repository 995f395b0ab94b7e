// From the bytes of /proc/PID/cmdline to what kind of process that is. Allocates nothing: it is called during a stop.

import { isInterpreter, isPackageManager, Kind, kindOfWord } from "./wrappers.ts";

const SPACE: i32 = 32;
const DASH: i32 = 45;
const SLASH: i32 = 47;

/** The kind of the process whose command line is bytes[0, length), each word ended by a NUL (proc_pid_cmdline(5)). */
export function kindOf(bytes: Uint8Array, length: i32): Kind {
  let end = wordEnd(bytes, length, 0);
  // npm sets its title: "npm run start" in one word. A folder with a space in its name stands before the last slash.
  const kind = kindOfPath(bytes, 0, titleEnd(bytes, end));
  if (kind !== Kind.Program) return kind;
  if (isName(bytes, 0, end, "busybox")) {
    const next = wordEnd(bytes, length, end + 1);
    return kindOfPath(bytes, end + 1, next);
  }
  if (!isInterpreter(bytes, nameStart(bytes, 0, end), end)) return Kind.Program;
  const startsScripts = isName(bytes, 0, end, "bun") || isName(bytes, 0, end, "deno");
  // The script is the first word that is no option. An option's own argument may stand there: then nothing is recognised.
  let from: i32 = end + 1;
  while (from < length) {
    end = wordEnd(bytes, length, from);
    if (bytes[from] !== DASH) {
      // `deno task` and `bun run` start a script of package.json, as npm does.
      if (startsScripts && (isWord(bytes, from, end, "task") || isWord(bytes, from, end, "run"))) return Kind.Relay;
      return kindOfScript(bytes, from, end);
    }
    // node --run starts a script of package.json through a shell, and dies of the signal alone.
    if (startsWith(bytes, from, end, "--run")) return Kind.Relay;
    from = end + 1;
  }
  return Kind.Program;
}

function kindOfPath(bytes: Uint8Array, from: i32, to: i32): Kind {
  let start = nameStart(bytes, from, to);
  // A login shell's name begins with a dash.
  if (start < to && bytes[start] === DASH) start++;
  return kindOfWord(bytes, start, to);
}

/** The kind of an interpreter that runs this script. */
function kindOfScript(bytes: Uint8Array, from: i32, to: i32): Kind {
  const start = nameStart(bytes, from, to);
  if (isPackageManager(bytes, start, to)) return Kind.Courier;
  // npm-cli.js, yarn.cjs; then yarn-4.1.0.cjs.
  let end = to;
  if (endsWith(bytes, start, to, ".js")) end = to - 3;
  else if (endsWith(bytes, start, to, ".cjs") || endsWith(bytes, start, to, ".mjs")) end = to - 4;
  else return Kind.Program;
  if (isPackageManager(bytes, start, end)) return Kind.Courier;
  for (let at = start; at + 1 < end; at++) {
    if (bytes[at] !== DASH || !isDigit(bytes[at + 1])) continue;
    return isPackageManager(bytes, start, at) ? Kind.Courier : Kind.Program;
  }
  return Kind.Program;
}

function wordEnd(bytes: Uint8Array, length: i32, from: i32): i32 {
  let at = from;
  while (at < length && bytes[at] !== 0) at++;
  return at < length ? at : length;
}

function titleEnd(bytes: Uint8Array, end: i32): i32 {
  let at = nameStart(bytes, 0, end);
  while (at < end && bytes[at] !== SPACE) at++;
  return at;
}

function nameStart(bytes: Uint8Array, from: i32, to: i32): i32 {
  let start = from;
  for (let at = from; at < to; at++) {
    if (bytes[at] === SLASH) start = at + 1;
  }
  return start;
}

function isName(bytes: Uint8Array, from: i32, to: i32, name: string): bool {
  return isWord(bytes, nameStart(bytes, from, to), to, name);
}

function isWord(bytes: Uint8Array, from: i32, to: i32, word: string): bool {
  return to - from === word.length && startsWith(bytes, from, to, word);
}

function startsWith(bytes: Uint8Array, from: i32, to: i32, text: string): bool {
  if (to - from < text.length) return false;
  for (let at: i32 = 0; at < text.length; at++) {
    if (bytes[from + at] !== text.charCodeAt(at)) return false;
  }
  return true;
}

function endsWith(bytes: Uint8Array, from: i32, to: i32, text: string): bool {
  const start: i32 = to - text.length;
  return start >= from && startsWith(bytes, start, to, text);
}

function isDigit(code: i32): bool {
  return code >= 48 && code <= 57;
}
