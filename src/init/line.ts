// One log line in the making: its text, and for JSON its fields. Both are static; what does not fit is cut. Nothing is allocated.

import { SIGRTMIN, signalNameAt, signalNames } from "../core/signal.ts";
import { characterBytes, controlCode } from "../core/utf8.ts";
import * as scratch from "./scratch.ts";

/** What a byte becomes at most: an escape within a JSON string. */
const LONGEST: i32 = 6;

/** A buffer of bytes that only grows up to its capacity. */
export class Bytes {
  length: i32 = 0;

  constructor(
    public start: usize,
    private capacity: i32,
  ) {}

  room(): i32 {
    return this.capacity - this.length;
  }

  byte(value: i32): void {
    if (this.length < this.capacity) store<u8>(this.start + this.length++, value as u8);
  }

  /** ASCII, or bytes as characters. */
  text(text: string): void {
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
  }

  append(start: usize, length: i32): void {
    const bytes = length < this.room() ? length : this.room();
    memory.copy(this.start + this.length, start, bytes);
    this.length += bytes;
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

  /** As in 50h, 1m30s, 2.5s, 40ms. */
  duration(ms: i64): void {
    if (ms < 1000 && ms > 0) {
      this.number(ms);
      this.text("ms");
      return;
    }
    const tenths = ms / 100;
    this.unit(tenths / 36000, 104);
    this.unit((tenths / 600) % 60, 109);
    const rest = tenths % 600;
    if (tenths > 0 && rest === 0) return;
    this.number(rest / 10);
    if (rest % 10 !== 0) {
      this.byte(46);
      this.number(rest % 10);
    }
    this.byte(115);
  }

  private unit(value: i64, letter: i32): void {
    if (value === 0) return;
    this.number(value);
    this.byte(letter);
  }

  /** "SIGTERM", "SIGRTMIN+3", "SIG32". */
  signal(signal: i32): void {
    this.text("SIG");
    if (signal <= 31) {
      for (let at = signalNameAt(signal); signalNames.charCodeAt(at) !== 44; at++)
        this.byte(signalNames.charCodeAt(at));
    } else if (signal >= SIGRTMIN) {
      this.text("RTMIN");
      if (signal > SIGRTMIN) {
        this.byte(43);
        this.number(signal - SIGRTMIN);
      }
    } else this.number(signal);
  }

  /**
   * Somebody else's bytes as whole UTF-8: a broken byte becomes U+FFFD. Control characters, which a terminal would obey, become '?';
   * within a JSON string they are escaped. At least `reserve` bytes are left; false if that cut it, between two characters.
   */
  foreign(start: usize, length: i32, quoted: bool, reserve: i32): bool {
    for (let at = 0; at < length; ) {
      if (this.room() < reserve + LONGEST) return false;
      const from = start + at;
      const first: i32 = load<u8>(from);
      const second: i32 = load<u8>(from, 1);
      let bytes = characterBytes(first, second, load<u8>(from, 2), load<u8>(from, 3));
      const control = controlCode(first, second);
      // What stands behind the end is not ours, though it can be read.
      if (bytes === 0 || bytes > length - at) {
        bytes = 1;
        this.text("\u00ef\u00bf\u00bd");
      } else if (control < 0) {
        if (quoted && (first === 34 || first === 92)) this.byte(92);
        this.append(from, bytes);
      } else if (quoted) {
        this.text("\\u00");
        this.hex(control >> 4);
        this.hex(control & 15);
      } else this.byte(63);
      at += bytes;
    }
    return true;
  }

  private hex(digit: i32): void {
    this.byte(digit < 10 ? 48 + digit : 87 + digit);
  }
}

export const message = new Bytes(scratch.message, scratch.MESSAGE_BYTES);
export const fields = new Bytes(scratch.fields, scratch.FIELDS_BYTES);
/** Both go into it, the first one quoted. */
export const whole = new Bytes(scratch.whole, scratch.WHOLE_BYTES);
