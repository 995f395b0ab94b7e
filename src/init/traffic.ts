// When a byte last arrived.

export function beginTraffic(): void {}

/** Milliseconds since a byte last arrived; Infinity if none has, -1 if that cannot be known. */
export function lookAtTraffic(): f64 {
  return -1;
}

export function endTraffic(): void {}

export function trafficSource(): string {
  return "nobody";
}
