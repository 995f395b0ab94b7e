// Knows every sandbox that is open, so that nothing is left behind when we have to end: by `cleanUp` in good order, and by the handler
// of Node's "exit", which can only kill, when somebody calls process.exit.

/** A sandbox that is open, or being opened. */
export interface Open {
  /** Leaves nothing behind, however often and whenever it is called. */
  remove(): Promise<void>;
  /** The same without waiting. */
  killNow(): void;
}

const open = new Set<Open>();
let watching = false;

export function opened(sandbox: Open): void {
  open.add(sandbox);
  if (watching) return;
  watching = true;
  process.on("exit", () => {
    for (const one of open) one.killNow();
  });
}

export function closed(sandbox: Open): void {
  open.delete(sandbox);
}

/**
 * Removes every sandbox that is open, and those that are being opened. To be called when SIGINT, SIGTERM or SIGHUP ends us. Resolves
 * when nothing is left; rejects with the first error after all have been tried.
 */
export async function cleanUp(): Promise<void> {
  const results = await Promise.allSettled([...open].map((sandbox) => sandbox.remove()));
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}
