// catatonit -P: a process that does nothing but reap, as what holds a pod's namespaces open.

import { SIGCHLD, SIGINT, SIGTERM } from "../core/signal.ts";
import { WALL, WNOHANG } from "./constants.ts";
import { everySignal } from "./scratch.ts";
import { sigtimedwait, wait4 } from "./sys.ts";

/** Until SIGTERM or SIGINT: the exit code. */
export function pause(): i32 {
  let signal = 0;
  while (signal !== SIGTERM && signal !== SIGINT) {
    signal = sigtimedwait(everySignal, 0, 0);
    if (signal === SIGCHLD) while (wait4(-1, 0, WNOHANG | WALL) > 0);
  }
  return 0;
}
