// The end of a connection from our side, in order.

import type { Socket } from "node:net";

/** How long the app may take to close its side after ours. */
const lingerMs = 1_000;

/** Nobody waits for it. Can be called twice. */
export function leave(socket: Socket): void {
  if (socket.destroyed || socket.writableEnded) return;
  socket.end();
  socket.setTimeout(lingerMs, () => socket.destroy());
  socket.unref();
}
