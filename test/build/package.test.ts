// What `npm pack` holds: what a user needs, nothing else, and nothing that leads nowhere.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, normalize } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packagesOf } from "../../scripts/build/bundle.ts";
import { fromRoot } from "../../scripts/build/paths.ts";
import { NEEDED_NODE } from "../../src/cli/node-version.ts";
import { npmIn } from "../support/npm.ts";

const manifest = JSON.parse(readFileSync(fromRoot("package.json"), "utf8"));
const folder = mkdtempSync(join(tmpdir(), "lastcall-pack-"));
let modes = new Map<string, number>();

beforeAll(() => {
  modes = new Map(
    npmIn(folder)
      .list()
      .map(({ path, mode }) => [path, mode]),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const TYPES = [
  "app-failure",
  "bad-option",
  "drive/cannot-start",
  "engines",
  "formats",
  "index",
  "lags",
  "options",
  "own-init",
  "rehearsal",
  "report",
  "result",
  "rolling/failure",
  "rolling/formula",
  "rolling/report",
  "rolling/strategy",
  "rolling/update-options",
  "values",
  "variants",
];

test("these files, and no other", () => {
  expect([...modes.keys()].sort()).toEqual(
    [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      ...TYPES.map((name) => `dist/types/rehearse/${name}.d.ts`),
      "dist/THIRD-PARTY-LICENSES.txt",
      "dist/completions/_lastcall-init",
      "dist/completions/lastcall-init.bash",
      "dist/completions/lastcall-init.fish",
      "dist/index.cjs",
      "dist/lastcall-init-linux-arm64",
      "dist/lastcall-init-linux-x64",
      "dist/lastcall.cjs",
      "dist/man/lastcall-init.1",
      "docs/migrate.md",
      "docs/recipes.md",
      "docs/rehearse.md",
      "docs/report.schema.json",
      "package.json",
    ].sort(),
  );
});

test("what package.json points to is there, and executable where it is to be executed", () => {
  const exported = Object.values<string | Record<string, string>>(manifest.exports).flatMap((one) =>
    typeof one === "string" ? [one] : Object.values(one),
  );
  for (const path of [...exported, ...[manifest.man ?? []].flat()])
    expect([...modes.keys()]).toContain(normalize(path));
  const programs = [...Object.values<string>(manifest.bin), ...exported.filter((path) => path.includes("-init-"))];
  expect(programs.length).toBe(3);
  for (const path of programs)
    expect(modes.get(normalize(path)) ?? 0, path).toSatisfy((mode) => (mode & 0o111) === 0o111);
  expect(readFileSync(fromRoot(manifest.bin.lastcall), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test("asks for the Node that the command line asks for, and brings no dependencies", () => {
  expect(manifest.engines).toEqual({ node: `>=${NEEDED_NODE}` });
  for (const kind of ["dependencies", "optionalDependencies", "peerDependencies", "bundleDependencies"]) {
    expect(manifest[kind], kind).toBeUndefined();
  }
});

// For whoever works on lastcall: they are in the source, where the link leads to them.
const SOURCE_ONLY = ["ARCHITECTURE.md"];

test("every link between documents leads to a file of the package", () => {
  const documents = [...modes.keys()].filter((path) => path.endsWith(".md"));
  const links = documents.flatMap((document) => {
    const targets = readFileSync(fromRoot(document), "utf8").matchAll(/\]\((?!#|[a-z]+:)([^)#\s]+)/g);
    return [...targets].map(([, target]) => normalize(join(document, "..", target)));
  });
  expect(links).toContain("docs/recipes.md");
  expect(links.filter((path) => !modes.has(path) && !SOURCE_ONLY.includes(path))).toEqual([]);
  expect(SOURCE_ONLY.filter((path) => modes.has(path) || !existsSync(fromRoot(path)))).toEqual([]);
});

test("the bundle's packages are told from its inputs, scoped and nested ones too", () => {
  const paths = ["src/cli/main.ts", "node_modules/a/lib/x.js", "../node_modules/a/node_modules/@b/c/y.js"];
  expect([...packagesOf(paths)]).toEqual(["a", "@b/c"]);
});
