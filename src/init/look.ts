// What one look at the connections is after, and what it came upon. src/init/sock-diag.ts and src/init/proc-net.ts fill it in.

import { plan } from "./state.ts";

/** Bits of a set of states, and the states that are asked for by themselves (include/net/tcp_states.h). */
export const ESTABLISHED: i32 = 1;
export const SYN_RECV: i32 = 3;
export const FIN_WAIT2: i32 = 5;
export const LISTEN: i32 = 10;
export const LISTENING: i32 = 1 << LISTEN;
/** ESTABLISHED, SYN_RECV, FIN_WAIT1, FIN_WAIT2, TIME_WAIT, CLOSE_WAIT, LAST_ACK, CLOSING: where a byte may have come. */
export const CONNECTED: i32 = 0xb7a;

/** A connection without a byte for so long is closed for its idleness: servers wait longer. */
export const AT_REST_MS: f64 = 1000;

class Look {
  /** Whether --port says which local ports count. Without it those are added to the plan's that listen when the stop begins. */
  narrowed: bool = false;
  /** Which states are asked for. */
  states: i32 = 0;
  /** How many milliseconds ago the last byte came. */
  ageMs: f64 = Infinity;

  begin(states: i32): void {
    this.states = states;
    this.ageMs = Infinity;
  }

  /** A byte came on one of the ports. */
  seen(ageMs: f64): void {
    if (ageMs < this.ageMs) this.ageMs = ageMs;
  }

  listens(port: i32): void {
    if (!this.narrowed) plan.ports.add(port);
  }
}

export const look = new Look();
