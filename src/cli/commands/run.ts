// `lastcall run`: check the options, then become the init. Returns only if there is nothing to run.

import { As } from "../../core/as.ts";
import { helpText } from "../../core/help.ts";
import { Action } from "../../core/option-values.ts";
import { parseStrings } from "../../core/string-list.ts";
import { version } from "../../core/version.ts";
import { Failure } from "../failure.ts";
import type { Context } from "../main.ts";
import type { Output } from "../output.ts";
import { isArchitecture, refusal } from "../platform.ts";

export async function run(context: Context, output: Output): Promise<number> {
  const words = context.words.slice(1);
  const variables = Object.entries(context.env).map(([name, value]) => `${name}=${value}`);
  // Whatever our file is called, the words are those of `lastcall run`.
  const parsed = parseStrings(words, variables, "");
  if (parsed.error.length > 0) throw new Failure(parsed.error);
  const isOurs = parsed.plan.as === As.Lastcall;
  if (isOurs && (parsed.action === Action.Help || parsed.action === Action.Version)) {
    output.out(parsed.action === Action.Help ? helpText("lastcall run") : `lastcall ${version}\n`);
    return 0;
  }
  const refused = refusal(context.platform, context.arch);
  if (refused.length > 0 || !isArchitecture(context.arch)) throw new Failure(refused);
  if (context.packed) {
    const { becomeInit } = await import("../handover/packed.ts");
    return becomeInit(context.arch, context.env);
  }
  const { becomeInit } = await import("../handover/plain.ts");
  return becomeInit(context.arch, words, context.env);
}
