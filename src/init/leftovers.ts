// Who is left when the command has ended: told once, apart from readers of a pipe, which end with their input.

import { signalGroup, signalNamespace } from "./kill.ts";
import { forgetLog } from "./log.ts";
import { pipeAt, processes } from "./processes.ts";
import { list, prepare, targets, told } from "./search.ts";
import { close } from "./sys.ts";

/** Descriptors that we may have been given: what a shell opens is below. */
const MOST_DESCRIPTORS: i32 = 256;

/** Tells who was not told; `all`: also readers of a pipe, unless somebody still writes it. True if some were passed over. */
export function tellLeftovers(own: i32, command: i32, signal: i32, all: bool): bool {
  prepare(signal, 0, false);
  if (!processes.showOurs(own)) {
    // Nobody can be found, so nobody can be left out; once is enough.
    if (!all && !signalNamespace(signal)) signalGroup(command, signal);
    return false;
  }
  processes.children(own, list);
  const count = list.length();
  const ownPipe = processes.inputPipe(own);
  let passedOver = false;
  let heard = 0;
  for (let i = 0; i < count; i++) {
    const pid = list.at(i);
    const pipe = processes.inputPipe(pid);
    const reads = pipe >= 0 && pipe !== ownPipe;
    if (reads && (!all || processes.writes(own, pipe) || isWritten(pipe, pid, count))) passedOver = true;
    else heard += targets.tell(pid, signal);
  }
  told.finish(command);
  for (let i = 0; passedOver && heard === 0 && i < count; i++) endInput(own, list.at(i));
  return passedOver;
}

/** Passes a signal on to leftovers. */
export function relayToLeftovers(own: i32): void {
  processes.children(own, list);
  const count = list.length();
  for (let i = 0; i < count; i++) targets.tell(list.at(i), told.signal);
}

/**
 * `exec lastcall-init app > >(reader)`: as long as we hold the pipe open too, its input does not end. (bash leaves it open
 * under its own number as well.) Where that is our stderr, nothing more is said: there is nobody but readers left.
 */
function endInput(own: i32, reader: i32): void {
  const pipe = processes.inputPipe(reader);
  for (let fd = 0; pipe >= 0 && fd < MOST_DESCRIPTORS; fd++) {
    if (pipeAt(own, fd) !== pipe) continue;
    close(fd);
    forgetLog(fd);
  }
}

/** Whether another leftover at the head of the list writes that pipe. */
function isWritten(pipe: f64, reader: i32, count: i32): bool {
  for (let i = 0; i < count; i++) {
    const pid = list.at(i);
    if (pid !== reader && processes.writes(pid, pipe)) return true;
  }
  return false;
}
