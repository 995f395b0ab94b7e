// From the bytes of /proc/PID/cmdline to what kind of process that is. Allocates nothing: it is called during a stop.

import { byteAt, isDigit, startsAt, until } from "./text.ts";
import { isInterpreter, isOneOf, isPackageManager, Kind, kindOfWord } from "./wrappers.ts";

const SPACE: i32 = 32;
const DASH: i32 = 45;
const SLASH: i32 = 47;

/** The kind of the process whose command line is the text, each word ended by a NUL (proc_pid_cmdline(5)). */
export function kindOf(): Kind {
  let end = until(0, 0);
  const start = nameStart(0, end);
  // npm sets its title: "npm run start" in one word. A folder with a space in its name stands before the last slash.
  let titleEnd = start;
  while (titleEnd < end && byteAt(titleEnd) !== SPACE) titleEnd++;
  const kind = kindOfPath(0, titleEnd);
  if (kind !== Kind.Program) return kind;
  if (isOneOf("busybox ", start, end)) return kindOfPath(end + 1, until(end + 1, 0));
  if (!isInterpreter(start, end)) return Kind.Program;
  const startsScripts = isOneOf("bun deno ", start, end);
  // The script is the first word that is no option. An option's own argument may stand there: then nothing is recognised.
  let from: i32 = end + 1;
  while (byteAt(from) === DASH) {
    // node --run starts a script of package.json through a shell, and dies of the signal alone.
    if (startsAt(from, "--run")) return Kind.Relay;
    from = until(from, 0) + 1;
  }
  end = until(from, 0);
  // `deno task` and `bun run` start a script of package.json, as npm does.
  if (startsScripts && isOneOf("task run ", from, end)) return Kind.Relay;
  return kindOfScript(from, end);
}

function kindOfPath(from: i32, to: i32): Kind {
  let start = nameStart(from, to);
  // A login shell's name begins with a dash.
  if (start < to && byteAt(start) === DASH) start++;
  return kindOfWord(start, to);
}

/** The kind of an interpreter that runs this script. */
function kindOfScript(from: i32, to: i32): Kind {
  const start = nameStart(from, to);
  let end = to;
  if (startsAt(to - 3, ".js")) end = to - 3;
  else if (startsAt(to - 4, ".cjs") || startsAt(to - 4, ".mjs")) end = to - 4;
  let version = start;
  while (version < end && (byteAt(version) !== DASH || !isDigit(byteAt(version + 1)))) version++;
  // npm, npm-cli.js, yarn.cjs; then yarn-4.1.0.cjs.
  const known = isPackageManager(start, end) || (end < to && isPackageManager(start, version));
  return known ? Kind.Courier : Kind.Program;
}

function nameStart(from: i32, to: i32): i32 {
  let start = to;
  while (start > from && byteAt(start - 1) !== SLASH) start--;
  return start;
}
