// Workflow commands: what is one is meant, and nothing else is one, read as the runner reads them.
import fc from "fast-check";
import { expect, test } from "vitest";
import { print } from "../../../src/rehearse/output.ts";
import { escapeData, escapeProperty } from "../../../src/rehearse/render/github.ts";
import { PLAIN } from "../../../src/rehearse/render/look.ts";
import type { Report } from "../../../src/rehearse/report.ts";
import type { Result } from "../../../src/rehearse/result.ts";
import { report as anyReport } from "./arbitrary.ts";
import { expectGolden } from "./golden.ts";
import { comparison, hostile, passing, proof, refusing, rolling, single, swallowed } from "./reports.ts";

const github = (result: Result) => print(result, "github", PLAIN);
const renderGithub = (report: Report) => github(single(report));

interface Command {
  readonly name: string;
  readonly title: string | undefined;
  readonly message: string;
}

/** The commands in a log: a line that begins with `::` behind spaces, but for those between stop-commands and its token. */
function commandsOf(log: string): Command[] {
  const commands: Command[] = [];
  let token: string | null = null;
  for (const line of log.split(/\r\n|\r|\n/)) {
    const match = /^::([^: ]+)(?: ([^:]*))?::(.*)$/s.exec(line.trimStart());
    if (match === null) continue;
    const [, name = "", properties = "", message = ""] = match;
    if (token !== null) {
      if (name === token) token = null;
      continue;
    }
    if (name === "stop-commands") token = message;
    const title = properties
      .split(",")
      .find((property) => property.startsWith("title="))
      ?.slice(6);
    commands.push({ name, title: title === undefined ? undefined : unescaped(title), message: unescaped(message) });
  }
  expect(token).toBe(null);
  return commands;
}

function unescaped(text: string): string {
  const table: Record<string, string> = { "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%" };
  return text.replace(/%0D|%0A|%3A|%2C|%25/g, (sequence) => table[sequence] ?? "");
}

test("an annotation a finding, of its severity", () => {
  expect(commandsOf(renderGithub(refusing())).map(({ name, title }) => [name, title])).toEqual([
    ["group", undefined],
    ["stop-commands", undefined],
    ["endgroup", undefined],
    ["error", "lastcall: listener-closed-early"],
    ["error", "lastcall: keep-alive-reset"],
    ["notice", "lastcall: no-readiness"],
  ]);
  expect(commandsOf(renderGithub(refusing()))[3]?.message).toBe(
    `${refusing().findings[0]?.message}\n${refusing().findings[0]?.advice}`,
  );
});

test("a pass is a notice", () => {
  expect(commandsOf(renderGithub(passing())).at(-1)).toMatchObject({
    name: "notice",
    title: "lastcall rehearse: PASS",
  });
});

test("a failure without an error among its findings is an error all the same", () => {
  const names = commandsOf(renderGithub({ ...refusing(), findings: [] })).map(({ name }) => name);
  expect(names.at(-1)).toBe("error");
});

test("nothing that was printed or named is a command", () => {
  const evil = "::set-output name=x::y";
  const report = passing();
  const names = (log: string) => commandsOf(log).map(({ name }) => name);
  const output = [{ atMs: 0, stream: "stdout" as const, line: evil }];
  const recommendation = { ...report.recommendation, manifest: `a: 1\n${evil}\n`, dockerfile: evil };
  const bad = { ...hostile(), recommendation, recording: { ...hostile().recording, output } };
  expect(renderGithub(bad)).toContain(evil);
  expect(names(renderGithub(bad))).toEqual(["group", "stop-commands", "endgroup", "error"]);
  fc.assert(
    fc.property(anyReport, (any) => {
      const own = new Set(["group", "stop-commands", "endgroup", "error", "warning", "notice"]);
      const found = names(renderGithub(any));
      expect(found.filter((name) => !own.has(name))).toEqual([]);
      expect(found.length).toBeLessThanOrEqual(4 + any.findings.length);
      expect(found.length).toBeGreaterThanOrEqual(3 + any.findings.length);
    }),
    { numRuns: 200 },
  );
});

test("escapes data and properties", () => {
  expect(escapeData("100%\r\n%0A: a, b")).toBe("100%25%0D%0A%250A: a, b");
  expect(escapeProperty("a: b, 5%\n")).toBe("a%3A b%2C 5%25%0A");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(escapeProperty(text)).not.toMatch(/[\r\n:,]/);
      expect(unescaped(escapeProperty(text))).toBe(text);
      expect(unescaped(escapeData(text))).toBe(text);
    }),
  );
});

test("a proof has one annotation more, which says what came of it", () => {
  const last = (result: Result) => commandsOf(github(result)).at(-1);
  expect(last(proof())).toMatchObject({
    name: "notice",
    title: "lastcall rehearse --prove",
    message: expect.stringMatching(/^Proven: /),
  });
  expect(last({ kind: "proof", before: refusing(), after: swallowed() })).toMatchObject({ name: "error" });
});

test("a comparison has an annotation for each init, behind one that says what to do", () => {
  const said = commandsOf(github(comparison())).slice(3);
  expect(said.map(({ name, title }) => [name, title])).toEqual([
    ["notice", "lastcall rehearse --compare"],
    ["warning", "lastcall rehearse: none: FAIL"],
    ["notice", "lastcall rehearse: tini"],
    ["warning", "lastcall rehearse: dumb-init: FAIL"],
    ["notice", "lastcall rehearse: lastcall-init: PASS"],
  ]);
  expect(said[0]?.message).toContain(`\n${swallowed().recommendation.dockerfile}`);
});

test("a rolling update has its findings", () => {
  const titles = commandsOf(github({ kind: "rolling", report: rolling() })).map(({ title }) => title);
  expect(titles.slice(3)).toEqual(rolling().findings.map(({ code }) => `lastcall: ${code}`));
});

test("golden", () => expectGolden("refusing-github.txt", renderGithub(refusing())));
