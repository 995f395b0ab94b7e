// The short way into a Dockerfile: `npx lastcall install ./lastcall-init`, from a tarball, in a folder with nothing in it,
// without a network.
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { fromRoot } from "../../scripts/build/paths.ts";
import { type Npm, npmIn } from "../support/npm.ts";

let folder = "";
let work = "";
let npm: Npm;
let tarball = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lastcall-npx-"));
  work = join(folder, "work");
  npm = npmIn(join(folder, "home"));
  tarball = npm.pack();
});
beforeEach(() => {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const install = (...words: string[]) => npm.npx(work, `--package=${tarball}`, "lastcall", "install", ...words);
const initFor = (arch: string) => readFileSync(fromRoot("dist", `lastcall-init-linux-${arch}`));

test("writes this machine's init, and nothing else", () => {
  expect(install("./lastcall-init")).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^wrote \.\/lastcall-/),
  });
  expect(readdirSync(work)).toEqual(["lastcall-init"]);
  expect(readFileSync(join(work, "lastcall-init")).equals(initFor(process.arch))).toBe(true);
  expect(statSync(join(work, "lastcall-init")).mode & 0o777).toBe(0o755);
});

test("replaces what is there by the init for the architecture that Docker names, once", () => {
  const path = join(work, "lastcall-init");
  const [arch, docker] = process.arch === "x64" ? ["arm64", "arm64"] : ["x64", "amd64"];
  writeFileSync(path, "what was there before");
  expect(install("./lastcall-init", "--arch", docker)).toMatchObject({ status: 0 });
  expect(readFileSync(path).equals(initFor(arch))).toBe(true);
  const { ino } = statSync(path);
  expect(install("./lastcall-init", "--arch", docker).stdout).toMatch(/^nothing to write: /);
  expect(statSync(path).ino).toBe(ino);
});

test("works from a tarball beside it, where a package.json makes the folder npm's own", () => {
  writeFileSync(join(work, "package.json"), '{ "name": "app", "private": true }');
  copyFileSync(tarball, join(work, basename(tarball)));
  const { status, stdout } = npm.npx(
    work,
    `--package=./${basename(tarball)}`,
    "lastcall",
    "install",
    "./lastcall-init",
  );
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^wrote /)]);
  expect(readdirSync(work).sort()).toEqual([basename(tarball), "lastcall-init", "package.json"]);
});

test("a mistake is one line and 125", () => {
  const { status, stderr } = install("./no/such/folder/lastcall-init");
  expect(status).toBe(125);
  const ours = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("npm "));
  expect(ours).toEqual(["lastcall: cannot write './no/such/folder/lastcall-init': no such file or directory (ENOENT)"]);
});
