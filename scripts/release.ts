// `npm run release:dry`: builds, packs and puts what a release would publish into dist/release/. Publishes nothing,
// needs no token and, once `npm ci` is through, no network.

import { createHash } from "node:crypto";
import { constants, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { importCore } from "./build/core.ts";
import { manifestOf, type Product } from "./build/parts.ts";
import { distFolder, fromRoot } from "./build/paths.ts";
import { run } from "./build/run.ts";
import { packPackage } from "./release/pack.ts";
import { billOfMaterials } from "./release/sbom.ts";

/** Fails where what would come out is not what the version says. */
async function refuse(version: string): Promise<void> {
  const { CC, LASTCALL_DIST } = process.env;
  if (CC) throw new Error(`CC is ${CC}: what is released comes from the compiler in package-lock.json`);
  if (LASTCALL_DIST) throw new Error(`LASTCALL_DIST is ${LASTCALL_DIST}: npm packs dist/`);
  const core = await importCore();
  if (core.version !== version) throw new Error(`package.json says ${version}, src/core/version.ts ${core.version}`);
}

/** What a file of the release contains. */
function productsOf(name: string): Product[] {
  if (name.endsWith(".tgz")) return ["init", "bundle"];
  return name.startsWith("lastcall-init-linux-") ? ["init"] : [];
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function main(): Promise<void> {
  const { name, version } = manifestOf();
  await refuse(version);
  process.stdout.write(await run([process.execPath, "scripts/build.ts", "package"]));

  const folder = join(distFolder(), "release");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { paths } = packPackage(folder);
  // All that the build made for the package, also by itself: for whoever has no npm. The bundles and their types are nothing without it.
  for (const path of paths.filter((one) => one.startsWith("dist/") && !/\.(cjs|js|ts)$/.test(one))) {
    copyFileSync(fromRoot(path), join(folder, basename(path)), constants.COPYFILE_EXCL);
  }
  const read = (file: string) => ({ name: file, bytes: readFileSync(join(folder, file)), products: productsOf(file) });
  const bom = billOfMaterials(readdirSync(folder).sort().map(read));
  writeFileSync(join(folder, `${name}-${version}.cdx.json`), bom);
  const files = readdirSync(folder).sort().map(read);
  const sums = files.map((file) => `${sha256(file.bytes)}  ${file.name}\n`).join("");
  writeFileSync(join(folder, "SHA256SUMS"), sums);

  const width = Math.max(...files.map((file) => file.name.length));
  console.log(`\n${"file".padEnd(width)}  ${"bytes".padStart(8)}  sha256`);
  for (const file of files) {
    console.log(`${file.name.padEnd(width)}  ${String(file.bytes.length).padStart(8)}  ${sha256(file.bytes)}`);
  }
}

try {
  await main();
} catch (error) {
  console.error(`release: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
