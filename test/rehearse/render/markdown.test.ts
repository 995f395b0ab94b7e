// GitHub's Markdown: golden files, and foreign text that stays text.
import fc from "fast-check";
import { expect, test } from "vitest";
import { codeBlock, codeSpan, escapeMarkdown, proseMarkdown } from "../../../src/rehearse/render/escape-markdown.ts";
import { renderMarkdown } from "../../../src/rehearse/render/markdown.ts";
import { report as anyReport, text } from "./arbitrary.ts";
import { expectGolden } from "./golden.ts";
import { REPORTS, swallowed } from "./reports.ts";

test.each(Object.keys(REPORTS))("the report %s", (name) => {
  expectGolden(`${name}.md`, renderMarkdown(REPORTS[name]?.() ?? swallowed()));
});

test("prose is not markup, HTML, a formula, a mention or a link", () => {
  expect(escapeMarkdown("*a* _b_ `c` [d](e) ~f~ | \\")).toBe("\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\~f\\~ \\| \\\\");
  expect(escapeMarkdown("<b>&amp;</b>")).toBe("&lt;b&gt;&amp;amp;&lt;/b&gt;");
  expect(escapeMarkdown("@me #1 $x$ http://x")).toBe(
    "@<!-- -->me #<!-- -->1 <span>$</span>x<span>$</span> http:<!-- -->//x",
  );
  expect(escapeMarkdown("a\nb\x1b")).toBe("a\\\\nb\\\\x1b");
});

test("what is between backticks in a sentence is code, and no less harmless", () => {
  expect(proseMarkdown("hook `sleep 5` failed *at* once")).toBe("hook `sleep 5` failed \\*at\\* once");
  expect(proseMarkdown("one ` alone")).toBe("one \\` alone");
  expect(proseMarkdown("`a` <b> `c`")).toBe("`a` &lt;b&gt; `c`");
});

test("a fence is longer than any run inside", () => {
  expect(codeSpan("a")).toBe("`a`");
  expect(codeSpan("a``b`")).toBe("``` a``b` ```");
  expect(codeBlock("a\n````\nb", "yaml")).toEqual(["`````yaml", "a", "````", "b", "`````"]);
  fc.assert(
    fc.property(text, (string) => {
      const [first = "", ...rest] = codeBlock(string, "");
      expect(rest.at(-1)).toBe(first);
      expect(rest.slice(0, -1).filter((line) => line.trim().startsWith(first))).toEqual([]);
    }),
  );
});

test("any report opens and closes its folds and fences, and fits a comment", () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const lines = renderMarkdown(report).split("\n");
      let fence: string | null = null;
      let folds = 0;
      for (const line of lines) {
        const mark = /^`{3,}/.exec(line)?.[0];
        if (fence === null && mark !== undefined && !line.slice(mark.length).includes("`")) fence = mark;
        else if (fence !== null && line === fence) fence = null;
        else if (fence === null) {
          if (line.startsWith("<details>")) folds++;
          if (line === "</details>") folds--;
          expect(line.replace(/<\/?(?:details|summary|sub|br|span)>|<!-- -->|`+.*`+/g, "")).not.toMatch(/[<]/);
        }
      }
      expect([fence, folds]).toEqual([null, 0]);
    }),
    { numRuns: 200 },
  );
  const long = "x".repeat(100_000);
  const finding = { code: long, severity: "error" as const, message: long, advice: long, evidence: { facts: [long] } };
  const { recording } = swallowed();
  const output = new Array(500).fill({ atMs: 0, stream: "stdout" as const, line: long });
  const report = {
    ...swallowed(),
    findings: new Array(100).fill(finding),
    recording: { ...recording, command: [long], output, blind: [long] },
  };
  expect(renderMarkdown(report).length).toBeLessThan(65_536);
});
