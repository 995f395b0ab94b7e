// `lastcall install`: writes the init out, so that an image need not carry Node.

import { Failure, quote } from "../failure.ts";
import { initBytes } from "../images.ts";
import type { Context } from "../main.ts";
import type { Output } from "../output.ts";
import { architectureNamed, architectures } from "../platform.ts";
import { isFile, replaceFile } from "../replace-file.ts";

const MODE = 0o755;

export function install(context: Context, output: Output, path: string, wanted?: string): number {
  const arch = architectureNamed(wanted ?? context.arch);
  if (arch === undefined) {
    const flag = wanted === undefined ? "install: no init for this machine" : "--arch";
    throw new Failure(`${flag} ${quote(wanted ?? context.arch)}: expected ${architectures.join(" or ")}`);
  }
  const bytes = initBytes(arch, context.packed);
  const what = `${path} (linux-${arch}, ${bytes.length} bytes)`;
  if (isFile(path, bytes, MODE)) {
    output.out(`nothing to write: ${what} is there\n`);
    return 0;
  }
  replaceFile(path, bytes, MODE);
  output.out(`wrote ${what}\n`);
  return 0;
}
