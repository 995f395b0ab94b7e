// What the kernel prints in /proc, with everything that a process may do to its own name.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cores, everySignal } from "../support/core.ts";

/** A line of /proc/PID/stat: 52 fields, those that are not given are their own numbers. */
function statLine(name: string, state = "S", parent = 7, started = 4242): string {
  const rest = Array.from({ length: 49 }, (_, index) => `${index + 4}`);
  rest[0] = `${parent}`;
  rest[18] = `${started}`;
  return `12 (${name}) ${state} ${rest.join(" ")}\n`;
}

const status = (caught: string, ignored = "0000000000000000") =>
  `Name:\tapp\nUmask:\t0022\nState:\tS (sleeping)\nSigQ:\t0/63432\nSigPnd:\t0000000000000000\nShdPnd:\t0000000000000000\nSigBlk:\tffffffffffffffff\nSigIgn:\t${ignored}\nSigCgt:\t${caught}\nCapInh:\t0000000000000000\n`;

describe.each(cores)("/proc in $name", (core) => {
  test.each([
    ["app"],
    [""],
    ["a) R 1 (b"],
    [") Z 0 ("],
    ["(("],
    ["))"],
    [" "],
    ["two words"],
    ["new\nline"],
    ["back\\slash"],
    ["\u00e4\u00ff\u0001"],
    ["fifteen bytes 15"],
  ])("the name of a process may be '%s'", (name) => {
    expect(core.parseStat(statLine(name))).toEqual({ state: "S", parent: 7, started: 4242, name });
  });

  test.each(["R", "S", "D", "T", "t", "Z", "X", "I"])("the state %s is read", (state) => {
    expect(core.parseStat(statLine("app", state))?.state).toBe(state);
  });

  test("a start far beyond 32 bits is read exactly", () => {
    expect(core.parseStat(statLine("app", "S", 1, 9_007_199_254_740_991))?.started).toBe(9_007_199_254_740_991);
    expect(core.parseStat(statLine("app", "S", 4_194_304))?.parent).toBe(4_194_304);
  });

  test.each([
    ["an empty file", ""],
    ["no parentheses", "12 app S 7"],
    ["an open one alone", "12 (app S 7"],
    ["a closed one alone", "12 app) S 7"],
    ["nothing after the name", "12 (app)"],
    ["a blank after the name", "12 (app) "],
    ["the wrong order", ")("],
  ])("%s is no process", (_why, text) => {
    expect(core.parseStat(text)).toBeNull();
  });

  test("a line that is cut has zeros for what is missing", () => {
    expect(core.parseStat("12 (app) S 7")).toEqual({ state: "S", parent: 7, started: 0, name: "app" });
  });

  test.each<[string, number[]]>([
    ["0000000000000000", []],
    ["0000000000000001", [1]],
    ["0000000000004000", [15]],
    ["0000000000004002", [2, 15]],
    ["0000000080000000", [32]],
    ["0000000100000000", [33]],
    ["8000000000000000", [64]],
    ["ffffffffffffffff", everySignal],
    ["0000000010000000", [29]],
    ["f000000000000000", [61, 62, 63, 64]],
  ])("the mask %s has the signals %j", (mask, signals) => {
    expect(core.parseMask(status(mask), "SigCgt:\t")).toEqual(signals);
    expect(core.parseMask(status("0000000000000000", mask), "SigIgn:\t")).toEqual(signals);
  });

  test("any mask is read back", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (bits) => {
        const signals = everySignal.filter((signal) => (bits >> BigInt(signal - 1)) & 1n);
        expect(core.parseMask(status(bits.toString(16).padStart(16, "0")), "SigCgt:\t")).toEqual(signals);
      }),
    );
  });

  test("a mask counts on a line of its own only: the process chooses its name", () => {
    const text = status("0000000000004000").replace("Name:\tapp", "Name:\tSigCgt:\tffffffffffffffff");
    expect(core.parseMask(text, "SigCgt:\t")).toEqual([15]);
  });

  test.each([
    ["no such line", "Name:\tapp\n"],
    ["an empty file", ""],
    ["digits that are none", status("00000000zz004000")],
    ["too few digits", "SigCgt:\t4000\nCapInh:\t0\n"],
  ])("%s is no mask", (_why, text) => {
    expect(core.parseMask(text, "SigCgt:\t")).toBeNull();
  });

  test("a file that ends within the mask is no mask", () => {
    const whole = status("ffffffffffffffff");
    const at = whole.indexOf("SigCgt:\t") + "SigCgt:\t".length;
    for (let digits = 0; digits < 16; digits++) {
      expect(core.parseMask(whole.slice(0, at + digits), "SigCgt:\t")).toBeNull();
    }
    expect(core.parseMask(whole.slice(0, at + 16), "SigCgt:\t")).toEqual(everySignal);
  });

  test.each([
    ["pipe:[12345]", 12345],
    ["pipe:[4294967296]", 4_294_967_296],
    ["pipe:[0]", 0],
    ["/dev/null", -1],
    ["socket:[12345]", -1],
    ["/tmp/pipe:[12345]", -1],
    ["anon_inode:[eventfd]", -1],
    ["pipe:", -1],
    ["", -1],
  ])("the link %s is the pipe %d", (link, inode) => {
    expect(core.parsePipe(link)).toBe(inode);
  });

  test.each([
    ["socket:[12345]", 12345],
    ["socket:[4294967296]", 4_294_967_296],
    ["pipe:[12345]", -1],
    ["/run/socket:[1]", -1],
    ["", -1],
  ])("the link %s is the socket %d", (link, inode) => {
    expect(core.parseSocket(link)).toBe(inode);
  });

  test.each([
    ["read only", "pos:\t0\nflags:\t0100000\nmnt_id:\t25\n", true],
    ["write only", "pos:\t0\nflags:\t0100001\nmnt_id:\t25\n", false],
    ["both", "pos:\t0\nflags:\t0100002\nmnt_id:\t25\n", false],
    ["read only, append, close on exec", "pos:\t0\nflags:\t02002000\n", true],
    ["no such line", "pos:\t0\nmnt_id:\t25\n", false],
    ["no digits", "flags:\t\n", false],
    ["an empty file", "", false],
  ])("a descriptor that is open for %s", (_why, text, expected) => {
    expect(core.isReadOnly(text)).toBe(expected);
  });

  test.each([
    ["0", 0, 0],
    ["123 456", 4, 456],
    ["123x", 0, 123],
    ["x", 0, 0],
    ["", 0, 0],
    ["12", 5, 0],
  ])("the number in '%s' at %d is %d", (text, from, value) => {
    expect(core.numberAt(text, from)).toBe(value);
  });

  test("no bytes whatever upset it", () => {
    const bytes = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(bytes, (text) => {
        core.parseStat(text);
        core.parseMask(text, "SigCgt:\t");
        core.parsePipe(text);
        core.parseSocket(text);
        core.isReadOnly(text);
        core.kindOf(text);
      }),
    );
  });
});
