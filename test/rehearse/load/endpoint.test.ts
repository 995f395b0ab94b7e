import { expect, test } from "vitest";
import { readUrl, requestBytes } from "../../../src/rehearse/load/endpoint.ts";
import { loadOf } from "./odd-servers.ts";

const target = { host: "127.0.0.1", port: 8080 };

test.each([
  ["/", "http", "", "/"],
  ["", "http", "", "/"],
  ["/a?b=c#d", "http", "", "/a?b=c"],
  ["?b=c", "http", "", "/?b=c"],
  ["http://app.example:81/a", "http", "app.example:81", "/a"],
  ["localhost:3000/a", "http", "localhost:3000", "/a"],
  ["http://[::1]:81", "http", "[::1]:81", "/"],
  ["HTTPS:///a", "https", "", "/a"],
  ["wss://x/y", "https", "x", "/y"],
  ["/straße und/€", "http", "", "/stra%C3%9Fe%20und/%E2%82%AC"],
  ["/already%20there", "http", "", "/already%20there"],
])("the URL '%s'", (url, scheme, authority, path) => {
  expect(readUrl(url)).toEqual({ secure: scheme === "https", authority, user: "", path });
});

test("a scheme that is not known is named", () => {
  expect(() => readUrl("gopher://x/")).toThrow("'gopher://x/': unknown scheme 'gopher'");
});

const textOf = (load: Parameters<typeof loadOf>[0], close = false) =>
  requestBytes(loadOf(load), target, close).toString();

test("a request, byte for byte", () => {
  expect(textOf({ url: "/x" })).toBe(
    "GET /x HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: lastcall\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n",
  );
});

test("on a connection of its own it asks for the end", () => {
  expect(textOf({}, true)).toContain("\r\nConnection: close\r\n");
});

test("header fields of the user's replace ours, whatever their case", () => {
  const text = textOf({ url: "http://a.example/", headers: { host: "b.example", "X-Key": "1" } });
  expect(text).toContain("\r\nhost: b.example\r\n");
  expect(text).toContain("\r\nX-Key: 1\r\n");
  expect(text).not.toContain("a.example");
});

test("the length is that of the body in bytes, whatever the user says", () => {
  const text = textOf({
    method: "POST",
    body: "größe",
    headers: { "content-length": "1", "Transfer-Encoding": "chunked" },
  });
  expect(text).toMatch(/\r\nContent-Length: 7\r\n\r\ngröße$/);
  expect(text).not.toContain("chunked");
});

test("POST without a body says so", () => {
  expect(textOf({ method: "POST" })).toContain("\r\nContent-Length: 0\r\n");
});

test("a user in the URL goes into a field of its own", () => {
  const text = textOf({ url: "http://me:p%40ss@a.example/" });
  expect(text).toContain(`\r\nAuthorization: Basic ${Buffer.from("me:p@ss").toString("base64")}\r\n`);
  expect(text).toContain("\r\nHost: a.example\r\n");
});

test("an IPv6 address stands in brackets", () => {
  expect(requestBytes(loadOf({}), { host: "::1", port: 80 }, false).toString()).toContain("\r\nHost: [::1]:80\r\n");
});

test.each([[{ "bad name": "x" }], [{ good: "bad\r\nvalue" }]])("a header field that cannot be: %j", (headers) => {
  expect(() => textOf({ headers })).toThrow(TypeError);
});
