// A session that is held open and watched: a WebSocket (RFC 6455) or a bare TCP connection. `open` is called once, when it is there.

import { createHash, randomBytes } from "node:crypto";
import { request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import { connect, type Socket } from "node:net";
import { authorityOf, type Target, type Url } from "./endpoint.ts";
import type { Exchange } from "./exchange.ts";
import { closeCode, controlFrame, FrameReader, opcodes } from "./frames.ts";
import { leave } from "./leave.ts";
import type { SocketError } from "./outcome.ts";

export interface Session {
  /** Ends it from our side, in order. */
  close(): void;
  destroy(): void;
}

/** RFC 6455, 1.3. */
const magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/** "Going away" (7.4.1). */
const goingAway = Buffer.from([1001 >> 8, 1001 & 0xff]);

/** TCP has one way to end in order, so an end is never a loss by itself: what is, is one that came too early, or with a reset. */
export function tcpSession(exchange: Exchange, target: Target, open: () => void): Session {
  const socket = connect({ host: target.host, port: target.port, noDelay: true });
  socket.once("connect", () => {
    exchange.reach("connected");
    open();
  });
  socket.on("data", (chunk: Buffer) => {
    exchange.reach("answering");
    exchange.bytes += chunk.length;
  });
  socket.once("end", () => {
    exchange.reach("done");
    exchange.end("ok");
  });
  socket.on("error", (error: SocketError) => exchange.fail(error));
  return { close: () => leave(socket), destroy: () => void socket.destroy() };
}

export function webSocketSession(exchange: Exchange, target: Target, url: Url, open: () => void): Session {
  const key = randomBytes(16).toString("base64");
  const request = (url.secure ? requestTls : requestPlain)({
    host: target.host,
    port: target.port,
    path: url.path,
    agent: false,
    rejectUnauthorized: false,
    headers: {
      Host: url.authority || authorityOf(target),
      "User-Agent": "lastcall",
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": key,
      ...(url.user !== "" && { Authorization: `Basic ${Buffer.from(url.user).toString("base64")}` }),
    },
  });
  let close = (): void => void request.destroy();
  let destroy = close;
  request.once("socket", (socket) => socket.once("connect", () => exchange.reach("connected")));
  request.once("finish", () => exchange.reach("sent"));
  request.on("error", (error: SocketError) => exchange.fail(error));
  request.once("response", (response) => {
    exchange.reach("done");
    exchange.status = response.statusCode ?? 0;
    exchange.end("http-error");
    request.destroy();
  });
  request.once("upgrade", (response, socket: Socket, head) => {
    exchange.reach("answering");
    exchange.status = response.statusCode ?? 0;
    const accept = createHash("sha1").update(`${key}${magic}`).digest("base64");
    if (response.headers["sec-websocket-accept"] !== accept) {
      exchange.end("http-error", "EPROTO");
      socket.destroy();
      return;
    }
    watch(exchange, socket);
    if (head.length > 0) socket.unshift(head);
    close = () => {
      if (socket.writable) socket.write(controlFrame(opcodes.close, goingAway));
      leave(socket);
    };
    destroy = () => void socket.destroy();
    open();
  });
  request.end();
  return { close: () => close(), destroy: () => destroy() };
}

/** A session that ends without a close frame was cut, whatever TCP says of it (7.1.5, code 1006). */
function watch(exchange: Exchange, socket: Socket): void {
  const reader = new FrameReader();
  socket.setNoDelay(true);
  socket.on("data", (chunk: Buffer) => {
    exchange.bytes += chunk.length;
    for (const { opcode, payload } of reader.push(chunk)) {
      if (opcode === opcodes.ping && socket.writable) socket.write(controlFrame(opcodes.pong, payload));
      if (opcode !== opcodes.close) continue;
      exchange.closeCode = closeCode(payload);
      exchange.reach("done");
      exchange.end(inOrder(exchange.closeCode) ? "ok" : "http-error");
      if (socket.writable) socket.write(controlFrame(opcodes.close, payload.subarray(0, 2)));
      leave(socket);
    }
    if (reader.broken) {
      exchange.end("http-error", "EPROTO");
      socket.destroy();
    }
  });
  socket.once("end", () => {
    exchange.end("cut");
    leave(socket);
  });
  socket.on("error", (error: SocketError) => exchange.fail(error));
}

/** 7.4.1, and the registry of codes: normal, going away, none given, restart, try again later, and what applications define. */
function inOrder(code: number): boolean {
  return [1000, 1001, 1005, 1012, 1013].includes(code) || code >= 3000;
}
