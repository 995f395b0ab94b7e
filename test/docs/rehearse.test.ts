// docs/rehearse.md says what the source has: options, engines, presets, findings, the fields of a report, the functions of the library.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { importCommands } from "../../scripts/build/commands.ts";
import { fromRoot } from "../../scripts/build/paths.ts";
import { rehearseParts, table } from "../../scripts/docs/rehearse.ts";
import { replacePart } from "../../scripts/docs.ts";
import * as library from "../../src/rehearse/index.ts";
import { passing } from "../rehearse/render/reports.ts";

const page = readFileSync(fromRoot("docs/rehearse.md"), "utf8");

/** The rows of the tables below a heading, cell for cell, without their heads. */
function rowsOf(heading: string): string[][] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  return rows.map((row) => row.slice(2, -2).split(" | "));
}

/** The severities that each code of the findings can have, by the source. */
function findingsOf(text: string): [code: string, severities: string][] {
  const parts = text.split(/(?=code: ")/).filter((part) => part.startsWith("code: "));
  return parts.map((part) => {
    const words = /severity: ([^\n]*)/.exec(part)?.[1]?.match(/(?<=")(?:error|warning|note)(?=")/g) ?? [];
    return [/code: "([^"]+)"/.exec(part)?.[1] ?? "", words.join()];
  });
}

function merged(found: [code: string, severities: string][]): Record<string, string> {
  const all: Record<string, string> = {};
  const order = ["error", "warning", "note"];
  for (const [code, severities] of found) {
    const both = `${all[code] ?? ""},${severities}`.split(",");
    all[code] = order.filter((one) => both.includes(one)).join(", ");
  }
  return all;
}

test("the parts that come from the source are up to date", async () => {
  const parts = await rehearseParts(await importCommands());
  expect(Object.keys(parts)).toEqual(["flags", "engines", "lags", "example"]);
  expect(Object.entries(parts).reduce((text, [name, part]) => replacePart(text, name, part), page)).toBe(page);
  // Each row is whole, and none is empty.
  for (const row of rowsOf("Options")) expect(row[0] && row[2]).toBeTruthy();
  expect(rowsOf("Options").length).toBeGreaterThan(30);
});

test("a cell may have a bar in it", () => {
  expect(table(["a"], [["x|y"]])).toBe("| a |\n| --- |\n| x\\|y |");
});

test("every finding is in it with its severities, and no other", () => {
  const folder = fromRoot("src/rehearse/verdict/findings");
  const single = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`, "utf8"));
  const rolling = findingsOf(readFileSync(fromRoot("src/rehearse/rolling/findings.ts"), "utf8"));
  const ofStop = merged(single.flatMap(findingsOf));
  expect(Object.keys(ofStop).length).toBeGreaterThanOrEqual(single.length);
  const alone = merged(rolling.filter(([code]) => !(code in ofStop)));
  const rows = rowsOf("Findings").map(([code = "", severity = ""]) => [code.slice(1, -1), severity]);
  expect(Object.fromEntries(rows)).toEqual({ ...ofStop, ...alone });
  for (const [, , means, advice] of rowsOf("Findings")) expect(means && advice).toBeTruthy();
});

test("every field of a report is in it, and no other", () => {
  const fields = rowsOf("As JSON").map(([name = ""]) => name.slice(1, -1));
  expect(fields.sort()).toEqual(Object.keys(passing()).sort());
  const { requests, stop, recommendation, recording, findings } = { ...passing(), findings: [{ evidence: {} }] };
  for (const part of [requests, stop, recommendation, ...findings]) {
    for (const name of Object.keys(part)) expect(page).toContain(`\`${name}\``);
  }
  expect(page).toContain(`\`${recording.sandbox}\``);
});

test("every function of the library is in it, and every error", () => {
  const rows = rowsOf("In a test of your own").flatMap(([names = ""]) => [...names.matchAll(/`(\w+)\(/g)]);
  const functions = Object.entries(library).filter(([name]) => /^[a-z]/.test(name));
  expect(rows.map(([, name]) => name).sort()).toEqual(functions.map(([name]) => name).sort());
  const errors = Object.entries(library).filter(
    ([, value]) => typeof value === "function" && /^class /.test(`${value}`),
  );
  expect(errors.length).toBeGreaterThan(3);
  for (const [name] of errors) expect(page).toContain(`\`${name}\``);
});

test("the contents lead to headings", () => {
  const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, title = ""]) => title.toLowerCase().replaceAll(" ", "-"));
  expect([...page.matchAll(/\]\(#([^)]*)\)/g)].map(([, slug]) => slug)).toEqual(headings);
});
