// What the value of an option may be, as far as a shell can suggest it. The flag table has a placeholder only; what is
// not listed here goes by that.

export type Kind =
  | "none"
  | "words"
  /** Some of the words, with commas between them. */
  | "list"
  | "signal"
  /** TERM,INT */
  | "signals"
  /** HUP:TERM,USR1:0 */
  | "rewrites"
  /** INT@10s,QUIT@15s */
  | "escalations"
  /** USER[:GROUP] */
  | "user"
  | "file"
  /** A program, or a command line in quotes that begins with one. */
  | "program";

/** The words of an option, a flag or an operand; those of Known are known elsewhere. */
const words: Record<string, readonly string[]> = {
  delay: ["auto"],
  log: ["text", "json"],
  shell: ["bash", "zsh", "fish"],
  target: ["app", "child", "group", "all"],
  wait: ["all", "command"],
};

const kinds: Record<string, Kind> = {
  compare: "list",
  escalate: "escalations",
  "pre-stop": "program",
  rewrite: "rewrites",
  "stop-signals": "signals",
};

const placeholders: Record<string, Kind> = {
  FILE: "file",
  PATH: "file",
  SIGNAL: "signal",
  "USER[:GROUP]": "user",
};

/** Words that have a list in the source already, by the name of the option or the operand. */
export type Known = Readonly<Record<string, readonly string[]>>;

export function wordsOf(name: string, known: Known): readonly string[] {
  return { ...words, ...known }[name] ?? [];
}

/** Of an option of that name (short ones have none), or of an operand, which has no placeholder. */
export function kindOf(name: string, placeholder: string, known: Known): Kind {
  if (name in kinds) return kinds[name] ?? "none";
  if (name in words || name in known) return "words";
  // `rehearse` has the words of a command, which most of the time is a script.
  if (name === "path" || name === "words") return "file";
  return placeholders[placeholder] ?? "none";
}
