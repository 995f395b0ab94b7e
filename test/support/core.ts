// What the tests of the core see of it: flat functions, answered once by the TypeScript itself (core-ts.ts) and once by
// its Wasm (core-wasm.ts). When something moves in src/core, those two files move with it and no test does.

import { tsCore } from "./core-ts.ts";
import { wasmCore } from "./core-wasm.ts";

/** A process table, as the search for the target sees it. */
export interface Processes {
  kind(pid: number): number;
  catches(pid: number, signal: number): boolean;
  ignores(pid: number, signal: number): boolean;
  inputPipe(pid: number): number;
  writes(pid: number, pipe: number): boolean;
  hasOwnNull(pid: number, parent: number): boolean;
  isFed(pid: number, parent: number): boolean;
  waits(pid: number): boolean;
  children(pid: number): number[];
  tell(pid: number): boolean;
  spare(pid: number): void;
  knows(pid: number): boolean;
}

export interface Plan {
  /** In the order of As. */
  as: number;
  waitsForAll: boolean;
  sharesGroup: boolean;
  warnsOfReaped: boolean;
  delayMs: number;
  deadlineMs: number;
  settleMs: number;
  lingerMs: number;
  target: number;
  parentSignal: number;
  subreaper: boolean;
  verbosity: number;
  json: boolean;
  untilIdleMs: number;
  delayMinMs: number;
  readyFile: string;
  stopFile: string;
  terminationLog: string;
  user: string;
  installPath: string;
  /** Empty: those that are listened on. */
  ports: number[];
  /** "SIGNAL@MS" */
  escalations: string[];
  /** Their texts, as given. */
  hooks: string[];
  /** Which of 1..64 begin a stop. */
  stops: number[];
  /** Those of 1..64 that are passed on as another, "FROM:TO". */
  rewrites: string[];
  /** Exit codes that become 0, apart from 0. */
  successes: number[];
}

export interface Parsed {
  error: string;
  action: number;
  commandAt: number;
  plan: Plan;
}

export interface Effect {
  kind: number;
  value: number;
  flag: boolean;
  ms: number;
}

/** One stop sequence. Only the youngest machine of a core works. */
export interface Machine {
  step(kind: number, value: number, flag: boolean, nowMs: number, ms?: number): Effect[];
  wake(): number;
  phase(): number;
}

export interface Stat {
  state: string;
  parent: number;
  started: number;
  name: string;
}

/** An entry of /etc/passwd or /etc/group, and where to go on behind it; group and home of a user only. */
export interface Entry {
  at: number;
  id: number;
  group: number;
  home: string;
}

export interface Request {
  error: string;
  host: string;
  port: number;
  path: string;
  /** Empty for a name. */
  address: string;
}

/** Strings that stand for bytes have one character for each. */
export interface Core {
  readonly name: string;
  parseDuration(text: string): number;
  formatDuration(ms: number): string;
  parseSignal(text: string): number;
  signalName(signal: number): string;
  signalBaseName(signal: number): string;
  parseCount(text: string): number;
  signalSetHalves(members: number[]): [low: number, high: number];
  distance(a: string, b: string): number;
  nearest(typed: string, known: string): string;
  helpText(program: string): string;
  version(): string;
  flagTable(): string;
  /** `program`: the name that it was started by. */
  parseOptions(words: string[], variables?: Record<string, string>, program?: string): Parsed;
  /** For the plan of these words. */
  machine(words: string[], inKubernetes?: boolean): Machine;
  kindOf(bytes: string): number;
  parseStat(bytes: string): Stat | null;
  /** The signals in the mask; null if it cannot be read. */
  parseMask(bytes: string, name: string): number[] | null;
  parsePipe(bytes: string): number;
  parseSocket(bytes: string): number;
  parseTcpCounter(bytes: string, column: number): number;
  /** The rows of /proc/net/tcp, read in pieces of that many bytes: "port state unread hash". */
  netRows(bytes: string, piece: number): string[];
  isReadOnly(bytes: string): boolean;
  numberAt(bytes: string, from: number): number;
  groupPath(bytes: string, controller: string): number;
  oomKillsIn(bytes: string): number;
  characterBytes(first: number, second: number, third: number, fourth: number): number;
  controlCode(first: number, second: number): number;
  /** Begins a search for a name or a number, which is the answer; -1 for a name. */
  lookFor(wanted: number, text: string): number;
  lookForMemberships(): void;
  nextEntry(bytes: string, from: number): Entry | null;
  /** The words of a --pre-stop, or what would have been valid. */
  splitWords(text: string): string[] | string;
  parseUrl(text: string): Request;
  /** Its bytes; none if it is no address. */
  readAddress(text: string): number[];
  findHost(text: string, name: string): string;
  finalStatus(bytes: string): number;
  /** How many were told. */
  search(processes: Processes, root: number, signal: number): number;
}

export const everySignal: number[] = Array.from({ length: 64 }, (_, index) => index + 1);

/** For `describe.each`. */
export const cores: Core[] = [tsCore, wasmCore];
