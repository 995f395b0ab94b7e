// What the value of a single option means: every form, every limit.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDuration } from "../../src/core/duration.ts";
import { quote, spelled, Wrong } from "../../src/rehearse/bad-option.ts";
import { lagMs, lags } from "../../src/rehearse/lags.ts";
import { ratePerSecond } from "../../src/rehearse/rate.ts";
import { readyWhen } from "../../src/rehearse/ready.ts";
import { absoluteUrl, appUrl } from "../../src/rehearse/url.ts";
import * as values from "../../src/rehearse/values.ts";

type Row = [value: unknown, expected: unknown];

/** A function of some value, and what it makes of each; what it refuses is the text after "refused:". */
const tables: [name: string, read: (value: never) => unknown, rows: Row[]][] = [
  [
    "durationMs",
    values.durationMs,
    [
      ["5s", 5000],
      ["5", 5000],
      ["1m30s", 90_000],
      [250, 250],
      [0, 0],
      [1.5, 1.5],
      ["10x", "refused: expected a duration like 500ms, 5s or 1m30s (a bare number is seconds)"],
      ["-5s", "refused: expected a duration like 500ms, 5s or 1m30s (a bare number is seconds)"],
      [-1, "refused: expected a number of milliseconds from 0 to 86400000000, or a text like '5s'"],
      [Number.NaN, "refused: expected a number of milliseconds from 0 to 86400000000, or a text like '5s'"],
      [true, "refused: expected a duration like 500ms, 5s or 1m30s (a bare number is seconds)"],
    ],
  ],
  [
    "signalNamed",
    values.signalNamed,
    [
      ["TERM", "SIGTERM"],
      ["sigquit", "SIGQUIT"],
      [15, "SIGTERM"],
      ["10", "SIGUSR1"],
      ["RTMIN+3", "SIGRTMIN+3"],
      ["RTMAX", "SIGRTMIN+30"],
      ["TREM", "refused: did you mean SIGTERM?"],
      ["SIGTREM", "refused: did you mean SIGTERM?"],
      ["BOGUS", "refused: expected a name like TERM or SIGTERM, RTMIN+1 to RTMAX, or a number from 1 to 64"],
      ["32", "refused: expected a name like TERM or SIGTERM, RTMIN+1 to RTMAX, or a number from 1 to 64"],
      [0, "refused: expected a name like TERM or SIGTERM, RTMIN+1 to RTMAX, or a number from 1 to 64"],
    ],
  ],
  [
    "commandWords",
    values.commandWords,
    [
      ["sleep 5", ["sleep", "5"]],
      ["sh -c 'sleep 5; echo \"é\"'", ["sh", "-c", 'sleep 5; echo "é"']],
      [
        ["a b", ""],
        ["a b", ""],
      ],
      ["a | b", "refused: no shell for '|': give sh -c '...'"],
      ["", "refused: expected a command"],
      ["'a", "refused: unclosed '"],
      [[], "refused: expected a command, as words"],
      [[""], "refused: expected a command, not an empty word"],
      [["a", 1], "refused: expected a command, as words"],
      [["a\0b"], "refused: expected words without a NUL"],
      ["x".repeat(5000), "refused: longer than 4095 bytes"],
      [7, "refused: expected a command, as words"],
    ],
  ],
  [
    "share",
    values.share,
    [
      ["30%", 0.3],
      ["0.3", 0.3],
      [".5", 0.5],
      [0.25, 0.25],
      ["1", 1],
      ["100%", 1],
      ["0", 0],
      ["101%", "refused: expected a share from 0 to 1, or one like 30%"],
      ["30", "refused: expected a share from 0 to 1, or one like 30%"],
      [-0.1, "refused: expected a share from 0 to 1, or one like 30%"],
      ["half", "refused: expected a share from 0 to 1, or one like 30%"],
    ],
  ],
  [
    "methodNamed",
    values.methodNamed,
    [
      ["post", "POST"],
      ["PATCH", "PATCH"],
      ["GET /", "refused: expected a method like GET or POST"],
      ["", "refused: expected a method like GET or POST"],
      ["connect", "refused: expected a method like GET or POST"],
    ],
  ],
  [
    "headerFields",
    values.headerFields,
    [
      [["Accept: text/html", "X-A:b:c"], { Accept: "text/html", "X-A": "b:c" }],
      [{ Accept: "a" }, { Accept: "a" }],
      [["Accept"], "refused: expected NAME: VALUE, like 'Accept: text/html'"],
      [[": a"], "refused: expected NAME: VALUE, like 'Accept: text/html'"],
      ["Accept: a", "refused: expected NAME: VALUE, like 'Accept: text/html'"],
      [["A b: c"], "refused: expected a header field that HTTP allows, like 'Accept: text/html'"],
      [{ A: "b\r\nC: d" }, "refused: expected a header field that HTTP allows, like 'Accept: text/html'"],
      [{ A: 1 }, "refused: expected texts as values"],
    ],
  ],
  [
    "variables",
    values.variables,
    [
      [["A=b=c", "B="], { A: "b=c", B: "" }],
      [{ A: "1" }, { A: "1" }],
      [["A"], "refused: expected NAME=VALUE"],
      [["=b"], "refused: expected NAME=VALUE"],
      [{ "A=B": "c" }, "refused: expected NAME=VALUE"],
      [{ A: 1 }, "refused: expected texts as values"],
    ],
  ],
  [
    "ratePerSecond",
    ratePerSecond,
    [
      ["50/s", 50],
      ["3000/m", 50],
      ["360/h", 0.1],
      ["0.5/s", 0.5],
      ["20", 20],
      [2000, 2000],
      [0.25, 0.25],
      ["0/s", "refused: expected a rate like 50/s or 3000/m, more than 0 and at most 100000/s"],
      ["50/d", "refused: expected a rate like 50/s or 3000/m, more than 0 and at most 100000/s"],
      ["50 /s", "refused: expected a rate like 50/s or 3000/m, more than 0 and at most 100000/s"],
      ["100001/s", "refused: expected a rate like 50/s or 3000/m, more than 0 and at most 100000/s"],
      [-1, "refused: expected a rate like 50/s or 3000/m, more than 0 and at most 100000/s"],
      [Number.POSITIVE_INFINITY, "refused: expected a rate like 50/s or 3000/m, more than 0 and at most 100000/s"],
    ],
  ],
  [
    "lagMs",
    lagMs,
    [
      ["clusterip", 3000],
      ["ingress-nginx", 4300],
      ["mesh", 10_000],
      ["alb", 25_000],
      ["neg", 60_000],
      ["nlb", 120_000],
      ["7s", 7000],
      [1500, 1500],
      ["ingress", "refused: did you mean ingress-nginx?"],
      ["cloudip", "refused: expected a duration like 5s, or clusterip, ingress-nginx, mesh, alb, neg, nlb"],
      ["toString", "refused: expected a duration like 5s, or clusterip, ingress-nginx, mesh, alb, neg, nlb"],
    ],
  ],
  [
    "readyWhen",
    readyWhen,
    [
      ["http://127.0.0.1:8080/r", { kind: "url", url: "http://127.0.0.1:8080/r" }],
      [":8080/r", { kind: "url", url: "http://localhost:8080/r" }],
      ["localhost:8080", { kind: "url", url: "http://localhost:8080" }],
      ["tcp:6379", { kind: "tcp", port: 6379 }],
      ["tcp://localhost:6379", { kind: "tcp", port: 6379 }],
      ["log:listening on \\d+", { kind: "log", pattern: /listening on \d+/ }],
      [/ready/giy, { kind: "log", pattern: /ready/i }],
      ["tcp:0", "refused: expected tcp:PORT with a port from 1 to 65535"],
      ["tcp:http", "refused: expected tcp:PORT with a port from 1 to 65535"],
      ["tcp:99999", "refused: expected tcp:PORT with a port from 1 to 65535"],
      ["log:", "refused: expected a regular expression after log:"],
      ["log:(", "refused: not a regular expression: unterminated group"],
      ["/ready", "refused: expected a URL like http://localhost:8080/ready, tcp:PORT or log:REGEXP"],
      ["", "refused: expected a URL like http://localhost:8080/ready, tcp:PORT or log:REGEXP"],
      ["ftp://x/", "refused: expected a URL with http: or https:"],
      [5, "refused: expected a URL like http://localhost:8080/ready, tcp:PORT or log:REGEXP"],
    ],
  ],
  [
    "appUrl",
    appUrl,
    [
      ["/a?b", { text: "/a?b", port: null }],
      [":8080", { text: "http://localhost:8080", port: 8080 }],
      ["127.0.0.1:80/x", { text: "http://127.0.0.1:80/x", port: 80 }],
      ["http://web/", { text: "http://web/", port: null }],
      ["http://[::1]:3000/", { text: "http://[::1]:3000/", port: 3000 }],
      ["https://a:443/", { text: "https://a:443/", port: 443 }],
      ["", "refused: expected http://HOST:PORT/PATH, :PORT/PATH or /PATH"],
      ["web/x", "refused: expected http://HOST:PORT/PATH, :PORT/PATH or /PATH"],
      ["//web/x", "refused: expected http://HOST:PORT/PATH, :PORT/PATH or /PATH"],
      ["http://a b/", "refused: expected a URL without blanks (%20)"],
      ["http://100%@a/", "refused: expected %25 for a per cent sign in user or password"],
      ["http://a:99999/", "refused: expected http://HOST:PORT/PATH, :PORT/PATH or /PATH"],
      [":0/", "refused: expected a port from 1 to 65535"],
      ["ws://a/", "refused: expected a URL with http: or https:"],
      ["http://", "refused: expected http://HOST:PORT/PATH, :PORT/PATH or /PATH"],
    ],
  ],
  ["absoluteUrl", absoluteUrl, [["/a", "refused: expected a URL with a port, like http://localhost:8080/ready"]]],
];

