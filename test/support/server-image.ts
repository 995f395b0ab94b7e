// The image that containers are rehearsed with, as an archive that docker and podman load: busybox, and a server that ends with 3 when
// SIGQUIT tells it to, and says what it was started with. Built by hand, because every line of a Dockerfile takes an engine most of a second.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { layOutBusybox, output, packFolder, temporaryFolder } from "./images.ts";

/** Another one in every run, for two that run side by side may have the machine's network. Below the ephemeral ports. */
export const serverPort: number = 18_000 + (process.pid % 10_000);

const SERVER = `#!/bin/sh
trap 'echo told; kill "$server"; exit 3' QUIT
echo "$* $GREETING $PWD $(id -un)"
echo "a complaint" >&2
busybox httpd -f -p "$PORT" -h /www &
server=$!
echo up
while :; do wait; done
`;

const CONFIG = {
  Env: ["PATH=/usr/local/bin:/bin", "GREETING=hello", `PORT=${serverPort}`],
  Entrypoint: ["/server.sh"],
  Cmd: ["one", "two words"],
  WorkingDir: "/tmp",
  User: "node",
  ExposedPorts: { [`${serverPort}/tcp`]: {} },
  StopSignal: "QUIT",
};

const architectures: Record<string, string> = { x64: "amd64", arm64: "arm64" };

/** Answers with the archive's path, in a folder that the caller removes. */
export function serverImage(reference: string): { readonly folder: string; readonly archive: string } {
  const folder = temporaryFolder();
  const root = join(folder, "root");
  mkdirSync(join(root, "www"), { recursive: true });
  layOutBusybox(root);
  writeFileSync(join(root, "server.sh"), SERVER, { mode: 0o755 });
  writeFileSync(join(root, "www/index.html"), "here\n");
  const layer = join(folder, "layer.tar");
  packFolder(root, layer);
  rmSync(root, { recursive: true });
  const digest = createHash("sha256").update(readFileSync(layer)).digest("hex");
  const rootfs = { type: "layers", diff_ids: [`sha256:${digest}`] };
  const image = { architecture: architectures[process.arch], os: "linux", config: CONFIG, rootfs };
  writeFileSync(join(folder, "config.json"), JSON.stringify(image));
  const manifest = [{ Config: "config.json", RepoTags: [reference], Layers: ["layer.tar"] }];
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  const archive = join(folder, "image.tar");
  output("tar", "-C", folder, "-cf", archive, "manifest.json", "config.json", "layer.tar");
  return { folder, archive };
}
