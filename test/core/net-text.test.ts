// The tables of /proc/net, as Linux and other kernels print them, and in whatever pieces they come.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cores } from "../support/core.ts";

const heading =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     \n";
const listening =
  "   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1234 1 0000000000000000 100 0 0 10 0                      \n";
const open =
  "   1: 0100007F:1F90 0200007F:9C40 01 00000000:00000011 00:00000000 00000000     0        0 1235 1 0000000000000000 20 4 30 10 -1                     \n";
const other =
  "19999: 0100007F:1F90 0200007F:9C41 06 00000000:00000000 03:00001770 00000000     0        0 0 3 0000000000000000                                      \n";
const six =
  " 12: 00000000000000000000000001000000:01BB 00000000000000000000000001000000:FFFF 08 00000000:00000001 00:00000000 00000000     0        0 1236 1 0000000000000000 20 4 30 10 -1\n";

describe.each(cores)("/proc/net in $name", (core) => {
  const rows = (text: string, piece = 4_096) =>
    core.netRows(text, piece).map((row) => row.split(" ").slice(0, 3).join(" "));
  const hash = (text: string) => core.netRows(text, 4_096).map((row) => row.split(" ")[3]);

  test("rows are read, the heading is none", () => {
    expect(rows(heading + listening + open + other + six)).toEqual(["8080 10 0", "8080 1 17", "8080 6 0", "443 8 1"]);
  });

  test("small letters are digits, too", () => {
    expect(rows(open.toLowerCase())).toEqual(["8080 1 17"]);
  });

  test("a row's hash is of its two addresses alone", () => {
    const later = open.replace("   1:", "4711:").replace(" 01 00000000:00000011", " 08 00000001:00000000");
    expect(hash(open)).toEqual(hash(later));
    const hashes = [open, other, six, open.replace("0100007F:", "0100007E:"), open.replace(":1F90", ":1F91")].map(
      (row) => hash(row)[0],
    );
    expect(new Set(hashes).size).toBe(5);
  });

  test.each([
    ["nothing", ""],
    ["blank lines", "\n\n  \n"],
    ["a heading", heading],
    ["a row that ends too soon", "   1: 0100007F:1F90 0200007F:9C40 01\n"],
    ["a row that is cut", "   1: 0100007F:1F90 0200007F:9C40 01 00000000:000"],
    ["other words", "one two three four five\n"],
    ["another letter in a number", open.replace("1F90", "1G90")],
  ])("%s is no row", (_what, text) => {
    expect(rows(text)).toEqual([]);
    expect(rows(`${text}\n${open}`)).toEqual(["8080 1 17"]);
  });

  test("a number that is too long does no harm", () => {
    expect(rows(open.replace(":1F90", `:${"F".repeat(5_000)}1F90`))).toEqual(["8080 1 17"]);
  });

  test("it does not matter where a piece ends", () => {
    const text = heading + listening + open + other + six;
    const whole = core.netRows(text, 4_096);
    for (let piece = 1; piece <= 200; piece++) expect(core.netRows(text, piece)).toEqual(whole);
  });

  test("any bytes do no harm, and the next line is read", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."0123456789ABCDEFabcdefgx: \n") }),
        fc.integer({ min: 1, max: 40 }),
        (text, piece) => {
          expect(rows(`${text}\n${open}`, piece).at(-1)).toBe("8080 1 17");
        },
      ),
    );
  });

  test.each([
    [
      "Ip: Forwarding\nIp: 1\nTcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs\nTcp: 1 200 120000 -1 4 2147483999 3 8 9 5000000000 11\n",
      2_147_483_999,
      5_000_000_000,
    ],
    ["Tcp: 1 200 120000 -1 0 0 0 0 0 0\n", 0, 0],
    ["Tcp: RtoAlgorithm RtoMin\n", -1, -1],
    ["", -1, -1],
    ["Tcp: 1 200\n", 0, 0],
  ])("how many connections were accepted, and how many segments came: %j", (text, accepted, segments) => {
    expect(core.parseTcpCounter(text, 6)).toBe(accepted);
    expect(core.parseTcpCounter(text, 10)).toBe(segments);
  });
});

// Of the first alone, as the strings of 65,536 rows are more than the Wasm has memory for; the last test says that they agree.
test("every port of a client has a hash of its own", () => {
  const ports = Array.from({ length: 65_536 }, (_, port) => port.toString(16).toUpperCase().padStart(4, "0"));
  const text = ports.map((port) => `1: 0100007F:1F90 0200007F:${port} 01 0:0 \n`).join("");
  const hashes = cores[0]?.netRows(text, 4_096).map((row) => row.split(" ")[3]);
  expect(new Set(hashes).size).toBe(65_536);
});

test("both read random bytes alike", () => {
  const [one, two] = cores;
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."0123456789ABCDEFabcdefgx: \n"), maxLength: 400 }), (text) => {
      expect(one?.netRows(text, 64)).toEqual(two?.netRows(text, 64));
    }),
  );
});
