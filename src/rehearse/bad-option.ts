// What is said of an option, or of a line of a file, that nobody can rehearse: one line, with what would have been valid.

/** An option, or a file that one names, is wrong. The message is one line: `--grace '10x': expected a duration like ...`. */
export class BadOption extends Error {
  override readonly name = "BadOption";
}

/** What is wrong with a value, from whoever reads it; `attempt` puts the value and where it stands in front. */
export class Wrong extends Error {}

/** For readers that go no further. */
export function wrong(what: string): never {
  throw new Wrong(what);
}

/** How options are called: as flags (`--pre-stop`) or as properties (`preStop`). */
export type Spelling = "flag" | "property";

/** The name of an option as the user wrote it. */
export function spelled(key: string, spelling: Spelling): string {
  return spelling === "property" ? key : `--${key.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
}

const LONGEST_QUOTE = 100;

/** A value in quotes, on one line, and not endless. */
export function quote(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  const line = text.replace(/[\p{Cc}\u2028\u2029]/gu, escaped);
  return `'${line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE - 3)}...` : line}'`;
}

/** Runs `read`; what it finds wrong becomes a BadOption that begins with `where` and the value. */
export function attempt<T>(where: string, value: unknown, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Wrong) throw new BadOption(`${where} ${quote(value)}: ${error.message}`);
    throw error;
  }
}

function escaped(control: string): string {
  const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return short[control] ?? `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
