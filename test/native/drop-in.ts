// Plays each row of a table twice, with the real program of the distribution and with the init under that name
// (a link), and compares what either did with what the row says. A row that says how the two differ has to say
// why, and fails as soon as they do not differ in this way any more.
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { describeIf, type Need, needsNamespaces } from "../support/needs.ts";

/** What there is to be seen of an init, told in a few words that can be compared. */
export interface Scene {
  name: string;
  /** `want` is what the row expects: a scene that has to wait for it waits no longer. */
  look(init: string, want: string): Promise<string>;
}

export interface Difference {
  theirs: string;
  ours: string;
  /** Why: a bug of theirs, or what users have from it. */
  differs: string;
}

/** A scene, and what either program does in it. */
export type Row = readonly [Scene, string | Difference];

/** Removed after the tests of a file: the links, and whatever its rows need. */
export const folder: string = mkdtempSync(join(tmpdir(), "lastcall-drop-in-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The init as a link of that name. */
function link(name: string): string {
  mkdirSync(join(folder, "bin"), { recursive: true });
  const path = join(folder, "bin", name);
  if (!existsSync(path)) symlinkSync(initPath, path);
  return path;
}

const installed = (path: string): Need =>
  needsNamespaces.ok && !existsSync(path) ? { ok: false, reason: `${path} is not installed` } : needsNamespaces;

/** One test for each row. `group` says what the rows have in common. */
export function compare(
  name: string,
  group: string,
  rows: readonly Row[],
  needs: Need = { ok: true, reason: "" },
): void {
  const theirs = `/usr/bin/${name}`;
  describeIf(needs.ok ? installed(theirs) : needs, `${name}: ${group}`, () => {
    for (const [scene, says] of rows) {
      const want = typeof says === "string" ? { theirs: says, ours: says } : { theirs: says.theirs, ours: says.ours };
      const why = typeof says === "string" ? "" : `, which differs: ${says.differs}`;
      test.concurrent(`${scene.name}${why}`, async () => {
        if (typeof says !== "string") expect(want.theirs).not.toBe(want.ours);
        const real = await scene.look(theirs, want.theirs);
        const own = await scene.look(link(name), want.ours);
        expect({ theirs: real, ours: own }, `theirs '${real}', ours '${own}'`).toEqual(want);
      });
    }
  });
}
