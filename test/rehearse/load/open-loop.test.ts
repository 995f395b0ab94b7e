// Arrivals that do not wait, the end of new connections, and the end of the load.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createLoad } from "../../../src/rehearse/load/generator.ts";
import { answering } from "../../support/http-server.ts";
import { until } from "../../support/until.ts";
import { kindsOf, loadOf, loadOn, ok, play } from "./odd-servers.ts";

test("requests go on while the app answers none, and have the times of the schedule", async () => {
  const waiting: Socket[] = [];
  const app = await answering((socket) => waiting.push(socket));
  const generator = loadOn(app.port, { perSecond: 100 });
  generator.start();
  await until("50 requests without an answer", () => waiting.length >= 50);
  expect(generator.counts.ok).toBe(0);
  const stopped = generator.stop();
  await until("all of them", () => waiting.length === generator.counts.sent);
  for (const socket of waiting) socket.write(ok);
  const records = await stopped;
  expect(kindsOf(records)).toEqual(["ok done 200"]);
  expect(records.map((record) => record.id)).toEqual(records.map((_, index) => index));
  const first = records[0]?.dueMs ?? Number.NaN;
  for (const { id, dueMs, startMs } of records) {
    expect(dueMs - first).toBeCloseTo(id * 10, 6);
    expect(startMs).toBeGreaterThanOrEqual(dueMs);
  }
});

test("what we were late with is due when it was due", async () => {
  const app = await answering((socket) => socket.write(ok));
  const generator = loadOn(app.port, { perSecond: 200 });
  generator.start();
  await until("a request", () => generator.counts.ok > 0);
  const busyUntil = performance.now() + 200;
  while (performance.now() < busyUntil);
  await until("the requests of meanwhile", () => generator.counts.sent > 40);
  const records = await generator.stop();
  const late = records.filter((record) => record.startMs - record.dueMs > 20);
  expect(late.length).toBeGreaterThanOrEqual(30);
  const gaps = records.slice(1).map((record, index) => record.dueMs - (records[index]?.dueMs ?? 0));
  expect(gaps.every((gap) => Math.abs(gap - 5) < 1e-6)).toBe(true);
});

test("at a rate that cannot be kept, answers are still read", async () => {
  const app = await answering((socket) => socket.write(ok));
  const generator = loadOn(app.port, { perSecond: 1_000_000, newConnections: 0 });
  generator.start();
  await until("answers", () => generator.counts.ok >= 100);
  const records = await generator.stop();
  expect(records.length).toBeLessThan(100_000);
  expect(kindsOf(records)).toEqual(["ok done 200"]);
});

test("times count from where the clock says, even if it is set while the load runs", async () => {
  const app = await answering((socket) => socket.write(ok));
  let originMs = Number.NaN;
  const generator = createLoad(loadOf({}), { host: "127.0.0.1", port: app.port }, () => performance.now() - originMs, {
    kind: "slow",
  });
  generator.start();
  await until("a request", () => generator.counts.ok >= 4);
  originMs = performance.now();
  const sent = generator.counts.sent;
  await until("another", () => generator.counts.sent > sent);
  const records = await generator.stop();
  expect(records[0]?.startMs).toBeLessThan(0);
  expect(records.at(-1)?.endMs).toBeGreaterThan(0);
  expect(records.every((record) => record.kind === "slow")).toBe(true);
});

test("without new connections the kept ones go on, until the app closes them", async () => {
  const app = await answering((socket) => socket.write(ok));
  const generator = loadOn(app.port, { perSecond: 400, newConnections: 0.5 });
  generator.start();
  await until("some answers", () => generator.counts.ok >= 100);
  generator.endNewConnections();
  await until("that none is under way", () => generator.counts.ok === generator.counts.sent);
  const asked = app.requests.length;
  await until("requests on kept connections", () => app.requests.length >= asked + 100);
  const later = app.requests.slice(asked + 1);
  expect(later.filter((text) => text.includes("Connection: close"))).toEqual([]);
  const kept = [...app.open];
  for (const socket of kept) socket.end();
  await until("the end of all", () => app.open.size === 0);
  const sent = generator.counts.sent;
  // As long as it takes another one to send some.
  const other = loadOn((await answering()).port, { perSecond: 400 });
  other.start();
  await until("another one", () => other.counts.sent >= 40);
  other.abort();
  expect(generator.counts.sent).toBeLessThanOrEqual(sent + 1);
  expect(app.open.size).toBe(0);
  const records = await generator.stop();
  expect(records.filter((record) => record.outcome !== "ok").every((record) => record.reused)).toBe(true);
  expect(records.length).toBe(generator.counts.sent);
});

test("stop waits for what is under way, and asks for no more", async () => {
  const waiting: Socket[] = [];
  const app = await answering((socket) => waiting.push(socket));
  const generator = loadOn(app.port, { perSecond: 100 });
  generator.start();
  await until("a request", () => waiting.length > 2);
  let over = false;
  const stopped = generator.stop().then((records) => {
    over = true;
    return records;
  });
  await until("all of them", () => waiting.length === generator.counts.sent);
  const [last, ...others] = waiting;
  for (const socket of others) socket.write(ok);
  await until("all answers but one", () => generator.counts.ok === others.length);
  expect(over).toBe(false);
  last?.write(ok);
  const records = await stopped;
  expect(records.length).toBe(waiting.length);
  expect(kindsOf(records)).toEqual(["ok done 200"]);
  expect(await generator.stop()).toBe(records);
  await until("the end of all connections", () => app.open.size === 0);
});

test("a load that never began, and one that is dropped", async () => {
  const app = await answering();
  expect(await loadOn(app.port).stop()).toEqual([]);
  const generator = loadOn(app.port);
  generator.start();
  await until("requests", () => app.requests.length > 5);
  generator.abort();
  expect(await generator.stop()).toEqual([]);
  expect(generator.counts).toEqual({ sent: 0, ok: 0, lost: 0 });
  await until("the end of all connections", () => app.open.size === 0);
});

/** An app with a short accept queue which stands still: it accepts nothing, and the kernel drops what is too much (listen(2)). */
async function standstill(): Promise<{ port: number; app: ChildProcess }> {
  const script =
    'const s = require("node:net").createServer(() => {}).listen({ port: 0, host: "127.0.0.1", backlog: 3 }, () => console.log(s.address().port))';
  const app = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void app.kill("SIGKILL"));
  const [line] = await once(app.stdout, "data");
  app.kill("SIGSTOP");
  return { port: Number(line), app };
}

test("an app that stands still, with its accept queue full", async () => {
  const { port } = await standstill();
  const records = await play(loadOn(port, { newConnections: 1, timeoutMs: 1_500 }), 40);
  expect(kindsOf(records)).toEqual(["timed-out connecting", "timed-out sent"]);
  // The queue holds one more than it was asked for.
  expect(records.filter((record) => record.phase === "sent")).toHaveLength(4);
  for (const record of records) expect(record.endMs - record.startMs).toBeGreaterThan(1_490);
});

test("an app that is killed with connections in its accept queue", async () => {
  const { port, app } = await standstill();
  const generator = loadOn(port, { newConnections: 1, timeoutMs: 30_000 });
  generator.start();
  await until("a full queue", () => generator.counts.sent > 20);
  app.kill("SIGKILL");
  await until("a loss", () => generator.counts.lost > 20);
  const records = await generator.stop();
  const kinds = kindsOf(records);
  expect(kinds).toContain("reset-before sent ECONNRESET");
  expect(kinds).toContain("refused connecting ECONNREFUSED");
  expect(records.some((record) => record.outcome === "ok")).toBe(false);
});
