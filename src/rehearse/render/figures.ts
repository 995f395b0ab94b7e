// The requests as a table: by outcome downwards, by kind of connection across.

import type { Outcome, Report, RequestRecord } from "../report.ts";
import { isLost } from "../verdict/losses.ts";
import type { Cell, Table } from "./table.ts";
import { OUTCOME_WORDS, OUTCOMES } from "./words.ts";

/** As much of a report as is counted. */
export interface Counted {
  readonly requests: Report["requests"];
  readonly recording: { readonly requests: readonly RequestRecord[] };
}

/** Null where there was no load. Totals and losses are the report's, the outcomes of each kind are counted. */
export function requestTable(report: Counted, none: string): Table | null {
  const { requests, recording } = report;
  const held = recording.requests.filter((request) => request.kind === "hold");
  if (requests.total === 0 && held.length === 0) return null;
  const load = recording.requests.filter((request) => request.kind !== "hold");
  const kinds = [
    { head: "new", records: load.filter((request) => !request.reused), ...requests.newConnections },
    { head: "reused", records: load.filter((request) => request.reused), ...requests.reusedConnections },
  ];
  const shown = OUTCOMES.filter(
    (outcome) =>
      outcome === "ok" ||
      requests.byOutcome[outcome] > 0 ||
      recording.requests.some((request) => request.outcome === outcome),
  );
  const heldHead = held.length > 0 ? ["held"] : [];
  const heldCells = (cell: (records: readonly RequestRecord[]) => Cell) => (held.length > 0 ? [cell(held)] : []);
  const figure = (number: number, bad: boolean): Cell =>
    number === 0 ? { text: none, tone: "dim" } : { text: String(number), tone: bad ? "bad" : "plain" };
  const of = (outcome: Outcome) => (records: readonly RequestRecord[]) =>
    figure(records.filter((request) => request.outcome === outcome).length, outcome !== "ok");
  const lost = (number: number): Cell => ({ text: String(number), tone: number > 0 ? "bad" : "good" });
  return {
    head: ["by connection", ...kinds.map(({ head }) => head), "all", ...heldHead],
    rows: [
      ...shown.map((outcome) => [
        OUTCOME_WORDS[outcome],
        ...kinds.map(({ records }) => of(outcome)(records)),
        figure(requests.byOutcome[outcome], outcome !== "ok"),
        ...heldCells(of(outcome)),
      ]),
      [
        "lost",
        ...kinds.map(({ dropped }) => lost(dropped)),
        lost(requests.dropped),
        ...heldCells((records) => lost(records.filter(isLost).length)),
      ],
      [
        "total",
        ...kinds.map(({ total }) => String(total)),
        String(requests.total),
        ...heldCells((records) => ({ text: String(records.length) })),
      ],
    ],
  };
}
