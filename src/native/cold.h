// What only the start needs lies in a segment of its own (link.ld), and its pages are given back after the start. The
// mapping is of the file: were one of them needed after all, it would be read again.
#pragma once
#include "call.h"
#include "memory.h"

// gcc and clang put such a function into .text.unlikely. A section by name would keep clang from sharing code between it
// and others (MachineOutliner), which on aarch64 is a tenth of the file.
// HOT keeps a compiler from taking the rest for cold as well, because `start` cannot do without cold functions.
#define COLD __attribute__((cold))
#define HOT __attribute__((hot))
#define COLD_DATA __attribute__((section(".rodata.cold")))

enum { MADV_DONTNEED = 4, MADV_POPULATE_WRITE = 23 };  // include/uapi/asm-generic/mman-common.h

extern const uint8_t cold_start[], cold_end[];

/** src/native/unpack.h. Whole pages, so that nothing else goes with them. */
#define PIECES_ROOM ((PIECES_BYTES + LARGEST_PAGE - 1) & -LARGEST_PAGE)
static uint8_t pieces[PIECES_ROOM] __attribute__((aligned(LARGEST_PAGE)));

/** What only the start needed: code and data that can be read again from the file, and what data were unpacked from. */
static void give_back_start(void) {
  // To the largest page that a kernel may have: link.ld keeps other segments out of the first one, and madvise(2) goes on
  // behind a part that is not mapped.
  const uint64_t start = (uint64_t)cold_start & -LARGEST_PAGE;
  CALL(madvise, start, (uint64_t)cold_end - start, MADV_DONTNEED);
  CALL(madvise, pieces, PIECES_ROOM, MADV_DONTNEED);
}
