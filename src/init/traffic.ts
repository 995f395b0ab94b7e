// Traffic on the ports during a delay with --until-idle: how long ago a byte last came, and how that is known.

import { nowMs } from "./clock.ts";
import { AT_REST_MS, CONNECTED, LISTENING, look } from "./look.ts";
import { News, readNews, readSockets } from "./proc-net.ts";
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

/** A stop begins: notes the ports. */
export function beginTraffic(): void {
  if (plan.untilIdleMs < 0) return;
  look.narrowed = !plan.ports.empty;
  source = Source.SockDiag;
  lookFor(LISTENING);
  narrowDump();
}

/** Milliseconds since a byte last arrived; Infinity if none has, -1 if that cannot be known. */
export function lookAtTraffic(): f64 {
  // Asked first, so that what comes while the sockets are read is news the next time.
  const news = readNews();
  // A connection's being at rest has to be seen, too.
  if (news !== News.None || look.ageMs < AT_REST_MS) {
    lookFor(CONNECTED);
    if (news === News.Connection) look.seen(0);
    const byteAtMs = nowMs() - look.ageMs;
    if (byteAtMs > lastByteAtMs) lastByteAtMs = byteAtMs;
  }
  return source === Source.Nobody ? -1 : nowMs() - lastByteAtMs;
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
