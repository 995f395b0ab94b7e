// One log line in the making: its text, and for JSON its fields. Both are static; what does not fit is cut. Nothing is allocated.

import { SIGRTMIN, signalBaseName } from "../core/signal.ts";

const CAPACITY: i32 = 1024;

/** A buffer of bytes that only grows up to its capacity. */
export class Bytes {
  length: i32 = 0;

  constructor(
    readonly start: usize,
    private capacity: i32,
  ) {}

  room(): i32 {
    return this.capacity - this.length;
  }

  byte(value: i32): void {
    if (this.length < this.capacity) store<u8>(this.start + this.length++, value as u8);
  }

  /** ASCII. */
  text(text: string): void {
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
  }

  number(value: i64): void {
    let rest = value;
    if (value < 0) {
      this.byte(45);
      rest = -value;
    }
    let digits: i64 = 1;
    while (digits * 10 <= rest) digits *= 10;
    for (; digits > 0; digits /= 10) {
      this.byte(48 + ((rest / digits) as i32));
      rest %= digits;
    }
  }

  /** At least `width` digits, with zeros before. */
  padded(value: i32, width: i32): void {
    for (let limit = 10, digits = 1; digits < width; digits++, limit *= 10) if (value < limit) this.byte(48);
    this.number(value);
  }

  /** As in 1m30s, 2.5s, 40ms. */
  duration(ms: i64): void {
    if (ms < 1000 && ms > 0) {
      this.number(ms);
      this.text("ms");
      return;
    }
    const tenths = ms / 100;
    const minutes = tenths / 600;
    if (minutes > 0) {
      this.number(minutes);
      this.byte(109);
    }
    const rest = tenths % 600;
    if (minutes > 0 && rest === 0) return;
    this.number(rest / 10);
    if (rest % 10 !== 0) {
      this.byte(46);
      this.number(rest % 10);
    }
    this.byte(115);
  }

  /** "SIGTERM", "SIGRTMIN+3", "SIG32". */
  signal(signal: i32): void {
    this.text("SIG");
    const name = signalBaseName(signal);
    if (name.length > 0) this.text(name);
    else if (signal >= SIGRTMIN) {
      this.text("RTMIN");
      if (signal > SIGRTMIN) {
        this.byte(43);
        this.number(signal - SIGRTMIN);
      }
    } else this.number(signal);
  }

  /** A byte of somebody else's name, made harmless for a terminal: control characters become '?'. */
  foreign(value: i32): void {
    this.byte(value < 32 || value === 127 ? 63 : value);
  }

  /** A byte within a JSON string. Bytes beyond ASCII are taken as Latin-1, so that broken UTF-8 stays valid JSON. */
  quoted(value: i32): void {
    if (value === 34 || value === 92) this.byte(92);
    if (value < 32 || value === 127) {
      this.text("\\u00");
      this.byte(48 + (value >> 4));
      const low = value & 15;
      this.byte(low < 10 ? 48 + low : 87 + low);
    } else if (value < 128) this.byte(value);
    else {
      this.byte(0xc0 | (value >> 6));
      this.byte(0x80 | (value & 63));
    }
  }
}

export const message = new Bytes(memory.data(CAPACITY, 16), CAPACITY);
export const fields = new Bytes(memory.data(CAPACITY, 16), CAPACITY);
/** Both go into it, the first one quoted. PIPE_BUF: a pipe takes it in one piece (pipe(7)). */
export const whole = new Bytes(memory.data(4 * CAPACITY, 16), 4 * CAPACITY);
