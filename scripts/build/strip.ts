// Makes an ELF executable smaller: strip() takes symbols and debugging information out, as strip(1) does, cutSections() all
// that the kernel does not read.

const SHF_ALLOC = 2;
const PT_LOAD = 1;
const SECTION_SIZE = 64;
const SEGMENT_SIZE = 56;

/** What no segment loads goes, but for the section table that tells the loaded sections' names. */
export function strip(elf: Buffer): Buffer {
  const end = loadedEnd(elf);
  const sections = rows(elf, elf.readBigUInt64LE(40), elf.readUInt16LE(60), SECTION_SIZE);
  const strings = sections[elf.readUInt16LE(62)];
  const kept = sections.filter((row) => row === sections[0] || (Number(row.readBigUInt64LE(8)) & SHF_ALLOC) !== 0);

  // sh_link is a section's number; it changes with those before it.
  const table = [...kept, strings].map((row) => {
    const copy = Buffer.from(row);
    copy.writeUInt32LE(Math.max(0, kept.indexOf(sections[row.readUInt32LE(40)])), 40);
    return copy;
  });
  const names = elf.subarray(
    Number(strings.readBigUInt64LE(24)),
    Number(strings.readBigUInt64LE(24) + strings.readBigUInt64LE(32)),
  );
  const padding = Buffer.alloc((8 - ((end + names.length) % 8)) % 8);
  table[kept.length].writeBigUInt64LE(BigInt(end), 24);

  const out = Buffer.concat([elf.subarray(0, end), names, padding, ...table]);
  out.writeBigUInt64LE(BigInt(end + names.length + padding.length), 40);
  out.writeUInt16LE(table.length, 60);
  out.writeUInt16LE(kept.length, 62);
  return out;
}

/**
 * The section table is for linkers and debuggers; without it the file ends where the last of its segments does. One that takes
 * nothing from the file may stand anywhere in it, if it begins with a page: not behind the end, for readers that check that.
 */
export function cutSections(elf: Buffer): Buffer {
  const out = Buffer.from(elf.subarray(0, loadedEnd(elf)));
  out.writeBigUInt64LE(0n, 40);
  out.writeUInt16LE(0, 60);
  out.writeUInt16LE(0, 62);
  for (const row of segmentsOf(out)) {
    if (row.readBigUInt64LE(32) === 0n)
      row.writeBigUInt64LE(row.readBigUInt64LE(16) % (row.readBigUInt64LE(48) || 1n), 8);
  }
  return out;
}

/** Where the last byte of the file that a segment loads ends. */
function loadedEnd(elf: Buffer): number {
  if (elf.readUInt32BE(0) !== 0x7f454c46 || elf[4] !== 2 || elf[5] !== 1) {
    throw new Error("strip: not a little-endian 64-bit ELF file");
  }
  const loaded = segmentsOf(elf).filter((row) => row.readUInt32LE(0) === PT_LOAD && row.readBigUInt64LE(32) > 0n);
  return Math.max(...loaded.map((row) => Number(row.readBigUInt64LE(8) + row.readBigUInt64LE(32))));
}

function segmentsOf(elf: Buffer): Buffer[] {
  return rows(elf, elf.readBigUInt64LE(32), elf.readUInt16LE(56), SEGMENT_SIZE);
}

function rows(elf: Buffer, at: bigint, count: number, size: number): Buffer[] {
  const start = Number(at);
  return Array.from({ length: count }, (_, index) => elf.subarray(start + index * size, start + (index + 1) * size));
}
