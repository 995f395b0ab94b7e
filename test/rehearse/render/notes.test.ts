// Where what was played is not what was asked for, every format says so.
import { describe, expect, test } from "vitest";
import { formats } from "../../../src/rehearse/formats.ts";
import { page, print } from "../../../src/rehearse/output.ts";
import type { Report } from "../../../src/rehearse/report.ts";
import type { Result } from "../../../src/rehearse/result.ts";
import { swallowed } from "./reports.ts";

const look = { width: 100, color: false, unicode: true };
const withNotes = (notes: readonly string[]): Result => {
  const report: Report = { ...swallowed(), recording: { ...swallowed().recording, notes } };
  return { kind: "single", report };
};
const compared = (notes: readonly string[]): Result => {
  const one = withNotes(notes);
  return { kind: "comparison", contestants: [{ init: "none", report: one.kind === "single" ? one.report : null }] };
};

describe.each([withNotes, compared])("%o", (of) => {
  test.each(formats)("%s has the notes, and no heading where there are none", (format) => {
    expect(print(of(["Compose: init is played"]), format, look)).toContain("Compose: init is played");
    expect(print(of([]), format, look)).not.toMatch(/^NOTES|>Notes</m);
  });
});

test("the page", () => {
  for (const of of [withNotes, compared]) {
    expect(page(of(["<b>"]))).toContain("<h2>Notes</h2><ul><li>&lt;b&gt;</li></ul>");
    expect(page(of([]))).not.toContain("Notes");
  }
});
