// The little of elf(5) that tells where a program runs. Pure, but for reading the first page.

import { closeSync, openSync, readSync } from "node:fs";

const MAGIC = 0x7f454c46;
/** PT_INTERP: the program is started by a dynamic linker. */
const INTERPRETER = 3;
/** e_machine, and of a 64-bit file e_phoff, e_phentsize and e_phnum; p_offset and p_filesz of a program header. */
const MACHINE_AT = 18;
const [HEADERS_AT, HEADER_SIZE_AT, HEADER_COUNT_AT] = [32, 54, 56];
const [OFFSET_AT, SIZE_AT, HEADER_BYTES] = [8, 32, 56];

/** The first page, where the headers are; as much of it as there is. Throws what open(2) and read(2) do. */
export function firstPage(path: string): Buffer {
  const page = Buffer.alloc(4096);
  const descriptor = openSync(path, "r");
  try {
    return page.subarray(0, readSync(descriptor, page, 0, page.length, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** The kind of processor, as e_machine has it; null for what is no ELF file. Little endian, as x86-64 and arm64 are. */
export function machineOf(page: Buffer): number | null {
  return page.length < 64 || page.readUInt32BE(0) !== MAGIC || page[5] !== 1 ? null : page.readUInt16LE(MACHINE_AT);
}

/** The dynamic linker of a 64-bit program; "" for a static one; null for what is neither, or cut off. */
export function linkerOf(page: Buffer): string | null {
  if (machineOf(page) === null || page[4] !== 2) return null;
  const from = Number(page.readBigUInt64LE(HEADERS_AT));
  const size = page.readUInt16LE(HEADER_SIZE_AT);
  for (let index = 0; index < page.readUInt16LE(HEADER_COUNT_AT); index++) {
    const at = from + index * size;
    if (at + HEADER_BYTES > page.length) return null;
    if (page.readUInt32LE(at) !== INTERPRETER) continue;
    const start = Number(page.readBigUInt64LE(at + OFFSET_AT));
    const end = start + Number(page.readBigUInt64LE(at + SIZE_AT));
    return page.toString("utf8", start, Math.max(start, end - 1));
  }
  return "";
}
