// A server that leaves well: behind `lastcall-init --delay` it is told when no new connection comes any more, sends those who keep one
// elsewhere, and ends when the last answer is out.

import { createServer } from "node:http";

let leaving = false;
const server = createServer((_request, response) => {
  if (leaving) response.setHeader("connection", "close");
  response.end("here\n");
});
server.listen(Number(process.env.PORT ?? 8080));

process.once("SIGTERM", () => {
  leaving = true;
  // For the next request of each client: a connection that is closed under one is a request lost.
  setTimeout(() => server.close(), 2000);
});
