// Before an app starts: whether its ports are free. The network is the machine's, and whoever listens on a port of the app already would
// be taken for the app.

import type { Rehearsal } from "../rehearsal.ts";
import { portNamed, portOf } from "../url.ts";
import { CannotStart } from "./cannot-start.ts";
import { listeningHere } from "./listeners.ts";

/** Throws CannotStart if somebody listens on a port that the rehearsal names. */
export function refuseTakenPorts({ load, slow, hold, ready }: Rehearsal): void {
  const urls = [load?.url, slow?.url, hold?.url];
  const ports = new Set(urls.map((url) => (url === undefined ? null : portNamed(url))));
  if (ready.kind === "tcp") ports.add(ready.port);
  if (ready.kind === "url") ports.add(portOf(new URL(ready.url)));
  const taken = listeningHere().find(({ port }) => ports.has(port));
  if (taken === undefined) return;
  throw new CannotStart(
    `port ${taken.port} is already taken: another program listens there, and would be rehearsed instead of the app`,
  );
}
