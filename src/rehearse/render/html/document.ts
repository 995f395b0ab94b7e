// A page, whatever is on it: one HTML file, with no network, no fonts, no script that it needs. What an app printed or calls itself is
// escaped by the templates (markup.ts), and a Content-Security-Policy lets nothing run or load but the style and the script that are in it.

import { createHash } from "node:crypto";
import { REPORT_VERSION, type Report } from "../../report.ts";
import { figures } from "./figures.ts";
import { lostRequests } from "./lost.ts";
import { html, type Piece, trusted } from "./markup.ts";
import { output, processes } from "./processes.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";
import { badge } from "./summary.ts";

/** `verdict`: null where there are several; `begins`: what the times count from. */
export function document(
  verdict: Report["verdict"] | null,
  title: string,
  subject: Piece,
  body: Piece,
  begins: string,
): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${verdict !== null && `${verdict}: `}${title} · lastcall rehearse</title>
<link rel="icon" href="data:,">
<style>${trusted(style)}</style>
</head>
<body>
${hatches}
<main>
<header class="head"><div class="top-line">${verdict !== null && badge(verdict)}<span>lastcall rehearse</span></div>
<h1>${title}</h1>${subject}</header>
${body}
<footer>Times count from the moment ${begins} begins. Format ${REPORT_VERSION}.</footer>
</main>
<script>${trusted(script)}</script>
</body>
</html>
`;
  return page.text;
}

/** The tables; `which` is behind their headings where there are two of each, `mostLost` how many lost requests are listed. */
export function details(report: Report, id: string, which = "", mostLost?: number): Piece {
  const { recording } = report;
  return [
    figures(report, id, which),
    lostRequests(recording, id, which, mostLost),
    processes(recording, id, which),
    output(recording, id, which),
  ];
}

/** What is lost or killed is hatched, so that it can be told from the rest without its colour. */
const hatches = html`<svg width="0" height="0" class="hatch" aria-hidden="true"><defs>
<pattern id="hatch-bad" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" class="badground"/><path d="M1.5 0V6" class="bad" stroke-width="2.4"/></pattern>
<pattern id="hatch-zombie" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><path d="M1 0V5" class="zombie" stroke-width="1.4"/></pattern>
<pattern id="hatch-drain" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M1 0V5" class="drain" stroke-width="1.6"/></pattern>
</defs></svg>`;

/** By hash, so that the same page can be served from anywhere (CSP Level 3). */
function policy(): string {
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; img-src data:; base-uri 'none'; form-action 'none'`;
}
