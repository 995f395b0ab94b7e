// Makes a release of the working tree in a folder of its own, as somebody else on another machine would.
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { fromRoot } from "../../scripts/build/paths.ts";

// What a build leaves, what npm installs (linked), and what a release has no use for.
const LEFT_OUT = ["node_modules", "build", "dist", "test", ".git"].map((name) => fromRoot(name));

export interface Somebody {
  /** Begins the folder's name. */
  readonly prefix: string;
  readonly umask: string;
  /** What that umask makes of a working tree, in chmod's words. */
  readonly modes: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The folder that it was made in; dist/release is below. */
export async function releaseAs({ prefix, umask, modes, env }: Somebody): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  cpSync(fromRoot(), folder, { recursive: true, filter: (source) => !LEFT_OUT.includes(source) });
  symlinkSync(fromRoot("node_modules"), join(folder, "node_modules"));
  const script = 'umask "$0" && chmod -R "$1" . && shift && exec "$@"';
  const { LASTCALL_DIST: _, CC: __, SOURCE_DATE_EPOCH: ___, ...inherited } = process.env;
  await promisify(execFile)("sh", ["-c", script, umask, modes, process.execPath, "scripts/release.ts"], {
    cwd: folder,
    env: { ...inherited, HOME: join(folder, `home-of-${basename(folder)}`), ...env },
  });
  return folder;
}
