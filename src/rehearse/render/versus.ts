// The figures that reports are compared by, in the order in which one asks.

import type { Report } from "../report.ts";
import type { Cell } from "./table.ts";
import { exitCodeShort, seconds } from "./words.ts";

/** `name` where it has a line of its own, `short` above a column. */
export interface Figure {
  readonly name: string;
  readonly short: string;
  cell(report: Report): Cell;
}

export const FIGURES: readonly Figure[] = [
  {
    name: "verdict",
    short: "verdict",
    cell: ({ verdict }) => (verdict === "pass" ? { text: "PASS", tone: "good" } : { text: "FAIL", tone: "bad" }),
  },
  { name: "lost, new conn.", short: "lost new", cell: ({ requests }) => share(requests.newConnections) },
  { name: "lost, reused", short: "lost reused", cell: ({ requests }) => share(requests.reusedConnections) },
  {
    name: "app was told",
    short: "told",
    cell: ({ stop: { delivered } }) =>
      delivered === null
        ? { text: "?", tone: "dim" }
        : delivered
          ? { text: "yes", tone: "good" }
          : { text: "no", tone: "bad" },
  },
  {
    name: "stop took",
    short: "took",
    cell: ({ stop: { tookMs } }) => ({ text: tookMs === null ? "?" : seconds(tookMs) }),
  },
  {
    name: "SIGKILL needed",
    short: "killed",
    cell: ({ stop: { forced } }) => (forced ? { text: "yes", tone: "bad" } : { text: "no", tone: "good" }),
  },
  { name: "exit code", short: "exit", cell: ({ stop }) => ({ text: exitCodeShort(stop.exitCode) }) },
];

function share({ dropped, total }: { readonly dropped: number; readonly total: number }): Cell {
  return { text: total === 0 ? "-" : `${dropped} of ${total}`, tone: dropped > 0 ? "bad" : "plain" };
}
