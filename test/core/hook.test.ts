// Hooks as they are given: the words of a command, the parts of a URL, names in /etc/hosts, and the status of a response.

import { isIP } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cores } from "../support/core.ts";

const words: [text: string, words: string[]][] = [
  ["nginx -s quit", ["nginx", "-s", "quit"]],
  ["  a \t b\n c  ", ["a", "b", "c"]],
  ["'a b' c", ["a b", "c"]],
  [`a'b'"c"d`, ["abcd"]],
  [`a '' ""`, ["a", "", ""]],
  [`a ''b`, ["a", "b"]],
  ["a\\ b \\'", ["a b", "'"]],
  [String.raw`'a\b'`, ["a\\b"]],
  [String.raw`"\a \" \\ \$ \`"`, ['\\a " \\ $ `']],
  [String.raw`a\|b \; \$c`, ["a|b", ";", "$c"]],
  [`sh -c "kill $(cat /run/x.pid); rm x | true"`, ["sh", "-c", "kill $(cat /run/x.pid); rm x | true"]],
  [`sh -c 'a "b" > c'`, ["sh", "-c", 'a "b" > c']],
  [`a=b ~ * ? # {c} [d] (e) ! %`, ["a=b", "~", "*", "?", "#", "{c}", "[d]", "(e)", "!", "%"]],
  ["caf\u00c3\u00a9 \u00ff", ["caf\u00c3\u00a9", "\u00ff"]],
  [`x${" y".repeat(2000)}`, ["x", ...new Array(2000).fill("y")]],
];

