// What Node changed in this process before it handed over to us and could not undo itself, as `lastcall run` on a plain Node tells
// it in one variable: the signals that Node ignores from its start on. Putting them right in the command.

import { As } from "../core/as.ts";
import { hexDigit } from "../core/proc-text.ts";
import { SIG_DFL } from "./constants.ts";
import { beginsWith } from "./cstring.ts";
import { environment } from "./environment.ts";
import { inheritedMask } from "./scratch.ts";
import { plan } from "./state.ts";
import { peek8, sigdispose } from "./sys.ts";

const NAME = "LASTCALL_HANDOVER";

/** 0 where nothing is told. */
let defaults: u64 = 0;

/** Reads `defaults=HEX`, a mask with bit n - 1 for signal n. */
export function readHandover(): void {
  const at = environment.find(NAME);
  if (at !== 0) {
    if (beginsWith(at, "defaults=")) defaults = hexadecimal(at + 9);
    environment.remove(NAME);
  }
  // dumb-init catches what it can catch before its child's execve, which resets that, and blocks nothing in it.
  if (plan.as !== As.DumbInit) return;
  defaults = 0x7fffffff;
  store<u64>(inheritedMask, 0);
}

/** In the child, before it becomes the command. */
export function restoreInherited(): void {
  for (let signal = 1; signal <= 64; signal++) {
    if (defaults & ((1 as u64) << (signal - 1))) sigdispose(signal, SIG_DFL);
  }
}

function hexadecimal(from: i64): u64 {
  let value: u64 = 0;
  for (let at = from; hexDigit(peek8(at)) >= 0; at++) value = (value << 4) | hexDigit(peek8(at));
  return value;
}
