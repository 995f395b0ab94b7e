// Which requests say something of the app. What this machine did to them, by standing still or for want of something, is told and is no
// verdict. Pure.

import type { RequestRecord } from "./report.ts";

/** Requests begin 3 ms late on a machine with time to spare; so much later is worth a word. */
const LATE_MS = 100;
/** A connection to this machine is made and the request sent in less, unless we stand still. */
const SENDING_MS = 20;

/** What `blind` says of requests begins like this. */
const ABOUT = "requests: ";

/** Whether it tells of the load, and not of what cannot be seen of the app. */
export const isOfRequests = (fact: string): boolean => fact.startsWith(ABOUT);

/** Our own event loop stood still. */
export interface Stall {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Arrivals {
  readonly requests: readonly RequestRecord[];
  /** What was not played as it should have been, a sentence each. */
  readonly blind: readonly string[];
  /** How many of the stop's requests count for nothing. */
  readonly leftOut: number;
}

/**
 * `requests` and `stalls` with times since the stop began. An app has to serve what comes until `endpointsEndMs`, and no new connection
 * after. So left out is what was due after it, however late we were to say so, with all on the connections opened for it; and what was
 * due before it, was sent on a new connection after it, because we were late, and failed. `unsent`: how many could not be sent, by errno.
 */
export function honestArrivals(
  requests: readonly RequestRecord[],
  stalls: readonly Stall[],
  unsent: ReadonlyMap<string, number>,
  endpointsEndMs: number,
): Arrivals {
  const elsewhere = new Set(
    requests.filter((one) => isOnNew(one) && one.dueMs > endpointsEndMs).map(({ connection }) => connection),
  );
  const here = requests.filter(({ connection }) => !elsewhere.has(connection));
  const sentAt = new Map(here.map((one) => [one, sentMs(one, stalls)]));
  const failed = new Set(
    here.filter((one) => isOnNew(one) && one.outcome !== "ok" && (sentAt.get(one) as number) > endpointsEndMs),
  );
  const late = here.map((one) => (sentAt.get(one) as number) - one.dueMs).filter((ms) => ms > LATE_MS);
  const blind: string[] = [];
  if (late.length > 0) {
    const longest = Math.round(late.reduce((most, ms) => Math.max(most, ms), 0));
    const missing =
      failed.size === 0 ? "" : `; ${failed.size} of these came too late for the app and failed, which is not counted`;
    blind.push(
      `${ABOUT}this machine was busy or stood still, which held up ${late.length} of ${here.length}, by up to ${longest} ms${missing}`,
    );
  }
  let leftOut = failed.size;
  for (const [errno, times] of unsent) {
    leftOut += times;
    blind.push(
      `${ABOUT}${times} could not be sent, for want of ${wants[errno] ?? "something"} on this machine (${errno})`,
    );
  }
  return { requests: here.filter((request) => !failed.has(request)), blind, leftOut };
}

const wants: Readonly<Record<string, string>> = {
  EMFILE: "file descriptors (ulimit -n)",
  ENFILE: "file descriptors (fs.file-max)",
  EADDRNOTAVAIL: "local ports (net.ipv4.ip_local_port_range)",
  ENOBUFS: "memory",
  ENOMEM: "memory",
};

const isOnNew = ({ kind, reused }: RequestRecord): boolean => kind !== "hold" && !reused;

/** When it was sent at the earliest: a connection that was begun right before we stood still was of use only after that. */
function sentMs({ startMs }: RequestRecord, stalls: readonly Stall[]): number {
  const during = stalls.find(({ fromMs, toMs }) => startMs >= fromMs - SENDING_MS && startMs <= toMs);
  return during === undefined ? startMs : during.toMs;
}
