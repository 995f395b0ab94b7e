// `lastcall install`: writes the init out, so that an image need not carry Node.

import { Failure, quote } from "../failure.ts";
import { initBytes } from "../images.ts";
import type { Context } from "../main.ts";
import type { Output } from "../output.ts";
import { architectures, isArchitecture } from "../platform.ts";
import { replaceFile } from "../replace-file.ts";

export function install(context: Context, output: Output, path: string, wanted?: string): number {
  const arch = wanted ?? context.arch;
  if (!isArchitecture(arch)) {
    const flag = wanted === undefined ? "install: no init for this machine" : "--arch";
    throw new Failure(`${flag} ${quote(arch)}: expected ${architectures.join(" or ")}`);
  }
  const bytes = initBytes(arch, context.packed);
  replaceFile(path, bytes, 0o755);
  output.out(`wrote ${path} (linux-${arch}, ${bytes.length} bytes)\n`);
  return 0;
}
