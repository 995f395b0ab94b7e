// What the tests of the load generator share: a load, apps that end connections in every way there is, and a load against one of them.
import type { Socket } from "node:net";
import { onTestFinished } from "vitest";
import { createLoad, type Generator } from "../../../src/rehearse/load/generator.ts";
import type { Load } from "../../../src/rehearse/rehearsal.ts";
import type { RequestRecord } from "../../../src/rehearse/report.ts";
import { until } from "../../support/until.ts";

export function loadOf(load: Partial<Load>): Load {
  const usual = { method: "GET", headers: {}, body: null, newConnections: 0.5, timeoutMs: 20_000 };
  return { url: "/", perSecond: 200, ...usual, ...load };
}

/** Ends with the test, whatever becomes of it. */
export function loadOn(port: number, load: Partial<Load> = {}, host = "127.0.0.1"): Generator {
  const generator = createLoad(loadOf(load), { host, port }, () => performance.now());
  onTestFinished(() => generator.abort());
  return generator;
}

/** The records of some requests, at least `count`. */
export async function play(generator: Generator, count = 8): Promise<RequestRecord[]> {
  generator.start();
  await until(`${count} requests`, () => generator.counts.sent >= count);
  return await generator.stop();
}

/** What is told apart, of each record once. */
export function kindsOf(records: readonly RequestRecord[]): string[] {
  const kinds = records.map(({ outcome, phase, status, errno }) =>
    [outcome, phase, status, errno].filter((part) => part !== undefined).join(" "),
  );
  return [...new Set(kinds)].sort();
}

export function byConnection(records: readonly RequestRecord[]): RequestRecord[][] {
  const groups = new Map<number, RequestRecord[]>();
  for (const record of records) groups.set(record.connection, [...(groups.get(record.connection) ?? []), record]);
  return [...groups.values()];
}

export const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const okChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n";
export const half = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok";
const halfChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nok";

/** Sends it and calls `then` when it is on its way, so that a reset does not overtake it. */
function after(text: string, then: (socket: Socket) => void) {
  return (socket: Socket) => void socket.write(text, () => setTimeout(() => then(socket), 10));
}

/** One for each way to answer or not to answer a request. */
export const manners: Record<string, (socket: Socket) => void> = {
  answers: (socket) => socket.write(ok),
  "answers in chunks": (socket) => socket.write(okChunked),
  "answers and closes": (socket) => socket.end("HTTP/1.1 200 OK\r\n\r\nok"),
  "answers 503": (socket) => socket.write("HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n"),
  "speaks something else": (socket) => socket.write("-ERR unknown command 'GET'\r\n"),
  "closes instead of answering": (socket) => socket.end(),
  "resets instead of answering": (socket) => socket.resetAndDestroy(),
  "closes in the head": after("HTTP/1.1 200 OK\r\nConten", (socket) => socket.end()),
  "closes in the middle": after(half, (socket) => socket.end()),
  "closes in a chunk": after(halfChunked, (socket) => socket.end()),
  "resets in the middle": after(half, (socket) => socket.resetAndDestroy()),
  "resets in a chunk": after(halfChunked, (socket) => socket.resetAndDestroy()),
  "resets where only the end is missing": after("HTTP/1.1 200 OK\r\n\r\nok", (socket) => socket.resetAndDestroy()),
  "never answers": () => {},
  "never ends its answer": (socket) => socket.write(half),
};
