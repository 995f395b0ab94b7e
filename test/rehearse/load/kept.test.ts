// Kept connections: when they are used again, and what it means that the app closes one.
import type { Socket } from "node:net";
import { expect, test } from "vitest";
import { Connection } from "../../../src/rehearse/load/connection.ts";
import { requestBytes } from "../../../src/rehearse/load/endpoint.ts";
import { Exchange } from "../../../src/rehearse/load/exchange.ts";
import { answering } from "../../support/http-server.ts";
import { until } from "../../support/until.ts";
import { byConnection, kindsOf, loadOf, loadOn, ok, play } from "./odd-servers.ts";

/** A connection that has carried one request and is idle; `again` sends another one over it. */
async function idleConnection() {
  const app = await answering((socket) => socket.write(ok));
  const target = { host: "127.0.0.1", port: app.port };
  const told: string[] = [];
  const owner = { free: () => told.push("free"), gone: () => told.push("gone") };
  const connection = new Connection(7, { ...target, secure: false, name: "", toHead: false }, owner);
  const again = () => {
    let ended = false;
    const exchange = new Exchange(0, performance.now(), () => {
      ended = true;
    });
    connection.send(exchange, requestBytes(loadOf({}), target, false));
    return { exchange, end: () => until("the end of a request", () => ended) };
  };
  const first = again();
  await first.end();
  expect(first.exchange).toMatchObject({ outcome: "ok", phase: "done", reused: false, connection: 7 });
  expect(told).toEqual(["free"]);
  const [peer] = app.open;
  if (peer === undefined) throw new Error("a connection that the app does not know");
  return { connection, again, peer, isGone: () => told.includes("gone") };
}

test.each([
  ["closes", (peer: Socket) => peer.destroy(), "EPIPE"],
  ["resets", (peer: Socket) => peer.resetAndDestroy(), "ECONNRESET"],
])("a request crosses the end of a connection that the app %s", async (_, end, errno) => {
  const { again, peer, isGone } = await idleConnection();
  // In one turn of the event loop: the kernel knows of the end, the generator does not yet.
  end(peer);
  expect(isGone()).toBe(false);
  const request = again();
  await request.end();
  expect(request.exchange).toMatchObject({ outcome: "reset-before", reused: true, status: 0, bytes: 0, errno });
});

test("an app that has read a request and closes in order has not reset it", async () => {
  const { again, peer } = await idleConnection();
  peer.removeAllListeners("data").once("data", () => peer.end());
  const request = again();
  await request.end();
  expect(request.exchange).toMatchObject({ outcome: "cut", phase: "sent", reused: true, errno: "" });
});

test.each([
  ["closes", (peer: Socket) => peer.end()],
  ["resets", (peer: Socket) => peer.resetAndDestroy()],
  ["says something on", (peer: Socket) => peer.write("HTTP/1.1 408 X\r\n\r\n")],
])("an idle connection that the app %s is of no more use, and no lost request", async (_, end) => {
  const { peer, isGone } = await idleConnection();
  end(peer);
  await until("the end of the connection", isGone);
});

test("idle connections that the app closes cost nothing and are replaced", async () => {
  const app = await answering((socket) => socket.write(ok));
  const generator = loadOn(app.port, { newConnections: 0, perSecond: 200 });
  generator.start();
  await until("all connections", () => app.open.size >= 16);
  const before = new Set(app.open);
  await until("that all are idle", () => generator.counts.ok === generator.counts.sent);
  for (const socket of before) socket.end();
  await until("others", () => [...app.open].filter((socket) => !before.has(socket)).length >= 16);
  const records = await generator.stop();
  // One request at the most can have crossed the end of each of them.
  const lost = records.filter((record) => record.outcome !== "ok");
  expect(lost.every((record) => record.reused)).toBe(true);
  expect(lost.length).toBeLessThanOrEqual(before.size);
  expect(new Set(lost.map((record) => record.connection)).size).toBe(lost.length);
});

test.each([
  ["announces it", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"],
  ["does not announce it", ok],
])("an app that closes each connection at 50 requests, and %s", async (_, last) => {
  const counts = new WeakMap<Socket, number>();
  let closed = 0;
  const app = await answering((socket) => {
    const count = (counts.get(socket) ?? 0) + 1;
    counts.set(socket, count);
    if (count < 50) {
      socket.write(ok);
      return;
    }
    closed++;
    socket.end(last);
  });
  const generator = loadOn(app.port, { newConnections: 0, perSecond: 500 });
  generator.start();
  await until("closed connections", () => closed >= 3, 25_000);
  const records = await generator.stop();
  expect(kindsOf(records)).toEqual(["ok done 200"]);
  const groups = byConnection(records);
  const sizes = groups.map((group) => group.length);
  expect(Math.max(...sizes)).toBe(50);
  for (const group of groups) {
    expect(group.map((record) => record.reused)).toEqual(group.map((_, index) => index > 0));
  }
});

test("connections that the app has closed while we stood still are not used", async () => {
  const app = await answering((socket) => socket.write(ok));
  const generator = loadOn(app.port, { newConnections: 0, perSecond: 200 });
  generator.start();
  await until("all connections", () => app.open.size >= 16 && generator.counts.ok === generator.counts.sent);
  for (const socket of app.open) socket.destroy();
  const busyUntil = performance.now() + 100;
  while (performance.now() < busyUntil);
  const sent = generator.counts.sent;
  await until("the requests of meanwhile", () => generator.counts.sent >= sent + 15);
  expect(kindsOf(await generator.stop())).toEqual(["ok done 200"]);
});

test("a connection that the app keeps for a second only is not used after half of it", async () => {
  const app = await answering((socket) =>
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nKeep-Alive: timeout=1\r\n\r\n"),
  );
  const generator = loadOn(app.port, { newConnections: 0, perSecond: 1 });
  const records = await play(generator, 3);
  expect(records.map((record) => record.reused)).toEqual([false, false, false]);
});

test("new connections carry one request and end, kept ones have the rest", async () => {
  const app = await answering((socket) => socket.write(ok));
  const records = await play(loadOn(app.port, { newConnections: 0.25, perSecond: 400 }), 400);
  const groups = byConnection(records);
  expect(groups.filter((group) => group.length === 1).length).toBeGreaterThanOrEqual(records.length / 4 - 1);
  expect(groups.some((group) => group.length > 1)).toBe(true);
  const closing = app.requests.filter((text) => text.includes("\r\nConnection: close\r\n")).length;
  expect(Math.abs(closing - records.length / 4)).toBeLessThanOrEqual(1);
  await until("the end of all connections", () => app.open.size === 0);
});
