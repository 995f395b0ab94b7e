// x86-64: where the kernel enters. The stack pointer is at argc (System V ABI, AMD64 supplement, 3.4.1); it goes on
// as the first argument. The frame pointer is cleared to mark the outermost frame, as the ABI asks.
#pragma once

__asm__(".pushsection .text.start,\"ax\",@progbits\n"
        ".globl _start\n"
        "_start:\n"
        "  xor %ebp, %ebp\n"
        "  mov %rsp, %rdi\n"
        "  and $-16, %rsp\n"
        "  call start\n"
        ".popsection\n");
