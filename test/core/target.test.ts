// Who is told: every row of target-rows.ts, and what holds for any tree whatever.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Core, cores } from "../support/core.ts";
import { search } from "../support/process-tree.ts";
import { rows } from "./target-rows.ts";

const words = fc
  .tuple(
    fc.constantFrom("sh x", "bash x", "npm start", "app", "node a.js", "timeout 9 x"),
    fc.subarray(["traps=TERM", "async", "in=1", "in=2", "out=1", "out=2", "denied", "gone", "told", "own-null"]),
  )
  .map(([command, brackets]) => `${command} [${brackets.join(" ")}]`);

/** Each process with the index of its parent among those before it. */
const tree = fc
  .array(fc.tuple(words, fc.nat()), { minLength: 1, maxLength: 14 })
  .map((list) => list.map(([text, above], index) => ({ text, parent: index === 0 ? -1 : above % index })));

/** The text of a random tree, with ids from 10 up. */
function write(processes: { text: string; parent: number }[]): string {
  const below = (parent: number, indent: string): string[] =>
    processes.flatMap((process, index) =>
      process.parent === parent ? [`${indent}${10 + index} ${process.text}`, ...below(index, `${indent}  `)] : [],
    );
  return below(-1, "").join("\n");
}

/** A chain of that many shells, with an app at its end. */
function chain(depth: number): string {
  const lines = Array.from({ length: depth }, (_, level) => `${" ".repeat(level)}${10 + level} sh x`);
  return [...lines, `${" ".repeat(depth)}${10 + depth} app`].join("\n");
}

describe.each(cores)("the search for the target in $name", (core) => {
  test.each(rows)("$name", ({ tree: text, signal = "TERM", done }) => {
    const result = search(core, text, signal);
    expect(result.done).toBe(done);
    const told = done.split(", ").filter((one) => one.startsWith("tell ")).length;
    // Who was told before counts as well, so it may be more.
    expect(result.count).toBeGreaterThanOrEqual(told);
    expect(result.count > 0).toBe(told > 0 || text.includes("[told]"));
  });

  test("sixty wrappers deep the app is still found, and far deeper the search ends", () => {
    expect(search(core, chain(60), "TERM").done).toBe("tell 70");
    // A list of children that leads in a circle would else be followed for ever.
    expect(search(core, chain(200), "TERM").done).toBe("tell 74");
  });

  test("nobody is told twice, and somebody is told unless nobody can be", () => {
    fc.assert(
      fc.property(tree, (processes) => {
        const text = write(processes);
        const { done, count } = search(core, text, "TERM");
        const told = done.split(", ").filter((one) => one.startsWith("tell "));
        const spared = done.split(", ").filter((one) => one.startsWith("spare "));
        expect(new Set(told).size).toBe(told.length);
        for (const one of spared) expect(told).not.toContain(one.replace("spare", "tell"));
        if (!/denied|gone|told/.test(text)) expect(count).toBeGreaterThan(0);
        expect(done).toBe(search(cores[0] as Core, text, "TERM").done);
      }),
    );
  });

  test("programs' children are never touched", () => {
    fc.assert(
      fc.property(tree, (processes) => {
        const text = `9 app\n${write(processes).replace(/^/gm, "  ")}`;
        expect(search(core, text, "TERM").done).toBe("tell 9");
      }),
    );
  });
});
