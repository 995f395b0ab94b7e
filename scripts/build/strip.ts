// Takes symbols and debugging information out of an ELF executable, as strip(1) does: what no segment loads goes,
// but for the section table that tells the loaded sections' names.

const SHF_ALLOC = 2;
const PT_LOAD = 1;
const SECTION_SIZE = 64;
const SEGMENT_SIZE = 56;

export function strip(elf: Buffer): Buffer {
  if (elf.readUInt32BE(0) !== 0x7f454c46 || elf[4] !== 2 || elf[5] !== 1) {
    throw new Error("strip: not a little-endian 64-bit ELF file");
  }
  const segments = rows(elf, elf.readBigUInt64LE(32), elf.readUInt16LE(56), SEGMENT_SIZE);
  const loaded = segments
    .filter((row) => row.readUInt32LE(0) === PT_LOAD)
    .map((row) => Number(row.readBigUInt64LE(8) + row.readBigUInt64LE(32)));
  const sections = rows(elf, elf.readBigUInt64LE(40), elf.readUInt16LE(60), SECTION_SIZE);
  const strings = sections[elf.readUInt16LE(62)];
  const kept = sections.filter((row) => row === sections[0] || (Number(row.readBigUInt64LE(8)) & SHF_ALLOC) !== 0);

  // sh_link is a section's number; it changes with those before it.
  const table = [...kept, strings].map((row) => {
    const copy = Buffer.from(row);
    copy.writeUInt32LE(Math.max(0, kept.indexOf(sections[row.readUInt32LE(40)])), 40);
    return copy;
  });
  const end = Math.max(...loaded);
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

function rows(elf: Buffer, at: bigint, count: number, size: number): Buffer[] {
  const start = Number(at);
  return Array.from({ length: count }, (_, index) => elf.subarray(start + index * size, start + (index + 1) * size));
}
