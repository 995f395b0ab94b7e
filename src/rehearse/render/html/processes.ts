// The processes as a table, and the app's last output.

import type { Recording } from "../../report.ts";
import { treeOf } from "./lanes-processes.ts";
import { html, type Piece } from "./markup.ts";
import { table } from "./table.ts";
import { many, seconds, secondsOr } from "./words.ts";

/** An app that starts one for each request has thousands. */
const mostProcesses = 300;

export function processes(recording: Recording, id: string, which: string): Piece {
  if (recording.processes.length === 0) return null;
  const columns = [
    { name: "process" },
    { name: "pid", number: true },
    { name: "from", number: true },
    { name: "to", number: true },
    { name: "told" },
    { name: "catches" },
    { name: "ignores" },
    { name: "command line" },
  ];
  const all = treeOf(recording.processes);
  const tree = all.slice(0, mostProcesses);
  // A pid can come a second time.
  const first = new Map(tree.map(({ process }) => [process.pid, process] as const).reverse());
  const rows = tree.map(({ process, depth }) => [
    html`${depth > 0 && html`<span class="depth">${"  ".repeat(depth - 1)}└ </span>`}${process.name}`,
    process.pid,
    seconds(process.fromMs),
    process.aliveAtKill ? `${secondsOr(process.toMs, "the end")}, killed` : secondsOr(process.toMs, "the end"),
    process.told === "unknown" ? "not known" : process.told,
    process.catches.join(" "),
    process.ignores.join(" "),
    html`<code>${process.commandLine}</code>`,
  ]);
  return html`<section aria-labelledby="${id}-processes"><h2 id="${id}-processes">Processes${which}</h2>${table(
    "Processes",
    columns,
    rows,
    tree.map(({ process }) => (first.get(process.pid) === process ? `${id}-p${process.pid}` : undefined)),
  )}${all.length > tree.length && html`<p class="hint">${many(all.length - tree.length, "more process", "more processes")}.</p>`}</section>`;
}

export function output(recording: Recording, id: string, which: string): Piece {
  if (recording.output.length === 0) return null;
  const lines = recording.output.map(
    (line) =>
      html`<span class="at">${seconds(line.atMs).padStart(9)}</span> <span class="${line.stream}">${line.stream === "stderr" ? "!" : " "}</span> ${line.line.replaceAll("\n", "↵").slice(0, 2000)}\n`,
  );
  return html`<section aria-labelledby="${id}-output"><h2 id="${id}-output">The app's last output${which}</h2><pre class="output" tabindex="0" aria-label="The app's last output">${lines}</pre><p class="hint">Lines with ! are from standard error.</p></section>`;
}
