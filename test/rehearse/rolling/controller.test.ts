// The controller as tables: an event and its time, and what it does then. `+5` creates a new pod, `+5old` an old one, `-4` deletes.

import { expect, test } from "vitest";
import { type Action, type Event, settled, step, wakeMs } from "../../../src/rehearse/rolling/controller.ts";

type Turn = [atMs: number, event: string, actions: string, wakeMs?: number];

interface Row {
  name: string;
  /** Replicas, surge, unavailable, minReadyMs. */
  strategy: [number, number, number, number?];
  turns: Turn[];
}

const rows: Row[] = [
  {
    name: "one more, none missing: one comes, one goes",
    strategy: [3, 1, 0],
    turns: [
      [0, "begin", "+4"],
      [10, "ready 4", "-3 +5"],
      [20, "gone 3", ""],
      [21, "ready 5", "-2 +6"],
      [30, "ready 6", "-1 complete"],
      [40, "gone 2", ""],
      [50, "gone 1", ""],
    ],
  },
  {
    name: "terminating pods hold no place",
    strategy: [2, 1, 0],
    turns: [
      [0, "begin", "+3"],
      [10, "ready 3", "-2 +4"],
      [20, "ready 4", "-1 complete"],
      [900, "gone 2", ""],
      [901, "gone 1", ""],
    ],
  },
  {
    name: "none more, one missing: one goes, one comes",
    strategy: [3, 0, 1],
    turns: [
      [0, "begin", "-3 +4"],
      [10, "ready 4", "-2 +5"],
      [20, "ready 5", "-1 +6"],
      [30, "ready 6", "complete"],
    ],
  },
  {
    name: "both: those that may be missing go at once and their places are taken",
    strategy: [4, 1, 1],
    turns: [
      [0, "begin", "+5 -4 +6"],
      [10, "ready 6", "-3 +7"],
      [11, "ready 5", "-2 +8"],
      [20, "ready 7", "-1"],
      [21, "ready 8", "complete"],
    ],
  },
  {
    name: "a surge of all: all come, and as they come the old ones go",
    strategy: [2, 2, 0],
    turns: [
      [0, "begin", "+3 +4"],
      [10, "ready 3", "-2"],
      [11, "ready 4", "-1 complete"],
    ],
  },
  {
    name: "a pod counts once it has been ready for minReadySeconds",
    strategy: [2, 1, 0, 100],
    turns: [
      [0, "begin", "+3", Infinity],
      [10, "ready 3", "", 110],
      [109, "time", "", 110],
      [110, "time", "-2 +4", Infinity],
      [120, "ready 4", "", 220],
      [220, "time", "-1 complete", Infinity],
    ],
  },
  {
    name: "a new pod that never gets ready stops the update with all that may not be missing",
    strategy: [4, 1, 1],
    turns: [
      [0, "begin", "+5 -4 +6"],
      [10_000, "time", ""],
    ],
  },
  {
    name: "a pod that goes by itself is replaced by one like it, which is the first to go then",
    strategy: [2, 1, 0],
    turns: [
      [0, "begin", "+3"],
      [5, "gone 1", "+4old"],
      [10, "ready 3", "-4 +5"],
      [20, "ready 5", "-2 complete"],
    ],
  },
  {
    name: "a new one as well",
    strategy: [1, 1, 0],
    turns: [
      [0, "begin", "+2"],
      [5, "gone 2", "+3"],
      [10, "ready 2", ""],
      [20, "ready 3", "-1 complete"],
    ],
  },
  {
    name: "ready twice is ready since the first time",
    strategy: [1, 1, 0, 100],
    turns: [
      [0, "begin", "+2"],
      [10, "ready 2", "", 110],
      [60, "ready 2", "", 110],
      [110, "time", "-1 complete"],
    ],
  },
];

function parse(text: string): Event {
  const [kind, pod] = text.split(" ");
  if (kind === "begin" || kind === "time") return { kind };
  return { kind: `pod-${kind}` as "pod-ready" | "pod-gone", pod: Number(pod) };
}

function print(action: Action): string {
  if (action.kind === "create") return `+${action.pod}${action.revision === "old" ? "old" : ""}`;
  return action.kind === "delete" ? `-${action.pod}` : "complete";
}

test.each(rows)("$name", ({ strategy, turns }) => {
  const [replicas, maxSurge, maxUnavailable, minReadyMs = 0] = strategy;
  const state = settled({ replicas, maxSurge, maxUnavailable, minReadyMs });
  const seen = turns.map(([atMs, event, , wake]): Turn => {
    const actions = step(state, parse(event), atMs).map(print).join(" ");
    return wake === undefined ? [atMs, event, actions] : [atMs, event, actions, wakeMs(state, atMs)];
  });
  expect(seen).toEqual(turns);
});
