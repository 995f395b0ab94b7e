// What is said of an ending: the command's own, who had to be killed, and the summary of a stop. What was done by force, and an exit
// code of 137 that was not our doing, are put into the termination message too.

import { SIGKILL } from "../core/signal.ts";
import { DelayEnd } from "../core/state.ts";
import { StaticPidList } from "./children.ts";
import { bootMs, nowMs } from "./clock.ts";
import { text } from "./files.ts";
import { message } from "./line.ts";
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
import { state } from "./state.ts";
import { lines, writeTerminationLog } from "./termination-log.ts";
import { Told } from "./told.ts";

/** Names of that many leftovers are printed; the others are counted. */
const MOST_NAMED: i32 = 8;
/** 128 + SIGKILL. */
const KILLED: i32 = 137;
/** /proc tells times in hundredths of a second (USER_HZ). */
const TICK_MS: f64 = 10;
/** For "and 65535 more" at the end of the termination message. */
const MORE_BYTES: i32 = 16;

/** Of an exit code of 137: OOM kills until the command ended, -1 if that is not known. */
let kills: i32 = 0;
let ours: bool = true;

/** The command ended; `told` knows what it was sent. */
export function sayEnded(code: i32, told: Told): void {
  begin(Level.Debug, "command-ended");
  say("the command ended: exit code ");
  sayNumber("code", code);
  end();
  if (code !== KILLED) return;
  ours = state.forced || told.signal === SIGKILL;
  kills = oomKills();
  // The summary of a stop says it.
  if (state.stopSignal !== 0) return;
  begin(Level.Warning, "sigkilled");
  sayCode(code);
  end();
  writeMessage();
}

/** SIGKILL is about to go to those in the list. */
export function sayKilled(list: StaticPidList, told: Told): void {
  const count = list.length();
  const now = nowMs();
  begin(Level.Warning, "killed");
  if (state.stopSignal !== 0) {
    say("deadline passed ");
    sayDuration("tookMs", now - state.stoppedAtMs);
    say(" after ");
    saySignal("signal", state.stopSignal);
  } else say("leftovers did not end");
  say(": SIGKILL to ");
  sayNumber("processes", count);
  say(count === 1 ? " process" : " processes");
  beginMessage();
  lines.text("OOM kills in this memory cgroup: ");
  const killed = oomKills();
  if (killed < 0) lines.text("not known");
  else lines.number(killed);
  lines.byte(10);
  beginList("left");
  for (let i = 0; i < count && i < MOST_NAMED && hasRoom(); i++) {
    say(i === 0 ? ": " : ", ");
    beginItem(i === 0);
    const pid = list.at(i);
    processes.sayName(pid);
    if (told.recall(pid)) {
      say(" told ");
      sayDuration("hadMs", now - told.toldAtMs);
      say(" ago");
    } else say(" not told");
    endItem();
  }
  endList();
  if (count > MOST_NAMED) say(", ...");
  end();
  listLeft(list, told, now);
  writeTerminationLog();
}

/** A line for each, as many as fit. */
function listLeft(list: StaticPidList, told: Told, now: f64): void {
  const boot = bootMs();
  const count = list.length();
  for (let i = 0; i < count; i++) {
    const length = lines.length;
    const pid = list.at(i);
    if (processes.reads(pid)) {
      lines.foreign(text.dataStart + stat.nameFrom, stat.nameTo - stat.nameFrom, false, 0);
      lines.text(" (pid ");
      lines.number(pid);
      lines.text("), running for ");
      lines.duration((boot - stat.started * TICK_MS) as i64);
    } else {
      lines.text("pid ");
      lines.number(pid);
    }
    if (told.recall(pid)) {
      lines.text(", told ");
      lines.signal(told.toldSignal);
      lines.byte(32);
      lines.duration((now - told.toldAtMs) as i64);
      lines.text(" ago");
    } else lines.text(", not told");
    lines.byte(10);
    if (lines.room() < MORE_BYTES) {
      lines.length = length;
      lines.text("and ");
      lines.number(count - i);
      lines.text(" more\n");
      return;
    }
  }
}

/** A stop is over. */
export function saySummary(code: i32, forced: bool, ms: f64, told: Told): void {
  begin(Level.Info, "stopped");
  say("stopped by ");
  saySignal("signal", state.stopSignal);
  say(": ");
  sayDelay();
  if (told.programs > 0) {
    say("told ");
    sayBytes("target", toldName, told.nameLength);
    say(" (pid ");
    sayNumber("pid", told.firstPid);
    say(")");
    if (told.programs > 1) {
      say(" and ");
      message.number(told.programs - 1);
      say(" more");
    }
  } else say("told nobody");
  noteNumber("told", told.programs);
  say("; took ");
  sayDuration("tookMs", ms);
  if (forced) say(", by force");
  note("forced", forced ? "true" : "false");
  say(": ");
  sayCode(code);
  end();
  if (code === KILLED && !ours) writeMessage();
}

function sayDelay(): void {
  const why = state.delayEnd;
  if (why === DelayEnd.None) {
    note("delayEnd", '"none"');
    return;
  }
  say("delay ");
  sayDuration("delayMs", state.delayTookMs);
  switch (why) {
    case DelayEnd.Idle:
      say(", over as traffic was idle");
      note("delayEnd", '"idle"');
      break;
    case DelayEnd.Hurried:
      say(", cut short by a second signal");
      note("delayEnd", '"hurried"');
      break;
    case DelayEnd.Deadline:
      say(", cut short by the deadline");
      note("delayEnd", '"deadline"');
      break;
    case DelayEnd.CommandEnded:
      say(", over as the command ended");
      note("delayEnd", '"command-ended"');
      break;
    default:
      note("delayEnd", '"over"');
      break;
  }
  say("; ");
}

/** The exit code; where it is that of SIGKILL, also whose that was. */
function sayCode(code: i32): void {
  say("exit code ");
  sayNumber("code", code);
  if (code !== KILLED) return;
  if (ours) {
    say(": SIGKILL by lastcall");
    if (state.forced) say(" at the deadline");
    note("by", '"lastcall"');
  } else if (kills > 0) {
    say(": the kernel's OOM killer (memory cgroup, oom_kill +");
    sayNumber("oomKills", kills);
    say(")");
    note("by", '"oom"');
  } else if (kills === 0) {
    say(": SIGKILL by somebody else (not lastcall, and no OOM kill in this cgroup)");
    note("by", '"other"');
  } else {
    say(": SIGKILL by somebody else or the OOM killer (the cgroup's oom_kill cannot be read)");
    note("by", '"unknown"');
  }
}

/** Puts what is being said into the termination message. */
function beginMessage(): void {
  lines.length = 0;
  lines.text("lastcall: ");
  lines.foreign(message.start, message.length, false, 0);
  lines.byte(10);
}

function writeMessage(): void {
  beginMessage();
  writeTerminationLog();
}
