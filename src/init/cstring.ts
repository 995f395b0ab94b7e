// Strings between the machine's memory, linear memory and AssemblyScript. The decoding half allocates: before the command starts only.

import { peek8, peek64 } from "./sys.ts";

/** Longest word that is decoded; an option's value that is longer is malformed anyway. */
const LONGEST: i32 = 512;

/** The C string at a machine address, one character a byte (Latin-1), so that no byte is lost. */
export function decode(address: i64): string {
  let text = "";
  for (let i: i32 = 0; i < LONGEST; i++) {
    const byte = peek8(address + i);
    if (byte === 0) break;
    text += String.fromCharCode(byte);
  }
  return text;
}

/** The pointer at index `index` of a NULL-ended array such as argv. */
export function pointerAt(array: i64, index: i32): i64 {
  return peek64(array + ((index as i64) << 3));
}

/** Whether the C string at `address` begins with `text`. */
export function beginsWith(address: i64, text: string): bool {
  for (let i: i32 = 0; i < text.length; i++) {
    if (peek8(address + i) !== text.charCodeAt(i)) return false;
  }
  return true;
}
