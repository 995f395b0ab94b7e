// Serves a request now and then. Told to stop, it needs 3 s for the three that are in flight.
console.log("app: serving");
const serving = setInterval(() => console.log("app: answered a request"), 400);

process.once("SIGTERM", () => {
  clearInterval(serving);
  let left = 3;
  console.log(`app: told to stop, ${left} requests are in flight`);
  const draining = setInterval(() => {
    left -= 1;
    console.log(left > 0 ? `app: answered one, ${left} left` : "app: answered the last one");
    if (left === 0) clearInterval(draining);
  }, 1_000);
});
