// aarch64: where the kernel enters. The stack pointer is at argc and 16-byte aligned (Linux, fs/binfmt_elf.c,
// create_elf_tables); it goes on as the first argument. x29 and x30 are cleared to mark the outermost frame.
#pragma once

__asm__(".pushsection .text.start,\"ax\",@progbits\n"
        ".globl _start\n"
        "_start:\n"
        "  mov x29, #0\n"
        "  mov x30, #0\n"
        "  mov x0, sp\n"
        "  b start\n"
        ".popsection\n");
