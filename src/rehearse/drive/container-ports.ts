// Whether the ports that an app is going to listen on are free, where it has to share this machine's network.

import { createServer } from "node:net";
import type { Rehearsal } from "../rehearsal.ts";
import { CannotStart } from "./cannot-start.ts";
import { NO_IMAGE } from "./container-image.ts";
import { expectedPorts } from "./container-words.ts";

/** CannotStart names the first that is taken. Ports of EXPOSE do not count: the app need not use them. */
export async function checkPortsFree(rehearsal: Rehearsal): Promise<void> {
  for (const port of expectedPorts(rehearsal, NO_IMAGE)) {
    if (await isTaken(port)) {
      throw new CannotStart(
        `port ${port} is taken already, and the engine has no network for containers but this machine's`,
      );
    }
  }
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EADDRINUSE"));
    server.listen({ port, host: "0.0.0.0", exclusive: true }, () => server.close(() => resolve(false)));
  });
}
