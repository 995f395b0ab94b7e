// What is printed instead of running a command: help, version and licence, in our own name and in those of the other inits.

import { As } from "../core/as.ts";
import { Action } from "../core/option-values.ts";
import { writeWhole } from "./files.ts";
import { textsStart } from "./generated/texts.ts";
import { failure } from "./start.ts";
import { plan } from "./state.ts";

/** Help, version and licence of each, a NUL behind each, in the order of As. */
const TEXTS_EACH: i32 = 3;

/** The exit code. The stream is the one that each of them prints to. */
export function answer(action: Action): i32 {
  const as = plan.as;
  const fd = as === As.DumbInit || (as === As.Catatonit && action === Action.Help) ? 2 : 1;
  let start = textsStart;
  for (let left = as * TEXTS_EACH + action - Action.Help; left > 0; left--) start += length(start) + 1;
  return writeWhole(fd, start, length(start)) < 0 ? failure() : 0;
}

function length(start: usize): i32 {
  let bytes = 0;
  while (load<u8>(start + bytes) !== 0) bytes++;
  return bytes;
}
