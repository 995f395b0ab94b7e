// Packs the module's data for src/native/unpack.h, which writes it into linear memory at start. asc stores strings as
// UTF-16 behind a header of 20 bytes, so that most of it is zeros: unpacked it would be a third of the executable.
//
// The stream is tokens; a token's first byte says which, its low bits a length:
//   00nnnnnn           n + 1 bytes follow
//   01nnnnnn           a string of n characters, of which one byte each follows; a zero belongs behind it
//   01111111 nnnnnnnn  the same for 63 characters and more
//   1nnnnddd dddddddd  n + 2 bytes as they stand d bytes before; the two may overlap
//   1111.... ........ nnnnnnnn  the same for n + 17 bytes
//   10000000 00000000 u32  nothing is written for that many bytes (a static buffer); 0 ends the stream

const MAX_LITERALS = 64;
const MAX_SHORT = 62;
const MAX_CHARACTERS = 255;
const STRING_ID = 2;
const MIN_MATCH = 2;
const LONG_MATCH = 17;
const MAX_MATCH = LONG_MATCH + 255;
const MAX_DISTANCE = 0x7ff;
// From here on it is shorter not to write zeros (memory has them) than to copy them.
const MIN_SKIP = 260;

/** Linear memory, from offset 0 on, as tokens. */
export function packData(memory: Uint8Array): Uint8Array {
  const tokens: number[] = [];
  let at = 0;
  while (at < memory.length) {
    const zeros = zerosAt(memory, at);
    if (zeros >= MIN_SKIP) {
      tokens.push(...skip(zeros));
      at += zeros;
      continue;
    }
    let end = at;
    while (end < memory.length && (memory[end] !== 0 || zerosAt(memory, end) < MIN_SKIP)) end++;
    pack(memory, at, end, tokens);
    at = end;
  }
  tokens.push(...skip(0));
  return Uint8Array.from(tokens);
}

function skip(length: number): number[] {
  return [0x80, 0, length & 0xff, (length >> 8) & 0xff, (length >> 16) & 0xff, length >>> 24];
}

function zerosAt(memory: Uint8Array, start: number): number {
  let at = start;
  while (at < memory.length && memory[at] === 0 && at - start < 0xffffff) at++;
  return at - start;
}

/**
 * The characters of the string object at `at`, or null where there is none: the size of the block behind this word, two words for
 * a garbage collector, the id of String, the size of the text in bytes (AssemblyScript's std/assembly/rt/common.ts), the text,
 * zeros up to the next header, which is 4 bytes before a multiple of 16.
 */
function stringAt(memory: Uint8Array, at: number, to: number): Uint8Array | null {
  if (at % 16 !== 12 || at + 20 > to) return null;
  const size = new DataView(memory.buffer, memory.byteOffset).getUint32(at + 16, true);
  const end = stringEnd(at, size / 2);
  if (end > to || size % 2 !== 0 || size / 2 > MAX_CHARACTERS) return null;
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

interface Step {
  readonly kind: "bytes" | "string" | "match";
  readonly length: number;
  readonly distance: number;
}

/** The cheapest tokens for memory[from..to): cost[i] is what the bytes from i on take, found from the end backwards. */
function pack(memory: Uint8Array, from: number, to: number, tokens: number[]): void {
  const cost = new Uint32Array(to - from + 1);
  const steps: Step[] = new Array(to - from);
  for (let at = to - 1; at >= from; at--) {
    let best = Infinity;
    const offer = (kind: Step["kind"], length: number, taken: number, price: number, distance = 0) => {
      const total = price + cost[at - from + taken];
      if (total >= best) return;
      best = total;
      steps[at - from] = { kind, length, distance };
    };
    for (let n = 1; n <= MAX_LITERALS && at + n <= to; n++) offer("bytes", n, n, 1 + n);
    const string = stringAt(memory, at, to);
    if (string !== null) {
      const prefix = string.length > MAX_SHORT ? 2 : 1;
      offer("string", string.length, stringEnd(at, string.length) - at, prefix + string.length);
    }
    const { length, distance } = longestMatch(memory, at, to);
    for (let n = MIN_MATCH; n <= length; n++) offer("match", n, n, n < LONG_MATCH ? 2 : 3, distance);
    cost[at - from] = best;
  }
  for (let at = from; at < to; ) {
    const { kind, length, distance } = steps[at - from];
    if (kind === "match") {
      const count = Math.min(length, LONG_MATCH) - MIN_MATCH;
      tokens.push(0x80 | (count << 3) | (distance >> 8), distance & 0xff);
      if (length >= LONG_MATCH) tokens.push(length - LONG_MATCH);
      at += length;
    } else if (kind === "string") {
      tokens.push(...(length > MAX_SHORT ? [0x7f, length] : [0x40 | length]));
      for (let n = 0; n < length; n++) tokens.push(memory[at + 20 + 2 * n]);
      at = stringEnd(at, length);
    } else {
      tokens.push(length - 1, ...memory.subarray(at, at + length));
      at += length;
    }
  }
}

function longestMatch(memory: Uint8Array, at: number, to: number): { length: number; distance: number } {
  let length = 0;
  let distance = 0;
  const limit = Math.min(MAX_MATCH, to - at);
  for (let back = 1; back <= Math.min(at, MAX_DISTANCE) && length < limit; back++) {
    if (length > 0 && memory[at - back + length] !== memory[at + length]) continue;
    let same = 0;
    while (same < limit && memory[at - back + same] === memory[at + same]) same++;
    if (same > length) {
      length = same;
      distance = back;
    }
  }
  return { length, distance };
}
