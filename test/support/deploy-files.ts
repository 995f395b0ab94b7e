// The files of deploy/, as text and parsed.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseAllDocuments } from "yaml";

const folder = resolve(import.meta.dirname, "../../deploy");

export const manifestNames = [
  "kubernetes/entrypoint.yaml",
  "kubernetes/image-volume.yaml",
  "kubernetes/init-container.yaml",
  "kubernetes/rainbow-worker.yaml",
  "kubernetes/sidecar.yaml",
  "kubernetes/slow-load-balancer.yaml",
];

export const deployPath = (name: string): string => join(folder, name);
export const deployText = (name: string): string => readFileSync(deployPath(name), "utf8");

/** Every document of a YAML text; throws where it is no YAML, or says a key twice. */
export function readYaml(text: string, version: "1.1" | "1.2" = "1.2"): unknown[] {
  return parseAllDocuments(text, { version }).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS();
  });
}
