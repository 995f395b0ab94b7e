// The search for who is to be told: its one list, its two sinks, and the processes below one.

import { Sink, TargetSearch } from "../core/target.ts";
import { StaticPidList } from "./children.ts";
import { Processes, processes } from "./processes.ts";
import { Relay, Told } from "./told.ts";

export const list = new StaticPidList();
export const told = new Told();
export const relay = new Relay();
export const targets = new TargetSearch<Processes, StaticPidList>(processes, list, told);

/** Prepares a search for `sink`, of which `how` is the siginfo: what was read about processes before is stale. */
export function prepare(sink: Sink, signal: i32, how: usize): void {
  targets.sink = sink;
  processes.forget();
  list.truncate(0);
  told.signal = signal;
  told.info = how;
  relay.signal = signal;
  relay.info = how;
}

/** Fills the list with all descendants of `root`, breadth first. */
export function listTree(root: i32): void {
  list.truncate(0);
  processes.children(root, list);
  for (let i = 0; i < list.length(); i++) processes.children(list.at(i), list);
}
