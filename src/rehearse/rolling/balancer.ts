// A TCP balancer in this process that stands for a Service: it chooses an endpoint for each new connection and passes bytes, ends and
// resets on, both ways. A connection stays with its endpoint for good, as connection tracking has it.
//
// What it cannot do is refuse: a client whose endpoint refused, or that has none, is reset right after it has connected.

import { connect, createServer, type Server, type Socket } from "node:net";
import { addOne } from "../load/add-one.ts";
import { isOurs } from "../load/outcome.ts";
import { Endpoints } from "./endpoints.ts";

export interface Balancer {
  readonly host: string;
  readonly port: number;
  readonly endpoints: Endpoints;
  /** How many connections each pod did not take. */
  readonly refused: ReadonlyMap<number, number>;
  /** How many could not be passed on for want of something on this machine, by errno (EMFILE, EADDRNOTAVAIL). */
  readonly unsent: ReadonlyMap<string, number>;
  /** How many came while there was no endpoint at all. */
  readonly unserved: number;
  /** Ends every connection. Can be called twice. */
  close(): Promise<void>;
}

/** On a free port of 127.0.0.1. Rejects with the error of listen(2). */
export async function openBalancer(): Promise<Balancer> {
  const balancer = new TcpBalancer();
  await balancer.listen();
  return balancer;
}

class TcpBalancer implements Balancer {
  readonly host = "127.0.0.1";
  readonly endpoints = new Endpoints();
  readonly refused = new Map<number, number>();
  readonly unsent = new Map<string, number>();
  unserved = 0;
  port = 0;
  private readonly open = new Set<Socket>();
  // Half-open connections are passed on as such. Nothing is read before there is somebody to pass it to.
  private readonly server: Server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true });

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.on("connection", (client) => this.accept(client));
      // Behind listen(2) it is accept(2) that fails: the client waits, or is turned away by the kernel.
      this.server.on("error", reject);
      // A burst of connections is to wait for us, not to be dropped by the kernel: net.core.somaxconn may still be less.
      this.server.listen({ host: this.host, port: 0, backlog: 4096 }, () => {
        const address = this.server.address();
        if (typeof address === "object" && address !== null) this.port = address.port;
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    if (!this.server.listening) return;
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private accept(client: Socket): void {
    this.keep(client);
    const endpoint = this.endpoints.next();
    if (endpoint === null) {
      this.unserved++;
      // The error of a client that resets us first is its own affair.
      client.on("error", () => {});
      client.resetAndDestroy();
      return;
    }
    const { host, port, pod } = endpoint;
    const server = connect({ host, port, allowHalfOpen: true, noDelay: true });
    this.keep(server);
    let connected = false;
    server.once("connect", () => {
      connected = true;
      client.pipe(server);
      server.pipe(client);
    });
    server.on("error", (error: NodeJS.ErrnoException) => {
      if (!connected && isOurs(error)) addOne(this.unsent, error.code ?? "");
      else if (!connected) addOne(this.refused, pod);
      client.resetAndDestroy();
    });
    // Without an error a socket closes when both its directions have ended, and pipe() has ended those of the other one then.
    client.on("error", () => server.resetAndDestroy());
  }

  private keep(socket: Socket): void {
    this.open.add(socket);
    socket.on("close", () => this.open.delete(socket));
  }
}
