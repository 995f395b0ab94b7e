// What the files of deploy/ say in words: every file is in the index, every sum in a comment is right, and every value that it
// comes to is the one that is set.
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { tsCore } from "../support/core-ts.ts";
import { deployPath, deployText } from "../support/deploy-files.ts";

const files = readdirSync(deployPath("."), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(deployPath(".").length).replace(/^\//, ""))
  .filter((name) => name !== "README.md");

const readme = deployText("README.md");

test("the index has every file, and no other", () => {
  const linked = [...readme.matchAll(/\]\(([^):]+)\)/g)].map(([, path]) => path);
  expect(linked.sort()).toEqual(files.sort());
});

/** `5 + 1 * 3` */
const resultOf = (sum: string): number =>
  sum
    .split("+")
    .map((product) => product.split("*").reduce((result, factor) => result * Number(factor), 1))
    .reduce((result, part) => result + part, 0);

const withSums = ["README.md", ...files].map((name) => {
  const sums = [...deployText(name).matchAll(/= *(\d+(?: [+*] \d+)+) += +(\d+)\b/g)];
  return { name, sums: sums.map(([, sum, result]) => ({ sum, result: Number(result) })) };
});

// A deadline, and every platform's word for its limit.
const setting =
  /(?:LASTCALL_DEADLINE|--deadline|terminationGracePeriodSeconds|stop_grace_period|stopTimeout|kill_timeout|TimeoutStopSec)[^\d\n]*(\d+)/g;

describe.each(withSums.filter(({ sums }) => sums.length > 0))("$name", ({ name, sums }) => {
  test.each(sums)("$sum is $result", ({ sum, result }) => {
    expect(resultOf(sum)).toBe(result);
  });

  test("what the sums were rounded up to is what is set", () => {
    const said = [...deployText(name).matchAll(/= +(\d+) s, set to (\d+) s/g)];
    for (const [, least, set] of said) expect(Number(set)).toBeGreaterThanOrEqual(Number(least));
    // ECS files have no comments: their sums are in the README.
    const text = deployText(name === "README.md" ? "ecs/task-definition.json" : name).replace(/^ *#.*$/gm, "");
    const values = [...text.matchAll(setting)].map(([, seconds]) => seconds);
    expect(values.length).toBeGreaterThan(1);
    expect(new Set(values)).toEqual(new Set(said.map(([, , set]) => set)));
  });
});

test("every file has its sums, but those that have no times of their own", () => {
  const without = withSums.filter(({ sums }) => sums.length === 0).map(({ name }) => name);
  const borrowed = ["kubernetes/image-volume.yaml", "kubernetes/init-container.yaml"];
  expect(without.filter((name) => !/^(docker|ecs)\//.test(name)).sort()).toEqual(borrowed);
});

test("every variable of lastcall-init that is named is one", () => {
  const variables = new Set(
    tsCore
      .flagTable()
      .split("\n")
      .map((row) => row.split("|")[6]),
  );
  const named = ["README.md", ...files].flatMap((name) => deployText(name).match(/LASTCALL_[A-Z_]*[A-Z]/g) ?? []);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !variables.has(name))).toEqual([]);
});
