// Once the init watches over the command nothing is allocated: the stub runtime never frees, so whatever it took for each
// signal would be gone for good.

import { expect, test } from "vitest";
import type { FakeKernel } from "../support/fake-kernel.ts";
import { play } from "../support/init-wasm.ts";

const TIMES = 10_000;

const hooks = ["--pre-stop", "hook 'a b'", "--pre-stop-http", "http://localhost/"];

/**
 * Where the next object would be put. It is a variable without a name, but no other is as large: all objects and all
 * static data are below it.
 */
function heapTop(kernel: FakeKernel): number {
  const globals = Object.entries(kernel.instance?.exports ?? {})
    .filter(([name]) => /^g\d+$/.test(name))
    .map(([, global]) => (global as WebAssembly.Global).value as number);
  expect(globals.length).toBeGreaterThan(3);
  return Math.max(...globals);
}

function memorySize(kernel: FakeKernel): number {
  return kernel.memory.linear?.buffer.byteLength ?? 0;
}

test("the measure is one: reading options allocates", () => {
  const tops = [["app"], ["--delay", "5s", "--deadline", "9s", "-r", "TERM:QUIT", "app"]].map((argv) => {
    return heapTop(play({ argv }).kernel);
  });
  expect(tops[1]).toBeGreaterThan(tops[0] as number);
});

test.each([[[]], [["-v", "--log", "json"]], [["-g"]], [["--target", "all"]], [hooks]])(
  "10,000 signals and 10,000 orphans take nothing: %j",
  (options) => {
    const seen: { top: number; size: number }[] = [];
    const { kernel, ending } = play(
      {
        argv: [...options, "--deadline", "1s", "sh", "run.sh"],
        command: { commandLine: "sh run.sh", on: { 1: () => {}, 15: () => {} } },
      },
      (k) => {
        const look = () => void seen.push({ top: heapTop(k), size: memorySize(k) });
        // stderr is kept in a string otherwise.
        k.fault = (call, args) => (call === "write" ? (args[2] as number) : undefined);
        k.at(1, () => {
          k.spawn(10, { commandLine: "app", on: { 1: () => {}, 15: () => {} } });
          look();
        });
        for (let time = 0; time < TIMES; time++) {
          k.at(2 + time, () => {
            k.queue({ signal: 1 });
            k.end(k.spawn(1).pid);
          });
        }
        k.at(TIMES + 3, look);
        k.at(TIMES + 4, () => k.queue({ signal: 15 }));
        k.at(TIMES + 4, () => k.stop(11));
        k.at(TIMES + 5, () => k.queue({ signal: 15 }));
      },
    );
    expect(ending).toEqual({ how: "exit", code: 137 });
    expect(kernel.kills.filter(({ signal }) => signal === 1).length).toBeGreaterThanOrEqual(TIMES);
    // Nobody is a zombie any more: only the init is left.
    expect([...kernel.processes.keys()]).toEqual([1]);
    expect(kernel.openFiles()).toEqual([]);
    // After the whole stop too, with its search, its killing and its lines.
    seen.push({ top: heapTop(kernel), size: memorySize(kernel) });
    expect(seen).toEqual([seen[0], seen[0], seen[0]]);
  },
);

test("10,000 orphans at once are reaped in one go", () => {
  const { kernel, ending } = play({}, (k) => {
    k.at(5, () => {
      for (let time = 0; time < TIMES; time++) k.end(k.spawn(1).pid);
    });
  });
  expect(ending).toEqual({ how: "asleep" });
  expect([...kernel.processes.keys()]).toEqual([1, 10]);
  // One wake-up for all of them, and one of our own: three sleeps.
  expect(kernel.calls.get("sigtimedwait")).toBe(3);
});

test("idle, it wakes up once for itself, when the start is over, and sleeps without a time to wake at", () => {
  const { kernel, ending } = play({});
  expect(ending).toEqual({ how: "asleep" });
  expect(kernel.nowMs).toBe(100);
  expect(kernel.calls.get("sigtimedwait")).toBe(2);
});
