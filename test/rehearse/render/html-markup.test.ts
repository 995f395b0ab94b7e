// The templates of the page: whatever is put into them is text, never markup.
import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeText, html, plain, prose, shorten } from "../../../src/rehearse/render/html/markup.ts";
import { seconds } from "../../../src/rehearse/render/html/words.ts";

test.each([
  ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
  [`" onload='x' &amp;`, "&quot; onload=&#39;x&#39; &amp;amp;"],
  ["\u001b[1;31mred\u001b[0m", "red"],
  ["\u001b]8;;https://example.com\u0007link\u001b]8;;\u0007", "link"],
  ["\u001b]0;title\u0007text", "text"],
  ["a\u0000b\rc\u007f", "a␀b␍c␡"],
  ["\u202etxt.exe\u202c \u2066x\u2069", "\ufffdtxt.exe\ufffd \ufffdx\ufffd"],
  ["half a pair: \ud83d", "half a pair: \ufffd"],
  ["kept: \t tab, \n line, ü, 漢, 🍺", "kept: \t tab, \n line, ü, 漢, 🍺"],
])("%j becomes %j", (given, expected) => {
  expect(escapeText(given)).toBe(expected);
});

test("no text leaves its quotes or makes a tag", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const page = html`<p title="${text}">${text}</p>`.text;
      expect(page.match(/[<>"]/g)?.join("")).toBe(`<""><>`);
      expect(page.replace(/&(?:amp|lt|gt|quot|#39);/g, "")).not.toContain("&");
    }),
  );
});

test("lists are joined, what is missing is nothing, zero stays", () => {
  expect(html`<p>${["<", html`<b>${1}</b>`, [null, undefined, false, 0]]}</p>`.text).toBe("<p>&lt;<b>1</b>0</p>");
});

test.each([
  ["answer `Connection: close` <b>", "answer <code>Connection: close</code> &lt;b&gt;"],
  ["`<i>` and `x`", "<code>&lt;i&gt;</code> and <code>x</code>"],
  ["a ` alone", "a ` alone"],
  ["`x` and a ` alone", "<code>x</code> and a ` alone"],
  ["none", "none"],
])("in a sentence, %s becomes %s", (given, expected) => {
  expect(html`${prose(given)}`.text).toBe(expected);
});

test("a long text is cut between characters, not inside of one", () => {
  expect(shorten("🍺🍺🍺🍺", 3)).toBe("🍺🍺…");
  expect(shorten("four", 4)).toBe("four");
  expect(plain(shorten("\u001b[31mfour\u001b[0m", 4))).toBe("four");
});

test.each([
  [0, "0 s"],
  [-0.2, "0 s"],
  [40, "40 ms"],
  [-4, "−4 ms"],
  [999.6, "1 s"],
  [1000, "1 s"],
  [3250, "3.25 s"],
  [9996, "10 s"],
  [10_040, "10 s"],
  [30_000, "30 s"],
  [99_960, "1 min 40 s"],
  [120_000, "2 min"],
])("%d ms are called %s", (ms, words) => {
  expect(seconds(ms)).toBe(words);
});
