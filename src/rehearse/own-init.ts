// Where lastcall-init is in the npm package: beside the library's one file, dist/index.cjs. Only the library may import this; the command
// line, which is CommonJS and may be inside of an executable, has a way of its own (src/cli/images.ts).

import { join } from "node:path";
import { CannotStart } from "./drive/cannot-start.ts";

const architectures: readonly string[] = ["x64", "arm64"];

/**
 * The path of this package's lastcall-init for this machine: an executable file, to be put in front of the words of `command` where the
 * machine has none in its PATH. Throws CannotStart on an architecture without one.
 */
export function initPath(): string {
  if (!architectures.includes(process.arch)) throw new CannotStart(`there is no lastcall-init for ${process.arch}`);
  return join(__dirname, `lastcall-init-linux-${process.arch}`);
}
