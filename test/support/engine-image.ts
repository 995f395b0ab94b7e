// One root file system for every engine, with busybox, the fixtures' apps and no init, and the two
// forms in which engines take it: its files as a tar, and an image archive.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { initPath } from "./elf.ts";
import { addInit, layOutBusybox, output, packFolder, temporaryFolder } from "./images.ts";

export interface EngineImage {
  /** For what else an engine needs; gone with remove(). */
  readonly folder: string;
  /** The unpacked files. */
  readonly root: string;
  /** A copy of the init under this name, as somebody puts it in the place of another init. */
  copyOfInit(name: string): string;
  /** The files as a tar. */
  tar(): string;
  /** An image archive as `docker save` writes it, of the files and the init in /usr/local/bin. */
  archive(reference: string): string;
  remove(): void;
}

const architectures: Record<string, string> = { x64: "amd64", arm64: "arm64" };

export function engineImage(): EngineImage {
  const folder = temporaryFolder();
  const root = join(folder, "root");
  mkdirSync(root);
  layOutBusybox(root);
  // Where runtimes mount; a read-only root cannot get these later.
  for (const name of ["dev", "proc", "run", "sys"]) mkdirSync(join(root, name));
  return {
    folder,
    root,
    copyOfInit(name) {
      const path = join(folder, "init", name);
      mkdirSync(join(folder, "init"), { recursive: true });
      cpSync(initPath, path);
      return path;
    },
    tar() {
      const tar = join(folder, "root.tar");
      packFolder(root, tar);
      return tar;
    },
    archive(reference) {
      const layers = join(folder, "image");
      mkdirSync(layers);
      cpSync(root, join(folder, "with-init"), { recursive: true, verbatimSymlinks: true });
      addInit(join(folder, "with-init"));
      packFolder(join(folder, "with-init"), join(layers, "layer.tar"));
      writeFileSync(join(layers, "config.json"), JSON.stringify(imageConfig(join(layers, "layer.tar"))));
      const manifest = [{ Config: "config.json", RepoTags: [reference], Layers: ["layer.tar"] }];
      writeFileSync(join(layers, "manifest.json"), JSON.stringify(manifest));
      output("tar", "-C", layers, "-cf", join(folder, "image.tar"), "manifest.json", "config.json", "layer.tar");
      return join(folder, "image.tar");
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

// What containerd asks of an image: platform, environment, and the digest of each unpacked layer.
function imageConfig(layer: string): object {
  const digest = createHash("sha256").update(readFileSync(layer)).digest("hex");
  return {
    architecture: architectures[process.arch],
    os: "linux",
    config: { Env: ["PATH=/usr/local/bin:/bin"] },
    rootfs: { type: "layers", diff_ids: [`sha256:${digest}`] },
  };
}
