import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { withoutNamespace } from "../../../src/rehearse/drive/ways.ts";
import { describeIf, needsProgram } from "../../support/needs.ts";

const before = withoutNamespace("for a test").words;
const said = (words: readonly string[]) => execFileSync(words[0] as string, words.slice(1), { encoding: "utf8" });

describeIf(needsProgram("setpriv", "--version"), "a way", () => {
  test("does not run what was started by somebody who is gone", () => {
    expect(said([...before, "echo", "runs"])).toBe("runs\n");
    // As whoever adopts it: another parent than the one that the words were made for.
    expect(said(["sh", "-c", '"$@"; echo over', "sh", ...before, "echo", "runs"])).toBe("over\n");
  });
});
