// README.md's table of options comes from the flag table, and `scripts/docs.ts --check` notices where it does not.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { importCore } from "../../scripts/build/core.ts";
import { optionsTable, replacePart } from "../../scripts/docs.ts";

const root = resolve(import.meta.dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");

test("the table of options is up to date, with a row for every flag and variable", async () => {
  const core = await importCore();
  const table = optionsTable(core);
  expect(replacePart(readme, "options", table)).toBe(readme);
  for (const flag of core.flags) {
    expect(table).toContain(flag.long ? `--${flag.long}` : `\`-${flag.short}`);
    expect(table).toContain(flag.variable);
  }
});

test("a part that was edited by hand is put right, and what stands around it is left alone", () => {
  const text = "before\n<!-- options: written by scripts/docs.ts -->\nedited\n<!-- end of options -->\nafter\n";
  expect(replacePart(text, "options", "| a |")).toBe(
    "before\n<!-- options: written by scripts/docs.ts -->\n\n| a |\n\n<!-- end of options -->\nafter\n",
  );
});

test("a document without the markers is an error, not a document without the table", () => {
  expect(() => replacePart("nothing here", "options", "| a |")).toThrow(/no '<!-- options/);
});

test("every event that the init logs is in README.md, and no other", () => {
  const source = readdirSync(join(root, "src/init"))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(root, "src/init", name), "utf8"))
    .join("\n");
  const calls = [...source.matchAll(/\b(?:begin(?:Hook)?\(\w+|fail\(|sayPathError\()[^;]*;/g)].map(([call]) => call);
  const logged = new Set(calls.flatMap((call) => [...call.matchAll(/"([a-z]+(?:-[a-z]+)*)"/g)].map((m) => m[1])));
  const section = readme.slice(readme.indexOf("## What it says"), readme.indexOf("## What it costs"));
  const rows = [...section.matchAll(/^\| (`[^|]*) \| (?:debug|info|warning|error) \|/gm)].map((row) => row[1]);
  const documented = new Set(rows.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map((m) => m[1])));
  expect([...documented].sort()).toEqual([...logged].sort());
});