const noWords: [text: string, error: RegExp][] = [
  ["", /^expected a command$/],
  [" \t\n", /^expected a command$/],
  ["'' a", /^expected a command$/],
  ["a 'b", /^unclosed '$/],
  [`a "b'`, /^unclosed "$/],
  [`a "b\\"`, /^unclosed "$/],
  ["a b\\", /^nothing follows the last \\$/],
  [`a "b\\`, /^nothing follows the last \\$/],
  ["a | b", /^no shell for '\|': give sh -c '...'$/],
  ["a; b", /^no shell for ';'/],
  ["a && b", /^no shell for '&'/],
  ["a >b", /^no shell for '>'/],
  ["a 2<b", /^no shell for '<'/],
  ["a `b`", /^no shell for '`'/],
  ["kill $PID", /^no shell for '\$'/],
  [`"a"$b`, /^no shell for '\$'/],
  ["a".repeat(4096), /^expected at most 4095 bytes$/],
];

const urls: [text: string, host: string, port: number, path: string, address: string][] = [
  ["http://app", "app", 80, "/", ""],
  ["http://app/", "app", 80, "/", ""],
  ["HTTP://App.example_1-2:8080/quit?a=b:c@d/e", "App.example_1-2", 8080, "/quit?a=b:c@d/e", ""],
  ["http://app?now", "app", 80, "/?now", ""],
  ["http://1.2.3.4.example", "1.2.3.4.example", 80, "/", ""],
  ["http://127.0.0.1:65535/x", "127.0.0.1", 65535, "/x", "127.0.0.1"],
  ["http://[::1]", "[::1]", 80, "/", "::1"],
  ["http://[fe80::1]:1/]", "[fe80::1]", 1, "/]", "fe80::1"],
];

const noUrls: [text: string, error: RegExp][] = [
  ["", /^expected http:\/\//],
  ["app:8080/quit", /^expected http:\/\//],
  ["ftp://app", /^expected http:\/\//],
  ["http:/app", /^expected http:\/\//],
  ["https://app/", /^expected http:\/\/.* without TLS/],
  ["HTTPS://app/", /without TLS/],
  ["http://", /host name/],
  ["http:///path", /host name/],
  ["http://:80/", /host name/],
  ["http://?x", /host name/],
  ["http://::1/", /\[IPv6\]/],
  ["http://[::1/", /\[IPv6\]/],
  ["http://::1]/", /\[IPv6\]/],
  ["http://[::1]x/", /\[IPv6\]/],
  ["http://x[::1]/", /\[IPv6\]/],
  ["http://[]/", /\[IPv6\]/],
  ["http://[app]/", /\[IPv6\]/],
  ["http://[127.0.0.1]/", /\[IPv6\]/],
  ["http://[fe80::1%25eth0]/", /\[IPv6\]/],
  ["http://1.2.3/", /IPv4/],
  ["http://256.0.0.1/", /IPv4/],
  ["http://127.0.0.01/", /IPv4/],
  ["http://2130706433/", /IPv4/],
  ["http://a,b/", /host name/],
  ["http://a%20b/", /host name/],
  ["http://app:/", /^expected a port from 1 to 65535$/],
  ["http://app:0/", /port from 1/],
  ["http://app:65536", /port from 1/],
  ["http://app:99999999999/", /port from 1/],
  ["http://app:+80/", /port from 1/],
  ["http://[::1]:/", /port from 1/],
  ["http://user@app/", /host name/],
  ["http://user:secret@app/", /port from 1/],
  ["http://app/#top", /^expected ASCII without blanks \(%20\) and #$/],
  ["http://app/a b", /^expected ASCII without blanks/],
  ["http://app/\r\nHost:x", /^expected ASCII/],
  ["http://app/\u007f", /^expected ASCII/],
  ["http://app/\u00e9", /^expected ASCII/],
  [`http://app/${"a".repeat(4085)}`, /^expected at most 4095 bytes$/],
];

const addresses: [text: string, bytes: number[]][] = [
  ["0.0.0.0", [0, 0, 0, 0]],
  ["192.168.10.255", [192, 168, 10, 255]],
  ["::", new Array(16).fill(0)],
  ["::1", [...new Array(15).fill(0), 1]],
  ["1::", [0, 1, ...new Array(14).fill(0)]],
  ["1:2:3:4:5:6:7:8", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]],
  ["1::7:8", [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 8]],
  ["::2:3:4:5:6:7:8", [0, 0, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]],
  ["1:2:3:4:5:6:7::", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 0]],
  ["FE80::aBcD", [0xfe, 0x80, ...new Array(12).fill(0), 0xab, 0xcd]],
];

const noAddresses = [
  ...["", ".", "1", "1.2.3", "1.2.3.4.", ".1.2.3.4", "1.2.3.4.5", "1..2.3", "1.2.3.256", "01.2.3.4", "1.2.3.a"],
  ...[":", ":::", "::1::", "1:::2", ":1", "1:", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::"],
  ...["::1:2:3:4:5:6:7:8", "10000::", "g::", "::1%lo", "1::2::3", ":1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:", "::-1"],
];

const hosts = `# Kubernetes-managed hosts file.
127.0.0.1\tlocalhost
::1\tlocalhost ip6-localhost
fe80::1%lo0 scoped
10.1.2.3   pod-0.app pod-0 # old-name
  10.9.9.9 indented\r
bad.address broken
fd00::7 broken scoped APP
10.0.0.1 app`;

describe.each(cores)("a command hook in $name", (core) => {
  test.each(words)("%j", (text, expected) => {
    expect(core.splitWords(text)).toEqual(expected);
  });

  test.each(noWords)("%j is refused", (text, error) => {
    expect(core.splitWords(text)).toMatch(error);
  });

  test("words in quotes of either kind come back as they were", () => {
    const word = fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), fc.boolean(), (list, single) => {
        fc.pre(list[0] !== "");
        const quoted = list.map((one) =>
          single ? `'${one.replaceAll("'", `'\\''`)}'` : `"${one.replaceAll(/["\\$`]/g, "\\$&")}"`,
        );
        expect(core.splitWords(quoted.join(" "))).toEqual(list);
      }),
    );
  });
});

describe.each(cores)("a request hook in $name", (core) => {
  test.each(urls)("%s", (text, host, port, path, address) => {
    expect(core.parseUrl(text)).toEqual({ error: "", host, port, path, address });
  });

  test.each(noUrls)("%j is refused", (text, error) => {
    expect(core.parseUrl(text).error).toMatch(error);
  });
});

describe.each(cores)("addresses in $name", (core) => {
  test.each(addresses)("%s", (text, bytes) => {
    expect(core.readAddress(text)).toEqual(bytes);
  });

  test.each(noAddresses)("'%s' is none", (text) => {
    expect(core.readAddress(text)).toEqual([]);
  });

  test("what is none to inet_pton is none here", () => {
    const pieces = fc.constantFrom("0", "1", "25", "255", "256", "abcd", "12345", ":", ":", "::", ".", ".", "g");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 15 }), (list) => {
        const text = list.join("");
        // Groups of any length are taken if their value fits, which 5 digits here do not; IPv4 within IPv6 is not taken.
        const wanted = isIP(text) === 4 ? 4 : isIP(text) === 6 && !text.includes(".") ? 16 : 0;
        fc.pre(!/0[0-9a-f]{4}/.test(text));
        expect(core.readAddress(text)).toHaveLength(wanted);
      }),
      { numRuns: 2000 },
    );
  });
});

