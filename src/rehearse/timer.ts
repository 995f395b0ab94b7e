// How long a timer of Node can be: a longer one ends at once (its documentation, setTimeout).

/** Milliseconds, 24.8 days. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A time that a timer can have. One that ends early has to be begun again by whoever it matters to. */
export const timerMs = (ms: number): number => Math.min(Math.max(0, ms), LONGEST_TIMER_MS);
