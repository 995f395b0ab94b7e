// Places the entry stub (src/native/entry) in a finished ELF executable: the code into the unused end of the
// executable segment's last page, its memory behind .bss, e_entry to it. Nothing moves, the file keeps its size.

const PT_LOAD = 1;
const PF_X = 1;
const PF_W = 2;
const PARAMS_SIZE = 32;
/** struct facts in entry.c, rounded up. */
const FACTS_SIZE = 64;
const PAGE = 4096;

interface Segment {
  /** Of its program header in the file. */
  header: number;
  flags: number;
  offset: number;
  address: number;
  fileSize: number;
  memorySize: number;
}

/** A copy of `elf` that begins at `stub`. */
export function insertEntry(elf: Buffer, stub: Buffer): Buffer {
  const out = Buffer.from(elf);
  if (out.readUInt32BE(0) !== 0x7f454c46 || out[4] !== 2 || out[5] !== 1) {
    throw new Error("entry stub: not a little-endian 64-bit ELF file");
  }
  const realEntry = number(out, 24);
  const segments = loads(out);
  const code = find(segments, "executable", (one) => (one.flags & PF_X) !== 0 && holds(one, realEntry));
  const data = find(segments, "writable", (one) => (one.flags & PF_W) !== 0);

  const at = roomFor(out, code, stub.length);
  const stubAddress = code.address + (at - code.offset);
  const entry = stubAddress + PARAMS_SIZE;
  const facts = roundUp(data.address + data.memorySize, 16);
  const above = segments.filter((one) => one.address > data.address).map((one) => roundDown(one.address, PAGE));
  if (above.some((address) => address < facts + FACTS_SIZE)) {
    throw new Error("entry stub: no room behind the writable segment");
  }

  stub.copy(out, at);
  out.writeBigInt64LE(BigInt(realEntry - entry), at + 16);
  out.writeBigInt64LE(BigInt(facts - entry), at + 24);
  const end = Math.max(code.fileSize, at + stub.length - code.offset);
  out.writeBigUInt64LE(BigInt(end), code.header + 32);
  out.writeBigUInt64LE(BigInt(end), code.header + 40);
  out.writeBigUInt64LE(BigInt(facts + FACTS_SIZE - data.address), data.header + 40);
  out.writeBigUInt64LE(BigInt(entry), 24);
  return out;
}

function loads(elf: Buffer): Segment[] {
  const table = number(elf, 32);
  const size = elf.readUInt16LE(54);
  const headers = Array.from({ length: elf.readUInt16LE(56) }, (_, index) => table + index * size);
  return headers
    .filter((header) => elf.readUInt32LE(header) === PT_LOAD)
    .map((header) => ({
      header,
      flags: elf.readUInt32LE(header + 4),
      offset: number(elf, header + 8),
      address: number(elf, header + 16),
      fileSize: number(elf, header + 32),
      memorySize: number(elf, header + 40),
    }));
}

/** File offset of zeros in the last page of the segment, which belongs to nothing else. */
function roomFor(elf: Buffer, code: Segment, size: number): number {
  const end = roundUp(code.offset + code.fileSize, PAGE);
  const at = roundDown(end - size, 16);
  const headers = number(elf, 32);
  const headersEnd = headers + elf.readUInt16LE(54) * elf.readUInt16LE(56);
  const taken = at < headersEnd && headers < end;
  const zeros = at + size <= elf.length && elf.subarray(at, end).every((byte) => byte === 0);
  const inside = code.memorySize === code.fileSize && at >= code.offset;
  if (taken || !zeros || !inside) throw new Error("entry stub: no room behind the executable segment");
  return at;
}

function find(segments: Segment[], what: string, test: (one: Segment) => boolean): Segment {
  const found = segments.filter(test);
  if (found.length !== 1) throw new Error(`entry stub: expected one ${what} segment, found ${found.length}`);
  return found[0];
}

function holds(segment: Segment, address: number): boolean {
  return address >= segment.address && address < segment.address + segment.memorySize;
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}

function number(elf: Buffer, at: number): number {
  return Number(elf.readBigUInt64LE(at));
}

function roundDown(value: number, unit: number): number {
  return Math.floor(value / unit) * unit;
}
