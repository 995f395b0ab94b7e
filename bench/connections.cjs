// `connections.cjs PORT COUNT [EVERY_MS]`: so many connections to a port of its own, over loopback; says when they are there. A byte comes
// on one of them every so often, otherwise on none.
const net = require("node:net");

const [port, count, everyMs] = process.argv.slice(2).map(Number);
let accepted = 0;
const server = net.createServer((socket) => {
  socket.resume();
  if (++accepted === count) console.log("connected");
});
let begun = 0;
const connect = () => {
  if (begun++ >= count) return;
  const socket = net.connect(port, "127.0.0.1", connect);
  if (begun === 1 && everyMs) setInterval(() => socket.write("x"), everyMs);
};
// A hundred at once: the queue of a listening socket is short.
server.listen(port, "127.0.0.1", 4_096, () => {
  for (let i = 0; i < 100; i++) connect();
});
