// Wrong: once told, it cuts the answers that it is in the middle of.
const { leave, serve } = require("./serve.cjs");

const server = serve();
const unfinished = new Set();
server.prependListener("request", (request, response) => {
  unfinished.add(request.socket);
  response.on("finish", () => unfinished.delete(request.socket));
});
process.once("SIGTERM", () => {
  for (const socket of unfinished) socket.destroy();
  leave(server).then(() => process.exit(0));
});
