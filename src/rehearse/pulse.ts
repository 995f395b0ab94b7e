// Notices when our own event loop stands still: a machine that is too busy, or work of our own.

import type { Stall } from "./arrivals.ts";

const BEAT_MS = 20;
/** What is no more than this behind a beat is nobody's trouble. */
const LATE_MS = 15;

export class Pulse {
  readonly stalls: Stall[] = [];
  private lastMs = performance.now();
  private readonly timer: NodeJS.Timeout;

  constructor() {
    this.timer = setInterval(() => this.beat(), BEAT_MS);
  }

  stop(): void {
    this.beat();
    clearInterval(this.timer);
  }

  private beat(): void {
    const nowMs = performance.now();
    if (nowMs - this.lastMs > BEAT_MS + LATE_MS) this.stalls.push({ fromMs: this.lastMs, toMs: nowMs });
    this.lastMs = nowMs;
  }
}
