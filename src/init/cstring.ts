// Strings between the machine's memory, linear memory and AssemblyScript. The decoding half allocates: before the command starts only.

import { peek8, peek64 } from "./sys.ts";

/** Longest word that is decoded. A list of all signals and all exit codes is shorter. */
const LONGEST: i32 = 4096;

/** The C string at a machine address, one character a byte (Latin-1), so that no byte is lost; what is longer is cut. */
export function decode(address: i64, longest: i32 = LONGEST): string {
  let length: i32 = 0;
  while (length < longest && peek8(address + length) !== 0) length++;
  // In one piece: put together letter by letter, each step would stay in memory.
  const text = __new((length as usize) << 1, idof<string>());
  for (let i: i32 = 0; i < length; i++) store<u16>(text + (i << 1), peek8(address + i) as u16);
  return changetype<string>(text);
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
