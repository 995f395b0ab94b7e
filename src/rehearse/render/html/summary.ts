// The head of the page: the verdict in one sentence, what was rehearsed, and the figures that matter most.

import type { Report } from "../../report.ts";
import { shellLine } from "../../shell-line.ts";
import { SANDBOX_WORDS } from "../words.ts";
import { html, type Markup, type Piece } from "./markup.ts";
import { count, engineName, many, seconds, secondsOr } from "./words.ts";

/** A verdict is a word and a shape, not a colour alone. */
export function badge(verdict: Report["verdict"]): Markup {
  const shape =
    verdict === "pass"
      ? html`<path d="M4.5 10.5 8.5 14.5 15.5 6"/>`
      : html`<path d="M5.5 5.5 14.5 14.5M14.5 5.5 5.5 14.5"/>`;
  return html`<span class="badge ${verdict}"><svg width="20" height="20" aria-hidden="true">${shape}</svg>${verdict === "pass" ? "Pass" : "Fail"}</span>`;
}

/** `37 of 1,512 requests lost`. */
export function headline(report: Pick<Report, "verdict" | "requests">): string {
  const { total, dropped } = report.requests;
  if (total === 0) return report.verdict === "pass" ? "The app stopped in order" : "The app did not stop in order";
  if (dropped === 0)
    return report.verdict === "pass" ? `No request lost of ${count(total)}` : `No request lost, yet not in order`;
  return `${count(dropped)} of ${many(total, "request")} lost`;
}

export function subject(report: Report): Markup {
  const { recording } = report;
  const { settings } = recording;
  const facts = [
    settings && `stopped as ${engineName(recording)} does`,
    settings && `grace ${seconds(settings.graceMs)}`,
    `endpoints forget after ${seconds(recording.endpointsEndMs)}`,
    SANDBOX_WORDS[recording.sandbox],
  ].filter(Boolean);
  return html`${commandLine(recording.command)}<p class="facts">${facts.join(" · ")}</p>`;
}

export function commandLine(words: readonly string[]): Markup {
  return html`<p class="command"><code>${shellLine(words)}</code></p>`;
}

/** The tiles. Each has a word for what is wrong, besides the colour. */
export function tiles(report: Report): Markup {
  const { requests, stop, recording } = report;
  const part = (of: { readonly total: number; readonly dropped: number }) => `of ${count(of.total)}`;
  const told = stop.delivered === null ? "not known" : stop.delivered ? "yes" : "no";
  const found = [
    ...(requests.total === 0
      ? []
      : [
          tile(
            "lost on new connections",
            count(requests.newConnections.dropped),
            part(requests.newConnections),
            requests.newConnections.dropped > 0,
          ),
          tile(
            "lost on reused connections",
            count(requests.reusedConnections.dropped),
            part(requests.reusedConnections),
            requests.reusedConnections.dropped > 0,
          ),
        ]),
    tile("the app was told", told, stop.signal, stop.delivered === false),
    tile("the stop took", secondsOr(stop.tookMs, "no end"), endWords(report), stop.forced || stop.tookMs === null),
    tile(
      "exit code",
      stop.exitCode === null ? "none" : String(stop.exitCode),
      exitWords(stop.exitCode),
      badExit(report),
    ),
  ];
  return html`<dl class="tiles">${found}</dl>${blind(recording.blind)}${aside("Notes", recording.notes ?? [])}`;
}

function tile(name: string, value: string, note: string, bad: boolean): Markup {
  return html`<div class="tile${bad ? " bad" : ""}"><dt>${name}</dt><dd><b>${value}</b> <span>${note}</span></dd></div>`;
}

function endWords({ stop }: Report): string {
  if (stop.tookMs === null) return stop.forced ? "not even after SIGKILL" : "it is still there";
  return stop.forced ? "ended by SIGKILL" : "ended by itself";
}

/** 143 after SIGTERM is not 0, but where the verdict has nothing against it, this has nothing either. */
export function badExit(report: Report): boolean {
  return report.stop.exitCode !== 0 && (report.verdict === "fail" || report.stop.exitCode === null);
}

/** 128 + n: ended by signal n (POSIX shells, container runtimes). */
export function exitWords(code: number | null): string {
  if (code === null) return "it never ended";
  if (code === 0) return "success";
  const names: Readonly<Record<number, string>> = {
    129: "SIGHUP",
    130: "SIGINT",
    131: "SIGQUIT",
    137: "SIGKILL",
    143: "SIGTERM",
  };
  const name = names[code];
  return name
    ? `ended by ${name}`
    : code > 128 && code <= 192
      ? `ended by signal ${code - 128}`
      : "a failure to Kubernetes";
}

export function blind(reasons: readonly string[]): Piece {
  return aside("What could not be seen", reasons);
}

export function aside(title: string, items: readonly string[]): Piece {
  if (items.length === 0) return null;
  return html`<div class="aside"><h2>${title}</h2><ul>${items.map((item) => html`<li>${item}</li>`)}</ul></div>`;
}
