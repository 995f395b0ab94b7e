// Every option of the init and of `lastcall run`, once. The init's parser, commander, --help, the README's
// table and the names of the variables derive from it; what a value means is src/core/options.ts' affair.

import { upper } from "./ascii.ts";

/** Which option a row is; never reorder, append. */
export const enum FlagId {
  Delay = 0,
  Deadline = 1,
  StopSignals = 2,
  Target = 3,
  Group = 4,
  Child = 5,
  Settle = 6,
  Linger = 7,
  Rewrite = 8,
  SuccessCode = 9,
  ParentSignal = 10,
  NoSubreaper = 11,
  Verbose = 12,
  Quiet = 13,
  Log = 14,
  Help = 15,
  Version = 16,
}

/** One row. `value` is the placeholder of its argument, empty for a switch; `fallback` is the default as a user would type it. */
export class Flag {
  constructor(
    readonly id: FlagId,
    readonly short: string,
    readonly long: string,
    readonly value: string,
    readonly fallback: string,
    readonly help: string,
  ) {}
}

export const flags: Flag[] = [
  new Flag(FlagId.Delay, "", "delay", "TIME", "0s", "keep serving this long before the signal is passed on; auto: 5s in Kubernetes, else 0s"),
  new Flag(FlagId.Deadline, "", "deadline", "TIME", "", "SIGKILL to all that is left this long after the stop signal came"),
  new Flag(FlagId.StopSignals, "", "stop-signals", "LIST", "TERM,INT,QUIT", "the signals that begin a stop"),
  new Flag(FlagId.Target, "", "target", "WHO", "app", "who is signalled: app, child, group or all"),
  new Flag(FlagId.Group, "g", "", "", "", "short for --target group"),
  new Flag(FlagId.Child, "c", "", "", "", "short for --target child"),
  new Flag(FlagId.Settle, "", "settle", "TIME", "2s", "when the app is gone, tell a wrapper that is still there after this long"),
  new Flag(FlagId.Linger, "", "linger", "TIME", "5s", "when COMMAND ends by itself, give leftovers this long from SIGTERM to SIGKILL"),
  new Flag(FlagId.Rewrite, "r", "rewrite", "FROM:TO", "", "pass on another signal instead, 0 drops it; repeatable"),
  new Flag(FlagId.SuccessCode, "e", "success-code", "CODE", "", "exit 0 where COMMAND exits with this code; repeatable"),
  new Flag(FlagId.ParentSignal, "p", "parent-signal", "SIGNAL", "", "act as if this signal came when the parent process dies"),
  new Flag(FlagId.NoSubreaper, "", "no-subreaper", "", "", "when not PID 1, leave orphans to somebody else"),
  new Flag(FlagId.Verbose, "v", "verbose", "", "", "log the timeline"),
  new Flag(FlagId.Quiet, "q", "quiet", "", "", "log nothing but errors that keep COMMAND from starting"),
  new Flag(FlagId.Log, "", "log", "FORMAT", "text", "text, or json: one object a line"),
  new Flag(FlagId.Help, "h", "help", "", "", "print this help and exit"),
  new Flag(FlagId.Version, "V", "version", "", "", "print the version and exit"),
];

/** The variable that stands in for a flag: LASTCALL_ and the long name. Empty where there is none. */
export function variableOf(flag: Flag): string {
  if (flag.long.length === 0 || flag.id === FlagId.Help || flag.id === FlagId.Version) return "";
  return "LASTCALL_" + upper(flag.long).split("-").join("_");
}
