// Wrong: leaves as it should, and then does not end, for a timer that nobody clears keeps it alive. SIGKILL ends it.
const { leave, serve } = require("./serve.cjs");

const server = serve();
setInterval(() => {}, 60_000);
process.on("SIGTERM", () => leave(server));
