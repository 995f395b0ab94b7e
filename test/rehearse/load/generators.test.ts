// The generators of one rehearsal as a list, and the sums over them.

import { expect, onTestFinished, test } from "vitest";
import { countsOf, generatorsOf, unsentOf } from "../../../src/rehearse/load/generators.ts";
import { answering } from "../../support/http-server.ts";
import { until } from "../../support/until.ts";
import { settled } from "../surroundings.ts";
import { manners } from "./odd-servers.ts";

test("load, slow requests and sessions go where their URL leads, with ids that none shares", async () => {
  const app = await answering(manners.answers);
  const other = await answering(manners.answers);
  const rehearsal = settled({ command: "app", url: "/", slow: `:${other.port}/slow`, slowRate: "200/s", hold: 2 });
  const asked: (number | null)[] = [];
  const at = (port: number | null) => {
    asked.push(port);
    return { host: "127.0.0.1", port: port ?? app.port };
  };
  const generators = generatorsOf(rehearsal, at, () => performance.now());
  onTestFinished(() => {
    for (const one of generators) one.abort();
  });
  expect(asked).toEqual([null, other.port, other.port]);
  await Promise.all(generators.map((one) => one.start()));
  await until("some of each", () => generators.every(({ counts }) => counts.sent > 1));
  for (const one of generators) one.endNewConnections();
  const records = (await Promise.all(generators.map((one) => one.stop()))).flat();
  expect(new Set(records.map(({ kind }) => kind))).toEqual(new Set(["load", "slow", "hold"]));
  expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
  const kindsByConnection = new Map(records.map(({ connection, kind }) => [connection, kind]));
  expect(records.every(({ connection, kind }) => kindsByConnection.get(connection) === kind)).toBe(true);
  expect(countsOf(generators)).toEqual({ sent: records.length, ok: records.length, lost: 0 });
});

test("what could not be sent is counted over all generators", () => {
  const without = (...unsent: [string, number][]) => ({ unsent: new Map(unsent) });
  const sum = unsentOf([without(["EMFILE", 3]), without(), without(["EMFILE", 4], ["EADDRNOTAVAIL", 1])]);
  expect([...sum]).toEqual([
    ["EMFILE", 7],
    ["EADDRNOTAVAIL", 1],
  ]);
});
