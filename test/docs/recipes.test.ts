// docs/recipes.md is copied line by line: every command line and every set of variables in it has to be understood.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { type Core, cores } from "../support/core.ts";

const page = readFileSync(join(resolve(import.meta.dirname, "../.."), "docs/recipes.md"), "utf8");
const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({ language, text }));
const ofLanguage = (language: string) => blocks.filter((block) => block.language === language).map(({ text }) => text);

interface Recipe {
  title: string;
  /** Behind the init's own name. */
  words: string[];
  variables: Record<string, string>;
}

function instruction(dockerfile: string, name: string): string[] {
  const line = dockerfile.match(new RegExp(`^${name} (\\[.*\\])$`, "m"));
  return line ? JSON.parse(line[1]) : [];
}

function variablesOf(text: string, each: RegExp): Record<string, string> {
  return Object.fromEntries([...text.matchAll(each)].map(([, name, value]) => [name, value]));
}

function fromDockerfile(text: string): Recipe {
  const [init, ...options] = instruction(text, "ENTRYPOINT");
  expect(init).toMatch(/^\/?lastcall-init$/);
  // Without a base image it is a part of a Dockerfile: whose CMD stands elsewhere.
  const command = text.startsWith("FROM ") ? instruction(text, "CMD") : ["app"];
  const assignments = [...text.matchAll(/^ENV (.*)$/gm)].map(([, line]) => line).join(" ");
  return {
    title: JSON.stringify([init, ...options, ...command]),
    words: [...options, ...command],
    variables: variablesOf(assignments, /(LASTCALL_\w+)=(\S+)/g),
  };
}

/** One for each container: `- name: x` begins one in a pod; compose files here have one. */
function fromYaml(text: string): Recipe[] {
  const each = /(?:\{ name: )?(LASTCALL_\w+)(?:, value)?: "?([^"}\s]+)"?/g;
  return text
    .split(/^ *- name: /m)
    .map((container) => ({ title: container, words: ["app"], variables: variablesOf(container, each) }))
    .filter(({ variables }) => Object.keys(variables).length > 0);
}

const recipes = [...ofLanguage("dockerfile").map(fromDockerfile), ...ofLanguage("yaml").flatMap(fromYaml)];

function variableNames(core: Core): string[] {
  return core
    .flagTable()
    .split("\n")
    .map((row) => row.split("|")[6])
    .filter((name) => name !== "");
}

describe.each(cores)("recipes by the $name core", (core) => {
  test.each(recipes)("$title", ({ words, variables }) => {
    const { error, commandAt, plan } = core.parseOptions(words, variables);
    expect(error).toBe("");
    expect(words[commandAt]).not.toMatch(/^-/);
    // Whoever copies a recipe gets a deadline with it.
    expect(plan.deadlineMs).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  test("every variable that the page names is one", () => {
    const named = new Set([...page.matchAll(/LASTCALL_\w+/g)].map(([name]) => name));
    expect([...named].filter((name) => !variableNames(core).includes(name))).toEqual([]);
  });
});

test("no command line and no variable of a block was passed over", () => {
  const read = recipes.flatMap(({ variables }) => Object.entries(variables).map((pair) => pair.join()));
  const inBlocks = blocks.flatMap(({ text }) => text.match(/LASTCALL_\w+/g) ?? []);
  expect(read.length).toBe(inBlocks.length);
  expect(page.match(/ENTRYPOINT \[/g)?.length).toBe(ofLanguage("dockerfile").length);
});

test("whole Dockerfiles bring the init, and a CMD, which ENTRYPOINT has emptied", () => {
  const whole = ofLanguage("dockerfile").filter((text) => text.startsWith("FROM "));
  expect(whole.length).toBeGreaterThan(15);
  for (const text of whole) {
    expect(text).toMatch(/^COPY dist\/lastcall-init \S*\/lastcall-init$/m);
    expect(instruction(text, "CMD").length).toBeGreaterThan(0);
  }
});

test("the contents lead to headings", () => {
  const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
  const links = [...page.matchAll(/\]\(#([^)]*)\)/g)].map(([, slug]) => slug);
  expect(links).toEqual(headings);
});
