// The core as a Wasm module of its own, for the parity tests: test/core runs each table over this and over the same
// source as JavaScript. Flat functions, as only numbers and strings cross the border. No part of the init.

import { groupPath, oomKillsIn } from "./cgroup.ts";
import { kindOf } from "./command-line.ts";
import { formatDuration, parseDuration } from "./duration.ts";
import { Effects, Event } from "./effects.ts";
import { FlagId } from "./flags.ts";
import { fallbackOf, flagOf, helpOf, helpText } from "./help.ts";
import { Hook, HookKind } from "./hook.ts";
import { findHost } from "./hosts-file.ts";
import { finalStatus } from "./http-response.ts";
import { url } from "./http-url.ts";
import { address, readAddress } from "./ip-address.ts";
import { step } from "./machine.ts";
import { NetRows } from "./net-text.ts";
import { Parsed } from "./option-values.ts";
import {
  entryBytes,
  entryGroup,
  entryId,
  homeFrom,
  homeLength,
  lookFor,
  lookForMemberships,
  nextEntry,
  Wanted,
} from "./passwd.ts";
import { Escalation, Plan } from "./plan.ts";
import {
  isReadOnly,
  numberAt,
  parseMask,
  parsePipe,
  parseSocket,
  parseStat,
  parseTcpCounter,
  stat,
} from "./proc-text.ts";
import { words, wordsLength } from "./shell-words.ts";
import { parseCount, parseSignal, SignalSet, signalBaseName, signalName } from "./signal.ts";
import { State } from "./state.ts";
import { parseStrings } from "./string-list.ts";
import { distance, nearest } from "./suggest.ts";
import { PidList, ProcessView, Sink, TargetSearch } from "./target.ts";
import { beginText, keepTextIn } from "./text.ts";
import { characterBytes, controlCode } from "./utf8.ts";
import { version } from "./version.ts";
import { Kind } from "./wrappers.ts";

// Lists cross the border as one string, their items separated by this.
const SEPARATOR = "\u0000";

/** An empty string is an empty list; a list of one empty item is a separator. */
function itemsOf(joined: string): string[] {
  const items: string[] = [];
  if (joined.length === 0) return items;
  const parts = joined.split(SEPARATOR);
  for (let i: i32 = 0; i < parts.length - 1; i++) items.push(parts[i]);
  return items;
}

/** One character is one byte. */
function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i: i32 = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

export function durationOf(text: string): f64 {
  return parseDuration(text);
}

export function durationText(ms: f64): string {
  return formatDuration(ms);
}

export function signalOf(text: string): i32 {
  return parseSignal(text);
}

export function signalText(signal: i32): string {
  return signalName(signal);
}

export function signalBase(signal: i32): string {
  return signalBaseName(signal);
}

export function countOf(text: string): i32 {
  return parseCount(text);
}

/** One half of the set whose members are the codes of these characters. */
export function setHalf(members: string, high: bool): i32 {
  const set = new SignalSet();
  for (let i: i32 = 0; i < members.length; i++) set.add(members.charCodeAt(i));
  return high ? set.high : set.low;
}

export function distanceOf(a: string, b: string): i32 {
  return distance(a, b);
}

export function nearestOf(typed: string, known: string): string {
  return nearest(typed, known);
}

export function help(program: string): string {
  return helpText(program);
}

export function versionText(): string {
  return version;
}

/** The flag table, a line each: id, short, long, placeholder, default, help, variable. */
export function flagTable(): string {
  let text = "";
  for (let id: i32 = 0; id <= FlagId.Version; id++) {
    const flag = flagOf(id);
    text += flag.id.toString() + "|" + flag.short + "|" + flag.long + "|" + flag.value + "|" + fallbackOf(id);
    text += "|" + helpOf(id) + "|" + flag.variable + "\n";
  }
  return text;
}

// --- options

let parsed: Parsed = new Parsed(new Plan());

/** Parses; what came of it is asked for below. */
export function options(program: string, words: string, variables: string): string {
  parsed = parseStrings(itemsOf(words), itemsOf(variables), program);
  return parsed.error;
}

export function optionsAction(): i32 {
  return parsed.action;
}

export function optionsCommandAt(): i32 {
  return parsed.commandAt;
}

/** The plan's numbers in the order of test/support/core.ts. */
export function planNumber(field: i32): f64 {
  const plan = parsed.plan;
  switch (field) {
    case 0:
      return plan.delayMs;
    case 1:
      return plan.deadlineMs;
    case 2:
      return plan.settleMs;
    case 3:
      return plan.lingerMs;
    case 4:
      return plan.target as f64;
    case 5:
      return plan.parentSignal as f64;
    case 6:
      return plan.subreaper ? 1 : 0;
    case 7:
      return plan.verbosity as f64;
    case 8:
      return plan.json ? 1 : 0;
    case 9:
      return plan.untilIdleMs;
    case 10:
      return plan.delayMinMs;
    case 11:
      return plan.as as f64;
    case 12:
      return plan.waitsForAll ? 1 : 0;
    case 13:
      return plan.sharesGroup ? 1 : 0;
    case 14:
      return plan.warnsOfReaped ? 1 : 0;
    default:
      return -1;
  }
}

