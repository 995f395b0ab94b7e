// The words of ENTRYPOINT that are recommended: lastcall-init with its times, and the command without the inits and shells that are
// of no use any more.

import { As } from "../../core/as.ts";
import { formatDuration } from "../../core/duration.ts";
import { flagNamed, isSwitch } from "../../core/flags.ts";
import { type Init, initName, initOf, initsOf, parse, rewritesOf, successesOf } from "./inits.ts";
import { shortName } from "./signals.ts";

export interface Wanted {
  readonly delayMs: number;
  readonly deadlineMs: number;
  /** The signal that the engine sends. */
  readonly signal: string;
  /** The one that the app takes instead; null if the same. */
  readonly rewriteTo: string | null;
}

const own = new Set(["--delay", "--deadline"]);
/** What makes sense with a delay, or with a longer deadline, only. */
const dependent = new Set([...own, "--until-idle", "--delay-min", "--port", "--escalate"]);

/** Words that the core's parser takes, unless there is no command: then the image's own words belong behind the `--`. */
export function entrypointOf(
  command: readonly string[],
  variables: Readonly<Record<string, string>>,
  wanted: Wanted,
): string[] {
  const inits = initsOf(command, variables);
  const rest = withoutShell(inits.at(-1)?.command ?? command, variables);
  const called = inits.find(({ isOurs }) => isOurs)?.name ?? "lastcall-init";
  // As a package calls it (lastcall-init-linux-x64) it is on this machine, and not yet in the image.
  const name = called.endsWith(initName(called)) ? called : initName(called);
  const run = name.endsWith("lastcall") ? [name, "run"] : [name];
  for (const left of [own, dependent]) {
    // Of two rewrites of a signal the later one counts: ours.
    const before = inits.flatMap((init) => carried(init, left));
    const options = [...timesOf(wanted), ...before, ...signalsOf(wanted, inits)];
    const { error } = parse([...options, "--", ...(rest.length > 0 ? rest : ["true"])], variables);
    if (error.length === 0) return [...run, ...options, "--", ...rest];
  }
  return [...run, ...timesOf(wanted), ...signalsOf(wanted, []), "--", ...rest];
}

function timesOf({ delayMs, deadlineMs }: Wanted): string[] {
  const delay = delayMs > 0 ? ["--delay", formatDuration(delayMs)] : [];
  return [...delay, "--deadline", formatDuration(deadlineMs)];
}

function signalsOf({ signal, rewriteTo }: Wanted, inits: readonly Init[]): string[] {
  const words = rewriteTo === null ? [] : ["-r", `${shortName(signal)}:${shortName(rewriteTo)}`];
  const begins = ["TERM", "INT", "QUIT"].includes(shortName(signal));
  const chosen = inits.some(
    ({ isOurs, options }) => isOurs && options.some((word) => word.startsWith("--stop-signals")),
  );
  return begins || chosen ? words : [...words, "--stop-signals", shortName(signal)];
}

/** The options of an init that was there before, for lastcall-init; those whose long names are in `left` are left out. */
function carried(init: Init, left: ReadonlySet<string>): string[] {
  if (!init.isOurs) {
    const rewrites = rewritesOf(init).flatMap(([from, to]) => ["-r", `${from}:${to}`]);
    const codes = init.plan.as === As.Tini ? successesOf(init).flatMap((code) => ["-e", String(code)]) : [];
    return [...rewrites, ...codes];
  }
  const words: string[] = [];
  for (let at = 0; at < init.options.length; at++) {
    const word = init.options[at] as string;
    const takesNext = valueIsNext(word);
    if (!left.has(word.split("=")[0] as string)) words.push(...init.options.slice(at, takesNext ? at + 2 : at + 1));
    if (takesNext) at++;
  }
  return words;
}

/** `--delay`, `-r` and `-vr`, but not `--delay=5s` and `-e143`. */
function valueIsNext(word: string): boolean {
  if (word.startsWith("--")) return !word.includes("=") && !isSwitch(flagNamed(word));
  for (let at = 1; at < word.length; at++) if (!isSwitch(flagNamed(`-${word[at]}`))) return at === word.length - 1;
  return false;
}

/** Programs that are a shell's own, and what it would have expanded. */
const builtins =
  /^(?:\.|:|alias|bg|cd|command|eval|exit|export|fg|if|for|while|until|case|jobs|local|read|return|set|shift|source|time|times|trap|true|type|ulimit|umask|unset|wait)$/;

/** `sh -c 'exec node server.js'` is `node server.js`; what only a shell can do stays with the shell, which is looked through. */
export function withoutShell(command: readonly string[], variables: Readonly<Record<string, string>> = {}): string[] {
  const [shell, flag, script] = command;
  if (command.length !== 3 || flag !== "-c" || !/(?:^|\/)(?:ba|da|a)?sh$/.test(shell as string)) return [...command];
  const words = (script as string).trim().split(/ +/);
  if (words[0] === "exec") words.shift();
  const first = words[0] ?? "";
  if (!/^[\w@%+:,./ =-]+$/.test(script as string) || first.includes("=") || /^-|^$/.test(first) || builtins.test(first))
    return [...command];
  const inner = initOf(words, variables);
  return inner === null ? words : withoutShell(inner.command, variables);
}
