// What the built executables are allowed to be: small, static, and without memory that is writable and executable.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { distFolder } from "../../scripts/build/paths.ts";
import { ProgramType, readElf, SegmentFlag } from "./elf-file.ts";

// The file that a release has. What another compiler makes of the same source (.ci/run: clang 14, into a folder of its own) has a
// limit too, so that nobody forgets it, and is not measured by ours.
const BUDGET_BYTES = (process.env.LASTCALL_DIST === undefined ? 48 : 50) * 1024;

describe.each([
  { name: "lastcall-init-linux-x64", machine: 62, largestPage: 4096 },
  { name: "lastcall-init-linux-arm64", machine: 183, largestPage: 65536 },
])("$name", ({ name, machine, largestPage }) => {
  const elf = readElf(join(distFolder(), name));
  const loaded = elf.segments.filter(({ type }) => type === ProgramType.LOAD);

  it(`is for its machine and takes at most ${BUDGET_BYTES} bytes`, () => {
    expect(elf.machine).toBe(machine);
    expect(elf.bytes).toBeLessThanOrEqual(BUDGET_BYTES);
  });

  it("is static: no interpreter, no dynamic section, fixed addresses", () => {
    expect(elf.type).toBe(2);
    const types = elf.segments.map(({ type }) => type);
    expect(types).not.toContain(ProgramType.INTERP);
    expect(types).not.toContain(ProgramType.DYNAMIC);
  });

  it("has nothing that the kernel does not read: no sections, and so no symbols; the last segment ends the file", () => {
    expect(elf.sections).toBe(0);
    expect(Math.max(...elf.segments.map(({ end }) => end))).toBe(elf.bytes);
  });

  it("has a stack that is not executable, and says so", () => {
    const stack = elf.segments.filter(({ type }) => type === ProgramType.GNU_STACK);
    expect(stack.map(({ flags }) => flags)).toEqual([SegmentFlag.READ | SegmentFlag.WRITE]);
  });

  it("has no segment that is both writable and executable", () => {
    expect(loaded.length).toBeGreaterThan(1);
    const both = SegmentFlag.WRITE | SegmentFlag.EXECUTE;
    expect(loaded.filter(({ flags }) => (flags & both) === both)).toEqual([]);
  });

  it(`can be mapped by a kernel with pages of ${largestPage} bytes, its segments apart`, () => {
    for (const { offset, address, align } of loaded) {
      expect(align).toBeGreaterThanOrEqual(largestPage);
      expect(address % largestPage).toBe(offset % largestPage);
    }
    const pages = loaded.map(({ address }) => Math.floor(address / largestPage));
    expect(new Set(pages).size).toBe(pages.length);
  });
});
