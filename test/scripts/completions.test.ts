// The completions, asked in the shells themselves: what an interactive bash, zsh and fish suggest.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importCommands } from "../../scripts/build/commands.ts";
import { importCore } from "../../scripts/build/core.ts";
import { bashCompletion } from "../../scripts/completions/bash.ts";
import { fishCompletion } from "../../scripts/completions/fish.ts";
import { spellings, toolOf } from "../../scripts/completions/tool.ts";
import { zshCompletion } from "../../scripts/completions/zsh.ts";
import { completionFiles } from "../../src/cli/completion-files.ts";
import { tsCore } from "../support/core-ts.ts";
import { fixture } from "../support/fixtures.ts";
import { describeIf, type Need, needsProgram } from "../support/needs.ts";
import { among, commands, completed, ending, exact } from "./completion-rows.ts";

const core = await importCore();
const tool = toolOf(core, await importCommands());
const package_ = "/usr/share/bash-completion/bash_completion";
const optionLines = ["lastcall-init --", "lastcall run --"];

let folder = "";
const file = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lastcall-completions-"));
  mkdirSync(file("here"));
  writeFileSync(file("here/mark"), "");
  writeFileSync(file(completionFiles.bash), bashCompletion(tool));
  writeFileSync(file(completionFiles.zsh), zshCompletion(tool));
  writeFileSync(file(completionFiles.fish), fishCompletion(tool));
  // As somebody has it who wants to complete host:path in one piece.
  writeFileSync(file("whole-words"), "COMP_WORDBREAKS=$' \\t\\n\"><;|&('");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Variant {
  shell: string;
  need: Need;
  words(): string[];
  /** Whether the shell knows options of other programs. */
  knows: boolean;
}

// Without a terminal of its own an interactive bash would take the one that the tests were started from.
const setsid = ["setsid", "--wait", "bash"];
const bash = (before: () => string) => () => [
  ...setsid,
  fixture("completions/candidates.bash"),
  file(completionFiles.bash),
  before(),
];
const zsh = (how: string) => () => ["zsh", "-f", fixture("completions/candidates.zsh"), file(completionFiles.zsh), how];
const needsBash = needsProgram("setsid", "--wait", "bash", "--version");
const needsZsh = needsProgram("zsh", "-fc", "zmodload zsh/zpty");
const needsPackage = existsSync(package_) ? needsBash : { ok: false, reason: "bash-completion not available" };

const variants: Variant[] = [
  { shell: "bash", need: needsBash, words: bash(() => ""), knows: false },
  { shell: "bash with bash-completion", need: needsPackage, words: bash(() => package_), knows: true },
  { shell: "bash that keeps words whole", need: needsBash, words: bash(() => file("whole-words")), knows: false },
  { shell: "zsh, from $fpath", need: needsZsh, words: zsh("autoload"), knows: true },
  { shell: "zsh, from .zshrc", need: needsZsh, words: zsh("source"), knows: true },
  {
    shell: "fish",
    need: needsProgram("fish", "--version"),
    words: () => ["fish", fixture("completions/candidates.fish"), file(completionFiles.fish)],
    knows: true,
  },
];

interface Suggestions {
  /** The candidates of each line. */
  found: Map<string, Set<string>>;
  /** What each line became. */
  became: Map<string, string>;
}

/** What the shell suggests for each line. One shell for all of them, as starting it is what takes time. */
function suggestions(words: string[], lines: readonly string[]): Suggestions {
  const [program, ...args] = words;
  const { stdout, error } = spawnSync(program, args, {
    cwd: file("here"),
    env: { PATH: process.env.PATH, HOME: folder, LC_ALL: "C.UTF-8" },
    input: `${lines.join("\n")}\n`,
    encoding: "utf8",
    timeout: 25_000,
  });
  expect(error).toBeUndefined();
  const found = new Map(lines.map((line) => [line, new Set<string>()]));
  const became = new Map<string, string>();
  for (const row of stdout.split("\n").filter((one) => one.includes("\t"))) {
    const [line, text] = row.split("\t");
    if (line.startsWith("=> ")) became.set(line.slice(3), text);
    else found.get(line)?.add(ending(text));
  }
  return { found, became };
}

for (const { shell, need, words, knows } of variants) {
  describeIf(need, shell, () => {
    let { found, became }: Suggestions = { found: new Map(), became: new Map() };
    beforeAll(() => {
      const lines = [...exact, ...completed, ...among, ...commands].map(([line]) => line);
      ({ found, became } = suggestions(words(), [...lines, ...optionLines]));
    });

    const of = (line: string) => [...(found.get(line) ?? [])].sort();

    test.each(optionLines)("suggests every long option behind '%s'", (line) => {
      const long = core.flags.flatMap((flag) => (flag.long ? [`--${flag.long}`] : []));
      expect(of(line)).toEqual(long.sort());
    });

    test.each(exact)("suggests what is right behind '%s'", (line, expected) =>
      expect(of(line)).toEqual([...expected].sort()),
    );

    test.each(completed)("makes of '%s' '%s'", (line, expected) => {
      expect(became.get(line)?.replace(/[ =,]$/, "")).toBe(expected);
    });

    test.each(knows ? [...among, ...commands] : among)("suggests behind '%s' '%s', among others", (line, expected) => {
      expect(of(line)).toContain(expected);
    });
  });
}

describe("what is suggested", () => {
  const suggested = tool.flags.flatMap(({ long, words }) => words.map((word) => [long, word] as const));

  test("there are words to suggest", () => expect(suggested.length).toBeGreaterThan(10));

  test.each(suggested)("--%s %s is understood", (long, word) => {
    expect(tsCore.parseOptions([`--${long}`, word, "true"], {}).error).toBe("");
  });

  test("every signal is understood", () => {
    const error = (name: string) => tsCore.parseOptions(["--parent-signal", name, "true"], {}).error;
    expect(tool.signals.map(error).filter((text) => text !== "")).toEqual([]);
  });
});

const generators = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };
test.each(Object.entries(generators))("every spelling of every option is in the file for %s", (_, generate) => {
  const text = generate(tool);
  for (const name of tool.flags.flatMap(spellings)) {
    // fish names them without dashes: -l delay, -s r.
    const inFish = name.replace(/^--/, "-l ").replace(/^-(\w)$/, "-s $1");
    expect(text).toMatch(new RegExp(`(^|[^\\w-])(${name}|${inFish})([^\\w-]|$)`, "m"));
  }
});
