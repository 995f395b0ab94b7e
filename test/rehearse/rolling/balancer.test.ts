// The balancer between real sockets.

import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { type Balancer, openBalancer } from "../../../src/rehearse/rolling/balancer.ts";
import { freePort } from "../../../src/rehearse/rolling/ports.ts";
import { until } from "../../support/until.ts";

async function opened(): Promise<Balancer> {
  const balancer = await openBalancer();
  onTestFinished(() => balancer.close());
  return balancer;
}

/** A server that does `serve` with each connection, as an endpoint of this pod. */
async function pod(balancer: Balancer, number: number, serve: (socket: Socket) => void): Promise<Server> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    serve(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a server without a port");
  balancer.endpoints.add({ pod: number, host: "127.0.0.1", port: address.port });
  return server;
}

interface Client {
  readonly socket: Socket;
  text(): string;
  /** How it ended: `end`, or the code of its error. */
  readonly ended: Promise<string>;
}

function client(balancer: Balancer): Client {
  const socket = connect({ host: balancer.host, port: balancer.port, allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  let text = "";
  socket.setEncoding("latin1").on("data", (part) => {
    text += part;
  });
  const ended = new Promise<string>((resolve) => {
    socket.on("end", () => resolve("end"));
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "?"));
  });
  return { socket, text: () => text, ended };
}

const greet = (name: string) => (socket: Socket) => void socket.write(name);

test("passes connections on in turn, and both directions of each", async () => {
  const balancer = await opened();
  await pod(balancer, 1, (socket) => socket.pipe(socket));
  await pod(balancer, 2, (socket) => socket.on("data", (data) => socket.write(`${data}`.toUpperCase())));
  const clients = [client(balancer), client(balancer), client(balancer), client(balancer)];
  for (const { socket } of clients) socket.write("ask");
  await until("four answers", () => clients.every(({ text }) => text() !== ""));
  expect(clients.map(({ text }) => text()).sort()).toEqual(["ASK", "ASK", "ask", "ask"]);
});

test("leaves a connection where it is when its endpoint is gone", async () => {
  const balancer = await opened();
  await pod(balancer, 1, (socket) => socket.on("data", () => socket.write("one")));
  const old = client(balancer);
  old.socket.write("?");
  await until("an answer", () => old.text() === "one");
  await pod(balancer, 2, greet("two"));
  balancer.endpoints.terminate(1);
  balancer.endpoints.gone(1);
  const fresh = client(balancer);
  await until("the other one", () => fresh.text() === "two");
  old.socket.write("?");
  await until("a second answer", () => old.text() === "oneone");
});

test("resets a client whose endpoint does not listen, and counts it", async () => {
  const balancer = await opened();
  balancer.endpoints.add({ pod: 7, host: "127.0.0.1", port: await freePort(new Set()) });
  const { ended } = client(balancer);
  expect(await ended).toBe("ECONNRESET");
  expect([...balancer.refused]).toEqual([[7, 1]]);
  expect(balancer.unserved).toBe(0);
});

test("resets a client that comes while there is no endpoint, and counts it", async () => {
  const balancer = await opened();
  const { ended } = client(balancer);
  expect(await ended).toBe("ECONNRESET");
  expect(balancer.unserved).toBe(1);
  expect(balancer.refused.size).toBe(0);
});

test("passes on how a connection ends: in order, or by a reset", async () => {
  const balancer = await opened();
  await pod(balancer, 1, (socket) => void socket.end("bye"));
  const orderly = client(balancer);
  expect(await orderly.ended).toBe("end");
  expect(orderly.text()).toBe("bye");
  balancer.endpoints.terminate(1);
  balancer.endpoints.gone(1);
  await pod(balancer, 2, (socket) => void socket.on("data", () => socket.resetAndDestroy()));
  const reset = client(balancer);
  reset.socket.write("?");
  expect(await reset.ended).toBe("ECONNRESET");
  expect(balancer.refused.size).toBe(0);
});

test("a pod that has said everything still hears the client", async () => {
  const balancer = await opened();
  let heard = "";
  await pod(balancer, 1, (socket) => {
    socket.end("bye");
    socket.on("data", (data) => {
      heard += data;
    });
  });
  const { socket, ended } = client(balancer);
  expect(await ended).toBe("end");
  socket.write("one more thing");
  await until("the client's words", () => heard !== "");
  expect(heard).toBe("one more thing");
});

test("forgets a connection that both sides have ended", async () => {
  const balancer = await opened();
  let closed = 0;
  await pod(balancer, 1, (socket) => {
    socket.on("close", () => closed++);
    socket.resume().on("end", () => socket.end());
  });
  const { socket } = client(balancer);
  socket.on("close", () => closed++);
  socket.end("bye");
  await until("both ends to close", () => closed === 2);
});

test("tells the pod of a client's reset", async () => {
  const balancer = await opened();
  let seen = "";
  await pod(balancer, 1, (socket) => {
    socket.on("error", (error: NodeJS.ErrnoException) => {
      seen = error.code ?? "?";
    });
    socket.write("here");
    socket.resume();
  });
  const { socket, text } = client(balancer);
  await until("the connection", () => text() === "here");
  socket.resetAndDestroy();
  await until("the reset", () => seen !== "");
  expect(seen).toBe("ECONNRESET");
});

test("a client that has said everything still hears the answer, however long", async () => {
  const balancer = await opened();
  const bytes = 3_000_000;
  await pod(balancer, 1, (socket) => {
    let length = 0;
    socket.on("data", (data) => {
      length += data.length;
    });
    socket.on("end", () => socket.end("x".repeat(length)));
  });
  const { socket, text, ended } = client(balancer);
  socket.end("y".repeat(bytes));
  expect(await ended).toBe("end");
  expect(text().length).toBe(bytes);
});

test("closes with every connection, twice if need be", async () => {
  const balancer = await opened();
  await pod(balancer, 1, greet("one"));
  const { text, ended } = client(balancer);
  await until("the connection", () => text() === "one");
  await balancer.close();
  await balancer.close();
  expect(await ended).toMatch(/^(?:end|ECONNRESET)$/);
  expect(await client(balancer).ended).toBe("ECONNREFUSED");
});
