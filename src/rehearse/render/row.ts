// A row of a timeline before anybody thinks of characters: its name, spans, marks, moments, and what is said at its end.

import type { Tone } from "./look.ts";

export type SpanKind = "life" | "endpoints" | "hook" | "grace" | "gap";
export type MarkKind = "signal" | "kill";

export interface Row {
  readonly label: string;
  readonly spans?: readonly {
    readonly kind: SpanKind;
    readonly fromMs: number;
    readonly toMs: number;
    readonly tone: Tone;
  }[];
  readonly marks?: readonly { readonly kind: MarkKind; readonly atMs: number }[];
  /** When each request ended. */
  readonly moments?: readonly number[];
  /** Of the whole row where it has no spans of its own. */
  readonly tone: Tone;
  readonly note: string;
  readonly noteTone: Tone;
}
