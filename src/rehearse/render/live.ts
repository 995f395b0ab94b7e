// What one sees while a rehearsal runs: on a terminal one line that is drawn again and again, elsewhere a line when a phase begins. It never
// hides the cursor, and never wraps, so that nothing has to be put back whatever ends the program.

import type { ProgressPhase } from "../audience.ts";
import { type Look, lookOf, type Place, paint } from "./look.ts";
import { clean, columns, cut } from "./measure.ts";
import { list, seconds } from "./words.ts";

/** What the session tells. Times are milliseconds since the stop began, negative before; null while that is not known yet. */
export type LiveEvent =
  | { readonly kind: "phase"; readonly phase: ProgressPhase; readonly atMs: number | null; readonly detail?: string }
  | { readonly kind: "counts"; readonly sent: number; readonly ok: number; readonly lost: number }
  | { readonly kind: "alive"; readonly processes: readonly { readonly pid: number; readonly name: string }[] };

export interface Live {
  show(event: LiveEvent): void;
  /** Takes the line away; nothing is drawn after. Can be called twice. */
  end(): void;
}

/** Where it is drawn: `process.stderr` is one. */
export interface LiveStream extends Place {
  write(text: string): unknown;
}

export interface LiveOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The session's clock: milliseconds since the stop began, null while there is none. */
  readonly clock: () => number | null;
  /** Calls back every so many milliseconds until what it returns is called. Left out: setInterval, which keeps no program alive. */
  readonly every?: (ms: number, call: () => void) => () => void;
  /** A rehearsal of several has its name in front. */
  readonly title?: string;
}

/** Columns; fewer of a list of names are not shown. */
const LEAST_NAMES = 14;
/** Ten times a second a clock looks as if it ran. */
const REDRAW_MS = 100;
/** To the first column, and erase to the end of the line: ECMA-48 8.3.41. */
const ERASE = "\r\x1b[K";

export function createLive(stream: LiveStream, options: LiveOptions): Live {
  const terminal = stream.isTTY === true && options.env.TERM !== "dumb";
  return terminal ? new LiveLine(stream, options) : new LiveLog(stream, options);
}

interface Standing {
  phase: string;
  counts: { sent: number; ok: number; lost: number } | null;
  alive: readonly string[];
}

class LiveLine implements Live {
  private readonly standing: Standing = { phase: "starting", counts: null, alive: [] };
  private readonly stream: LiveStream;
  private readonly options: LiveOptions;
  private readonly stopDrawing: () => void;
  private ended = false;
  private drawn = "";

  constructor(stream: LiveStream, options: LiveOptions) {
    this.stream = stream;
    this.options = options;
    this.stopDrawing = (options.every ?? interval)(REDRAW_MS, () => this.draw());
  }

  show(event: LiveEvent): void {
    if (event.kind === "counts") this.standing.counts = event;
    else if (event.kind === "alive") this.standing.alive = event.processes.map(({ pid, name }) => `${pid} ${name}`);
    else {
      this.standing.phase = event.detail === undefined ? event.phase : `${event.phase}: ${event.detail}`;
      this.draw();
    }
  }

  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.stopDrawing();
    if (this.drawn !== "") this.stream.write(ERASE);
  }

  private draw(): void {
    if (this.ended) return;
    // The window may have got another size.
    const look = lookOf(this.stream, this.options.env);
    const line = liveLine(this.standing, this.options.clock(), look, this.options.title);
    if (line !== this.drawn) this.stream.write(ERASE + line);
    this.drawn = line;
  }
}

/** A column less than there are: a full line would wrap. Parts that do not fit are left out, from the right. */
export function liveLine(standing: Standing, clockMs: number | null, look: Look, title?: string): string {
  const { phase, counts, alive } = standing;
  const named = title === undefined ? phase : `${title}: ${phase}`;
  const parts = [paint(cut(clean(named, look.unicode), look.width - 1, look.unicode), "strong", look)];
  let used = columns(cut(clean(named, look.unicode), look.width - 1, look.unicode));
  const add = (text: string, tone: "plain" | "bad" | "dim"): void => {
    const shown = cut(clean(text, look.unicode), Math.max(0, look.width - 1 - used - 2), look.unicode);
    // A figure that is cut is a wrong one, and of names too little says nothing.
    const enough = shown === text || (tone === "dim" && columns(shown) > LEAST_NAMES);
    if (shown === "" || !enough) used = look.width;
    else {
      parts.push(paint(shown, tone, look));
      used += 2 + columns(shown);
    }
  };
  if (clockMs !== null) add(clockOf(clockMs), "plain");
  if (counts !== null && counts.sent > 0) {
    add(`${counts.sent} sent, ${counts.ok} ok`, "plain");
    add(`${counts.lost} lost`, counts.lost > 0 ? "bad" : "plain");
  }
  if (alive.length > 0) add(`alive: ${list(alive, 4)}`, "dim");
  return parts.join("  ");
}

/** `t-2.0 s`, `t+3.1 s`. */
function clockOf(ms: number): string {
  const tenths = (Math.abs(ms) / 1000).toFixed(1);
  return `t${ms < 0 ? "-" : "+"}${tenths} s`;
}

class LiveLog implements Live {
  private readonly stream: LiveStream;
  private readonly options: LiveOptions;
  private ended = false;
  private counts = "";
  private last = "";

  constructor(stream: LiveStream, options: LiveOptions) {
    this.stream = stream;
    this.options = options;
  }

  show(event: LiveEvent): void {
    if (this.ended) return;
    if (event.kind === "counts" && event.sent > 0)
      this.counts = `, ${event.sent} sent, ${event.ok} ok, ${event.lost} lost`;
    if (event.kind !== "phase") return;
    const title = this.options.title === undefined ? "" : `${this.options.title}: `;
    const detail = event.detail === undefined ? "" : `: ${event.detail}`;
    // It is told again and again which phase it is.
    if (event.phase + detail === this.last) return;
    this.last = event.phase + detail;
    const at = event.atMs === null ? "" : ` at ${seconds(event.atMs)}`;
    this.stream.write(
      `${clean(`${title}${event.phase}${detail}${at}${this.counts}`, lookOf(this.stream, this.options.env).unicode)}\n`,
    );
  }

  end(): void {
    this.ended = true;
  }
}

function interval(ms: number, call: () => void): () => void {
  const timer = setInterval(call, ms);
  timer.unref();
  return () => clearInterval(timer);
}
