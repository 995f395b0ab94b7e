// The characters that timelines are drawn with: one set for UTF-8, one for ASCII, of one column each.

import type { MarkKind, SpanKind } from "./row.ts";

export interface Glyphs {
  readonly span: Readonly<Record<SpanKind, string>>;
  readonly mark: Readonly<Record<MarkKind, string>>;
  readonly zero: string;
  readonly rule: string;
  readonly tick: string;
  readonly ruleZero: string;
  /** From few to many. */
  readonly levels: readonly string[];
  readonly arrow: string;
  readonly dot: string;
  readonly none: string;
}

const UNICODE: Glyphs = {
  span: { life: "━", endpoints: "▒", hook: "▚", grace: "─", gap: "╌" },
  mark: { signal: "▼", kill: "╳" },
  zero: "┊",
  rule: "─",
  tick: "┴",
  ruleZero: "┼",
  levels: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
  arrow: "→",
  dot: "·",
  none: "·",
};

export const ASCII: Glyphs = {
  span: { life: "=", endpoints: "%", hook: "~", grace: "-", gap: "!" },
  mark: { signal: "v", kill: "X" },
  zero: ":",
  rule: "-",
  tick: "+",
  ruleZero: "0",
  levels: [".", "o", "O", "#"],
  arrow: "->",
  dot: "-",
  none: "-",
};

export function glyphsOf(unicode = true): Glyphs {
  return unicode ? UNICODE : ASCII;
}
