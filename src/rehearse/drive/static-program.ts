// Whether a program brings everything that it needs, so that it runs in any image.

import { CannotStart } from "./cannot-start.ts";
import { firstPage, linkerOf } from "./elf.ts";

/** CannotStart unless the file is a 64-bit ELF program without a dynamic linker. */
export function checkStatic(path: string): void {
  const linker = linkerOf(read(path));
  if (linker === null) throw new CannotStart(`init '${path}': it is no program of this kind of machine`);
  if (linker !== "") {
    throw new CannotStart(
      `init '${path}': it needs shared libraries, which an image need not have (take a static one)`,
    );
  }
}

/** The same as an answer. */
export function isStaticProgram(path: string): boolean {
  return linkerOf(read(path)) === "";
}

function read(path: string): Buffer {
  try {
    return firstPage(path);
  } catch (error) {
    throw new CannotStart(`init '${path}': it cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
