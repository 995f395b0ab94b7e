// `connections.cjs PORT COUNT`: so many idle connections to a port of its own, over loopback; says when they are there.
const net = require("node:net");

const [port, count] = process.argv.slice(2).map(Number);
let accepted = 0;
const server = net.createServer(() => {
  if (++accepted === count) console.log("connected");
});
let begun = 0;
const connect = () => {
  if (begun++ < count) net.connect(port, "127.0.0.1", connect);
};
// A hundred at once: the queue of a listening socket is short.
server.listen(port, "127.0.0.1", 4_096, () => {
  for (let i = 0; i < 100; i++) connect();
});
