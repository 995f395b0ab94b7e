// Signal names, numbers and sets.

import { constants } from "node:os";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cores, everySignal } from "../support/core.ts";

// 32 and 33 belong to the C library, and Node has no names for real-time signals.
const named = Object.entries(constants.signals).filter(([, number]) => number <= 31);

describe.each(cores)("signals in $name", (core) => {
  test.each(named)("%s is %d, as the system has it", (name, number) => {
    expect(core.parseSignal(name)).toBe(number);
    expect(core.parseSignal(name.slice(3))).toBe(number);
    expect(core.parseSignal(name.toLowerCase())).toBe(number);
  });

  test.each([
    ["RTMIN", 34],
    ["SIGRTMIN", 34],
    ["rtmin+1", 35],
    ["RTMIN+30", 64],
    ["RTMAX", 64],
    ["RTMAX-0", 64],
    ["SIGRTMAX-30", 34],
    ["RTMIN+0", 34],
    ["1", 1],
    ["64", 64],
    ["32", 32],
    ["15", 15],
  ])("%s is %d", (text, number) => {
    expect(core.parseSignal(text)).toBe(number);
  });

  test.each([
    ["empty", ""],
    ["SIG alone", "SIG"],
    ["SIG twice", "SIGSIGTERM"],
    ["no signal", "TERMINATE"],
    ["zero", "0"],
    ["65", "65"],
    ["negative", "-15"],
    ["signed", "+15"],
    ["SIG and a number", "SIG15"],
    ["a blank", " TERM"],
    ["a blank after", "TERM "],
    ["beyond RTMAX", "RTMIN+31"],
    ["below RTMIN", "RTMAX-31"],
    ["no offset", "RTMIN+"],
    ["the wrong way", "RTMIN-1"],
    ["ten digits", "0000000015"],
    ["a fraction", "1.5"],
  ])("%s is refused: '%s'", (_why, text) => {
    expect(core.parseSignal(text)).toBe(-1);
  });

  test.each([
    [15, "SIGTERM", "TERM"],
    [1, "SIGHUP", "HUP"],
    [31, "SIGSYS", "SYS"],
    [32, "signal 32", ""],
    [33, "signal 33", ""],
    [34, "SIGRTMIN", ""],
    [37, "SIGRTMIN+3", ""],
    [64, "SIGRTMIN+30", ""],
  ])("%d is written %s", (number, name, base) => {
    expect(core.signalName(number)).toBe(name);
    expect(core.signalBaseName(number)).toBe(base);
  });

  test("a name that is written is read as the same signal", () => {
    for (const signal of everySignal.filter((number) => number !== 32 && number !== 33)) {
      expect(core.parseSignal(core.signalName(signal))).toBe(signal);
    }
  });

  test.each([
    ["0", 0],
    ["255", 255],
    ["999999999", 999_999_999],
    ["", -1],
    ["1000000000", -1],
    ["1a", -1],
    ["-1", -1],
    [" 1", -1],
  ])("the count '%s' is %d", (text, value) => {
    expect(core.parseCount(text)).toBe(value);
  });

  test("a set has one bit for each signal, as /proc/PID/status prints it", () => {
    expect(core.signalSetHalves([1])).toEqual([1, 0]);
    expect(core.signalSetHalves([15])).toEqual([0x4000, 0]);
    expect(core.signalSetHalves([32])).toEqual([-0x8000_0000, 0]);
    expect(core.signalSetHalves([33])).toEqual([0, 1]);
    expect(core.signalSetHalves([64])).toEqual([0, -0x8000_0000]);
    expect(core.signalSetHalves(everySignal)).toEqual([-1, -1]);
    expect(core.signalSetHalves([])).toEqual([0, 0]);
  });

  test("anything is answered with -1 or a signal", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const signal = core.parseSignal(text);
        expect(signal === -1 || (signal >= 1 && signal <= 64)).toBe(true);
      }),
    );
  });
});
