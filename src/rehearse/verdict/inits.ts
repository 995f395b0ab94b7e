// The init that a command begins with, and what its options come to, as the core's own parser reads them.

import { As, asCalled, programs } from "../../core/as.ts";
import { Action } from "../../core/option-values.ts";
import { AUTO_DELAY_MS, Plan } from "../../core/plan.ts";
import { SIGTSTP, SIGTTOU } from "../../core/signal.ts";
import { parseStrings } from "../../core/string-list.ts";
import { fullName, numberOf } from "./signals.ts";

export interface Init {
  /** As it was called: `/sbin/tini`. */
  readonly name: string;
  readonly isOurs: boolean;
  /** Its options as they were given, without the `--`. */
  readonly options: readonly string[];
  readonly plan: Plan;
  readonly command: readonly string[];
}

type Variables = Readonly<Record<string, string>>;

/** What the core's parser says of the words behind the init's own name. `program` is that name. */
export function parse(words: readonly string[], variables: Variables, program = "lastcall-init") {
  const entries = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  return parseStrings([...words], entries, program);
}

const known = new Set(programs.split(/[ ,|]+/));

/** What the program of a path is called; `lastcall-init` also as the npm package and a release call it, `lastcall-init-linux-x64`. */
export function initName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/^(lastcall-init)-linux-[a-z\d]+$/, "$1");
}

/** Whether the program of a path is an init that is known: those that ours can be called, and podman's copy of catatonit. */
export function isInit(path: string): boolean {
  const name = initName(path);
  return known.has(name) || name === "podman-init";
}

/** The init in front of the command; null if there is none, or one whose options cannot be understood. */
export function initOf(command: readonly string[], variables: Variables): Init | null {
  const path = command[0] ?? "";
  const name = initName(path);
  const runs = name === "lastcall" && command[1] === "run";
  if (!runs && !known.has(name)) return null;
  const words = command.slice(runs ? 2 : 1);
  const parsed = parse(words, variables, runs ? "" : name);
  if (parsed.error.length > 0 || parsed.action !== Action.Run) return null;
  const options = words.slice(0, parsed.commandAt);
  if (options.at(-1) === "--") options.pop();
  const isOurs = (runs || asCalled(name) === As.Lastcall) && parsed.plan.as === As.Lastcall;
  return { name: path, isOurs, options, plan: parsed.plan, command: words.slice(parsed.commandAt) };
}

/** All inits that stand one in front of the other, the outermost first. */
export function initsOf(command: readonly string[], variables: Variables): Init[] {
  const init = initOf(command, variables);
  return init === null ? [] : [init, ...initsOf(init.command, variables)];
}

/** Whether one of lastcall-init's delays is `auto`, which is none where this is not set. */
export function isAutoAndNone(inits: readonly Init[], variables: Variables): boolean {
  return !isKubernetes(variables) && inits.some(({ isOurs, plan }) => isOurs && plan.delayMs < 0);
}

const isKubernetes = (variables: Variables): boolean => (variables.KUBERNETES_SERVICE_HOST ?? "") !== "";

/** How long the init waits before it passes the signal on. `auto` is a delay in Kubernetes only. */
function delayOf(init: Init, variables: Variables): number {
  if (init.plan.delayMs >= 0) return init.plan.delayMs;
  return isKubernetes(variables) ? AUTO_DELAY_MS : 0;
}

/** All delays of lastcall-init in front of the command. */
export function delaysOf(inits: readonly Init[], variables: Variables): number {
  return inits.filter(({ isOurs }) => isOurs).reduce((sum, init) => sum + delayOf(init, variables), 0);
}

/** What is set for a stop by lastcall-init in front: the sum of the delays, and the deadline that comes first; null where none is set. */
export function timesOf(
  inits: readonly Init[],
  variables: Variables,
): { readonly delayMs: number | null; readonly deadlineMs: number | null } {
  if (!inits.some(({ isOurs }) => isOurs)) return { delayMs: null, deadlineMs: null };
  const deadlineMs = Math.min(...inits.filter(({ isOurs }) => isOurs).map(({ plan }) => plan.deadlineMs));
  return { delayMs: delaysOf(inits, variables), deadlineMs: Number.isFinite(deadlineMs) ? deadlineMs : null };
}

/** The signal that comes out behind these inits; 0 where one of them drops it. */
function passedOn(inits: readonly Init[], signal: number): number {
  return inits.reduce((at, init) => init.plan.rewrites[at] ?? at, signal);
}

/** Signals that the options have rewritten, not those that this kind of init always does. */
export function rewritesOf(init: Init): [from: number, to: number][] {
  const usual = new Plan();
  usual.behaveAs(init.plan.as);
  const changed: [number, number][] = [];
  for (let signal = 1; signal <= 64; signal++) {
    const to = init.plan.rewrites[signal] as number;
    const isTerminals = signal >= SIGTSTP && signal <= SIGTTOU;
    if (!isTerminals && to !== usual.rewrites[signal]) changed.push([signal, to]);
  }
  return changed;
}

/** Exit codes that it makes 0. */
export function successesOf(init: Init): number[] {
  return [...init.plan.successCodes.keys()].filter((code) => init.plan.successCodes[code] !== 0);
}

/** The signal that comes to the app when the engine sends this one: inits in front may rewrite it. */
export function signalBehind(command: readonly string[], variables: Variables, signal: string): string {
  const number = numberOf(signal);
  return number < 0 ? signal : fullName(String(passedOn(initsOf(command, variables), number)));
}
