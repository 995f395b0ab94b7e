// Before an app starts: whether its ports are free. The network is the machine's, and whoever listens on a port of the app already would
// be taken for the app.

import type { Rehearsal } from "../rehearsal.ts";
import { CannotStart } from "./cannot-start.ts";
import { listeningHere } from "./listeners.ts";

/** Throws CannotStart if somebody listens on a port that the rehearsal names. */
export function refuseTakenPorts({ load, slow, hold, ready }: Rehearsal): void {
  const urls = [load?.url, slow?.url, hold?.url, ready.kind === "url" ? ready.url : undefined];
  const ports = new Set(urls.map((url) => (url === undefined ? null : portOf(url))));
  if (ready.kind === "tcp") ports.add(ready.port);
  const taken = listeningHere().find(({ port }) => ports.has(port));
  if (taken === undefined) return;
  throw new CannotStart(
    `port ${taken.port} is already taken: another program listens there, and would be rehearsed instead of the app`,
  );
}

/** The port that it names. */
function portOf(url: string): number | null {
  const port = /^[a-z]+:\/\/[^/?#]*:(\d+)(?:[/?#]|$)/i.exec(url)?.[1];
  return port === undefined ? null : Number(port);
}
