// When requests are due, and which of them come on a connection of their own. Pure.

/** Arrivals at a constant rate, counted from 0. They never wait for answers: that is what makes the load an open loop. */
export class Schedule {
  private readonly fromMs: number;
  private readonly everyMs: number;
  private readonly newConnections: number;

  /** `newConnections`: the share of them on a new connection, 0 to 1. */
  constructor(fromMs: number, perSecond: number, newConnections: number) {
    this.fromMs = fromMs;
    this.everyMs = 1000 / perSecond;
    this.newConnections = newConnections;
  }

  dueMs(arrival: number): number {
    return this.fromMs + arrival * this.everyMs;
  }

  /** Spread evenly, not drawn: of any n arrivals in a row the share is right to within one. */
  onNewConnection(arrival: number): boolean {
    return Math.floor((arrival + 1) * this.newConnections) > Math.floor(arrival * this.newConnections);
  }
}

/**
 * How many keep-alive connections a load balancer would have to this app: one for each request a second, so that none rests for much
 * longer than a second (servers close connections that rest for longer, Node after 5 s), and 16 at the most.
 */
export function poolSize(perSecond: number, newConnections: number): number {
  return Math.max(1, Math.min(16, Math.ceil(perSecond * (1 - newConnections))));
}
