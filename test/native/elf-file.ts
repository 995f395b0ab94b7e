// Reads the headers of a 64-bit little-endian ELF file (elf(5)), as far as the tests ask about them.
import { readFileSync } from "node:fs";

export const ProgramType = { LOAD: 1, DYNAMIC: 2, INTERP: 3, GNU_STACK: 0x6474e551 } as const;
export const SegmentFlag = { EXECUTE: 1, WRITE: 2, READ: 4 } as const;

export interface Segment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly align: number;
  /** Where what it takes from the file ends. */
  readonly end: number;
}

export interface ElfFile {
  readonly bytes: number;
  /** 2 is ET_EXEC: fixed addresses, no relocation at start. */
  readonly type: number;
  /** 62 is x86-64, 183 aarch64. */
  readonly machine: number;
  readonly segments: readonly Segment[];
  /** How many sections a linker or debugger would find. */
  readonly sections: number;
}

export function readElf(path: string): ElfFile {
  const file = readFileSync(path);
  if (file.readUInt32BE(0) !== 0x7f454c46) throw new Error(`${path}: not an ELF file`);
  const segments = headers(file, 0x20, 0x36).map((header) => ({
    type: header.readUInt32LE(0),
    flags: header.readUInt32LE(4),
    offset: Number(header.readBigUInt64LE(8)),
    address: Number(header.readBigUInt64LE(16)),
    align: Number(header.readBigUInt64LE(48)),
    end: Number(header.readBigUInt64LE(8) + header.readBigUInt64LE(32)),
  }));
  const sections = file.readUInt16LE(0x3c);
  return { bytes: file.length, type: file.readUInt16LE(16), machine: file.readUInt16LE(18), segments, sections };
}

/** A table of headers: its offset stands at `offsetAt`, the size of one and their number at `sizeAt`. */
function headers(file: Buffer, offsetAt: number, sizeAt: number): Buffer[] {
  const offset = Number(file.readBigUInt64LE(offsetAt));
  const size = file.readUInt16LE(sizeAt);
  const count = file.readUInt16LE(sizeAt + 2);
  return Array.from({ length: count }, (_, index) => file.subarray(offset + index * size, offset + (index + 1) * size));
}
