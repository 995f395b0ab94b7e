// What is printed instead of running a command: help, version and licence, in our own name and in those of the other inits.

import { As } from "../core/as.ts";
import { Action } from "../core/option-values.ts";
import { EINTR } from "./constants.ts";
import { textsStart } from "./generated/texts.ts";
import { failure } from "./start.ts";
import { plan } from "./state.ts";
import { write } from "./sys.ts";

/** Help, version and licence of each, a NUL behind each, in the order of As. */
const TEXTS_EACH: i32 = 3;

/** The exit code. The stream is the one that each of them prints to. */
export function answer(action: Action): i32 {
  const as = plan.as;
  const fd = as === As.DumbInit || (as === As.Catatonit && action === Action.Help) ? 2 : 1;
  let start = textsStart;
  for (let left = as * TEXTS_EACH + action - Action.Help; left > 0; left--) start += length(start) + 1;
  return print(fd, start, length(start));
}

function length(start: usize): i32 {
  let bytes = 0;
  while (load<u8>(start + bytes) !== 0) bytes++;
  return bytes;
}

/** 0, or our own failure if the descriptor does not take it. */
function print(fd: i32, start: usize, length: i32): i32 {
  let done = 0;
  while (done < length) {
    const written = write(fd, start + done, length - done);
    if (written === EINTR) continue;
    if (written <= 0) return failure();
    done += written;
  }
  return 0;
}
