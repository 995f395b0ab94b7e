// The other side of a WebSocket, for the tests (RFC 6455).

import { createHash } from "node:crypto";

/** As a server sends it: not masked. */
export function serverFrame(opcode: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  head[1] = payload.length < 126 ? payload.length : payload.length < 65_536 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(payload.length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}

/** The answer to a handshake; with `accept` a wrong one. */
export function upgrade(request: string, accept?: string): string {
  const key = /^sec-websocket-key: (.*?)\r?$/im.exec(request)?.[1];
  const own = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  return `HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept ?? own}\r\n\r\n`;
}
