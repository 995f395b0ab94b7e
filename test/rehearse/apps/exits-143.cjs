// Wrong, but nothing is lost: leaves as it should, and then says by its exit code that the signal ended it.
const { leave, serve } = require("./serve.cjs");

const server = serve();
process.once("SIGTERM", () => leave(server).then(() => process.exit(143)));
