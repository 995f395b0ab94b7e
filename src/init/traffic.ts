// Traffic on the ports during a delay with --until-idle: how long ago a byte last came, and how that is known.

import { nowMs } from "./clock.ts";
import { CONNECTED, LISTENING, look } from "./look.ts";
import { lookAtAccepted, readSockets } from "./proc-net.ts";
import { dumpSockets, narrowDump } from "./sock-diag.ts";
import { plan } from "./state.ts";

const enum Source {
  Nobody = 0,
  SockDiag = 1,
  ProcNet = 2,
}

let source: Source = Source.Nobody;
/** When a byte last came, as far as that is known. It only moves forward, also when connections go and take their time with them. */
let lastByteAtMs: f64 = -Infinity;

/** Before the command starts: takes the memory that a delay needs. */
export function prepareTraffic(): void {
  if (plan.untilIdleMs < 0) return;
  look.narrowed = !plan.ports.empty;
  plan.ports.reserve();
}

/** A delay begins: notes the ports. */
export function beginTraffic(): void {
  source = Source.SockDiag;
  lookFor(LISTENING);
  narrowDump();
  lookAtAccepted();
}

/** Milliseconds since a byte last arrived; Infinity if none has, -1 if that cannot be known. */
export function lookAtTraffic(): f64 {
  lookFor(CONNECTED);
  if (source === Source.Nobody) return -1;
  lookAtAccepted();
  const now = nowMs();
  if (now - look.ageMs > lastByteAtMs) lastByteAtMs = now - look.ageMs;
  return now - lastByteAtMs;
}

function lookFor(states: i32): void {
  look.begin(states);
  if (source === Source.SockDiag && !dumpSockets()) {
    source = Source.ProcNet;
    // Nothing is known of before.
    lastByteAtMs = nowMs();
  }
  if (source === Source.ProcNet && !readSockets()) source = Source.Nobody;
}

/** For -v: where the answers come from. */
export function trafficSource(): string {
  if (source === Source.SockDiag) return "sock_diag";
  return source === Source.ProcNet ? "/proc/net/tcp: new connections only" : "nobody: the whole delay is served";
}
