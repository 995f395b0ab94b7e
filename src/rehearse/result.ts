// What was played: one rehearsal, one and its proof, the same behind several inits, or a rolling update.

import type { Report } from "./report.ts";
import type { RollingReport } from "./rolling/report.ts";

/** The same rehearsal, as it is and with what was recommended. */
export interface Proof {
  readonly before: Report;
  readonly after: Report;
}

/** Behind one init; without a report where it could not be rehearsed, and why. */
export interface Contestant {
  /** `none`, `sh`, `tini`, … */
  readonly init: string;
  readonly report: Report | null;
  /** Like `not installed`. */
  readonly reason?: string;
}

export type Result =
  | { readonly kind: "single"; readonly report: Report }
  | ({ readonly kind: "proof" } & Proof)
  | { readonly kind: "comparison"; readonly contestants: readonly Contestant[] }
  | { readonly kind: "rolling"; readonly report: RollingReport };

/** Whether the app as it is stops well; of a comparison, the first that could be rehearsed. */
export function passes(result: Result): boolean {
  switch (result.kind) {
    case "single":
    case "rolling":
      return result.report.verdict === "pass";
    case "proof":
      return result.before.verdict === "pass";
    case "comparison":
      return result.contestants.find(({ report }) => report !== null)?.report?.verdict === "pass";
  }
}
