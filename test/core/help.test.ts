// The help text and the version: made from the tables, and the same in both cores.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { cores } from "../support/core.ts";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

describe.each(cores)("help in $name", (core) => {
  const lines = core.helpText("prog").split("\n");
  const rows = core.flagTable().split("\n");

  test("begins with how to call it, by the name that it was asked for", () => {
    expect(lines[0]).toBe("Usage: prog [options] [--] COMMAND [ARG...]");
  });

  test.each(rows)("says all there is about %s", (row) => {
    const [, short, long, value, fallback, help] = row.split("|") as string[];
    const names = [short && `-${short}`, long && `--${long}`].filter(Boolean).join(", ");
    const line = lines.find((text) => text.trimStart().startsWith(value ? `${names} ${value} ` : `${names} `));
    expect(line, names).toBeDefined();
    expect(line).toContain(help);
    if (fallback) expect(line).toContain(`[${fallback}]`);
  });

  test("puts every explanation in one column", () => {
    const columns = rows.map((row) => {
      const help = row.split("|")[5] as string;
      return lines.find((line) => line.includes(help))?.indexOf(help);
    });
    expect(new Set(columns).size).toBe(1);
  });

  test("explains the exit codes and gives an example", () => {
    for (const code of ["125", "126", "127", "128+n"]) expect(core.helpText("prog")).toContain(code);
    expect(core.helpText("prog")).toMatch(/Example: prog .*--deadline/);
  });

  test("has no two flags of one name, and a variable for each but help, install, version and mere abbreviations", () => {
    const cells = rows.map((row) => row.split("|") as string[]);
    for (const column of [0, 1, 2, 6]) {
      const names = cells.map((row) => row[column]).filter(Boolean);
      expect(new Set(names).size).toBe(names.length);
    }
    const without = cells.filter((row) => !row[6]).map((row) => row[2] || `-${row[1]}`);
    expect(without).toEqual(["-g", "-c", "help", "install", "version"]);
    for (const row of cells.filter((one) => one[6])) {
      // Kubernetes sets LASTCALL_PORT in every pod beside a Service named lastcall.
      const plural = row[2] === "port" ? "S" : "";
      expect(row[6]).toBe(`LASTCALL_${row[2]?.toUpperCase().replaceAll("-", "_")}${plural}`);
    }
  });

  test("has the version of package.json", () => {
    expect(core.version()).toBe(version);
  });
});

test("both cores print the same", () => {
  const [one, other] = cores;
  expect(other?.helpText("lastcall run")).toBe(one?.helpText("lastcall run"));
  expect(other?.flagTable()).toBe(one?.flagTable());
});
