// dist/THIRD-PARTY-LICENSES.txt: the licences of those whose code is in the init or in the bundle, which ask to be
// handed on with it.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contained, manifestOf } from "./parts.ts";
import { distFolder, fromRoot } from "./paths.ts";

const RULE = "=".repeat(80);
const PRODUCTS = { init: "lastcall-init", bundle: "lastcall.cjs" };

export function writeNotices(): void {
  const sections = contained.map(({ name, products, role }) => {
    const { version, license } = manifestOf(name);
    const head = `${name} ${version} (${license}), in ${products.map((one) => PRODUCTS[one]).join(", ")}: ${role}`;
    const texts = ["NOTICE", "LICENSE"].map((file) => fromRoot("node_modules", name, file)).filter(existsSync);
    if (texts.length === 0) throw new Error(`${name}: no LICENSE to hand on`);
    return [RULE, head, RULE, "", ...texts.map((path) => `${readFileSync(path, "utf8").trim()}\n`)].join("\n");
  });
  const intro = "lastcall contains code of these projects, each under its own licence:\n\n";
  writeFileSync(join(distFolder(), "THIRD-PARTY-LICENSES.txt"), `${intro}${sections.join("\n")}`);
}
