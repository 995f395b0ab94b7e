// Sessions that are opened before the stop, are left alone, and are watched for how they end.

import type { Rehearsal } from "../rehearsal.ts";
import type { RequestRecord } from "../report.ts";
import { addOne } from "./add-one.ts";
import { readUrl, type Target } from "./endpoint.ts";
import { Exchange } from "./exchange.ts";
import type { Counts, Generator, LoadOptions } from "./generator.ts";
import { type Session, tcpSession, webSocketSession } from "./session.ts";

/** So many are opened at a time: all at once would overflow the accept queue of many apps (Node's has 511 places). */
const atOnce = 64;
/** For a connection, and for the handshake of a WebSocket. */
const openTimeoutMs = 10_000;

/**
 * WebSockets where the URL says `ws:` or `wss:`, else bare TCP. `clock`: milliseconds since the stop began; asked at the end only.
 * Of more than `most` none is opened (EMFILE).
 *
 * `stop` closes those that are still open, which is no loss, and resolves with a record for each. The phase `answering` is that of a
 * session that was open to the last; `done` of one that the app has ended in order. Of `counts`, `ok` are those that are open or were
 * ended in order.
 */
export function createHold(
  hold: NonNullable<Rehearsal["hold"]>,
  target: Target,
  clock: () => number,
  options: Pick<LoadOptions, "firstId" | "most"> = {},
): Generator {
  return new Watched(hold, target, clock, options);
}

class Watched implements Generator {
  readonly what: string;
  readonly unsent = new Map<string, number>();
  readonly failures = new Map<string, number>();
  private readonly count: number;
  private readonly open: (exchange: Exchange, opened: () => void) => Session;
  private readonly clock: () => number;
  private readonly firstId: number;
  private readonly sessions = new Map<Exchange, Session>();
  private readonly opening = new Map<Exchange, () => void>();
  private begun: Promise<void> = Promise.resolve();
  private over = false;
  private stopped: Promise<RequestRecord[]> | null = null;

  constructor(
    hold: NonNullable<Rehearsal["hold"]>,
    target: Target,
    clock: () => number,
    options: Pick<LoadOptions, "firstId" | "most">,
  ) {
    const { firstId = 0, most = Infinity } = options;
    this.what = `sessions at ${hold.url}`;
    this.count = Math.min(hold.count, most);
    if (hold.count > most) this.unsent.set("EMFILE", hold.count - most);
    this.clock = clock;
    this.firstId = firstId;
    if (/^wss?:/i.test(hold.url)) {
      const url = readUrl(hold.url);
      this.open = (exchange, opened) => webSocketSession(exchange, target, url, opened);
    } else this.open = (exchange, opened) => tcpSession(exchange, target, opened);
  }

  get counts(): Counts {
    const outcomes = [...this.sessions.keys()].map((exchange) => exchange.outcome);
    const lost = outcomes.filter((outcome) => outcome !== null && outcome !== "ok").length;
    const ok = [...this.sessions.keys()].filter((one) => one.outcome === "ok" || (!one.over && !this.opening.has(one)));
    return { sent: outcomes.length, ok: ok.length, lost };
  }

  start(): Promise<void> {
    let next = 0;
    const lane = async () => {
      while (next < this.count && !this.over) await this.begin(this.firstId + next++);
    };
    this.begun = Promise.all(Array.from({ length: Math.min(atOnce, this.count) }, lane)).then(() => {});
    // stop() rejects with it, whether or not somebody waits here.
    this.begun.catch(() => {});
    return this.begun;
  }

  endNewConnections(): void {}

  stop(): Promise<RequestRecord[]> {
    this.stopped ??= this.finish();
    return this.stopped;
  }

  abort(): void {
    this.over = true;
    for (const [exchange, session] of this.sessions) {
      exchange.end(null);
      session.destroy();
    }
  }

  private async finish(): Promise<RequestRecord[]> {
    this.over = true;
    await this.begun;
    for (const [exchange, session] of this.sessions) {
      if (exchange.over) continue;
      exchange.end("ok");
      session.close();
    }
    const offsetMs = this.clock() - performance.now();
    return [...this.sessions.keys()].map((one) => one.record("hold", offsetMs)).filter((record) => record !== null);
  }

  private begin(id: number): Promise<void> {
    return new Promise((resolve) => {
      const exchange = new Exchange(id, performance.now(), (ended) => {
        this.opening.get(ended)?.();
        if (ended.outcome !== null && ended.outcome !== "ok") addOne(this.failures, ended.failure);
        if (ended.errno !== "" && ended.outcome === null) addOne(this.unsent, ended.errno);
      });
      exchange.connection = id;
      const ready = () => {
        clearTimeout(exchange.timer);
        this.opening.delete(exchange);
        resolve();
      };
      this.opening.set(exchange, ready);
      const session = this.open(exchange, ready);
      this.sessions.set(exchange, session);
      exchange.timer = setTimeout(() => {
        exchange.end("timed-out");
        session.destroy();
      }, openTimeoutMs);
    });
  }
}
