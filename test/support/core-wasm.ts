// The core as Wasm (src/core/wasm-entry.ts), behind the interface of core.ts.

import type { Core, Plan, Processes } from "./core.ts";
import { wasmBytes } from "./wasm-file.ts";

/** A pointer to a string or a number; which of them the entry's source says. */
type Flat = (...values: number[]) => number;

const STRING_ID = 2;

let hosted: Processes | undefined;
const host = (): Processes => {
  if (!hosted) throw new Error("no search is under way");
  return hosted;
};

const instance = new WebAssembly.Instance(new WebAssembly.Module(wasmBytes("core", ["src/core"])), {
  "wasm-entry": {
    hostKind: (pid: number) => host().kind(pid),
    hostCatches: (pid: number, signal: number) => Number(host().catches(pid, signal)),
    hostIgnores: (pid: number, signal: number) => Number(host().ignores(pid, signal)),
    hostInputPipe: (pid: number) => host().inputPipe(pid),
    hostWrites: (pid: number, pipe: number) => Number(host().writes(pid, pipe)),
    hostHasOwnNull: (pid: number, parent: number) => Number(host().hasOwnNull(pid, parent)),
    hostIsFed: (pid: number, parent: number) => Number(host().isFed(pid, parent)),
    hostWaits: (pid: number) => Number(host().waits(pid)),
    hostChildCount: (pid: number) => host().children(pid).length,
    hostChildAt: (pid: number, index: number) => host().children(pid)[index],
    hostTell: (pid: number) => Number(host().tell(pid)),
    hostSpare: (pid: number) => host().spare(pid),
    hostKnows: (pid: number) => Number(host().knows(pid)),
  },
});

const memory = instance.exports.memory as WebAssembly.Memory;

function flat(name: string): Flat {
  const found = instance.exports[name];
  if (typeof found !== "function") throw new Error(`build/core.wasm: no export ${name}`);
  return found as Flat;
}

const allocate = flat("__new");

/** A string of the module's: UTF-16, its size in bytes before it (AssemblyScript's object header). */
function lower(text: string): number {
  const pointer = allocate(text.length * 2, STRING_ID) >>> 0;
  const units = new Uint16Array(memory.buffer, pointer, text.length);
  for (let index = 0; index < text.length; index++) units[index] = text.charCodeAt(index);
  return pointer;
}

function lift(pointer: number): string {
  const at = pointer >>> 0;
  const bytes = new Uint32Array(memory.buffer)[(at - 4) >>> 2] as number;
  let text = "";
  for (const unit of new Uint16Array(memory.buffer, at, bytes >>> 1)) text += String.fromCharCode(unit);
  return text;
}

const joined = (items: string[]) => lower(items.map((item) => `${item}\0`).join(""));
const signalNumbers = Array.from({ length: 64 }, (_, index) => index + 1);

function call(name: string, ...values: number[]): number {
  return flat(name)(...values);
}

function plan(): Plan {
  const number = (field: number) => call("planNumber", field);
  const text = (field: number) => lift(call("planText", field));
  const list = (field: number) => text(field).split("\0").slice(0, -1);
  const ports: number[] = [];
  for (let port = call("planPort", 1); port > 0; port = call("planPort", port + 1)) ports.push(port);
  return {
    as: number(11),
    waitsForAll: number(12) === 1,
    sharesGroup: number(13) === 1,
    warnsOfReaped: number(14) === 1,
    delayMs: number(0),
    deadlineMs: number(1),
    settleMs: number(2),
    lingerMs: number(3),
    target: number(4),
    parentSignal: number(5),
    subreaper: number(6) === 1,
    verbosity: number(7),
    json: number(8) === 1,
    untilIdleMs: number(9),
    delayMinMs: number(10),
    readyFile: text(0),
    stopFile: text(1),
    terminationLog: text(2),
    user: text(3),
    installPath: text(6),
    ports,
    escalations: list(4),
    hooks: list(5),
    stops: signalNumbers.filter((signal) => call("planStops", signal)),
    rewrites: signalNumbers
      .filter((signal) => call("planRewrite", signal) !== signal)
      .map((signal) => `${signal}:${call("planRewrite", signal)}`),
    successes: Array.from({ length: 256 }, (_, code) => code).filter(
      (code) => code > 0 && call("planExitCode", code) === 0,
    ),
  };
}

