// The flags of a rehearsal, and the documents of its options: they say what the tables have.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatDuration } from "../../src/core/duration.ts";
import { engines } from "../../src/rehearse/engines.ts";
import { flagOf, flags } from "../../src/rehearse/flags.ts";
import { lags } from "../../src/rehearse/lags.ts";

const source = readFileSync(resolve(import.meta.dirname, "../../src/rehearse/options.ts"), "utf8");
const documents = new Map(
  [...source.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*readonly (\w+)\?:/g)].map(([, text = "", key = ""]) => [
    key,
    text.replace(/\s*\n\s*\*?\s*/g, " "),
  ]),
);

test("every option is documented with its default, and is a flag", () => {
  expect([...documents.keys()].sort()).toEqual(Object.keys(flags).sort());
  for (const [key, text] of documents) expect(`${key}: ${text}`).toMatch(/Default: /);
});

test.each(Object.entries(lags))("the lag of %s is the same in the help and in the document", (name, { ms }) => {
  const seconds = `${ms / 1000}`;
  expect(flags.endpointLag?.help).toContain(`${name} (${seconds}s)`);
  expect(documents.get("endpointLag")).toContain(`${name} ${seconds} s`);
});

test.each(Object.values(engines))("the grace period of $title is the same everywhere", ({ engine }) => {
  expect(flags.grace?.help).toContain(`${engine.name} ${formatDuration(engine.graceMs)}`);
  expect(documents.get("grace")).toContain(`${engine.name} ${engine.graceMs / 1000} s`);
});

test.each(Object.values(engines))("$title has sources, and a grace period that it takes itself", (facts) => {
  expect(facts.sources.length).toBeGreaterThan(0);
  expect(facts.grace(facts.engine.graceMs)).toEqual({ graceMs: facts.engine.graceMs });
});

test.each(Object.values(engines).filter(({ engine }) => engine.name !== "cloud-run"))(
  "$title settles any grace period, and what it has settled it takes as it is",
  ({ grace }) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (ms) => {
        const { graceMs, note } = grace(ms);
        expect(grace(graceMs).graceMs).toBe(graceMs);
        if (graceMs !== ms) expect(note).toMatch(/\d/);
      }),
    );
  },
);

test("a flag is what commander calls it", () => {
  expect(flagOf("preStopHttp")).toBe("--pre-stop-http <URL>");
});
