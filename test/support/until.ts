// Waiting for a condition instead of for time: every test in this folder tree polls through here.

const pollMs = 5;

/** Resolves with the first truthy (or zero) answer of `probe`; after `timeoutMs` throws an error that names `what`. */
export async function until<T>(what: string, probe: () => T | Promise<T>, timeoutMs = 10_000): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await probe();
    // 0 and "" are answers; false, null and undefined are "not yet".
    if (answer !== false && answer !== null && answer !== undefined) {
      return answer as NonNullable<T>;
    }
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
