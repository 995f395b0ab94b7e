// strace around a command, to widen what is a race without it.

/** The words in front of a command in which each of these system calls, with commas, is held back for 300 ms. */
export const heldBack = (calls: string): readonly string[] => [
  "strace",
  "-f",
  "--seccomp-bpf",
  "-o",
  "/dev/null",
  "-e",
  `trace=${calls}`,
  "-e",
  `inject=${calls}:delay_enter=300000`,
];
