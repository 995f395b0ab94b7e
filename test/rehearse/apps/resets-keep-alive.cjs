// Wrong: once told, it drops kept-alive connections without a word, so that whoever sends the next request on one gets a reset. In life a
// race between an idle timeout and a request; here every time.
const { leave, serve } = require("./serve.cjs");

const server = serve();
const used = new WeakSet();
let told = false;
server.prependListener("request", (request) => {
  if (told && used.has(request.socket)) request.socket.resetAndDestroy();
  used.add(request.socket);
});
process.once("SIGTERM", () => {
  told = true;
  leave(server).then(() => process.exit(0));
});
