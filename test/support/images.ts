// Makes the images that the Docker tests start from, out of programs found on this machine: nothing
// is pulled. `scratch` holds the init and a static busybox; `node` adds Node, npm and dash.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { initPath } from "./elf.ts";
import { fixture } from "./fixtures.ts";

/** A folder under the system's temporary one; the caller removes it. */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), "lastcall-image-"));

/** Runs a program of this machine to its end and answers with what it printed. */
export function output(command: string, ...args: string[]): string {
  const run = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 26 });
  if (run.error) throw run.error;
  if (run.status !== 0) throw new Error(`${command}: ${run.status}: ${run.stderr}`);
  return run.stdout;
}

/** Where a program of this machine is, behind all links. */
export function find(program: string): string {
  return realpathSync(output("sh", "-c", 'command -v -- "$1"', "sh", program).trim());
}

/** Copies a program, and every shared library that ldd(1) names to the very path it is looked for. */
export function copyProgram(source: string, root: string, at: string): void {
  mkdirSync(dirname(join(root, at)), { recursive: true });
  copyFileSync(source, join(root, at));
  chmodSync(join(root, at), 0o755);
  // ldd fails on a static program, which is no error here.
  const listed = spawnSync("ldd", [source], { encoding: "utf8" }).stdout ?? "";
  for (const [, library] of listed.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)) {
    mkdirSync(dirname(join(root, library)), { recursive: true });
    copyFileSync(library, join(root, library));
    chmodSync(join(root, library), 0o755);
  }
}

/** busybox with a link per applet, users, a /tmp and the shell fixtures: an image of somebody who knows of no init. */
export function layOutBusybox(root: string): void {
  copyProgram(find("busybox"), root, "bin/busybox");
  for (const applet of output(join(root, "bin/busybox"), "--list").trim().split("\n")) {
    if (applet !== "busybox") symlinkSync("busybox", join(root, "bin", applet));
  }
  mkdirSync(join(root, "usr/bin"), { recursive: true });
  symlinkSync("../../bin/busybox", join(root, "usr/bin/env"));
  mkdirSync(join(root, "etc"));
  mkdirSync(join(root, "tmp"));
  chmodSync(join(root, "tmp"), 0o1777);
  writeFileSync(join(root, "etc/passwd"), "root:x:0:0::/:/bin/sh\nnode:x:1000:1000::/tmp:/bin/sh\n");
  writeFileSync(join(root, "etc/group"), "root:x:0:\nnode:x:1000:\n");
  writeFileSync(join(root, "not-executable"), "#!/bin/sh\n", { mode: 0o644 });
  cpSync(fixture("docker"), root, { recursive: true });
}

export const addInit = (root: string): void => copyProgram(initPath, root, "usr/local/bin/lastcall-init");

/** A build context for a `FROM scratch` image. */
export function scratchContext(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "root"));
  layOutBusybox(join(folder, "root"));
  addInit(join(folder, "root"));
  writeFileSync(
    join(folder, "Dockerfile"),
    'FROM scratch\nCOPY root/ /\nENV PATH=/usr/local/bin:/bin\nENTRYPOINT ["lastcall-init"]\n',
  );
  return folder;
}

/** A layer, or what `docker import` and `podman import` take. */
export const packFolder = (root: string, tar: string): string =>
  output("tar", "-C", root, "--owner=0", "--group=0", "-cf", tar, ".");

/** npm's own folder: the one that runs us, else the one in PATH. */
function npmFolder(): string {
  const cli = process.env.npm_execpath ?? "";
  const used = basename(cli) === "npm-cli.js" ? realpathSync(cli) : find("npm");
  const folder = dirname(dirname(used));
  if (existsSync(join(folder, "node_modules"))) return folder;
  throw new Error("npm's files are not in one folder, so no image can be made of them");
}

/** Where `docker import` finds a root file system shaped like that of the official Node images. */
export function nodeTar(): string {
  const folder = temporaryFolder();
  const root = join(folder, "root");
  mkdirSync(root);
  layOutBusybox(root);
  addInit(root);
  copyProgram(process.execPath, root, "usr/local/bin/node");
  copyProgram(find("dash"), root, "bin/dash");
  copyProgram(find("bash"), root, "bin/bash");
  const npm = join(root, "usr/local/lib/node_modules/npm");
  cpSync(npmFolder(), npm, { recursive: true, filter: (path) => !/\/(docs|man)$/.test(path) });
  symlinkSync("../lib/node_modules/npm/bin/npm-cli.js", join(root, "usr/local/bin/npm"));
  chmodSync(join(npm, "bin/npm-cli.js"), 0o755);
  packFolder(root, join(folder, "root.tar"));
  rmSync(root, { recursive: true });
  return folder;
}

export const nodeSettings: readonly string[] = [
  "--change",
  "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
];
