// What would have lost nothing: the settings, how each came about, and the texts to copy.

import type { Report } from "../../report.ts";
import { AS_IT_IS, isFine } from "../sentences.ts";
import { html, type Markup, type Piece, prose } from "./markup.ts";
import { seconds } from "./words.ts";

export function recommendation(report: Report): Markup {
  const found = report.recommendation;
  const rows = [
    ["delay", seconds(found.delayMs)],
    ["deadline", seconds(found.deadlineMs)],
    [html`termination<wbr>Grace<wbr>Period<wbr>Seconds`, String(found.terminationGracePeriodSeconds)],
    ["stop signal", found.stopSignal],
  ] as const;
  return html`<section aria-labelledby="recommendation"><h2 id="recommendation">Recommendation</h2>
${isFine(report) && html`<p>${AS_IT_IS}</p>`}
<dl class="settings">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${copyable("Dockerfile", found.dockerfile)}
${copyable("Manifest", found.manifest)}
${found.because.length > 0 && html`<h3>How the figures came about</h3><ul class="because">${found.because.map((line) => html`<li>${prose(line)}</li>`)}</ul>`}
</section>`;
}

/** One click selects it all, without a script; with one there is a button. */
export function copyable(title: string, text: string): Piece {
  if (text.trim() === "") return null;
  return html`<div class="copyable"><div class="bar"><h3>${title}</h3><button type="button" class="copy" hidden>Copy</button></div><pre tabindex="0" aria-label="${title}"><code>${text.trimEnd()}</code></pre></div>`;
}
