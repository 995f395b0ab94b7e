import { expect, test } from "vitest";
import { lastWords } from "../../src/rehearse/last-words.ts";

test.each([
  [[], "it has printed nothing"],
  [["", "  "], "it has printed nothing"],
  [["one", "two", "three", "four"], "its last output: two | three | four"],
  [["    Error: listen EADDRINUSE 80", "  at x.js:1", "}", "Node.js v26"], "it said: Error: listen EADDRINUSE 80"],
  [["Error: listen EADDRINUSE 80", "  code: 'EADDRINUSE',", "}"], "it said: Error: listen EADDRINUSE 80"],
  [
    [
      "throw er; // Unhandled 'error' event",
      "Error: listen EADDRINUSE 80",
      "Emitted 'error' event on Server instance at:",
    ],
    "it said: Error: listen EADDRINUSE 80",
  ],
  [["ValueError: first", "OSError: second", "bye"], "it said: OSError: second"],
  [["x".repeat(1000)], `its last output: ${"x".repeat(300)}`],
])("%j: %s", (lines, said) => {
  expect(lastWords(lines)).toBe(said);
});