describe.each(cores)("/etc/hosts in $name", (core) => {
  test.each([
    ["localhost", "127.0.0.1"],
    ["ip6-localhost", "::1"],
    ["pod-0.app", "10.1.2.3"],
    ["POD-0", "10.1.2.3"],
    ["indented", "10.9.9.9"],
    ["app", "fd00::7"],
    ["broken", "fd00::7"],
    ["scoped", "fd00::7"],
    ["pod", ""],
    ["pod-00", ""],
    ["old-name", ""],
    ["127.0.0.1", ""],
    ["nobody", ""],
  ])("%s is '%s'", (name, address) => {
    expect(core.findHost(hosts, name)).toBe(address);
  });

  test("an empty file names nobody", () => {
    expect(core.findHost("", "localhost")).toBe("");
  });
});

const PENDING = 0;
const NOT_HTTP = -1;

const responses: [bytes: string, status: number][] = [
  ["HTTP/1.1 200 OK\r\n\r\nbody", 200],
  ["HTTP/1.0 404 Not Found\r\n", 404],
  ["HTTP/1.1 204\r\n\r\n", 204],
  ["HTTP/1.1 599 ", 599],
  ["HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n", 200],
  ["HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 102 P\r\n\r\nHTTP/1.1 500 No\r\n", 500],
  ["HTTP/1.1 100 C\nA: b\n\nHTTP/1.1 302 Found\n", 302],
  ["HTTP/1.1 101 Switching Protocols\r\n\r\n", 101],
  ["HTTP/1.1 100 Continue\r\n\r\n", PENDING],
  ["HTTP/1.1 100 Continue\r\nA: HTTP/1.1 200 OK\r\n", PENDING],
  ["", PENDING],
  ["HTTP/1.1 20", PENDING],
  ["HTTP/1.1 100 Continue\r\n\r\nSSH", NOT_HTTP],
  ["HTTP/1.1 099 x\r\n", NOT_HTTP],
  ["HTTP/2.0 200 OK", NOT_HTTP],
  ["HTTP/1.1  200", NOT_HTTP],
  ["HTTP/1.1 2x0", NOT_HTTP],
  ["http/1.1 200 OK", NOT_HTTP],
  ["\r\nHTTP/1.1 200", NOT_HTTP],
  ["+OK POP3", NOT_HTTP],
  ["\u0015\u0003\u0001", NOT_HTTP],
];

describe.each(cores)("a response in $name", (core) => {
  test.each(responses)("%j is %d", (bytes, status) => {
    expect(core.finalStatus(bytes)).toBe(status);
  });

  test("is the same in whatever pieces it comes: pending up to the byte that decides", () => {
    for (const [bytes, status] of responses) {
      const answers = Array.from({ length: bytes.length + 1 }, (_, length) => core.finalStatus(bytes.slice(0, length)));
      const decided = answers.findIndex((answer) => answer !== PENDING);
      const after = decided < 0 ? [] : answers.slice(decided);
      expect(new Set(after)).toEqual(new Set(status === PENDING ? [] : [status]));
    }
  });
});
