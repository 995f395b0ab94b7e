// Our own failures: one line on stderr and exit code 125, never a stack trace.

export const OWN_FAILURE = 125;

export class Failure extends Error {}

/** The text of a system error without Node's "ENOENT: ..., open '...'" around it. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  const text = error instanceof Error ? error.message : String(error);
  const words = /^[A-Z0-9]+: ([^,]+)/.exec(text);
  return code !== undefined && words !== null ? `${words[1]} (${code})` : text;
}

export function quote(text: string): string {
  return `'${text}'`;
}
