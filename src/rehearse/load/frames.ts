// WebSocket frames (RFC 6455, section 5), as far as a session needs them that is only watched: what is said in it is passed over.

import { randomBytes } from "node:crypto";

export const opcodes = { close: 8, ping: 9, pong: 10 } as const;

export interface ControlFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** Finds the control frames in what a server sends. */
export class FrameReader {
  /** A frame that no server may send: masked, of a reserved kind, or a control frame that is too long. */
  broken = false;
  private pending: Buffer = Buffer.alloc(0);
  /** What is left of a data frame. */
  private skip = 0;

  push(chunk: Buffer): ControlFrame[] {
    const found: ControlFrame[] = [];
    let bytes = this.pending.length > 0 ? Buffer.concat([this.pending, chunk]) : chunk;
    while (bytes.length > 0 && !this.broken) {
      const passed = Math.min(this.skip, bytes.length);
      this.skip -= passed;
      bytes = bytes.subarray(passed);
      const frame = frameHead(bytes);
      if (frame === null) break;
      const { opcode, size, length } = frame;
      if (!allowed(bytes, opcode, length)) {
        this.broken = true;
      } else if (opcode < 8) {
        this.skip = size + length;
      } else {
        if (bytes.length < size + length) break;
        found.push({ opcode, payload: Buffer.from(bytes.subarray(size, size + length)) });
        bytes = bytes.subarray(size + length);
      }
    }
    this.pending = Buffer.from(bytes);
    return found;
  }
}

/** Null where it is not whole yet. */
function frameHead(bytes: Buffer): { opcode: number; size: number; length: number } | null {
  if (bytes.length < 2) return null;
  const opcode = bytes.readUInt8(0) & 0x0f;
  const short = bytes.readUInt8(1) & 0x7f;
  if (short < 126) return { opcode, size: 2, length: short };
  if (short === 126) return bytes.length < 4 ? null : { opcode, size: 4, length: bytes.readUInt16BE(2) };
  return bytes.length < 10 ? null : { opcode, size: 10, length: Number(bytes.readBigUInt64BE(2)) };
}

function allowed(bytes: Buffer, opcode: number, length: number): boolean {
  const reserved = (bytes.readUInt8(0) & 0x70) !== 0;
  const masked = (bytes.readUInt8(1) & 0x80) !== 0;
  const known = opcode <= 2 || (opcode >= opcodes.close && opcode <= opcodes.pong);
  return !reserved && !masked && known && (opcode < opcodes.close || length <= 125);
}

/** A control frame of a client: whole, and masked (5.1, 5.5). At most 125 bytes of payload. */
export function controlFrame(opcode: number, payload: Buffer): Buffer {
  const mask = randomBytes(4);
  const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | payload.length]), mask, masked]);
}

/** The code in a close frame; 1005 where there is none (7.1.5). */
export function closeCode(payload: Buffer): number {
  return payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
}
