// Which bytes are a character: the tables of RFC 3629, and whatever TextDecoder makes of random ones.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Core, cores } from "../support/core.ts";

const lengthOf = (core: Core, bytes: number[]) =>
  core.characterBytes(bytes[0] ?? 0, bytes[1] ?? 0, bytes[2] ?? 0, bytes[3] ?? 0);

/** Whether the bytes, all of them, are one character. */
function isCharacter(bytes: number[]): boolean {
  try {
    return [...new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes))].length === 1;
  } catch {
    return false;
  }
}

describe.each(cores)("UTF-8 in $name", (core) => {
  test.each<[string, number[], number]>([
    ["NUL", [0], 1],
    ["the last of ASCII", [0x7f], 1],
    ["a continuation alone", [0x80], 0],
    ["the last continuation alone", [0xbf], 0],
    ["an overlong slash", [0xc0, 0xaf], 0],
    ["an overlong DEL", [0xc1, 0xbf], 0],
    ["U+0080", [0xc2, 0x80], 2],
    ["U+07FF", [0xdf, 0xbf], 2],
    ["two bytes cut", [0xc3], 0],
    ["two bytes and a letter", [0xc3, 0x41], 0],
    ["two bytes and a beginning", [0xc3, 0xc3], 0],
    ["three, overlong", [0xe0, 0x9f, 0xbf], 0],
    ["U+0800", [0xe0, 0xa0, 0x80], 3],
    ["the last before the surrogates", [0xed, 0x9f, 0xbf], 3],
    ["the first surrogate", [0xed, 0xa0, 0x80], 0],
    ["the last surrogate", [0xed, 0xbf, 0xbf], 0],
    ["U+FFFD", [0xef, 0xbf, 0xbd], 3],
    ["U+FFFF", [0xef, 0xbf, 0xbf], 3],
    ["three cut", [0xe2, 0x82], 0],
    ["three with a letter last", [0xe2, 0x82, 0x41], 0],
    ["four, overlong", [0xf0, 0x8f, 0xbf, 0xbf], 0],
    ["U+10000", [0xf0, 0x90, 0x80, 0x80], 4],
    ["four cut", [0xf0, 0x9f, 0x98], 0],
    ["U+10FFFF", [0xf4, 0x8f, 0xbf, 0xbf], 4],
    ["U+110000", [0xf4, 0x90, 0x80, 0x80], 0],
    ["five bytes", [0xf8, 0x88, 0x80, 0x80, 0x80], 0],
    ["0xff", [0xff, 0xbf, 0xbf, 0xbf], 0],
  ])("%s", (_what, bytes, length) => {
    expect(lengthOf(core, bytes)).toBe(length);
  });

  test("a length is that of the shortest prefix which is a character, and 0 where none is", () => {
    const byte = fc.oneof(
      fc.integer({ min: 0, max: 255 }),
      fc.constantFrom(0x80, 0xbf, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4),
      fc.integer({ min: 0x80, max: 0xbf }),
    );
    fc.assert(
      fc.property(fc.array(byte, { minLength: 1, maxLength: 4 }), (bytes) => {
        const expected = [1, 2, 3, 4].find((n) => n <= bytes.length && isCharacter(bytes.slice(0, n))) ?? 0;
        expect(lengthOf(core, bytes)).toBe(expected);
      }),
      { numRuns: 5_000 },
    );
  });

  test("control characters are those of ASCII and U+0080 to U+009F", () => {
    for (let code = 0; code < 0x800; code++) {
      const [first = 0, second = 0] = new TextEncoder().encode(String.fromCodePoint(code));
      const control = code < 32 || (code >= 0x7f && code < 0xa0);
      expect([code, core.controlCode(first, second)]).toEqual([code, control ? code : -1]);
    }
  });
});
