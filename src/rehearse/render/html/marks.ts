// The moments of a stop: the flags above the timeline, and the same as a list in words.

import type { Report } from "../../report.ts";
import { appToldMs } from "./lanes-stop.ts";
import { html, type Markup, type Piece, shorten } from "./markup.ts";
import { inside, place, plotWidths, type Scale, x } from "./scale.ts";
import { seconds } from "./words.ts";

export interface Moment {
  readonly ms: number;
  readonly label: string;
  readonly style: "begin" | "signal" | "told" | "endpoints" | "limit" | "kill" | "end";
  /** What the list says of it. */
  readonly detail: string;
}

/** What happened and what was set, in the order of time. */
export function momentsOf(report: Report): Moment[] {
  const { recording, stop } = report;
  const { settings, hooks, signalMs, killMs, endMs } = recording;
  const found: Moment[] = [];
  const add = (ms: number | null | undefined, style: Moment["style"], label: string, detail: string) => {
    if (ms !== null && ms !== undefined) found.push({ ms, style, label, detail });
  };
  const hook = hooks[0];
  add(
    0,
    "begin",
    hook ? "stop: hook" : "stop",
    hook ? `the stop begins, the hook runs: ${hook.what}` : "the stop begins",
  );
  add(signalMs, "signal", shorten(stop.signal, 14), `${stop.signal} is sent to PID 1`);
  const told = appToldMs(recording);
  if (told !== null) add(told, "told", "app told", "the app itself is told");
  add(recording.endpointsEndMs, "endpoints", "endpoints gone", "no new connections are sent here from now on");
  if (settings?.deadlineMs && signalMs !== null) {
    add(signalMs + settings.deadlineMs, "limit", "deadline", "the deadline of lastcall-init");
  }
  const graceMs = settings?.graceMs;
  // Where the grace period ends with SIGKILL, one flag says it.
  if (graceMs !== undefined && (killMs === null || Math.abs(killMs - graceMs) > 250)) {
    add(graceMs, "limit", "grace over", "the grace period is over");
  }
  add(killMs, "kill", "SIGKILL", `SIGKILL to everybody who is left`);
  add(
    endMs,
    "end",
    `exit ${recording.exitCode ?? "unknown"}`,
    `PID 1 is gone with exit code ${recording.exitCode ?? "unknown"}`,
  );
  return found.sort((one, other) => one.ms - other.ms);
}

const rowHeight = 19;

/** Flags in as many rows as they need at a width; the page shows one of the three sets that `flags` makes. */
export function flags(moments: readonly Moment[], scale: Scale): Markup {
  const sets = Object.entries(plotWidths).map(([style, width]) => flagsAt(moments, scale, width, style));
  return html`${sets}`;
}

interface Flag extends Moment {
  readonly left: boolean;
  readonly row: number;
}

function flagsAt(moments: readonly Moment[], scale: Scale, width: number, style: string): Markup {
  const rows: { from: number; to: number }[][] = [];
  const placed = moments
    .filter((moment) => inside(scale, moment.ms))
    .map((moment): Flag => {
      const at = (place(scale, moment.ms) / 100) * width;
      const need = `${moment.label} ${seconds(moment.ms)}`.length * 7 + 16;
      const left = at + need > width && at > need;
      const from = left ? at - need : at - 3;
      const to = left ? at + 3 : at + need;
      let row = rows.findIndex((taken) => taken.every((other) => to < other.from || from > other.to));
      if (row < 0) row = rows.push([]) - 1;
      rows[row]?.push({ from, to });
      return { ...moment, left, row };
    });
  const height = Math.max(1, rows.length) * rowHeight + 4;
  const lines = placed.map(
    (flag) =>
      html`<line x1="${place(scale, flag.ms)}%" x2="${place(scale, flag.ms)}%" y1="${flag.row * rowHeight + 2}" y2="${height}" class="mark ${flag.style}"/>`,
  );
  const texts = placed.map((flag) => {
    const side = flag.left ? html` dx="-6" text-anchor="end"` : html` dx="6"`;
    return html`<text x="${place(scale, flag.ms)}%" y="${flag.row * rowHeight + 14}"${side} class="flag ${flag.style}">${flag.label} <tspan class="at">${seconds(flag.ms)}</tspan></text>`;
  });
  return html`<svg class="flags only-${style}" width="100%" height="${height}" aria-hidden="true">${lines}${texts}</svg>`;
}

/** The same in words, for whoever does not see the drawing. */
export function momentList(report: Report): Piece {
  const rows = momentsOf(report).map(
    (moment) => html`<tr><td class="number">${seconds(moment.ms)}</td><td>${moment.detail}</td></tr>`,
  );
  return html`<table><thead><tr><th scope="col" class="number">when</th><th scope="col">what</th></tr></thead><tbody>${rows}</tbody></table>`;
}

/** The vertical line of a moment, from top to bottom of all lanes. */
export function upright(scale: Scale, ms: number, height: number, style: string): Markup {
  return html`<line x1="${x(scale, ms)}" x2="${x(scale, ms)}" y1="0" y2="${height}" class="${style}"/>`;
}
