// docs/migrate.md is copied line by line: their lines are understood under their names, ours as they stand, and no option of the
// other inits is missing or made up.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { As, optionsOf } from "../../src/core/as.ts";
import { type Core, cores } from "../support/core.ts";

const root = resolve(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/migrate.md"), "utf8");
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((text) => [text.split("\n")[0], text]),
);
const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({ language, text }));
const inits = ["tini", "dumb-init", "catatonit"];
/** What lastcall-init has no command line of. */
const others = ["init", "pid1", "supervisord"];
const isKnown = (name: string) => name === "lastcall-init" || inits.includes(name);

interface Line {
  program: string;
  words: string[];
  variables: Record<string, string>;
}

function variablesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/(LASTCALL_\w+)(?:=|: )"?([^\s"`,]+)/g)].map(([, name, value]) => [name, value]),
  );
}

function fromDockerfile(text: string): Line {
  const words = [...text.matchAll(/^(?:ENTRYPOINT|CMD) (\[.*\])$/gm)].flatMap(([, list]) => JSON.parse(list));
  // Without either it is a file that is copied over theirs.
  const over = text.match(/^COPY .* (\S+)$/m)?.[1] ?? "";
  const [program, ...rest] = words.length > 0 ? words : [over, "--", "app"];
  return { program, words: rest, variables: variablesOf(text) };
}

function fromYaml(text: string): Line {
  const mounted = text.match(/lastcall-init:(\S+):ro/)?.[1] ?? "";
  const [, entrypoint = "[]"] = text.match(/^ *entrypoint: (.*)$/m) ?? [];
  const [, command = '["app"]'] = text.match(/^ *command: (.*)$/m) ?? [];
  const words = [...JSON.parse(entrypoint).slice(1), ...JSON.parse(command)];
  return { program: mounted, words, variables: variablesOf(text) };
}

function fromIni(text: string): Line {
  const [program, ...words] = text.match(/^command=(.*)$/m)?.[1].split(" ") ?? [];
  return { program, words, variables: {} };
}

const readers: Record<string, (text: string) => Line> = { dockerfile: fromDockerfile, yaml: fromYaml, ini: fromIni };
const nameOf = ({ program }: Line) => program.split("/").at(-1) ?? "";
const inBlocks = blocks.map(({ language, text }) => readers[language](text));
/** `tini -g -- app` in a sentence or in a table, behind the program's name. */
const inText: Line[] = [...page.matchAll(/`(lastcall-init|tini|dumb-init|catatonit) ([^`]*)`/g)].map(
  ([, program, rest]) => ({
    program,
    words: rest.split(" "),
    variables: {},
  }),
);

/** Those that stand for an option alone, and what is said there to be wrong. */
const noLines = ["-g", "grep -E x"];
const lines = [...inBlocks.filter((line) => isKnown(nameOf(line))), ...inText].filter(
  ({ words }) => !noLines.includes(words.join(" ")),
);

/** The backticked parts of a column of the table that begins with this heading. */
function column(section: string, heading: string, index: number): string[] {
  const table = sections.get(section)?.split(`\n| ${heading} |`)[1]?.split("\n\n")[0] ?? "";
  const rows = table
    .split("\n")
    .filter((row) => row.startsWith("| "))
    .slice(1);
  return rows.flatMap((row) => [...row.split("|")[index].matchAll(/`([^`]+)`/g)].map(([, text]) => text));
}

function namesOf(core: Core): string[] {
  const columns = core.flagTable().split("\n");
  return columns.map((row) => row.split("|")[6]).filter((name) => name !== "");
}

describe.each(cores)("the page by the $name core", (core) => {
  test.each(lines)("$program $words", ({ program, words, variables }) => {
    const { error, commandAt, plan } = core.parseOptions(words, variables, program);
    expect(error).toBe("");
    expect(words[commandAt]).not.toMatch(/^-/);
    if (variables.LASTCALL_TARGET) expect(plan).toMatchObject({ target: 0, waitsForAll: true });
    else expect(plan.waitsForAll).toBe(!inits.includes(program.split("/").at(-1) ?? ""));
  });

  test.each([
    ["tini", "tini"],
    ["dumb-init", "dumb-init"],
    ["catatonit", "catatonit"],
    ["gosu and tini", "theirs"],
    ["pid1", "pid1"],
    ["supervisord with one program", "supervisord.conf"],
    ["s6-overlay with a CMD", "s6-overlay"],
  ])("the options beside those of %s", (section, heading) => {
    const options = column(section, heading, 2);
    expect(options.length).toBeGreaterThan(1);
    for (const option of options) {
      expect(option).toMatch(/^-/);
      expect(core.parseOptions([...option.split(" "), "app"]).error).toBe("");
    }
  });

  test("every variable that the page names is one, with a value that it takes under each name", () => {
    const named = new Set([...page.matchAll(/LASTCALL_\w+/g)].map(([name]) => name));
    expect([...named].filter((name) => !namesOf(core).includes(name))).toEqual([]);
    for (const [, name, value] of page.matchAll(/`(LASTCALL_\w+)=(\w+)`/g)) {
      for (const program of inits) expect(core.parseOptions(["app"], { [name]: value }, program).error).toBe("");
    }
  });

  test("pid1's file can be ours without options, and with most of them not", () => {
    expect(core.parseOptions(["entrypoint.sh", "-x"], {}, "/sbin/pid1")).toMatchObject({ error: "", commandAt: 0 });
    for (const words of [
      ["-t", "10"],
      ["-u", "1"],
      ["-e", "A=B"],
    ]) {
      expect(core.parseOptions([...words, "app"], {}, "/sbin/pid1").error).not.toBe("");
    }
    for (const words of [
      ["-w", "/srv"],
      ["-g", "staff"],
    ]) {
      expect(core.parseOptions([...words, "app"], {}, "/sbin/pid1")).toMatchObject({ error: "", commandAt: 1 });
    }
  });
});

const each: [string, As][] = [
  ["tini", As.Tini],
  ["dumb-init", As.DumbInit],
  ["catatonit", As.Catatonit],
];
test.each(each)("the table of %s has all its options and no others", (section, as) => {
  const listed = column(section, section, 1).map((text) => text.split(" ")[0]);
  const options = listed.filter((text) => text.startsWith("-"));
  const known = optionsOf(as)
    .split(/, |\|/)
    .map((text) => text.split(" ")[0]);
  expect(options.sort()).toEqual(known.sort());
});

test("the tables have all variables of the other inits that the parser reads", () => {
  const pattern = /\b(?:TINI|DUMB_INIT|CATATONIT)_[A-Z_]+/g;
  const read = new Set(readFileSync(join(root, "src/core/options.ts"), "utf8").match(pattern));
  const listed = new Set(inits.flatMap((section) => column(section, section, 1).join(" ").match(pattern) ?? []));
  expect([...listed].sort()).toEqual([...read].sort());
});

test("no block was passed over", () => {
  expect(inBlocks.map(nameOf).filter((name) => !isKnown(name) && !others.includes(name))).toEqual(["my-server"]);
  expect(inText.length).toBeGreaterThan(15);
});

test("the contents lead to headings, in their order", () => {
  const slug = (title: string) =>
    title
      .toLowerCase()
      .replace(/[^\w -]/g, "")
      .replaceAll(" ", "-");
  const headings = [...sections.keys()].map(slug);
  const linksOf = (text: string) => [...text.matchAll(/\]\(#([^)]*)\)/g)].map(([, link]) => link);
  expect(linksOf(page.split(/^## /m)[0])).toEqual(headings);
  expect(linksOf(page).filter((link) => !headings.includes(link))).toEqual([]);
});
