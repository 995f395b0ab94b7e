// lastcall-init(1): it names every option, man(1) and mandoc(1) have nothing to say against it, and it agrees with the
// flag table and README.md.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importCore } from "../../scripts/build/core.ts";
import { fromRoot } from "../../scripts/build/paths.ts";
import { manual } from "../../scripts/manual/manual.ts";
import { readMarkdown } from "../../scripts/manual/markdown.ts";
import { roff } from "../../scripts/manual/roff.ts";
import { tsCore } from "../support/core-ts.ts";
import { describeIf, needsProgram } from "../support/needs.ts";

const core = await importCore();
const text = readFileSync(fromRoot("scripts/manual/lastcall-init.md"), "utf8");
const page = manual(text, core);
const root = fromRoot();

let folder = "";
let file = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lastcall-manual-"));
  file = join(folder, "lastcall-init.1");
  writeFileSync(file, page);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string, ...args: string[]) {
  const env = { PATH: process.env.PATH, MANWIDTH: "80", LC_ALL: "C.UTF-8", HOME: folder };
  return spawnSync(program, [...args, file], { env, encoding: "utf8", timeout: 25_000 });
}

/** Without the overstriking that makes bold and underlined letters. */
function plain(rendered: string): string {
  return rendered.replace(/.[\b]/g, "");
}

function checkRendered(rendered: string): void {
  const words = new Set(rendered.split(/[\s,[\]().;]+/));
  for (const { short, long, variable } of core.flags) {
    if (short !== "") expect(words).toContain(`-${short}`);
    if (long !== "") expect(words).toContain(`--${long}`);
    if (variable !== "") expect(words).toContain(variable);
  }
  expect(rendered.split("\n").filter((line) => line.length > 80)).toEqual([]);
}

describeIf(needsProgram("mandoc", "-l", "/dev/null"), "for mandoc", () => {
  test("it is without a warning, and without a remark on style", () => {
    const { status, stdout, stderr } = run("mandoc", "-man", "-T", "lint");
    expect(stdout + stderr).toBe("");
    expect(status).toBe(0);
  });

  test("it shows every option and variable, in 80 columns", () => {
    checkRendered(plain(run("mandoc", "-man", "-T", "utf8").stdout));
  });
});

describeIf(needsProgram("groff", "--version"), "for groff", () => {
  test("it is without a warning", () => {
    const { status, stderr } = run("groff", "-ww", "-man", "-T", "utf8");
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });
});

describeIf(needsProgram("man", "--version"), "for man", () => {
  test("it is without a warning, and shows every option and variable, in 80 columns", () => {
    const { status, stdout, stderr } = run("man", "--warnings", "--local-file");
    expect(stderr).toBe("");
    expect(status).toBe(0);
    checkRendered(plain(stdout));
  });
});

describe("what the text says", () => {
  test("every default stands with its option", () => {
    const source = page.replaceAll("\\-", "-").replace(/\\f[BIR]/g, "");
    for (const { id, long } of core.flags) {
      const item = source.split(".TP\n").find((one) => one.split("\n")[0].includes(`--${long}`)) ?? "";
      if (core.fallbackOf(id) !== "") expect(item).toContain(`Default: ${core.fallbackOf(id)}.`);
    }
  });

  test("every long option that it names is one", () => {
    // docker's own, in an example.
    const known = new Set(["stop-timeout", ...core.flags.map(({ long }) => long)]);
    const named = [...text.matchAll(/(?<![\w-])--([a-z][a-z-]*)/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  test("every variable that it names is one", () => {
    const known = new Set(core.flags.map(({ variable }) => variable));
    const named = [...text.matchAll(/\bLASTCALL_[A-Z_]+\b/g)].map(([name]) => name);
    expect(named.filter((name) => !known.has(name) && name !== "LASTCALL_")).toEqual([]);
  });

  test("the examples are understood", () => {
    const lines = [...text.matchAll(/^ {4}lastcall-init (.*)$/gm)].map(([, line]) => line.split(" "));
    expect(lines.length).toBeGreaterThan(3);
    for (const words of lines) expect(tsCore.parseOptions(words, {}).error).toBe("");
  });

  test("exit codes and sections are those of a manual", () => {
    const sections = [...page.matchAll(/^\.SH (.*)$/gm)].map(([, name]) => name);
    const usual = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "STOP SEQUENCE", "DROP-IN NAMES", "ENVIRONMENT"];
    expect(sections).toEqual([...usual, "EXIT STATUS", "SIGNALS", "FILES", "EXAMPLES", "BUGS", "SEE ALSO"]);
    const codes = readFileSync(join(root, "README.md"), "utf8").match(/^\| (12[567]) \|/gm) ?? [];
    expect(codes).toHaveLength(3);
    for (const code of codes) expect(text).toContain(code);
  });
});

describe("the text's Markdown", () => {
  const title = { name: "x", section: 1, date: "2026-01-01", source: "x", volume: "x" };
  const body = (markdown: string) => roff(title, readMarkdown(`# NAME\n\n${markdown}\n`)).split(".SH NAME\n")[1];

  test.each([
    ["a - b, `a-b` *c-d* e-f kill(2)", "a \\- b, \\fBa\\-b\\fR \\fIc-d\\fR e-f \\fBkill\\fR(2)\n"],
    ["...x 'y' a\\b ~", "\\&...x \\(aqy\\(aq a\\eb \\(ti\n"],
    ["One. `Two`.", "One.\n\\fBTwo\\fR.\n"],
    ["x\n\n- a\n- b", "x\n.IP \\(bu 2\na\n.IP \\(bu 2\nb\n"],
    ["x\n\n| `a` | b |", "x\n.TP\n\\fBa\\fR\nb\n"],
    ["x\n\n    a-b\n     'c'", "x\n.PP\n.RS 4\n.nf\na\\-b\n \\(aqc\\(aq\n.fi\n.RE\n"],
  ])("%j", (markdown, expected) => expect(body(markdown)).toBe(expected));

  test.each([
    ["two\nlines", /one line/],
    ["### deep", /cannot be read/],
    ["<!-- nothing -->", /nothing to put in for 'nothing'/],
    ["caf\u00e9", /not ASCII/],
  ])("%j is an error", (markdown, error) => expect(() => body(markdown)).toThrow(error));
});
