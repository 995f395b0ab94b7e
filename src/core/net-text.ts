// Reads the tables of /proc/net (proc_pid_net(5)). Pure and without allocation; a row may come in any number of pieces.

import { hexDigit } from "./proc-text.ts";

/** Of a row: slot, local address, remote address, state, queues. Nothing behind them is read. */
const LOCAL: i32 = 1;
const STATE: i32 = 3;
const QUEUES: i32 = 4;
const REST: i32 = 5;

/** The rows of /proc/net/tcp or tcp6, one after the other. */
export class NetRows {
  /** Of the row that next() came upon: the local port, */
  port: i32 = 0;
  /** its state (include/net/tcp_states.h), */
  state: i32 = 0;
  /** how many bytes the program has not yet read, as 32 bits, */
  unread: i32 = 0;
  /** and what its two addresses come to, the same at each reading. */
  hash: i32 = 0;
  private at: i32 = 0;
  private field: i32 = 0;
  /** The hexadecimal number that is being read. */
  private value: i32 = 0;
  /** Whether a field has begun. */
  private inside: bool = false;

  /** A file begins. */
  restart(): void {
    this.field = 0;
    this.inside = false;
  }

  /** A new piece of it comes. */
  begin(): void {
    this.at = 0;
  }

  /** False if the piece is at its end. The heading is no row, and neither is a line that is something else. */
  next(bytes: Uint8Array, length: i32): bool {
    let at = this.at;
    while (at < length) {
      const byte: i32 = bytes[at];
      at++;
      if (byte === 10) this.restart();
      else if (this.field === REST) {
        while (at < length && bytes[at] !== 10) at++;
      } else if (byte !== 32) this.read(byte);
      else if (this.inside && this.endField()) {
        this.at = at;
        return true;
      }
    }
    this.at = at;
    return false;
  }

  private read(byte: i32): void {
    if (!this.inside) this.value = 0;
    this.inside = true;
    if (this.field === 0) this.hash = 0;
    // 31 is more than there are values from "0" to "F": ports that differ never come to the same.
    else if (this.field < STATE) this.hash = (this.hash * 31 + byte) | 0;
    const digit = hexDigit(byte);
    if (digit >= 0) this.value = (this.value << 4) | digit;
    else if (byte === 58) this.value = 0;
    else this.field = REST;
  }

  /** True if it was the last one that is asked for. */
  private endField(): bool {
    this.inside = false;
    if (this.field === LOCAL) this.port = this.value & 0xffff;
    else if (this.field === STATE) this.state = this.value;
    else if (this.field === QUEUES) this.unread = this.value;
    this.field++;
    return this.field === REST;
  }
}
