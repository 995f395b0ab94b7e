// Every option of the init and of `lastcall run`, once. The parser, --help, the README's table and the variables derive from it;
// what a value means is src/core/option-values.ts' affair.

import { indexOfWord } from "./word-list.ts";

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
  Wait = 14,
  Rewrite = 15,
  SuccessCode = 16,
  ReadyFile = 17,
  StopFile = 18,
  TerminationLog = 19,
  User = 20,
  ParentSignal = 21,
  NoSubreaper = 22,
  WarnReaped = 23,
  Verbose = 24,
  Quiet = 25,
  Log = 26,
  As = 27,
  Help = 28,
  Install = 29,
  Version = 30,
  // Options of other inits that are none of ours (src/core/as.ts).
  Subreaper = 31,
  License = 32,
  Pause = 33,
}

/** Each flag's names and the placeholder of its value, in the order of FlagId. */
export const options =
  "\
--delay TIME, \
--deadline TIME, \
--until-idle TIME, \
--delay-min TIME, \
--port LIST, \
--pre-stop COMMAND, \
--pre-stop-http URL, \
--escalate LIST, \
--stop-signals LIST, \
--target WHO, \
-g, \
-c, \
--settle TIME, \
--linger TIME, \
--wait WHO, \
-r|--rewrite FROM:TO, \
-e|--success-code CODE, \
--ready-file PATH, \
--stop-file PATH, \
--termination-log PATH, \
--user USER[:GROUP], \
-p|--parent-signal SIGNAL, \
--no-subreaper, \
-w|--warn-reaped, \
-v|--verbose, \
-q|--quiet, \
--log FORMAT, \
--as NAME, \
-h|--help, \
--install PATH, \
-V|--version";

/** The flags that take no value. */
const SWITCHES: i32 =
  (1 << FlagId.Group) |
  (1 << FlagId.Child) |
  (1 << FlagId.NoSubreaper) |
  (1 << FlagId.WarnReaped) |
  (1 << FlagId.Verbose) |
  (1 << FlagId.Quiet) |
  (1 << FlagId.Help) |
  (1 << FlagId.Version);

/** The flags whose value is a list, with commas. */
const LISTS: i32 =
  (1 << FlagId.Port) |
  (1 << FlagId.Escalate) |
  (1 << FlagId.StopSignals) |
  (1 << FlagId.Rewrite) |
  (1 << FlagId.SuccessCode);

export function isSwitch(id: FlagId): bool {
  return id > FlagId.Version || ((SWITCHES >> id) & 1) !== 0;
}

export function isList(id: FlagId): bool {
  return ((LISTS >> id) & 1) !== 0;
}

/** The flag of a name as it is typed, like -r or --rewrite; -1 if there is none. */
export function flagNamed(name: string): i32 {
  return indexOfWord(options, name);
}

/** What the name of each variable begins with. */
export const prefix = "LASTCALL_";

/** The name of a flag's variable, not all in capitals yet; `long` is the flag's own name. */
export function variableOf(id: FlagId, long: string): string {
  // Kubernetes sets LASTCALL_PORT in every pod beside a Service named lastcall.
  return prefix + (id === FlagId.Port ? "ports" : long);
}

/** A character of a flag's name as it stands in the variable's: DELAY_MIN. */
export function inVariable(code: i32): i32 {
  if (code === 45) return 95;
  return code >= 97 && code <= 122 ? code - 32 : code;
}

/** All in capitals. */
export function variableName(name: string): string {
  let capitals = "";
  for (let at: i32 = 0; at < name.length; at++) capitals += String.fromCharCode(inVariable(name.charCodeAt(at)));
  return capitals;
}
