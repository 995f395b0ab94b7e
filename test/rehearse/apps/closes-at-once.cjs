// Wrong: closes the listener at once, while endpoints still send new connections. Those that are open go on being served.
const { Server } = require("node:net");
const { leave, serve } = require("./serve.cjs");

const server = serve();
process.once("SIGTERM", () => {
  // Not http's own close(), which would also close idle connections.
  Server.prototype.close.call(server);
  leave(server).then(() => process.exit(0));
});