function listOfHooks(first: Hook | null): string {
  return first === null ? "" : first.text + SEPARATOR + listOfHooks(first.next);
}

/** The plan's texts in the order of test/support/core.ts; lists as one text. */
export function planText(field: i32): string {
  const plan = parsed.plan;
  let list = "";
  switch (field) {
    case 0:
      return plan.readyFile;
    case 1:
      return plan.stopFile;
    case 2:
      return plan.terminationLog;
    case 3:
      return plan.user;
    case 4: {
      let step: Escalation | null = plan.escalations;
      while (step !== null) {
        list += step.signal.toString() + "@" + (step.afterMs as i32).toString() + SEPARATOR;
        step = step.next;
      }
      return list;
    }
    case 5:
      return listOfHooks(plan.hooks);
    case 6:
      return plan.installPath;
    default:
      return "";
  }
}

/** The smallest port from `from` on; 0 if there is none. */
export function planPort(from: i32): i32 {
  const ports = parsed.plan.ports;
  for (let port = from; port <= 65535 && !ports.empty; port++) if (ports.has(port)) return port;
  return 0;
}

export function planStops(signal: i32): bool {
  return parsed.plan.beginsStop(signal);
}

export function planRewrite(signal: i32): i32 {
  return parsed.plan.rewrites[signal];
}

export function planExitCode(code: i32): i32 {
  return parsed.plan.exitCode(code);
}

// --- the stop sequence

let state: State = new State(parsed.plan, false);
const event = new Event();
const effects = new Effects();

/** A new machine for the plan that was parsed last. */
export function machine(inKubernetes: bool): void {
  state = new State(parsed.plan, inKubernetes);
}

/** How many effects came of it. */
export function machineStep(kind: i32, value: i32, flag: bool, nowMs: f64, ms: f64): i32 {
  event.kind = kind;
  event.value = value;
  event.flag = flag;
  event.nowMs = nowMs;
  event.ms = ms;
  effects.reset();
  step(state, event, effects);
  return effects.count;
}

export function effectKind(index: i32): i32 {
  return effects.at(index).kind;
}

export function effectValue(index: i32): i32 {
  return effects.at(index).value;
}

export function effectFlag(index: i32): bool {
  return effects.at(index).flag;
}

export function effectMs(index: i32): f64 {
  return effects.at(index).ms;
}

export function machineWake(): f64 {
  return state.nextWake();
}

export function machinePhase(): i32 {
  return state.phase;
}

// --- bytes of /proc

function read(text: string): void {
  keepTextIn(bytesOf(text));
  beginText(text.length);
}

export function kindOfCommandLine(text: string): i32 {
  read(text);
  return kindOf();
}

export function lookForEntry(wanted: Wanted, text: string): i32 {
  return lookFor(wanted, text, 0, text.length);
}

export function lookForGroupsOfUser(): void {
  lookForMemberships();
}

/** Where to go on behind an entry that is wanted, or -1. */
export function entryAfter(text: string, from: i32): i32 {
  return nextEntry(bytesOf(text), from, text.length);
}

export function entryField(index: i32): i32 {
  return index === 0 ? entryId : entryGroup;
}

export function entryHome(): string {
  let home = "";
  for (let i: i32 = 0; i < homeLength; i++) home += String.fromCharCode(entryBytes[homeFrom + i]);
  return home;
}

export function statParses(text: string): bool {
  read(text);
  return parseStat();
}

export function statField(field: i32): f64 {
  switch (field) {
    case 0:
      return stat.state as f64;
    case 1:
      return stat.parent as f64;
    case 2:
      return stat.started;
    case 3:
      return stat.nameFrom as f64;
    default:
      return stat.nameTo as f64;
  }
}

const mask = new SignalSet();

export function maskParses(text: string, name: string): bool {
  read(text);
  return parseMask(name, mask);
}

export function maskHas(signal: i32): bool {
  return mask.has(signal);
}

export function pipeOf(text: string): f64 {
  read(text);
  return parsePipe();
}

export function socketOf(text: string): f64 {
  read(text);
  return parseSocket();
}

export function tcpCounterIn(text: string, column: i32): f64 {
  read(text);
  return parseTcpCounter(column);
}

