// What the apps in Node have in common: a server on $PORT, or on any port, that answers at once, and to /slow in two halves, 300 ms apart.
const { createServer } = require("node:http");
const { setTimeout: sleep } = require("node:timers/promises");

exports.serve = () => {
  const server = createServer((request, response) => {
    // Whoever keeps the connection is told to make his next request elsewhere.
    if (server.isLeaving) response.setHeader("connection", "close");
    if (request.url !== "/slow") return response.end("here\n");
    response.write("first half\n");
    setTimeout(() => response.end("second half\n"), 300);
  });
  server.isLeaving = false;
  server.keepAliveTimeout = 60_000;
  server.listen(Number(process.env.PORT ?? 0), () => console.log(`ready ${process.pid}`));
  return server;
};

/** How to leave: goes on serving until endpoints and everybody who keeps a connection have gone elsewhere, then closes, and waits for what is in flight. */
exports.leave = async (server) => {
  console.log("leaving");
  server.isLeaving = true;
  await sleep(1_500);
  await new Promise((resolve) => server.close(resolve));
  console.log("drained");
};
