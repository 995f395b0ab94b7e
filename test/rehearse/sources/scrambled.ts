// A file with something else in the middle of it: whatever it is then, it settles or it is refused in one line.

import fc from "fast-check";
import { expect } from "vitest";
import { BadOption } from "../../../src/rehearse/bad-option.ts";

const marks = [
  "{",
  "}",
  "[",
  "]",
  ":",
  "-",
  "&a",
  "*a",
  "<<: *a",
  "null",
  "'",
  '"',
  "|",
  "!t",
  "\n",
  "---\n",
  "#",
  "~",
];

/** `own`: what means something in this kind of file besides; `line`: how a refusal looks. */
export function expectSettledOrRefused(
  whole: string,
  own: readonly string[],
  settle: (text: string) => unknown,
  line: RegExp,
): void {
  const piece = fc.oneof(fc.constantFrom(...marks, ...own), fc.string({ maxLength: 4 }));
  fc.assert(
    fc.property(fc.nat(whole.length), fc.nat(8), piece, (at, length, text) => {
      try {
        settle(whole.slice(0, at) + text + whole.slice(at + length));
      } catch (error) {
        expect(error).toBeInstanceOf(BadOption);
        expect((error as Error).message).toMatch(line);
      }
    }),
    { numRuns: 1000 },
  );
}
