// Takes the data section out of a Wasm module. What lies together at the start of linear memory becomes an image that
// the linker puts in place; what lies behind a wide gap (a static buffer) is copied there at start, as a file with the
// gap's zeros in it would be many times as large. wasm2c's own way is a call and a bounds check per segment.

const MEMORY_SECTION = 5;
const TABLE_SECTION = 4;
const DATA_SECTION = 11;
const DATA_COUNT_SECTION = 12;

// A page: fewer zeros than that are cheaper in the file than a page that is there twice, in the file and as a copy.
const WIDE_GAP = 4096;
// A run's offset and length take 8 bytes.
const NARROW_GAP = 16;

export interface SplitModule {
  /** The module without its data. */
  readonly module: Uint8Array;
  /** Linear memory from offset 0 to the first wide gap, or to the last byte that is not zero. */
  readonly image: Uint8Array;
  /** What lies behind that, as src/native/memory.h copies it: offset, length (both 32 bits, little-endian), bytes. */
  readonly runs: Uint8Array;
  /** The initial size of memory, in pages of 64 KiB. */
  readonly pages: number;
  /** The number of function table entries, 0 without a table. */
  readonly tableEntries: number;
}

/** Splits a module of the Wasm 1.0 binary format (its section 5: "Binary Format"). */
export function splitData(wasm: Uint8Array): SplitModule {
  const kept = [wasm.subarray(0, 8)];
  let memory = new Uint8Array(0);
  let pages = 0;
  let tableEntries = 0;
  const reader = new Reader(wasm, 8);
  while (!reader.atEnd()) {
    const start = reader.offset;
    const id = reader.byte();
    const body = new Reader(reader.bytes(reader.unsigned()), 0);
    if (id === MEMORY_SECTION) pages = limits(body, 0);
    if (id === TABLE_SECTION) tableEntries = limits(body, 1);
    if (id === DATA_SECTION) memory = readMemory(body);
    if (id === DATA_SECTION || id === DATA_COUNT_SECTION) continue;
    kept.push(wasm.subarray(start, reader.offset));
  }
  const all = clusters(memory, WIDE_GAP);
  const inPlace = all.filter(({ start }, index) => index === 0 && start < WIDE_GAP);
  const image = memory.subarray(0, inPlace[0]?.end ?? 0);
  const runs = all.slice(inPlace.length).flatMap(({ start, end }) => runsOf(memory.subarray(start, end), start));
  return { module: Buffer.concat(kept), image, runs: Buffer.concat(runs), pages, tableEntries };
}

/** Where the bytes are that are not zero, `gap` or more zeros apart from each other. */
function clusters(bytes: Uint8Array, gap: number): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === 0) continue;
    const last = found.at(-1);
    if (last && at - last.end < gap) last.end = at + 1;
    else found.push({ start: at, end: at + 1 });
  }
  return found;
}

function runsOf(bytes: Uint8Array, offset: number): Buffer[] {
  return clusters(bytes, NARROW_GAP).flatMap(({ start, end }) => {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(offset + start, 0);
    head.writeUInt32LE(end - start, 4);
    return [head, Buffer.from(bytes.subarray(start, end))];
  });
}

/** The minimum of the only entry of a table or memory section, after `prefix` bytes of type. */
function limits(body: Reader, prefix: number): number {
  if (body.unsigned() !== 1) throw new Error("wasm: more than one memory or table");
  body.bytes(prefix + 1);
  return body.unsigned();
}

function readMemory(body: Reader): Uint8Array {
  const segments: { offset: number; bytes: Uint8Array }[] = [];
  let end = 0;
  for (let count = body.unsigned(); count > 0; count--) {
    const head = [body.byte(), body.byte()];
    if (head[0] !== 0 || head[1] !== 0x41) throw new Error("wasm: a data segment that is not active at a constant");
    const offset = body.unsigned();
    body.byte();
    const bytes = body.bytes(body.unsigned());
    segments.push({ offset, bytes });
    const last = bytes.findLastIndex((byte) => byte !== 0);
    if (last >= 0) end = Math.max(end, offset + last + 1);
  }
  const memory = new Uint8Array(end);
  for (const { offset, bytes } of segments) {
    memory.set(bytes.subarray(0, Math.max(0, end - offset)), Math.min(offset, end));
  }
  return memory;
}

class Reader {
  readonly source: Uint8Array;
  offset: number;

  constructor(source: Uint8Array, offset: number) {
    this.source = source;
    this.offset = offset;
  }

  atEnd(): boolean {
    return this.offset >= this.source.length;
  }

  byte(): number {
    if (this.atEnd()) throw new Error("wasm: cut short");
    return this.source[this.offset++];
  }

  bytes(length: number): Uint8Array {
    if (this.offset + length > this.source.length) throw new Error("wasm: cut short");
    this.offset += length;
    return this.source.subarray(this.offset - length, this.offset);
  }

  /** LEB128. A positive i32.const, which is signed, reads the same. */
  unsigned(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }
}
