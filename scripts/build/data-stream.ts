// Packs the module's data for src/native/unpack.h, which writes it into linear memory at start. asc stores strings as
// UTF-16, so that most of it is zeros: unpacked it would be a third of the executable.
//
// The stream is tokens; a token's first byte says which, its low bits a length:
//   00nnnnnn           n + 1 bytes follow
//   01nnnnnn           n + 1 bytes follow, and a zero belongs behind each
//   1nnnnnnn lo hi     n + 3 bytes as they stand `hi lo` bytes before; the two may overlap
//   1....... 0 0 u32   nothing is written for that many bytes (a static buffer); 0 ends the stream

const MAX_LITERALS = 64;
const MIN_MATCH = 3;
const MAX_MATCH = 130;
const MAX_DISTANCE = 0xffff;
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
  return [0x80, 0, 0, length & 0xff, (length >> 8) & 0xff, (length >> 16) & 0xff, length >>> 24];
}

function zerosAt(memory: Uint8Array, start: number): number {
  let at = start;
  while (at < memory.length && memory[at] === 0 && at - start < 0xffffff) at++;
  return at - start;
}

interface Step {
  readonly kind: "bytes" | "wide" | "match";
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
    for (let n = 1; n <= MAX_LITERALS && at + 2 * n <= to && memory[at + 2 * n - 1] === 0; n++) {
      offer("wide", n, 2 * n, 1 + n);
    }
    const { length, distance } = longestMatch(memory, at, to);
    for (let n = MIN_MATCH; n <= length; n++) offer("match", n, n, 3, distance);
    cost[at - from] = best;
  }
  for (let at = from; at < to; ) {
    const { kind, length, distance } = steps[at - from];
    if (kind === "match") {
      tokens.push(0x80 | (length - MIN_MATCH), distance & 0xff, distance >> 8);
      at += length;
    } else if (kind === "wide") {
      tokens.push(0x40 | (length - 1));
      for (let n = 0; n < length; n++, at += 2) tokens.push(memory[at]);
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
