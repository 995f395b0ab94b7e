// How a text may look where it is printed: how wide, with colour or without, in Unicode or in ASCII. And the few colours there are.

/** What the place that a text goes to can show. */
export interface Look {
  /** Columns. No line is longer, but the lines that are there to be copied. */
  readonly width: number;
  readonly color: boolean;
  /** False: nothing but ASCII. True if left out. */
  readonly unicode?: boolean;
}

/** Where nothing is known of the place: a file, a pull request. */
export const PLAIN: Look = { width: 80, color: false, unicode: true };

/** The part of a stream that is looked at: `process.stdout` has it. */
export interface Place {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/**
 * What a stream can show. Colour only on a terminal, and not with a NO_COLOR that is not empty (no-color.org) or TERM=dumb; Unicode where
 * the locale says UTF-8 (LC_ALL before LC_CTYPE before LANG: locale(7)); a file and a pipe are 80 columns wide.
 */
export function lookOf(place: Place, env: Readonly<Record<string, string | undefined>>): Look {
  const terminal = place.isTTY === true;
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || "";
  return {
    width: terminal && place.columns !== undefined && place.columns > 0 ? place.columns : PLAIN.width,
    color: terminal && !env.NO_COLOR && env.TERM !== "dumb",
    unicode: /utf-?8/i.test(locale),
  };
}

/** Narrower than this nothing can be read, and wider than that the eye loses the line. */
const NARROWEST = 48;
const WIDEST = 120;

/** The width that is laid out. A terminal narrower than 48 columns wraps by itself. */
export function layoutWidth(look: Look): number {
  const width = Number.isFinite(look.width) ? Math.floor(look.width) : PLAIN.width;
  return Math.max(NARROWEST, Math.min(WIDEST, width));
}

export type Tone = "plain" | "strong" | "dim" | "good" | "bad" | "warn" | "info" | "badge-good" | "badge-bad";

/** Select Graphic Rendition parameters: ECMA-48 8.3.117. The sixteen colours only, so that the terminal's own theme decides. */
const CODES: Readonly<Record<Tone, string>> = {
  plain: "",
  strong: "1",
  dim: "2",
  good: "32",
  bad: "31",
  warn: "33",
  info: "36",
  "badge-good": "1;30;42",
  "badge-bad": "1;97;41",
};

export function paint(text: string, tone: Tone, look: Look): string {
  return !look.color || tone === "plain" || text === "" ? text : `\x1b[${CODES[tone]}m${text}\x1b[0m`;
}
