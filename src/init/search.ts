// The search for who is to be told: its one list, its account, and the processes below one.

import { Sink, TargetSearch } from "../core/target.ts";
import { StaticPidList } from "./children.ts";
import { Processes, processes } from "./processes.ts";
import { Told } from "./told.ts";

export const list = new StaticPidList();
export const told = new Told();

/** Has no fields, as the other two, so that the search needs no pointers: the place of what they name is a constant. */
class Finder implements Sink {
  tell(pid: i32): bool {
    return told.tell(pid);
  }

  spare(pid: i32): void {
    told.spare(pid);
  }

  knows(pid: i32): bool {
    return told.knows(pid);
  }
}

export const targets = new TargetSearch<Processes, StaticPidList, Finder>(processes, list, new Finder());

/** Prepares a search, of which `how` is the siginfo: what was read about processes before is stale. */
export function prepare(signal: i32, how: usize, relays: bool): void {
  processes.forget();
  list.truncate(0);
  told.signal = signal;
  told.info = how;
  told.relays = relays;
}

/** Fills the list with all descendants of `root`, breadth first. */
export function listTree(root: i32): void {
  list.truncate(0);
  processes.children(root, list);
  for (let i = 0; i < list.length(); i++) processes.children(list.at(i), list);
}
