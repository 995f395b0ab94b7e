// What is said of an ending: the command's own, who had to be killed, and the summary of a stop. What was done by force, and an exit
// code of 137 that was not our doing, go into the termination message too.

import { SIGKILL } from "../core/signal.ts";
import { DelayEnd } from "../core/state.ts";
import { bootMs, nowMs } from "./clock.ts";
import { fields, message } from "./line.ts";
import {
  begin,
  beginItem,
  beginList,
  end,
  endItem,
  endList,
  hasRoom,
  Level,
  note,
  noteNumber,
  say,
  sayBytes,
  sayDuration,
  sayNumber,
  saySignal,
} from "./log.ts";
import { oomKills } from "./memory-events.ts";
import { processes, stat } from "./processes.ts";
import { toldName } from "./scratch.ts";
import { list, told } from "./search.ts";
import { state } from "./state.ts";
import { lines, writeTerminationLog } from "./termination-log.ts";

/** So many leftovers are named on stderr; the others are counted. */
const MOST_NAMED: i32 = 8;
/** 128 + SIGKILL. */
const KILLED: i32 = 137;
/** /proc tells times in hundredths of a second (USER_HZ). */
const TICK_MS: f64 = 10;
/** For "and 65535 more" at the end of the termination message. */
const MORE_BYTES: i32 = 16;

/** Whose SIGKILL the command's was. */
const enum By {
  Lastcall = 0,
  Oom = 1,
  Other = 2,
  Unknown = 3,
}

const byWords: StaticArray<string> = ['"lastcall"', '"oom"', '"other"', '"unknown"'];
const byTexts: StaticArray<string> = [
  ": SIGKILL by lastcall",
  ": the kernel's OOM killer (memory cgroup), oom_kill +",
  ": SIGKILL by somebody else, with no OOM kill in this cgroup",
  ": SIGKILL by somebody else, or by the OOM killer: no count is to be had",
];
/** In the order of DelayEnd. */
const delayWords: StaticArray<string> = ['"none"', '"over"', '"idle"', '"hurried"', '"deadline"', '"command-ended"'];
const delayTexts: StaticArray<string> = [
  "",
  "; ",
  ", over as traffic was idle; ",
  ", cut short by a second signal; ",
  ", cut short by the deadline; ",
  ", over as the command ended; ",
];

let by: By = By.Lastcall;
let kills: i32 = 0;

/** The command ended. A SIGKILL during a stop is left to the summary. */
export function sayEnded(code: i32): void {
  let killed = code === KILLED;
  if (killed) {
    kills = oomKills();
    by = kills > 0 ? By.Oom : kills === 0 ? By.Other : By.Unknown;
    if (state.forced || told.signal === SIGKILL) by = By.Lastcall;
    killed = state.stopSignal === 0;
  }
  begin(killed ? Level.Warning : Level.Debug, killed ? "sigkilled" : "command-ended");
  say("the command ended: ");
  sayCode(code);
  end();
  if (killed) writeMessage();
}

/** The exit code; where it is that of SIGKILL, also whose that was. */
function sayCode(code: i32): void {
  say("exit code ");
  sayNumber("code", code);
  if (code !== KILLED) return;
  say(byTexts[by]);
  if (by === By.Oom) sayNumber("oomKills", kills);
  if (state.forced && by === By.Lastcall) say(" at the deadline");
  note("by", byWords[by]);
}

/** SIGKILL is about to go to those in the list of the search. */
export function sayKilled(): void {
  const count = list.length();
  const now = nowMs();
  begin(Level.Warning, "killed");
  if (state.stopSignal !== 0) {
    say("deadline passed ");
    sayDuration("tookMs", now - state.stoppedAtMs);
    say(" after ");
    saySignal("signal", state.stopSignal);
  } else say("leftovers did not end");
  const killed = oomKills();
  if (killed >= 0) {
    say(", OOM kills in this cgroup: ");
    sayNumber("oomKills", killed);
  }
  say(": SIGKILL to ");
  sayNumber("processes", count);
  say(count === 1 ? " process" : " processes");
  beginMessage();
  beginList("left");
  let shown = 0;
  for (let i = 0; i < count; i++) {
    const messageLength = message.length;
    const fieldsLength = fields.length;
    say(i === 0 ? ": " : "; ");
    const from = message.length;
    beginItem(i === 0);
    sayLeft(list.at(i), now);
    endItem();
    const length = message.length - from;
    if (i < MOST_NAMED && hasRoom()) shown++;
    else {
      message.length = messageLength;
      fields.length = fieldsLength;
    }
    if (lines.room() < length + MORE_BYTES) {
      lines.text("and ");
      lines.number(count - i);
      lines.text(" more\n");
      break;
    }
    lines.append(message.start + from, length);
    lines.byte(10);
  }
  endList();
  if (shown < count) say("; ...");
  end();
  writeTerminationLog();
}

function sayLeft(pid: i32, now: f64): void {
  if (processes.sayName(pid)) {
    say(", running for ");
    sayDuration("runningMs", bootMs() - stat.started * TICK_MS);
  }
  if (told.recall(pid)) {
    say(", told ");
    saySignal("told", told.toldSignal);
    say(" ");
    sayDuration("hadMs", now - told.toldAtMs);
    say(" ago");
  } else say(", not told");
}

/** A stop is over. */
export function saySummary(code: i32, forced: bool, ms: f64): void {
  begin(Level.Info, "stopped");
  say("stopped by ");
  saySignal("signal", state.stopSignal);
  say(": ");
  const why = state.delayEnd;
  if (why !== DelayEnd.None) {
    say(state.delayAtMs > 0 ? "delay " : "hooks ");
    sayDuration("delayMs", state.delayTookMs);
    say(delayTexts[why]);
  }
  note("delayEnd", delayWords[why]);
  say("told ");
  if (told.programs > 0) {
    sayBytes("target", toldName, told.nameLength);
    say(" (pid ");
    sayNumber("pid", told.firstPid);
    say(")");
    if (told.programs > 1) {
      say(" and ");
      message.number(told.programs - 1);
      say(" more");
    }
  } else say("nobody");
  noteNumber("told", told.programs);
  say("; took ");
  sayDuration("tookMs", ms);
  if (forced) say(", by force");
  note("forced", forced ? "true" : "false");
  say(": ");
  sayCode(code);
  end();
  if (code === KILLED && by !== By.Lastcall) writeMessage();
}

/** What is being said begins the termination message. */
function beginMessage(): void {
  lines.length = 0;
  lines.text("lastcall: ");
  lines.append(message.start, message.length);
  lines.byte(10);
}

function writeMessage(): void {
  beginMessage();
  writeTerminationLog();
}
