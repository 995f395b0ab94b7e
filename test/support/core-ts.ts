// The core as TypeScript, behind the interface of core.ts.

import { groupPath, oomKillsIn } from "../../src/core/cgroup.ts";
import { kindOf } from "../../src/core/command-line.ts";
import { formatDuration, parseDuration } from "../../src/core/duration.ts";
import { Effects, Event } from "../../src/core/effects.ts";
import { FlagId } from "../../src/core/flags.ts";
import { fallbackOf, flagOf, helpOf, helpText } from "../../src/core/help.ts";
import { Hook, HookKind } from "../../src/core/hook.ts";
import { findHost } from "../../src/core/hosts-file.ts";
import { finalStatus } from "../../src/core/http-response.ts";
import { url } from "../../src/core/http-url.ts";
import * as addresses from "../../src/core/ip-address.ts";
import { step } from "../../src/core/machine.ts";
import { NetRows } from "../../src/core/net-text.ts";
import type { Parsed as CoreParsed } from "../../src/core/option-values.ts";
import * as passwd from "../../src/core/passwd.ts";
import * as proc from "../../src/core/proc-text.ts";
import { words, wordsLength } from "../../src/core/shell-words.ts";
import * as signals from "../../src/core/signal.ts";
import { State } from "../../src/core/state.ts";
import { parseStrings } from "../../src/core/string-list.ts";
import { distance, nearest } from "../../src/core/suggest.ts";
import { TargetSearch } from "../../src/core/target.ts";
import { beginText, keepTextIn } from "../../src/core/text.ts";
import { characterBytes, controlCode } from "../../src/core/utf8.ts";
import { version } from "../../src/core/version.ts";
import type { Core, Machine, Plan } from "./core.ts";

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** What `question` answers about these bytes. */
function of<T>(bytes: string, question: () => T): T {
  keepTextIn(bytesOf(bytes));
  beginText(bytes.length);
  return question();
}

const everyPort = Array.from({ length: 65535 }, (_, index) => index + 1);
const signalNumbers = Array.from({ length: 64 }, (_, index) => index + 1);

function parse(words: string[], variables: Record<string, string> = {}, program = ""): CoreParsed {
  const entries = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  return parseStrings(words, entries, program);
}

function chain<T extends { next: T | null }>(first: T | null): T[] {
  return first === null ? [] : [first, ...chain(first.next)];
}

function planOf(parsed: CoreParsed): Plan {
  const plan = parsed.plan;
  return {
    as: plan.as,
    waitsForAll: plan.waitsForAll,
    sharesGroup: plan.sharesGroup,
    warnsOfReaped: plan.warnsOfReaped,
    delayMs: plan.delayMs,
    deadlineMs: plan.deadlineMs,
    settleMs: plan.settleMs,
    lingerMs: plan.lingerMs,
    target: plan.target,
    parentSignal: plan.parentSignal,
    subreaper: plan.subreaper,
    verbosity: plan.verbosity,
    json: plan.json,
    untilIdleMs: plan.untilIdleMs,
    delayMinMs: plan.delayMinMs,
    readyFile: plan.readyFile,
    stopFile: plan.stopFile,
    terminationLog: plan.terminationLog,
    user: plan.user,
    installPath: plan.installPath,
    ports: plan.ports.empty ? [] : everyPort.filter((port) => plan.ports.has(port)),
    escalations: chain(plan.escalations).map(({ signal, afterMs }) => `${signal}@${afterMs}`),
    hooks: chain(plan.hooks).map(({ text }) => text),
    stops: signalNumbers.filter((signal) => plan.beginsStop(signal)),
    rewrites: signalNumbers
      .filter((signal) => plan.rewrites[signal] !== signal)
      .map((signal) => `${signal}:${plan.rewrites[signal]}`),
    successes: Array.from({ length: 256 }, (_, code) => code).filter((code) => code > 0 && plan.exitCode(code) === 0),
  };
}

function machine(words: string[], inKubernetes = false): Machine {
  const parsed = parse(words);
  if (parsed.error) throw new Error(parsed.error);
  const state = new State(parsed.plan, inKubernetes);
  const event = new Event();
  const effects = new Effects();
  return {
    step(kind, value, flag, nowMs, ms = 0) {
      Object.assign(event, { kind, value, flag, nowMs, ms });
      effects.reset();
      step(state, event, effects);
      return Array.from({ length: effects.count }, (_, index) => ({
        kind: effects.at(index).kind,
        value: effects.at(index).value,
        flag: effects.at(index).flag,
        ms: effects.at(index).ms,
      }));
    },
    wake: () => state.nextWake(),
    phase: () => state.phase,
  };
}

