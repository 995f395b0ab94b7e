// The flag table in words: the help text, and what the README says. The init has the finished text only.

import { As, optionsOf, programs } from "./as.ts";
import { FlagId, options, variableName, variableOf } from "./flags.ts";
import { version } from "./version.ts";
import { itemStart, wordEnd } from "./word-list.ts";

/** A row of the table. Whatever there is none of is empty. */
export class Flag {
  short: string = "";
  long: string = "";
  /** The placeholder of the value. */
  value: string = "";
  variable: string = "";

  constructor(readonly id: FlagId) {}
}

/** The row of a flag. */
export function flagOf(id: FlagId): Flag {
  const flag = new Flag(id);
  const item = (options + ",").substring(itemStart(options, id)).trimStart();
  const words = item.substring(0, item.indexOf(",")).split(" ");
  if (words.length > 1) flag.value = words[1];
  const names = words[0].split("|");
  for (let i: i32 = 0; i < names.length; i++) {
    if (names[i].startsWith("--")) flag.long = names[i].substring(2);
    else flag.short = names[i].substring(1);
  }
  if (flag.long.length > 0 && id < FlagId.Help) flag.variable = variableName(variableOf(id, flag.long));
  return flag;
}

/** The default, as a user would type it; empty where there is none. */
export function fallbackOf(id: FlagId): string {
  switch (id) {
    case FlagId.Delay:
      return "0s";
    case FlagId.DelayMin:
      return "1s";
    case FlagId.StopSignals:
      return "TERM,INT,QUIT";
    case FlagId.Target:
      return "app";
    case FlagId.Settle:
      return "2s";
    case FlagId.Linger:
      return "5s";
    case FlagId.Wait:
      return "all";
    case FlagId.TerminationLog:
      return "/dev/termination-log";
    case FlagId.Log:
      return "text";
    default:
      return "";
  }
}

/** What a flag does, in one line. */
export function helpOf(id: FlagId): string {
  switch (id) {
    case FlagId.Delay:
      return "keep serving this long before the signal is passed on; auto: 5s in Kubernetes, else 0s";
    case FlagId.Deadline:
      return "SIGKILL to all that is left this long after the stop signal came";
    case FlagId.UntilIdle:
      return "end the delay once no byte has arrived on the ports for this long";
    case FlagId.DelayMin:
      return "the least that --until-idle leaves of the delay";
    case FlagId.Port:
      return "where --until-idle looks, like 8080,8443; default: every port listened on";
    case FlagId.PreStop:
      return "run this when a stop begins, before the delay; no shell; repeatable";
    case FlagId.PreStopHttp:
      return "request this when a stop begins, before the delay; repeatable";
    case FlagId.Escalate:
      return "further signals, like INT@10s,QUIT@15s, counted from when the first was passed on";
    case FlagId.StopSignals:
      return "signals that begin a stop";
    case FlagId.Target:
      return "who is signalled: app, child, group or all";
    case FlagId.Group:
      return "short for --target group";
    case FlagId.Child:
      return "short for --target child";
    case FlagId.Settle:
      return "when the app is gone, tell a wrapper that is still there after this long";
    case FlagId.Linger:
      return "when COMMAND ends by itself, give leftovers this long from SIGTERM to SIGKILL";
    case FlagId.Wait:
      return "whose end is waited for: all, or command alone";
    case FlagId.Rewrite:
      return "pass on another signal instead, 0 drops it; repeatable";
    case FlagId.SuccessCode:
      return "exit 0 where COMMAND exits with this code; repeatable";
    case FlagId.ReadyFile:
      return "remove this file when a stop begins";
    case FlagId.StopFile:
      return "create this file when a stop begins";
    case FlagId.TerminationLog:
      return "write who was killed, and by whom, to this file if it is there and empty";
    case FlagId.User:
      return "run COMMAND and hooks as this user";
    case FlagId.ParentSignal:
      return "act as if this signal came when the parent dies";
    case FlagId.NoSubreaper:
      return "when not PID 1, leave orphans to somebody else";
    case FlagId.WarnReaped:
      return "say which orphans were reaped";
    case FlagId.Verbose:
      return "log the timeline";
    case FlagId.Quiet:
      return "log nothing but errors that keep COMMAND from starting";
    case FlagId.Log:
      return "text, or json: one object a line";
    case FlagId.As:
      return "first of all: be tini, dumb-init or catatonit, options and all";
    case FlagId.Help:
      return "print this help and exit";
    case FlagId.Install:
      return "copy this program to PATH and exit";
    case FlagId.Version:
      return "print the version and exit";
    default:
      return "";
  }
}

/** Everything `--help` prints; `program` is the words that begin a command line. */
export function helpText(program: string): string {
  let text = "Usage: " + program + " [options] [--] COMMAND [ARG...]\n\n";
  text += "Runs COMMAND, passes signals on to the app behind it, reaps orphans, waits for the app to drain.\n\n";
  for (let id: i32 = 0; id <= FlagId.Version; id++) {
    const flag = flagOf(id);
    let left = flag.short.length > 0 ? "  -" + flag.short : "    ";
    if (flag.long.length > 0) left += (flag.short.length > 0 ? ", --" : "  --") + flag.long;
    if (flag.value.length > 0) left += " " + flag.value;
    const fallback = fallbackOf(id);
    text += left.padEnd(30) + helpOf(id);
    if (fallback.length > 0) text += " [" + fallback + "]";
    text += "\n";
  }
  text += "\nEach option can be set by a variable too: --delay 5s is LASTCALL_DELAY=5s, --port is LASTCALL_PORTS.\n";
  text += "Exit: COMMAND's code, 128+n if signal n ended it; 127 not found, 126 not executable, 125 our own failure.\n";
  text += "Example: " + program + " --delay auto --deadline 25s -- /entrypoint.sh\n";
  return text;
}

/** The name of another program that we stand in for: the first of them. */
function programOf(as: As): string {
  const from = itemStart(programs, as) + 1;
  return programs.substring(from, wordEnd(programs, from));
}

/** What its `--help` prints. */
export function helpTextAs(as: As): string {
  const program = programOf(as);
  let text = "Usage: " + program + " [options] [--] COMMAND [ARG...]\n\nlastcall-init as " + program;
  text +=
    ", with its options: " + optionsOf(as) + ".\nOur own are variables: LASTCALL_TARGET=app, LASTCALL_DELAY=5s.\n";
  return text;
}

/**
 * What its `--version` prints. Of tini's, Docker shows both parts: no dash may be in the first, no dot in the second
 * (parseInitVersion in moby's daemon/info_unix.go).
 */
export function versionAs(as: As): string {
  if (as === As.DumbInit) return "dumb-init v" + version + "_lastcall\n";
  return "tini version " + version + "_lastcall - git.v" + version.split(".").join("_") + "\n";
}