describe.each(tables)("%s", (_name, read, rows) => {
  test.each(rows)("%j is %j", (value, expected) => {
    let result: unknown;
    try {
      result = read(value as never);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      result = `refused: ${error.message}`;
    }
    expect(result).toEqual(expected);
  });
});

test("a duration as a text and as milliseconds is the same", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 86_400_000 }), (ms) => {
      expect(values.durationMs(formatDuration(ms))).toBe(values.durationMs(ms));
    }),
  );
});

test("a rate per minute is a sixtieth of the same per second", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), (count) => {
      expect(ratePerSecond(`${count}/m`)).toBe(ratePerSecond(`${count}/s`) / 60);
    }),
  );
});

test("words that were quoted for a shell come back as they were", () => {
  const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).filter((text) => !text.includes("\0"));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (all) => {
      const line = all.map((text) => `'${text.replaceAll("'", "'\\''")}'`).join(" ");
      expect(values.commandWords(line)).toEqual(all);
    }),
  );
});

test("each lag has a source that can be looked up", () => {
  for (const lag of Object.values(lags)) expect(lag.source).toMatch(/#\d+\)|\.go|\.lua/);
});

test("a quoted value is one line, and not endless", () => {
  expect(quote("a\nb\u2028\u007f")).toBe("'a\\nb\\u2028\\u007f'");
  expect(quote(["a", 1])).toBe(`'["a",1]'`);
  expect(quote("x".repeat(1000)).length).toBe(102);
});

test("an option has the name of a flag or of a property", () => {
  expect(spelled("preStopHttp", "flag")).toBe("--pre-stop-http");
  expect(spelled("preStopHttp", "property")).toBe("preStopHttp");
});
