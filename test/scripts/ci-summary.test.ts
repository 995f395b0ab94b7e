// The summary must not call a run green that failed, was cut short, or left something out.
import { describe, expect, test } from "vitest";
import { judge } from "../../scripts/ci-summary.ts";

function report(...results: string[]) {
  const count = (status: string) => results.filter((result) => result === status).length;
  const assertionResults = results.map((status, at) => ({ status, fullName: `test ${at}` }));
  const status = count("failed") > 0 ? "failed" : "passed";
  return {
    numPassedTests: count("passed"),
    numFailedTests: count("failed"),
    numPendingTests: count("pending"),
    numTodoTests: count("todo"),
    testResults: [{ name: "/somewhere/test/a.test.ts", status, message: "", assertionResults }],
  };
}

describe("the summary of a continuous-integration run", () => {
  test.each([
    ["a step that succeeded", 0, null, 1, 0],
    ["a step that failed", 2, null, 0, 1],
    ["tests that passed", 0, report("passed", "passed"), 2, 0],
    ["a failed test", 1, report("passed", "failed"), 1, 1],
    ["a skipped test", 0, report("passed", "pending"), 1, 1],
    ["a test to be written", 0, report("passed", "todo"), 1, 1],
    ["no tests at all", 0, report(), 0, 1],
    ["passed tests under a command that failed", 1, report("passed"), 1, 1],
  ])("%s", (_, status, tests, passed, failed) => {
    expect(judge("step", status, tests)).toMatchObject({ passed, failed });
  });

  test("counts and names a file that could not be loaded", () => {
    const broken = report("passed");
    const file = { name: "/somewhere/test/b.test.ts", status: "failed", message: "no such module" };
    broken.testResults.push({ ...file, assertionResults: [] });
    const { failed, remarks } = judge("step", 0, broken);
    expect(failed).toBe(1);
    expect(remarks).toEqual(["failed: test/b.test.ts: no such module"]);
  });
});
