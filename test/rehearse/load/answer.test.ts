import fc from "fast-check";
import { expect, test } from "vitest";
import { Answer } from "../../../src/rehearse/load/answer.ts";

interface Row {
  text: string;
  status: number;
  /** Where it stands when all of `text` has come, and once the other side has closed behind it. */
  state: "done" | "open" | "nonsense";
  whole: boolean;
  reusable: boolean;
  toHead?: boolean;
}

const head = (fields: string, status = "200 OK", version = "1.1") => `HTTP/${version} ${status}\r\n${fields}\r\n`;
const open = { state: "open", whole: false, reusable: false } as const;
const kept = { state: "done", whole: true, reusable: true } as const;
const closed = { state: "done", whole: true, reusable: false } as const;
const nonsense = { state: "nonsense", whole: false, reusable: false } as const;

const rows: Record<string, Row> = {
  "with a length": { text: `${head("Content-Length: 5\r\n")}hello`, status: 200, ...kept },
  "with a length of 0": { text: head("content-length:0\r\n"), status: 200, ...kept },
  "with a part of its length": { text: `${head("Content-Length: 6\r\n")}hello`, status: 200, ...open },
  "of no length": { text: `${head("")}hello`, status: 200, state: "open", whole: true, reusable: false },
  "with half a head": { text: "HTTP/1.1 200 OK\r\nContent-Le", status: 0, ...open },
  "in chunks": { text: `${head("Transfer-Encoding: chunked\r\n")}5\r\nhello\r\n0\r\n\r\n`, status: 200, ...kept },
  "in chunks with extensions and trailers": {
    text: `${head("Transfer-Encoding: gzip, Chunked\r\n")}A;a=b\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n`,
    status: 200,
    ...kept,
  },
  "in chunks without the last": {
    text: `${head("Transfer-Encoding: chunked\r\n")}5\r\nhello\r\n`,
    status: 200,
    ...open,
  },
  "in chunks, trailers missing": { text: `${head("Transfer-Encoding: chunked\r\n")}0\r\n`, status: 200, ...open },
  "in chunks and with a length": {
    text: `${head("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n")}5\r\nhello\r\n0\r\n\r\n`,
    status: 200,
    ...kept,
  },
  "in chunks of nonsense": { text: `${head("Transfer-Encoding: chunked\r\n")}hello\r\n`, status: 200, ...nonsense },
  "with another coding": {
    text: head("Transfer-Encoding: gzip\r\n"),
    status: 200,
    state: "open",
    whole: true,
    reusable: false,
  },
  "204": { text: head("", "204 No Content"), status: 204, ...kept },
  "304 with a length": { text: head("Content-Length: 9\r\n", "304 Not Modified"), status: 304, ...kept },
  "to HEAD": { text: head("Content-Length: 9\r\n"), status: 200, ...kept, toHead: true },
  "with the end announced": { text: head("Content-Length: 0\r\nConnection: x, Close\r\n"), status: 200, ...closed },
  "of HTTP/1.0": { text: head("Content-Length: 0\r\n", "200 OK", "1.0"), status: 200, ...closed },
  "of HTTP/1.0, kept": {
    text: head("Content-Length: 0\r\nConnection: Keep-Alive\r\n", "200 OK", "1.0"),
    status: 200,
    ...kept,
  },
  "behind an interim one": {
    text: `${head("Link: </x>\r\n", "103 Early Hints")}${head("Content-Length: 2\r\n")}ok`,
    status: 200,
    ...kept,
  },
  "an interim one only": { text: head("", "100 Continue"), status: 0, ...open },
  "another protocol": { text: head("Upgrade: x\r\n", "101 Switching Protocols"), status: 0, ...nonsense },
  "with lone line feeds": { text: "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", status: 200, ...kept },
  "with more than was asked for": { text: `${head("Content-Length: 2\r\n")}ok!`, status: 200, ...closed },
  "without words behind the status": { text: "HTTP/1.1 503\r\nContent-Length: 0\r\n\r\n", status: 503, ...kept },
  "with two lengths that differ": {
    text: head("Content-Length: 2\r\nContent-Length: 3\r\n"),
    status: 200,
    ...nonsense,
  },
  "with a length that is none": { text: head("Content-Length: -1\r\n"), status: 200, ...nonsense },
  "with a field that only ends alike": {
    text: head("X-Content-Length: 9\r\nContent-Length: 0\r\n"),
    status: 200,
    ...kept,
  },
  "of SSH": { text: "SSH-2.0-OpenSSH_9.2\r\n", status: 0, ...nonsense },
  "of HTTP/2": { text: "HTTP/2 200\r\n\r\n", status: 0, ...nonsense },
};

function read(row: Row, pieces: readonly string[]) {
  const answer = new Answer(row.toHead ?? false);
  for (const piece of pieces) answer.push(Buffer.from(piece, "latin1"));
  const state = answer.done ? "done" : answer.nonsense ? "nonsense" : "open";
  const { status, bytes, reusable } = answer;
  return { status, bytes, state, reusable, whole: answer.end() };
}

test.each(Object.entries(rows))("an answer %s", (_, row) => {
  const { status, state, whole, reusable } = row;
  expect(read(row, [row.text])).toEqual({ status, bytes: row.text.length, state, whole, reusable });
});

test("pieces make no difference", () => {
  const cuts = fc.array(fc.nat(200), { maxLength: 8 });
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(rows)), cuts, (row, places) => {
      const at = [0, ...places.filter((place) => place < row.text.length).sort((a, b) => a - b), row.text.length];
      const pieces = at.slice(1).map((to, index) => row.text.slice(at[index], to));
      expect(read(row, pieces)).toEqual(read(row, [row.text]));
    }),
  );
});

test("any bytes are an answer or nonsense, and never an error", () => {
  const texts = fc.array(fc.oneof(fc.string(), fc.constantFrom(...Object.values(rows).map((row) => row.text))));
  fc.assert(
    fc.property(texts, (pieces) => {
      const answer = new Answer(false);
      for (const piece of pieces) answer.push(Buffer.from(piece, "utf8"));
      expect(answer.bytes).toBe(Buffer.byteLength(pieces.join("")));
      expect(answer.done && answer.nonsense).toBe(false);
    }),
  );
});

test("a head without an end is nonsense at last", () => {
  const answer = new Answer(false);
  answer.push(Buffer.from("HTTP/1.1 200 OK\r\n"));
  for (let line = 0; line < 700 && !answer.nonsense; line++) answer.push(Buffer.from(`X: ${"x".repeat(100)}\r\n`));
  expect(answer.nonsense).toBe(true);
});

test("an app says how long it keeps a connection", () => {
  const answer = new Answer(false);
  expect(answer.idleLimitMs).toBe(Number.POSITIVE_INFINITY);
  answer.push(Buffer.from(head("Content-Length: 0\r\nKeep-Alive: timeout=5, max=100\r\n")));
  expect(answer.idleLimitMs).toBe(5_000);
});
