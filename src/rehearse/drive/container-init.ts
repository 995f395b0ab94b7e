// Puts an init into a container that is not started yet. By a copy, not a mount: that reaches an engine on another machine, and a system
// with SELinux executes it.

import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { askDone, type Cli } from "./container-cli.ts";
import { INIT_FOLDER, type InitInFront } from "./container-words.ts";

/** CannotStart if the engine does not take it. */
export async function putInit(cli: Cli, container: string, init: InitInFront): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), "lastcall-rehearse-"));
  try {
    // `cp` makes the folder of the source's name; it makes none that only the target names.
    const folder = join(temporary, INIT_FOLDER);
    const file = join(folder, basename(init.path));
    mkdirSync(folder);
    copyFileSync(init.path, file);
    // Whatever the umask: the container's user has to execute it.
    for (const path of [folder, file]) chmodSync(path, 0o755);
    await askDone(cli, ["cp", folder, `${container}:/`]);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
