// One connection to the app, and the request that is on it. It tells its owner when it is free for another and when it is of no more use.

import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { Answer } from "./answer.ts";
import type { Target } from "./endpoint.ts";
import type { Exchange } from "./exchange.ts";
import { leave } from "./leave.ts";
import { outcomeOfStatus, type SocketError } from "./outcome.ts";

/** How long after an end without an answer the other side's reset may take to come. */
const resetWaitMs = 5;

export interface Owner {
  free(connection: Connection): void;
  /** Once; until then no request may be lost in `send`. */
  gone(connection: Connection): void;
}

/** `secure`: TLS, with whatever certificate the app has for `name`: a rehearsal is no place to check it. */
export interface Way extends Target {
  readonly secure: boolean;
  readonly name: string;
  readonly toHead: boolean;
}

export class Connection {
  readonly number: number;
  /** Of performance.now(); when the last answer was over. */
  idleSinceMs = 0;
  /** How long the app says that it keeps an idle connection. */
  idleLimitMs = Number.POSITIVE_INFINITY;
  private readonly socket: Socket;
  private readonly owner: Owner;
  private readonly toHead: boolean;
  private exchange: Exchange | null = null;
  private answer: Answer | null = null;
  private bytes: Buffer = Buffer.alloc(0);
  private sent = false;
  private carried = 0;
  private open = false;
  private over = false;

  constructor(number: number, way: Way, owner: Owner) {
    this.number = number;
    this.owner = owner;
    this.toHead = way.toHead;
    // Half-open, so that an end of theirs does not end our side by itself: see `ended`.
    const options = { host: way.host, port: way.port, noDelay: true, allowHalfOpen: true };
    this.socket = way.secure
      ? connectTls({ ...options, servername: way.name, rejectUnauthorized: false, ALPNProtocols: ["http/1.1"] })
      : connect(options);
    this.socket.once("connect", () => this.exchange?.reach("connected"));
    this.socket.once(way.secure ? "secureConnect" : "connect", () => {
      this.open = true;
      this.write();
    });
    this.socket.on("data", (chunk: Buffer) => this.came(chunk));
    this.socket.once("end", () => this.ended());
    this.socket.on("error", (error: SocketError) => {
      this.exchange?.fail(error);
      this.finish();
    });
    this.socket.once("close", () => this.finish());
  }

  /** Only while no other request is on it. */
  send(exchange: Exchange, bytes: Buffer): void {
    exchange.connection = this.number;
    exchange.reused = this.carried > 0;
    this.carried++;
    this.exchange = exchange;
    this.answer = new Answer(this.toHead);
    this.bytes = bytes;
    this.sent = false;
    if (this.open) {
      exchange.reach("connected");
      this.write();
    }
  }

  /** In order: for a connection that is not wanted any more. */
  close(): void {
    this.finish();
    leave(this.socket);
  }

  /** At once, whatever is on it. */
  destroy(): void {
    this.finish();
    this.socket.destroy();
  }

  private write(): void {
    const exchange = this.exchange;
    if (exchange === null) return;
    this.socket.write(this.bytes, (error) => {
      if (error) return;
      exchange.reach("sent");
      if (exchange === this.exchange) this.sent = true;
    });
  }

  private came(chunk: Buffer): void {
    const { exchange, answer } = this;
    if (exchange === null || answer === null || exchange.over) {
      // Idle, and nobody has asked: some servers say 408 before they close.
      this.close();
      return;
    }
    exchange.reach("answering");
    answer.push(chunk);
    exchange.bytes = answer.bytes;
    exchange.status = answer.status;
    if (answer.nonsense) {
      exchange.end("http-error", "EPROTO");
      this.destroy();
    } else if (answer.done) this.whole(exchange, answer);
  }

  private whole(exchange: Exchange, answer: Answer): void {
    const reusable = answer.reusable && this.sent && !this.over;
    exchange.reach("done");
    exchange.end(outcomeOfStatus(answer.status));
    this.exchange = null;
    if (!reusable) {
      this.close();
      return;
    }
    this.idleSinceMs = performance.now();
    this.idleLimitMs = answer.idleLimitMs;
    this.owner.free(this);
  }

  /**
   * The other side has closed in order. If there is no answer yet, the request may have crossed the end: then it met a closed socket,
   * whose reset is known to the kernel, but not told to who has read the end. Writing tells (EPIPE, tcp_sendmsg in the kernel's
   * net/ipv4/tcp.c): if it fails the request was never read; if not, the app has read it and has closed without a word.
   */
  private ended(): void {
    const { exchange, answer } = this;
    const atMs = performance.now();
    this.finish();
    if (exchange === null || answer === null || exchange.over) this.close();
    else if (answer.bytes > 0) {
      if (answer.end()) this.whole(exchange, answer);
      else exchange.end("cut", "", atMs);
      this.close();
    } else {
      setTimeout(() => {
        this.socket.write("\r\n", (error?: NodeJS.ErrnoException | null) => {
          if (!error) exchange.end("cut", "", atMs);
          else exchange.end("reset-before", error.code, atMs);
          this.socket.destroy();
        });
      }, resetWaitMs);
    }
  }

  private finish(): void {
    if (this.over) return;
    this.over = true;
    this.owner.gone(this);
  }
}
