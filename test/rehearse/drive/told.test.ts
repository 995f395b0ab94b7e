import { expect, test } from "vitest";
import { type Look, type Stop, whoWasTold } from "../../../src/rehearse/drive/told.ts";

/** "1 catches", "5 listens=7 pending": a process in a look; one that is not named is not there. */
function look(atMs: number, ...processes: string[]): Look {
  const inodes: number[] = [];
  const seen = processes.map((text) => {
    const [pid, ...marks] = text.split(" ");
    const sockets = marks.filter((mark) => mark.startsWith("listens=")).map((mark) => Number(mark.slice(8)));
    inodes.push(...sockets);
    const has = (mark: string) => (marks.includes(mark) ? ["SIGTERM"] : ["SIGHUP"]);
    return {
      pid: Number(pid),
      state: marks.includes("zombie") ? "Z" : "S",
      catches: has("catches"),
      ignores: has("ignores"),
      blocks: has("blocks"),
      pending: has("pending"),
      sockets,
    };
  });
  return { atMs, processes: seen, listening: inodes };
}

const stop: Stop = { signal: "SIGTERM", signalMs: 0, overMs: 1000, sent: null };

test.each<{ what: string; pid: number; looks: Look[]; told: string }>([
  {
    what: "PID 1 that catches it is told",
    pid: 1,
    looks: [look(-10, "1 catches"), look(10, "1 catches")],
    told: "yes",
  },
  {
    what: "PID 1 that waits for it with the signal blocked is told",
    pid: 1,
    looks: [look(-10, "1 blocks")],
    told: "yes",
  },
  { what: "PID 1 without a handler never gets it", pid: 1, looks: [look(-10, "1"), look(10, "1")], told: "no" },
  {
    what: "who would have died of it, and lives when PID 1 ends, was not told",
    pid: 5,
    looks: [look(-10, "1 catches", "5"), look(10, "1 catches", "5"), look(990, "1 catches", "5")],
    told: "no",
  },
  {
    what: "who ignores it cannot be told",
    pid: 5,
    looks: [look(-10, "1", "5 ignores"), look(990, "1", "5 ignores")],
    told: "no",
  },
  {
    what: "who catches it and goes on may have been told",
    pid: 5,
    looks: [look(-10, "1", "5 catches"), look(990, "1", "5 catches")],
    told: "unknown",
  },
  {
    what: "who catches it and ends before PID 1 was told",
    pid: 5,
    looks: [look(-10, "1 catches", "5 catches"), look(10, "1 catches", "5 catches"), look(500, "1 catches")],
    told: "yes",
  },
  {
    what: "who ends with PID 1 did not end before it",
    pid: 5,
    looks: [look(-10, "1 catches", "5 catches"), look(990, "1 catches", "5 catches"), look(1010)],
    told: "unknown",
  },
  {
    what: "a zombie has ended",
    pid: 5,
    looks: [look(-10, "1 catches", "5 catches"), look(500, "1 catches", "5 zombie")],
    told: "yes",
  },
  {
    what: "who gives up its listening socket was told",
    pid: 5,
    looks: [look(-10, "1", "5 catches listens=7"), look(10, "1", "5 catches"), look(990, "1", "5 catches")],
    told: "yes",
  },
  {
    what: "who shows it pending was told",
    pid: 5,
    looks: [look(-10, "1", "5 blocks"), look(10, "1", "5 blocks pending")],
    told: "yes",
  },
  {
    what: "who dies at once and alone of it was told",
    pid: 5,
    looks: [look(-10, "1 catches", "5", "6"), look(10, "1 catches", "6"), look(990, "1 catches", "6")],
    told: "yes",
  },
  {
    what: "of two who leave together, as in a pipeline, one may have left because of the other",
    pid: 6,
    looks: [look(-10, "1 catches", "5", "6"), look(10, "1 catches"), look(990, "1 catches")],
    told: "unknown",
  },
  {
    what: "who leaves later may have been done",
    pid: 5,
    looks: [look(-10, "1 catches", "5"), look(300, "1 catches", "5"), look(500, "1 catches")],
    told: "unknown",
  },
  {
    what: "who was gone before was not told",
    pid: 5,
    looks: [look(-50, "1", "5"), look(-10, "1"), look(10, "1")],
    told: "no",
  },
  {
    what: "who was born after the signal and ended again may have been done",
    pid: 9,
    looks: [look(-10, "1 catches"), look(10, "1 catches", "9 catches"), look(20, "1 catches")],
    told: "unknown",
  },
])("$what", ({ pid, looks, told }) => {
  expect(whoWasTold(stop, looks).get(pid)).toBe(told);
});

test("the trace decides where there is one", () => {
  const sent = [
    { atMs: 0, name: "SIGTERM", to: 1, arrived: false },
    { atMs: 2, name: "SIGTERM", to: 5, arrived: true },
    { atMs: 3, name: "SIGHUP", to: 6, arrived: true },
  ];
  const looks = [look(-10, "1 catches", "5", "6"), look(10, "1 catches", "5", "6")];
  expect([...whoWasTold({ ...stop, sent }, looks)]).toEqual([
    [1, "no"],
    [5, "yes"],
    [6, "no"],
  ]);
});

test.each<{ what: string; after: string; sent: string[]; told: string }>([
  { what: "gave up its socket is unknown: it was told by other means", after: "5 catches", sent: [], told: "unknown" },
  { what: "ended is unknown: it was told by other means, or done", after: "", sent: [], told: "unknown" },
  { what: "was killed was not told", after: "", sent: ["SIGKILL"], told: "no" },
  { what: "goes on was not told", after: "5 catches listens=7", sent: [], told: "no" },
])("who got no signal by the trace and $what", ({ after, sent, told }) => {
  const looks = [look(-10, "1 catches", "5 catches listens=7"), look(10, "1 catches", ...(after ? [after] : []))];
  const events = sent.map((name) => ({ atMs: 1, name, to: 5, arrived: true }));
  expect(whoWasTold({ ...stop, sent: events }, looks).get(5)).toBe(told);
});

test("a signal that was never sent has told nobody", () => {
  const looks = [look(-10, "1 catches", "5 catches"), look(10, "1 catches")];
  expect([...whoWasTold({ ...stop, signalMs: null }, looks).values()]).toEqual(["no", "no"]);
});

test("takes ten times as long for ten times as many looks, not a hundred times", () => {
  const many = Array.from({ length: 200 }, (_, index) => `${index + 1} catches`);
  const msFor = (count: number) => {
    const looks = Array.from({ length: count }, (_, index) => look(index * 20 - 100, ...many));
    const from = process.cpuUsage();
    expect(whoWasTold({ ...stop, overMs: 29_000 }, looks).size).toBe(200);
    const { user, system } = process.cpuUsage(from);
    return user + system;
  };
  msFor(100);
  expect(msFor(1_000)).toBeLessThan(50 * msFor(100));
});
