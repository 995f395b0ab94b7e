// Sets of signals that the tables of drop-in-*.test.ts share.

/** SIGTSTP, SIGTTIN, SIGTTOU. */
export const stops: readonly number[] = [20, 21, 22];

/** Without SIGKILL, SIGSTOP, SIGCHLD, SIGCONT and those that stop: SIGCONT undoes these while they are pending. */
export const standard: readonly number[] = Array.from({ length: 31 }, (_, at) => at + 1).filter(
  (signal) => ![9, 17, 18, 19, ...stops].includes(signal),
);

/** Without glibc's own two, and the one that ends each scene. */
export const realTime: readonly number[] = Array.from({ length: 30 }, (_, at) => at + 34);
