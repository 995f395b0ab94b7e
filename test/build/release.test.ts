// What a release publishes: the same bytes whoever makes it and wherever, and a bill of materials that is true.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contained, manifestOf, tools } from "../../scripts/build/parts.ts";
import { fromRoot } from "../../scripts/build/paths.ts";
import { billOfMaterials } from "../../scripts/release/sbom.ts";
import { releaseAs } from "../support/release.ts";

const version = manifestOf().version;
const bomName = `lastcall-${version}.cdx.json`;
let folders: string[] = [];
let names: string[] = [];

const released = (name: string, folder = folders[0]) => readFileSync(join(folder, "dist/release", name));

beforeAll(async () => {
  folders = await Promise.all([
    releaseAs({ prefix: "lastcall-a-", umask: "0022", modes: "u=rwX,go=rX", env: { LC_ALL: "C", TZ: "UTC" } }),
    releaseAs({
      prefix: "lastcall-another-place-",
      umask: "0077",
      modes: "u=rwX,go=",
      env: { LC_ALL: "tr_TR.UTF-8", TZ: "Asia/Tokyo" },
    }),
  ]);
  names = readdirSync(join(folders[0], "dist/release")).sort();
}, 180_000);
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

test("gives identical bytes in two folders, under another umask, locale, time zone and home", () => {
  expect(readdirSync(join(folders[1], "dist/release")).sort()).toEqual(names);
  for (const name of names) expect(released(name).equals(released(name, folders[1])), name).toBe(true);
});

test("holds both inits, the npm package and what belongs to it, a bill of materials and sums", () => {
  const tarball = join(folders[0], `dist/release/lastcall-${version}.tgz`);
  const packed = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n");
  const built = packed.flatMap((path) => /^package\/dist\/(?:.*\/)?([^/]+(?<!\.(?:cjs|js|ts)))$/.exec(path)?.[1] ?? []);
  expect(built).toEqual(expect.arrayContaining(["lastcall-init-linux-x64", "lastcall-init-linux-arm64"]));
  expect(names).toEqual([...built, `lastcall-${version}.tgz`, bomName, "SHA256SUMS"].sort());
});

test("sha256sum -c accepts the sums, which cover everything else", () => {
  const cwd = join(folders[0], "dist/release");
  const checked = execFileSync("sha256sum", ["--check", "--strict", "SHA256SUMS"], { cwd, encoding: "utf8" });
  expect(checked).toBe(
    names
      .filter((name) => name !== "SHA256SUMS")
      .map((name) => `${name}: OK\n`)
      .join(""),
  );
});

test("names no place where it was made, and has no source maps", () => {
  const unpacked = join(folders[0], "unpacked");
  mkdirSync(unpacked);
  execFileSync("tar", ["-xzf", join(folders[0], `dist/release/lastcall-${version}.tgz`), "-C", unpacked]);
  const paths = [unpacked, join(folders[0], "dist/release")].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  expect(paths.length).toBeGreaterThan(2 * names.length);
  const registry = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).trim();
  const places = [...folders, fromRoot("."), `${homedir()}/`, join(tmpdir(), "lastcall-"), new URL(registry).host];
  for (const path of paths) {
    const bytes = readFileSync(path);
    for (const word of [...places, "sourceMappingURL"]) expect(bytes.includes(word), `${path}: ${word}`).toBe(false);
  }
  expect(paths.filter((path) => path.endsWith(".map"))).toEqual([]);
});

interface Component {
  name: string;
  version: string;
  "bom-ref": string;
  scope?: string;
  hashes: { alg: string; content: string }[];
}
interface Bom {
  metadata: { timestamp?: string };
  components: Component[];
  dependencies: { ref: string; dependsOn?: string[] }[];
}

test("the bill of materials is valid CycloneDX 1.6, and an invalid one would be noticed", async () => {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  const text = released(bomName).toString();
  expect(await validator.validate(text)).toBeNull();
  expect(await validator.validate(text.replace('"SHA-256"', '"SHA-255"'))).not.toBeNull();
});

test("the bill of materials names every file by its hash, and whose code is in it", () => {
  const bom: Bom = JSON.parse(released(bomName).toString());
  const dependsOn = (ref: string) => bom.dependencies.find((one) => one.ref === ref)?.dependsOn ?? [];
  const refs = (parts: { name: string }[]) =>
    parts.map(({ name }) => `pkg:npm/${name.replace("@", "%40")}@${manifestOf(name).version}`).sort();
  for (const name of names.filter((one) => one !== "SHA256SUMS" && one !== bomName)) {
    const hashes = bom.components.find((one) => one.name === name)?.hashes ?? [];
    const content = createHash("sha256").update(released(name)).digest("hex");
    expect(hashes, name).toContainEqual({ alg: "SHA-256", content });
  }
  const inInit = contained.filter((part) => part.products.includes("init"));
  for (const arch of ["x64", "arm64"]) expect(dependsOn(`lastcall-init-linux-${arch}`).sort()).toEqual(refs(inInit));
  expect(dependsOn(`lastcall-${version}.tgz`).sort()).toEqual(refs([...contained]));
  const excluded = bom.components.filter((one) => one.scope === "excluded").map((one) => one["bom-ref"]);
  expect(excluded.sort()).toEqual(refs([...tools]));
  expect(bom.metadata.timestamp).toBeUndefined();
});

test("the notices have the licence of everybody whose code is in it", () => {
  const text = released("THIRD-PARTY-LICENSES.txt").toString();
  for (const { name } of contained) {
    expect(text).toContain(`${name} ${manifestOf(name).version} (`);
    expect(text).toContain(readFileSync(fromRoot("node_modules", name, "LICENSE"), "utf8").trim());
  }
});

test("SOURCE_DATE_EPOCH is the time of the bill of materials", () => {
  const bom: Bom = JSON.parse(billOfMaterials([], "1700000000"));
  expect(bom.metadata.timestamp).toBe("2023-11-14T22:13:20.000Z");
  expect(billOfMaterials([], "")).not.toBe(billOfMaterials([{ name: "x", bytes: Buffer.from("x"), products: [] }], ""));
});