export const wasmCore: Core = {
  name: "Wasm",
  parseDuration: (text) => call("durationOf", lower(text)),
  formatDuration: (ms) => lift(call("durationText", ms)),
  parseSignal: (text) => call("signalOf", lower(text)),
  signalName: (signal) => lift(call("signalText", signal)),
  signalBaseName: (signal) => lift(call("signalBase", signal)),
  parseCount: (text) => call("countOf", lower(text)),
  signalSetHalves(members) {
    const text = members.map((signal) => String.fromCharCode(signal)).join("");
    return [call("setHalf", lower(text), 0), call("setHalf", lower(text), 1)];
  },
  distance: (a, b) => call("distanceOf", lower(a), lower(b)),
  nearest: (typed, known) => lift(call("nearestOf", lower(typed), lower(known))),
  helpText: (program) => lift(call("help", lower(program))),
  version: () => lift(call("versionText")),
  flagTable: () => lift(call("flagTable")).trimEnd(),
  parseOptions(words, variables = {}, program = "") {
    const pairs = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    const error = lift(call("options", lower(program), joined(words), joined(pairs)));
    return { error, action: call("optionsAction"), commandAt: call("optionsCommandAt"), plan: plan() };
  },
  machine(words, inKubernetes = false) {
    const error = lift(call("options", lower(""), joined(words), joined([])));
    if (error) throw new Error(error);
    call("machine", Number(inKubernetes));
    return {
      step(kind, value, flag, nowMs, ms = 0) {
        const count = call("machineStep", kind, value, Number(flag), nowMs, ms);
        return Array.from({ length: count }, (_, index) => ({
          kind: call("effectKind", index),
          value: call("effectValue", index),
          flag: call("effectFlag", index) === 1,
          ms: call("effectMs", index),
        }));
      },
      wake: () => call("machineWake"),
      phase: () => call("machinePhase"),
    };
  },
  kindOf: (bytes) => call("kindOfCommandLine", lower(bytes)),
  parseStat(bytes) {
    if (!call("statParses", lower(bytes))) return null;
    const field = (index: number) => call("statField", index);
    return {
      state: String.fromCharCode(field(0)),
      parent: field(1),
      started: field(2),
      name: bytes.slice(field(3), field(4)),
    };
  },
  parseMask(bytes, name) {
    if (!call("maskParses", lower(bytes), lower(name))) return null;
    return signalNumbers.filter((signal) => call("maskHas", signal));
  },
  parsePipe: (bytes) => call("pipeOf", lower(bytes)),
  parseSocket: (bytes) => call("socketOf", lower(bytes)),
  parseTcpCounter: (bytes, column) => call("tcpCounterIn", lower(bytes), column),
  netRows: (bytes, piece) =>
    lift(call("netRows", lower(bytes), piece))
      .split("\n")
      .slice(0, -1),
  isReadOnly: (bytes) => call("readOnly", lower(bytes)) === 1,
  numberAt: (bytes, from) => call("numberIn", lower(bytes), from),
  groupPath: (bytes, controller) => call("groupPathIn", lower(bytes), lower(controller)),
  oomKillsIn: (bytes) => call("oomKills", lower(bytes)),
  characterBytes: (first, second, third, fourth) => call("utf8Bytes", first, second, third, fourth),
  controlCode: (first, second) => call("utf8Control", first, second),
  lookFor: (wanted, text) => call("lookForEntry", wanted, lower(text)),
  lookForMemberships: () => void call("lookForGroupsOfUser"),
  nextEntry(bytes, from) {
    const at = call("entryAfter", lower(bytes), from);
    return at < 0
      ? null
      : { at, id: call("entryField", 0), group: call("entryField", 1), home: lift(call("entryHome")) };
  },
  splitWords(text) {
    const error = lift(call("parseHook", 0, lower(text)));
    return error || lift(call("hookWords")).split("\0").slice(0, -1);
  },
  parseUrl(text) {
    const error = lift(call("parseHook", 1, lower(text)));
    const part = (field: number) => lift(call("hookText", field));
    return { error, host: part(0), port: call("hookPort"), path: part(1), address: part(2) };
  },
  readAddress(text) {
    const length = call("addressLength", lower(text));
    return Array.from({ length }, (_, index) => call("addressByte", index));
  },
  findHost: (text, name) => lift(call("hostOf", lower(text), lower(name))),
  finalStatus: (bytes) => call("statusOf", lower(bytes)),
  search(processes, root, signal) {
    hosted = processes;
    try {
      return call("search", root, signal);
    } finally {
      hosted = undefined;
    }
  },
};
