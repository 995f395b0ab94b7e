// Right: serves for as long as endpoints still send, says `Connection: close`, waits for what is in flight, ends with 0.
const { leave, serve } = require("./serve.cjs");

const server = serve();
process.once("SIGTERM", () => leave(server).then(() => process.exit(0)));