/** The rows of /proc/net/tcp, read in pieces of that many bytes: "port state unread hash\n" of each. */
export function netRows(text: string, piece: i32): string {
  const rows = new NetRows();
  rows.restart();
  let found = "";
  for (let from: i32 = 0; from < text.length; from += piece) {
    const bytes = bytesOf(text.substring(from, from + piece));
    rows.begin();
    while (rows.next(bytes, bytes.length)) {
      found +=
        rows.port.toString() +
        " " +
        rows.state.toString() +
        " " +
        rows.unread.toString() +
        " " +
        rows.hash.toString() +
        "\n";
    }
  }
  return found;
}

export function readOnly(text: string): bool {
  read(text);
  return isReadOnly();
}

export function numberIn(text: string, from: i32): f64 {
  read(text);
  return numberAt(from);
}

export function groupPathIn(text: string, controller: string): i32 {
  read(text);
  return groupPath(controller);
}

export function oomKills(text: string): f64 {
  read(text);
  return oomKillsIn();
}

export function utf8Bytes(first: i32, second: i32, third: i32, fourth: i32): i32 {
  return characterBytes(first, second, third, fourth);
}

export function utf8Control(first: i32, second: i32): i32 {
  return controlCode(first, second);
}

// --- hooks

/** Reads a hook; what came of it is asked for below. */
export function parseHook(kind: HookKind, text: string): string {
  return new Hook(kind, "", text).parse();
}

/** The bytes of its words, a NUL behind each. */
export function hookWords(): string {
  let text = "";
  for (let i: i32 = 0; i < wordsLength; i++) text += String.fromCharCode(words[i]);
  return text;
}

export function hookPort(): i32 {
  return url.port;
}

export function hookText(field: i32): string {
  if (field === 0) return url.host;
  return field === 1 ? url.path : url.address;
}

export function addressLength(text: string): i32 {
  return readAddress(text);
}

export function addressByte(index: i32): i32 {
  return address[index];
}

export function hostOf(text: string, name: string): string {
  return findHost(text, name);
}

export function statusOf(text: string): i32 {
  return finalStatus(bytesOf(text), text.length);
}

// --- the search for the target, over processes that the host keeps

declare function hostKind(pid: i32): i32;
declare function hostCatches(pid: i32, signal: i32): bool;
declare function hostIgnores(pid: i32, signal: i32): bool;
declare function hostInputPipe(pid: i32): f64;
declare function hostWrites(pid: i32, pipe: f64): bool;
declare function hostHasOwnNull(pid: i32, parent: i32): bool;
declare function hostIsFed(pid: i32, parent: i32): bool;
declare function hostWaits(pid: i32): bool;
declare function hostChildCount(pid: i32): i32;
declare function hostChildAt(pid: i32, index: i32): i32;
declare function hostTell(pid: i32): bool;
declare function hostSpare(pid: i32): void;
declare function hostKnows(pid: i32): bool;

class Pids implements PidList {
  private pids: i32[] = [];

  length(): i32 {
    return this.pids.length;
  }

  at(index: i32): i32 {
    return this.pids[index];
  }

  push(pid: i32): void {
    this.pids.push(pid);
  }

  takeOut(from: i32, to: i32): void {
    this.pids.splice(from, to - from);
  }

  truncate(length: i32): void {
    this.pids.length = length;
  }
}

class HostProcesses implements ProcessView, Sink {
  kind(pid: i32): Kind {
    return hostKind(pid);
  }

  catches(pid: i32, signal: i32): bool {
    return hostCatches(pid, signal);
  }

  ignores(pid: i32, signal: i32): bool {
    return hostIgnores(pid, signal);
  }

  inputPipe(pid: i32): f64 {
    return hostInputPipe(pid);
  }

  writes(pid: i32, pipe: f64): bool {
    return hostWrites(pid, pipe);
  }

  hasOwnNull(pid: i32, parent: i32): bool {
    return hostHasOwnNull(pid, parent);
  }

  isFed(pid: i32, parent: i32): bool {
    return hostIsFed(pid, parent);
  }

  waits(pid: i32): bool {
    return hostWaits(pid);
  }

  children(pid: i32, list: PidList): void {
    const count = hostChildCount(pid);
    for (let i: i32 = 0; i < count; i++) list.push(hostChildAt(pid, i));
  }

  tell(pid: i32): bool {
    return hostTell(pid);
  }

  spare(pid: i32): void {
    hostSpare(pid);
  }

  knows(pid: i32): bool {
    return hostKnows(pid);
  }
}

/** How many processes at and below `root` were told. */
export function search(root: i32, signal: i32): i32 {
  const processes = new HostProcesses();
  return new TargetSearch<HostProcesses, Pids, HostProcesses>(processes, new Pids(), processes).tell(root, signal);
}
