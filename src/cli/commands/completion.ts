// `lastcall completion`: prints what a shell has to read to complete lastcall-init and lastcall.

import { completionFiles, type Shell } from "../completion-files.ts";
import { Failure, quote } from "../failure.ts";
import { completionText } from "../images.ts";
import type { Context } from "../main.ts";
import type { Output } from "../output.ts";

export const shells = Object.keys(completionFiles) as readonly Shell[];

export function completion(context: Context, output: Output, shell: string): number {
  const known = shells.find((name) => name === shell);
  if (known === undefined) throw new Failure(`completion ${quote(shell)}: expected ${shells.join(", ")}`);
  output.out(completionText(completionFiles[known], context.packed));
  return 0;
}
