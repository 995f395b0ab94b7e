// Medians and percentiles over samples that were taken in turns. Pure.

export interface Spread {
  p10: number;
  p50: number;
  p90: number;
  count: number;
}

export function spreadOf(samples: number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) => {
    const index = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
    return sorted[index] ?? Number.NaN;
  };
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9), count: sorted.length };
}

/** What each sample has over the one taken in the same round: what both share, and slow drift, drops out. */
export function over(samples: number[], base: number[]): number[] {
  return samples.map((sample, round) => sample - (base[round] ?? Number.NaN));
}
