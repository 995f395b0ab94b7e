// Where `run` refuses to work.
import { expect, test } from "vitest";
import { tooOld } from "../../src/cli/node-version.ts";
import { refusal } from "../../src/cli/platform.ts";

test("works on Linux on the architectures that have an init", () => {
  expect(refusal("linux", "x64")).toBe("");
  expect(refusal("linux", "arm64")).toBe("");
});

test("refuses other systems, naming them and what works there", () => {
  for (const platform of ["darwin", "win32", "freebsd"]) {
    expect(refusal(platform, "x64")).toMatch(new RegExp(`needs Linux.*'${platform}'.*install`));
  }
});

test("refuses architectures without an init, naming those with one", () => {
  expect(refusal("linux", "ppc64")).toMatch(/'ppc64'.*x64 and arm64/);
});

test("the npm package says which Node it needs, and which it got", () => {
  for (const version of ["22.15.0", "22.20.1", "24.0.0", "26.10.0"]) expect(tooOld(version)).toBe("");
  for (const version of ["22.14.9", "20.20.2", "18.19.0"]) {
    expect(tooOld(version)).toMatch(new RegExp(`needs Node 22\\.15 .*${version}`));
  }
});
