// The keep-alive connections: which one is next, and when another is opened. Pure.

/** What a pool asks of a connection. Times are those of performance.now(). */
export interface Kept {
  readonly idleSinceMs: number;
  /** How long the app says that it keeps an idle connection. */
  readonly idleLimitMs: number;
  /** `gone` follows, at once or later. */
  close(): void;
}

/** How long before the app closes an idle connection, as it says itself, none is used any more. Node's own agent keeps the same distance. */
const marginMs = 1_000;

/**
 * How long a connection rests after an answer. Apps close connections behind an answer without announcing it, which a client learns of a
 * moment later; without a rest it would be chance whether a request falls into that moment. Proxies send such a request once more.
 */
const restMs = 5;

/** No connection of a load balancer is to be idle for much longer than that, while it has requests: see poolSize. */
const forgottenMs = 1_000;

export class Pool<Connection extends Kept> {
  private readonly idle = new Set<Connection>();
  private readonly members = new Set<Connection>();
  private readonly size: number;

  /** `size`: so many are kept; more are opened while all are busy. */
  constructor(size: number) {
    this.size = size;
  }

  /**
   * The one that has been idle for longest, so that all are in use all the time; null where another should be opened. While there are
   * fewer than there should be, others are opened first, but not until one that is there has been forgotten.
   */
  take(nowMs: number, mayOpen: boolean): Connection | null {
    const [longest] = this.idle;
    const isForgotten = longest !== undefined && nowMs - longest.idleSinceMs >= forgottenMs;
    if (mayOpen && this.members.size < this.size && !isForgotten) return null;
    for (const connection of this.idle) {
      if (nowMs - connection.idleSinceMs < restMs) break;
      this.idle.delete(connection);
      // An app that keeps connections for no longer than the margin means what it says, too.
      const limitMs = Math.max(connection.idleLimitMs - marginMs, connection.idleLimitMs / 2);
      if (nowMs - connection.idleSinceMs < limitMs) return connection;
      connection.close();
    }
    return null;
  }

  add(connection: Connection): void {
    this.members.add(connection);
  }

  free(connection: Connection): void {
    if (this.members.has(connection)) this.idle.add(connection);
  }

  gone(connection: Connection): void {
    this.members.delete(connection);
    this.idle.delete(connection);
  }
}
