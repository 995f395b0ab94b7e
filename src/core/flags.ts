// Every option of the init and of `lastcall run`, once. The init's parser, commander, --help, the README's
// table and the variables derive from it; what a value means is src/core/options.ts' affair.

/** Which option a row is. */
export const enum FlagId {
  Delay = 0,
  Deadline = 1,
  UntilIdle = 2,
  DelayMin = 3,
  Port = 4,
  PreStop = 5,
  PreStopHttp = 6,
  Escalate = 7,
  StopSignals = 8,
  Target = 9,
  Group = 10,
  Child = 11,
  Settle = 12,
  Linger = 13,
  Rewrite = 14,
  SuccessCode = 15,
  ReadyFile = 16,
  StopFile = 17,
  TerminationLog = 18,
  User = 19,
  ParentSignal = 20,
  NoSubreaper = 21,
  Verbose = 22,
  Quiet = 23,
  Log = 24,
  Help = 25,
  Version = 26,
}

/** One row. `value` is the placeholder of its argument, empty for a switch; `fallback` is the default as a user would type it. */
export class Flag {
  constructor(
    readonly id: FlagId,
    readonly short: string,
    readonly long: string,
    readonly value: string,
    readonly fallback: string,
    /** The variable that stands in for it; empty where there is none. */
    readonly variable: string,
  ) {}
}

export const flags: Flag[] = [
  new Flag(FlagId.Delay, "", "delay", "TIME", "0s", "LASTCALL_DELAY"),
  new Flag(FlagId.Deadline, "", "deadline", "TIME", "", "LASTCALL_DEADLINE"),
  new Flag(FlagId.UntilIdle, "", "until-idle", "TIME", "", "LASTCALL_UNTIL_IDLE"),
  new Flag(FlagId.DelayMin, "", "delay-min", "TIME", "1s", "LASTCALL_DELAY_MIN"),
  // Not LASTCALL_PORT: Kubernetes sets that in every pod beside a Service named lastcall.
  new Flag(FlagId.Port, "", "port", "LIST", "", "LASTCALL_PORTS"),
  new Flag(FlagId.PreStop, "", "pre-stop", "COMMAND", "", "LASTCALL_PRE_STOP"),
  new Flag(FlagId.PreStopHttp, "", "pre-stop-http", "URL", "", "LASTCALL_PRE_STOP_HTTP"),
  new Flag(FlagId.Escalate, "", "escalate", "LIST", "", "LASTCALL_ESCALATE"),
  new Flag(FlagId.StopSignals, "", "stop-signals", "LIST", "TERM,INT,QUIT", "LASTCALL_STOP_SIGNALS"),
  new Flag(FlagId.Target, "", "target", "WHO", "app", "LASTCALL_TARGET"),
  new Flag(FlagId.Group, "g", "", "", "", ""),
  new Flag(FlagId.Child, "c", "", "", "", ""),
  new Flag(FlagId.Settle, "", "settle", "TIME", "2s", "LASTCALL_SETTLE"),
  new Flag(FlagId.Linger, "", "linger", "TIME", "5s", "LASTCALL_LINGER"),
  new Flag(FlagId.Rewrite, "r", "rewrite", "FROM:TO", "", "LASTCALL_REWRITE"),
  new Flag(FlagId.SuccessCode, "e", "success-code", "CODE", "", "LASTCALL_SUCCESS_CODE"),
  new Flag(FlagId.ReadyFile, "", "ready-file", "PATH", "", "LASTCALL_READY_FILE"),
  new Flag(FlagId.StopFile, "", "stop-file", "PATH", "", "LASTCALL_STOP_FILE"),
  new Flag(FlagId.TerminationLog, "", "termination-log", "PATH", "/dev/termination-log", "LASTCALL_TERMINATION_LOG"),
  new Flag(FlagId.User, "", "user", "USER[:GROUP]", "", "LASTCALL_USER"),
  new Flag(FlagId.ParentSignal, "p", "parent-signal", "SIGNAL", "", "LASTCALL_PARENT_SIGNAL"),
  new Flag(FlagId.NoSubreaper, "", "no-subreaper", "", "", "LASTCALL_NO_SUBREAPER"),
  new Flag(FlagId.Verbose, "v", "verbose", "", "", "LASTCALL_VERBOSE"),
  new Flag(FlagId.Quiet, "q", "quiet", "", "", "LASTCALL_QUIET"),
  new Flag(FlagId.Log, "", "log", "FORMAT", "text", "LASTCALL_LOG"),
  new Flag(FlagId.Help, "h", "help", "", "", ""),
  new Flag(FlagId.Version, "V", "version", "", "", ""),
];

/** The long names, each at the place of its flag; empty where there is none. */
export const longNames: string[] = new Array<string>(flags.length);
for (let i: i32 = 0; i < flags.length; i++) longNames[i] = flags[i].long;

/** What a flag does, in one line. Apart from the row, so that the init carries the finished help text and not its parts. */
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
      return "where --until-idle looks, like 8080,8443; default: every port that is listened on";
    case FlagId.PreStop:
      return "run this when a stop begins, before the delay; no shell; repeatable";
    case FlagId.PreStopHttp:
      return "request this when a stop begins, before the delay; repeatable";
    case FlagId.Escalate:
      return "further signals, like INT@10s,QUIT@15s, counted from when the first was passed on";
    case FlagId.StopSignals:
      return "the signals that begin a stop";
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
    case FlagId.Rewrite:
      return "pass on another signal instead, 0 drops it; repeatable";
    case FlagId.SuccessCode:
      return "exit 0 where COMMAND exits with this code; repeatable";
    case FlagId.ReadyFile:
      return "remove this file when a stop begins";
    case FlagId.StopFile:
      return "create this file when a stop begins";
    case FlagId.TerminationLog:
      return "who was killed, and by whom, is written to this file if it is there and empty";
    case FlagId.User:
      return "run COMMAND and hooks as this user";
    case FlagId.ParentSignal:
      return "act as if this signal came when the parent process dies";
    case FlagId.NoSubreaper:
      return "when not PID 1, leave orphans to somebody else";
    case FlagId.Verbose:
      return "log the timeline";
    case FlagId.Quiet:
      return "log nothing but errors that keep COMMAND from starting";
    case FlagId.Log:
      return "text, or json: one object a line";
    case FlagId.Help:
      return "print this help and exit";
    case FlagId.Version:
      return "print the version and exit";
    default:
      return "";
  }
}
