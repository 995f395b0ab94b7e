// A small HTTP server that knows how to stop: it takes no new requests and finishes those in flight.
// What it cannot do by itself is hear about the stop when npm and a shell script stand in front of it.
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

const server = createServer(async (request, response) => {
  const { searchParams } = new URL(request.url, "http://localhost");
  await pause(Number(searchParams.get("wait") ?? 0));
  response.end("served\n");
});

server.listen(Number(process.env.PORT ?? 8080), process.env.HOST, () => {
  console.log(`server: listening on port ${server.address().port}`);
});

process.on("SIGTERM", () => {
  console.log("server: told to stop, finishing what is in flight");
  server.close(() => console.log("server: every request was answered"));
});
