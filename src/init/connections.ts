// Connections that the last look came upon: a bit for each, found by a number of its own, so that any number of them fits into static
// memory. Two of 20,000 with the same bit are rare, and one of them is then taken for the other.

import { connections } from "./scratch.ts";

/** Two sets of 2^20 bits: of this look, and of the one before. Pages without a bit are never written, so they cost nothing. */
const BYTES: i32 = 131072;
/** Where the set of this look begins: 0 or BYTES. */
let current: i32 = 0;

/** A look begins: what was marked is what is known. */
export function turnConnections(): void {
  current ^= BYTES;
  const set = connections + current;
  for (let at = 0; at < BYTES; at += 8) if (load<u64>(set + at) !== 0) store<u64>(set + at, 0);
}

/** Marks a connection. Whether the look before did so too. */
export function markConnection(id: i32): bool {
  // Fibonacci hashing: a multiplication by 2^32 divided by the golden ratio brings what is in the low bits into the high ones.
  const spread = (id * 0x9e3779b1) as u32;
  const at: usize = connections + (spread >>> 15);
  const bit: u32 = 1 << ((spread >>> 12) & 7);
  const now = at + current;
  store<u8>(now, (load<u8>(now) | bit) as u8);
  return (load<u8>(at + (current ^ BYTES)) & bit) !== 0;
}
