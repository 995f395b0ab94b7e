// Takes the data section out of a Wasm module, to be packed (data-stream.ts). wasm2c's own way is a call and a bounds
// check per segment, of which there is one per string.

const MEMORY_SECTION = 5;
const TABLE_SECTION = 4;
const EXPORT_SECTION = 7;
const DATA_SECTION = 11;
const DATA_COUNT_SECTION = 12;

export interface SplitModule {
  /** The module without its data. */
  readonly module: Uint8Array;
  /** Linear memory from offset 0 to the last byte that is not zero. */
  readonly memory: Uint8Array;
  /** The initial size of memory, in pages of 64 KiB. */
  readonly pages: number;
  /** The number of function table entries, 0 without a table. */
  readonly tableEntries: number;
  /** Whether it exports `watch`, which goes on where `main` ends (scripts/build/cold.ts). */
  readonly watched: boolean;
}

/** Splits a module of the Wasm 1.0 binary format (its section 5: "Binary Format"). */
export function splitData(wasm: Uint8Array): SplitModule {
  const kept = [wasm.subarray(0, 8)];
  let memory: Uint8Array = new Uint8Array(0);
  let pages = 0;
  let tableEntries = 0;
  let watched = false;
  const reader = new Reader(wasm, 8);
  while (!reader.atEnd()) {
    const start = reader.offset;
    const id = reader.byte();
    const body = new Reader(reader.bytes(reader.unsigned()), 0);
    if (id === MEMORY_SECTION) pages = limits(body, 0);
    if (id === TABLE_SECTION) tableEntries = limits(body, 1);
    if (id === EXPORT_SECTION) watched = exportNames(body).includes("watch");
    if (id === DATA_SECTION) memory = readMemory(body);
    if (id === DATA_SECTION || id === DATA_COUNT_SECTION) continue;
    kept.push(wasm.subarray(start, reader.offset));
  }
  return { module: Buffer.concat(kept), memory, pages, tableEntries, watched };
}

/** The minimum of the only entry of a table or memory section, after `prefix` bytes of type. */
function limits(body: Reader, prefix: number): number {
  if (body.unsigned() !== 1) throw new Error("wasm: more than one memory or table");
  body.bytes(prefix + 1);
  return body.unsigned();
}

function exportNames(body: Reader): string[] {
  const names: string[] = [];
  for (let count = body.unsigned(); count > 0; count--) {
    names.push(Buffer.from(body.bytes(body.unsigned())).toString());
    body.byte();
    body.unsigned();
  }
  return names;
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
  const memory: Uint8Array = new Uint8Array(end);
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
