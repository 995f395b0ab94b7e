// How many connections a load may have, so that the rest of a rehearsal can go on.

import { expect, test } from "vitest";
import { descriptorLimit, mostConnections } from "../../../src/rehearse/load/descriptors.ts";
import { createLoad } from "../../../src/rehearse/load/generator.ts";
import { createHold } from "../../../src/rehearse/load/hold.ts";
import { answering } from "../../support/http-server.ts";
import { until } from "../../support/until.ts";
import { loadOf, manners } from "./odd-servers.ts";

test("the soft limit, as the kernel says it", () => {
  const head = "Limit                     Soft Limit           Hard Limit           Units     \n";
  expect(
    descriptorLimit(`${head}Max open files            1024                 4096                 files     \n`),
  ).toBe(1024);
  expect(
    descriptorLimit(`${head}Max open files            unlimited            unlimited            files     \n`),
  ).toBe(Infinity);
  expect(descriptorLimit()).toBeGreaterThan(0);
});

test.each([
  [1024, 1, 1, 512],
  [1024, 2, 3, 85],
  [8, 3, 3, 1],
  [Infinity, 2, 1, Infinity],
])("of %d descriptors for %d generators with %d each: %d connections", (limit, generators, each, most) => {
  expect(mostConnections(limit, generators, each)).toBe(most);
});

test("an app that hangs gets no more connections than that, and what was not sent is counted", async () => {
  const app = await answering();
  const to = { host: "127.0.0.1", port: app.port };
  const generator = createLoad(loadOf({ perSecond: 1000, timeoutMs: 300 }), to, () => performance.now(), { most: 5 });
  generator.start();
  await until("requests that cannot be sent", () => (generator.unsent.get("EMFILE") ?? 0) > 10);
  const records = await generator.stop();
  expect(records.length).toBe(generator.counts.sent);
  expect(records.every(({ outcome }) => outcome === "timed-out")).toBe(true);
  // At any moment: those that end at the same time as others begin have made room.
  for (const { startMs } of records) {
    expect(records.filter((one) => one.startMs <= startMs && one.endMs > startMs).length).toBeLessThanOrEqual(5);
  }
});

test("kept connections that are idle are used where none may be opened any more", async () => {
  const app = await answering(manners.answers);
  const to = { host: "127.0.0.1", port: app.port };
  const load = loadOf({ perSecond: 100, newConnections: 0 });
  const generator = createLoad(load, to, () => performance.now(), { most: 1 });
  generator.start();
  await until("requests", () => generator.counts.ok > 3);
  const records = await generator.stop();
  expect(new Set(records.map(({ connection }) => connection)).size).toBe(1);
});

test("of more sessions than that the others are not opened", async () => {
  const app = await answering();
  const hold = createHold(
    { count: 5, url: "tcp:///" },
    { host: "127.0.0.1", port: app.port },
    () => performance.now(),
    {
      most: 3,
    },
  );
  await hold.start();
  expect(hold.counts).toEqual({ sent: 3, ok: 3, lost: 0 });
  expect([...hold.unsent]).toEqual([["EMFILE", 2]]);
  await hold.stop();
});
