// Packs the module's data for src/native/unpack.h, which writes it into linear memory at start. asc stores strings as
// UTF-16 behind a header of 20 bytes, so that most of it is zeros: unpacked it would be a third of the executable.
//
// First the data become pieces, each behind a byte that says what it is, below 0x80 as ASCII is:
//   n < 0x7d           a string of n characters, of which one byte each follows
//   0x7d u16           the same for more of them
//   0x7e u16           that many bytes as they are
//   0x7f u16           nothing is written for that many blocks of 64 bytes (a static buffer); 0 ends the pieces
// Then what is alike in them is put together, in tokens:
//   0nnnnnnn           this byte
//   11111111 nnnnnnnn  the second byte
//   1nnddddd dddddddd  n + 3 bytes as they stand d bytes before; the two may overlap
//   111ddddd dddddddd nnnnnnnn  the same for n + 6 bytes; d is less than 31 << 8

const LONG_STRING = 0x7d;
const PLAIN = 0x7e;
const SKIP = 0x7f;
const STRING_ID = 2;
const FIRST_MATCH = 0x80;
const ANY_BYTE = 0xff;
const LEAST_MATCH = 3;
const LONG_MATCH = 6;
const MOST_MATCH = LONG_MATCH + 255;
const FARTHEST = 0x1fff;
const FARTHEST_LONG = 0x1eff;
const SKIPPED = 64;

/** Linear memory, from offset 0 on, as tokens. */
export function packData(memory: Uint8Array): Uint8Array {
  return alike(pieces(memory));
}

/** How long the pieces are before what is alike in them is put together. */
export function piecesLength(memory: Uint8Array): number {
  return pieces(memory).length;
}

/** Where the small objects end: the large buffers behind them are zeros but for a header (src/init/buffers.ts). */
export function nearBytes(memory: Uint8Array): number {
  let end = 0;
  for (let at = 0; at < memory.length && at - end < 65536; at++) if (memory[at] !== 0) end = at + 1;
  return end;
}

function pieces(memory: Uint8Array): Uint8Array {
  const found: number[] = [];
  let plain: number[] = [];
  const endPlain = () => {
    if (plain.length > 0) found.push(PLAIN, ...u16(plain.length), ...plain);
    plain = [];
  };
  for (let at = 0; at < memory.length; ) {
    const blocks = Math.floor(zerosAt(memory, at) / SKIPPED);
    const string = stringAt(memory, at);
    if (blocks > 0) {
      endPlain();
      found.push(SKIP, ...u16(blocks));
      at += blocks * SKIPPED;
    } else if (string) {
      endPlain();
      const { length } = string;
      found.push(...(length < LONG_STRING ? [length] : [LONG_STRING, ...u16(length)]), ...string);
      at = stringEnd(at, length);
    } else plain.push(memory[at++] as number);
  }
  endPlain();
  return Uint8Array.from([...found, SKIP, ...u16(0)]);
}

function u16(value: number): number[] {
  if (value > 0xffff) throw new Error(`packed data: ${value} does not fit into 16 bits`);
  return [value & 0xff, value >> 8];
}

function zerosAt(memory: Uint8Array, start: number): number {
  let at = start;
  while (at < memory.length && memory[at] === 0) at++;
  return at - start;
}

/**
 * The characters of the string object at `at`, or null where there is none: the size of the block behind this word, two words for
 * a garbage collector, the id of String, the size of the text in bytes (AssemblyScript's std/assembly/rt/common.ts), the text,
 * zeros up to the next header, which is 4 bytes before a multiple of 16.
 */
function stringAt(memory: Uint8Array, at: number): Uint8Array | null {
  if (at % 16 !== 12 || at + 20 > memory.length) return null;
  const size = new DataView(memory.buffer, memory.byteOffset).getUint32(at + 16, true);
  const end = stringEnd(at, size / 2);
  if (end > memory.length || size % 2 !== 0 || size / 2 > 0xffff) return null;
  const image = new Uint8Array(end - at);
  const characters = memory.subarray(at + 20, at + 20 + size).filter((_, index) => index % 2 === 0);
  const words = new DataView(image.buffer);
  words.setUint32(0, image.length - 4, true);
  words.setUint32(12, STRING_ID, true);
  words.setUint32(16, size, true);
  characters.forEach((code, index) => {
    image[20 + 2 * index] = code;
  });
  return image.every((byte, index) => byte === memory[at + index]) ? characters : null;
}

function stringEnd(at: number, characters: number): number {
  return at + ((20 + 2 * characters + 15) & -16);
}

/** The cheapest tokens: cost[i] is what the bytes from i on take, found from the end backwards. */
function alike(bytes: Uint8Array): Uint8Array {
  const cost = new Uint32Array(bytes.length + 1);
  const steps: { length: number; distance: number }[] = new Array(bytes.length);
  for (let at = bytes.length - 1; at >= 0; at--) {
    let best = Infinity;
    const offer = (length: number, price: number, distance: number) => {
      const total = price + (cost[at + length] as number);
      if (total >= best) return;
      best = total;
      steps[at] = { length, distance };
    };
    offer(1, (bytes[at] as number) < FIRST_MATCH ? 1 : 2, 0);
    const short = longestMatch(bytes, at, LONG_MATCH - 1, FARTHEST);
    for (let n = LEAST_MATCH; n <= short.length; n++) offer(n, 2, short.distance);
    const long = longestMatch(bytes, at, MOST_MATCH, FARTHEST_LONG);
    for (let n = LONG_MATCH; n <= long.length; n++) offer(n, 3, long.distance);
    cost[at] = best;
  }
  const tokens: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { length, distance } = steps[at] as { length: number; distance: number };
    const byte = bytes[at] as number;
    if (distance === 0) tokens.push(...(byte < FIRST_MATCH ? [byte] : [ANY_BYTE, byte]));
    else {
      const count = Math.min(length, LONG_MATCH) - LEAST_MATCH;
      tokens.push(FIRST_MATCH | (count << 5) | (distance >> 8), distance & 0xff);
      if (length >= LONG_MATCH) tokens.push(length - LONG_MATCH);
    }
    at += length;
  }
  return Uint8Array.from(tokens);
}

function longestMatch(
  bytes: Uint8Array,
  at: number,
  most: number,
  farthest: number,
): { length: number; distance: number } {
  let length = 0;
  let distance = 0;
  const limit = Math.min(most, bytes.length - at);
  for (let back = 1; back <= Math.min(at, farthest) && length < limit; back++) {
    if (length > 0 && bytes[at - back + length] !== bytes[at + length]) continue;
    let same = 0;
    while (same < limit && bytes[at - back + same] === bytes[at + same]) same++;
    if (same > length) {
      length = same;
      distance = back;
    }
  }
  return { length, distance };
}
