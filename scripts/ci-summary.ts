// Sums up what .ci/run left in a folder: NAME.status holds the exit status of a step, NAME.json what
// vitest reported if the step ran tests. Prints a line per step and `N passed, N failed` at the end.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string }[];
  }[];
}

export interface Step {
  name: string;
  passed: number;
  failed: number;
  /** What went wrong, one line each. */
  remarks: string[];
}

/** A step without tests counts as one; skipped tests count as failed, since nothing may be skipped. */
export function judge(name: string, status: number, report: Report | null): Step {
  if (report === null) {
    const remarks = status === 0 ? [] : [`ended with status ${status}`];
    return { name, passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, remarks };
  }
  const remarks: string[] = [];
  let failed = report.numFailedTests;
  const files = report.testResults;
  for (const file of files) {
    for (const { status: result, fullName } of file.assertionResults) {
      if (result === "failed") remarks.push(`failed: ${fullName}`);
      else if (result !== "passed") remarks.push(`skipped: ${fullName}`);
    }
    // A file that could not be loaded has no tests to count.
    if (file.status !== "passed" && !file.assertionResults.some((one) => one.status === "failed")) {
      failed += 1;
      remarks.push(`failed: ${file.name.split("/").slice(-2).join("/")}: ${file.message}`);
    }
  }
  failed += report.numPendingTests + report.numTodoTests;
  if (report.numPassedTests === 0) remarks.push("ran no tests");
  if (status !== 0) remarks.push(`ended with status ${status}`);
  if (failed === 0 && remarks.length > 0) failed = 1;
  return { name, passed: report.numPassedTests, failed, remarks };
}

function readSteps(folder: string): Step[] {
  const names = readdirSync(folder).filter((file) => file.endsWith(".status"));
  return names.map((file) => {
    const name = file.slice(0, -".status".length);
    const status = Number(readFileSync(join(folder, file), "utf8"));
    const json = join(folder, `${name}.json`);
    const report = existsSync(json) ? (JSON.parse(readFileSync(json, "utf8")) as Report) : null;
    return judge(name, status, report);
  });
}

function main(folder: string): number {
  const steps = readSteps(folder);
  let passed = 0;
  let failed = steps.length === 0 ? 1 : 0;
  for (const step of steps) {
    passed += step.passed;
    failed += step.failed;
    console.log(`${step.name.padEnd(18)}${step.passed} passed, ${step.failed} failed`);
    for (const remark of step.remarks) console.log(`    ${remark.split("\n")[0]}`);
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = main(process.argv[2]);
