// The bill of materials of a release: its files, the code of others in them, and the tools that made them. CycloneDX 1.6.
// The same release gives the same bytes: no time unless SOURCE_DATE_EPOCH gives one, a serial number made of the content.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Enums, Models, Serialize, Spec } from "@cyclonedx/cyclonedx-library";
import { contained, type Manifest, manifestOf, type Part, type Product, tools } from "../build/parts.ts";
import { fromRoot } from "../build/paths.ts";

/** A released file, and what it contains; nothing if it is text. */
export interface Release {
  readonly name: string;
  readonly bytes: Buffer;
  readonly products: readonly Product[];
}

const { ComponentScope, ComponentType, HashAlgorithm, LifecyclePhase } = Enums;

export function billOfMaterials(files: readonly Release[], epoch = process.env.SOURCE_DATE_EPOCH ?? ""): string {
  const bom = new Models.Bom();
  const own = manifestOf();
  const subject = component(own, ComponentType.Application, "", npmUrl(own));
  bom.metadata.component = subject;
  bom.metadata.lifecycles.add(LifecyclePhase.Build);
  bom.metadata.tools.components.add(partComponent({ name: "@cyclonedx/cyclonedx-library", products: [], role: "" }));
  if (epoch !== "") bom.metadata.timestamp = new Date(Number(epoch) * 1000);

  const parts = contained.map((part) => ({ part, made: partComponent(part, ComponentScope.Required) }));
  for (const { made } of parts) bom.components.add(made);
  // Not part of anything that runs: "excluded" in the specification's words.
  for (const tool of tools) bom.components.add(partComponent(tool, ComponentScope.Excluded));
  for (const file of files) {
    const made = fileComponent(file, own);
    for (const { part, made: other } of parts) {
      if (part.products.some((product) => file.products.includes(product))) made.dependencies.add(other.bomRef);
    }
    bom.components.add(made);
    subject.dependencies.add(made.bomRef);
  }
  bom.serialNumber = serialNumber(serialize(bom));
  return serialize(bom);
}

function serialize(bom: Models.Bom): string {
  const factory = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  return `${new Serialize.JsonSerializer(factory).serialize(bom, { sortLists: true, space: 2 })}\n`;
}

function component(manifest: Manifest, type: Enums.ComponentType, role: string, purl: string): Models.Component {
  const made = new Models.Component(type, manifest.name, { bomRef: purl, purl, version: manifest.version });
  made.licenses.add(new Models.SpdxLicense(manifest.license));
  made.description = role === "" ? manifest.description : role;
  return made;
}

function partComponent({ name, role }: Part, scope?: Enums.ComponentScope): Models.Component {
  const manifest = manifestOf(name);
  const made = component(manifest, ComponentType.Library, role, npmUrl(manifest));
  made.scope = scope;
  made.hashes.set(HashAlgorithm["SHA-512"], lockedHash(name));
  return made;
}

function fileComponent({ name, bytes, products }: Release, own: Manifest): Models.Component {
  const type = products.length === 0 ? ComponentType.File : ComponentType.Application;
  const made = new Models.Component(type, name, { bomRef: name, version: own.version });
  if (products.length > 0) made.licenses.add(new Models.SpdxLicense(own.license));
  for (const algorithm of [HashAlgorithm["SHA-256"], HashAlgorithm["SHA-512"]]) {
    made.hashes.set(algorithm, createHash(algorithm.replace("-", "")).update(bytes).digest("hex"));
  }
  return made;
}

/** https://github.com/package-url/purl-spec: the @ of a scope is escaped. */
function npmUrl({ name, version }: Manifest): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

interface Lock {
  readonly packages: Readonly<Record<string, { integrity?: string }>>;
}

/** What npm has checked the package against when it installed it. */
function lockedHash(name: string): string {
  const lock = JSON.parse(readFileSync(fromRoot("package-lock.json"), "utf8")) as Lock;
  const [, hash] = /^sha512-(\S+)$/.exec(lock.packages[`node_modules/${name}`]?.integrity ?? "") ?? [];
  if (hash === undefined) throw new Error(`${name}: no sha512 in package-lock.json`);
  return Buffer.from(hash, "base64").toString("hex");
}

/** Version 8 of RFC 9562, the one whose bits are its maker's own affair. */
function serialNumber(content: string): string {
  const bytes = createHash("sha256").update(content).digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x80;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return `urn:uuid:${bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")}`;
}