export const tsCore: Core = {
  name: "TypeScript",
  parseDuration,
  formatDuration,
  parseSignal: signals.parseSignal,
  signalName: signals.signalName,
  signalBaseName: signals.signalBaseName,
  parseCount: signals.parseCount,
  signalSetHalves(members) {
    const set = new signals.SignalSet();
    for (const signal of members) set.add(signal);
    return [set.low, set.high];
  },
  distance,
  nearest,
  helpText,
  version: () => version,
  flagTable: () =>
    Array.from({ length: FlagId.Version + 1 }, (_, id) => flagOf(id))
      .map(({ id, short, long, value, variable }) =>
        [id, short, long, value, fallbackOf(id), helpOf(id), variable].join("|"),
      )
      .join("\n"),
  parseOptions(words, variables, program) {
    const parsed = parse(words, variables, program);
    return { error: parsed.error, action: parsed.action, commandAt: parsed.commandAt, plan: planOf(parsed) };
  },
  machine,
  kindOf: (bytes) => of(bytes, kindOf),
  parseStat(bytes) {
    if (!of(bytes, () => proc.parseStat())) return null;
    return {
      state: String.fromCharCode(proc.stat.state),
      parent: proc.stat.parent,
      started: proc.stat.started,
      name: bytes.slice(proc.stat.nameFrom, proc.stat.nameTo),
    };
  },
  parseMask(bytes, name) {
    const mask = new signals.SignalSet();
    if (!of(bytes, () => proc.parseMask(name, mask))) return null;
    return signalNumbers.filter((signal) => mask.has(signal));
  },
  parsePipe: (bytes) => of(bytes, proc.parsePipe),
  parseSocket: (bytes) => of(bytes, proc.parseSocket),
  parseTcpCounter: (bytes, column) => of(bytes, () => proc.parseTcpCounter(column)),
  netRows(bytes, piece) {
    const rows = new NetRows();
    rows.restart();
    const found: string[] = [];
    for (let from = 0; from < bytes.length; from += piece) {
      const part = bytesOf(bytes.slice(from, from + piece));
      rows.begin();
      while (rows.next(part, part.length)) found.push(`${rows.port} ${rows.state} ${rows.unread} ${rows.hash}`);
    }
    return found;
  },
  isReadOnly: (bytes) => of(bytes, proc.isReadOnly),
  numberAt: (bytes, from) => of(bytes, () => proc.numberAt(from)),
  groupPath: (bytes, controller) => of(bytes, () => groupPath(controller)),
  oomKillsIn: (bytes) => of(bytes, oomKillsIn),
  characterBytes,
  controlCode,
  lookFor: (wanted, text) => passwd.lookFor(wanted, text, 0, text.length),
  lookForMemberships: passwd.lookForMemberships,
  nextEntry(bytes, from) {
    const at = passwd.nextEntry(bytesOf(bytes), from, bytes.length);
    if (at < 0) return null;
    const home = passwd.entryBytes.subarray(passwd.homeFrom, passwd.homeFrom + passwd.homeLength);
    return { at, id: passwd.entryId, group: passwd.entryGroup, home: String.fromCharCode(...home) };
  },
  splitWords(text) {
    const error = new Hook(HookKind.Exec, "", text).parse();
    return (
      error ||
      String.fromCharCode(...words.subarray(0, wordsLength))
        .split("\0")
        .slice(0, -1)
    );
  },
  parseUrl(text) {
    const error = new Hook(HookKind.Http, "", text).parse();
    return { error, host: url.host, port: url.port, path: url.path, address: url.address };
  },
  readAddress: (text) => Array.from(addresses.address.subarray(0, addresses.readAddress(text))),
  findHost,
  finalStatus: (bytes) => finalStatus(bytesOf(bytes), bytes.length),
  search(processes, root, signal) {
    const pids: number[] = [];
    const list = {
      length: () => pids.length,
      at: (index: number) => pids[index] as number,
      push: (pid: number) => void pids.push(pid),
      takeOut: (from: number, to: number) => void pids.splice(from, to - from),
      truncate: (length: number) => {
        pids.length = length;
      },
    };
    const view = {
      kind: processes.kind,
      catches: processes.catches,
      ignores: processes.ignores,
      inputPipe: processes.inputPipe,
      writes: processes.writes,
      hasOwnNull: processes.hasOwnNull,
      isFed: processes.isFed,
      waits: processes.waits,
      children: (pid: number) => void pids.push(...processes.children(pid)),
    };
    return new TargetSearch(view, list, processes).tell(root, signal);
  },
};
