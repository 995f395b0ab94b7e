// The load: requests at a constant rate, whatever becomes of them (open loop). A request that could not begin in time has the time that
// it was due all the same, so that an app that stands still is not spared the requests that it would have got meanwhile.
// No thread of its own: beside 2 ms of other work every 20 ms, requests began no earlier from a worker (p99 3.3 ms and 3.2 ms late, at
// 2,000 a second). What makes them late is other programs on the same CPUs, and those a worker does not escape.

import type { Load } from "../rehearsal.ts";
import type { RequestRecord } from "../report.ts";
import { timerMs } from "../timer.ts";
import { addOne } from "./add-one.ts";
import { Connection, type Owner, type Way } from "./connection.ts";
import { readUrl, requestBytes, serverName, type Target } from "./endpoint.ts";
import { Exchange } from "./exchange.ts";
import { Pool } from "./pool.ts";
import { poolSize, Schedule } from "./schedule.ts";

/** At a rate that this machine cannot keep, answers still have to be read: so many requests begin before we look for some. */
const mostAtOnce = 100;

/** For the live display. */
export interface Counts {
  readonly sent: number;
  readonly ok: number;
  readonly lost: number;
}

/** Whoever puts load on the app: requests here, sessions in hold.ts. */
export interface Generator {
  /** `requests of /`, or `sessions at tcp://localhost:6379`. */
  readonly what: string;
  /** The first request is due now; of sessions it resolves when each is open or has failed. */
  start(): void | Promise<void>;
  /**
   * The endpoints have forgotten the app: from now on no connection is opened. Requests that were due on a new one go elsewhere and are
   * not counted; so do those that find no idle keep-alive connection. Sessions that were opened before stay until the app ends them.
   */
  endNewConnections(): void;
  /** No more arrivals; resolves when every request has been answered, has failed or has had its time. Can be called twice. */
  stop(): Promise<RequestRecord[]>;
  /** Drops everything at once. `stop` then has what has ended until now. */
  abort(): void;
  readonly counts: Counts;
  /** How many could not be sent for want of something on this machine, by errno (EMFILE, EADDRNOTAVAIL). They have no record. */
  readonly unsent: ReadonlyMap<string, number>;
  /** How many have failed, by status, or else by errno or outcome. */
  readonly failures: ReadonlyMap<string, number>;
}

export interface LoadOptions {
  readonly kind?: "load" | "slow";
  /** Of the first record, and the number of the first connection; default 0. */
  readonly firstId?: number;
  /** So many connections are open at once at the most; default any number. A request that would need one more is not sent (EMFILE). */
  readonly most?: number;
}

/**
 * A generator of `load` for the app at `target`. `clock` says the milliseconds since the stop began; it is asked at the end only, so it
 * may be set right while the load runs. Throws a TypeError for a URL or a header field that cannot be sent.
 */
export function createLoad(load: Load, target: Target, clock: () => number, options: LoadOptions = {}): Generator {
  return new OpenLoop(load, target, clock, options);
}

class OpenLoop implements Generator, Owner {
  readonly what: string;
  readonly unsent = new Map<string, number>();
  readonly failures = new Map<string, number>();
  readonly counts = { sent: 0, ok: 0, lost: 0 };
  private readonly load: Load;
  private readonly way: Way;
  private readonly clock: () => number;
  private readonly kind: "load" | "slow";
  private readonly lone: Buffer;
  private readonly kept: Buffer;
  private readonly pool: Pool<Connection>;
  private readonly connections = new Set<Connection>();
  private readonly exchanges: Exchange[] = [];
  private schedule: Schedule | null = null;
  private arrival = 0;
  private readonly firstId: number;
  private readonly most: number;
  private connectionNumber: number;
  private underWay = 0;
  private mayConnect = true;
  private timer: NodeJS.Timeout | undefined;
  private stopped: Promise<RequestRecord[]> | null = null;
  private settle: () => void = () => {};
  private readonly onEnd = (exchange: Exchange) => this.ended(exchange);

  constructor(
    load: Load,
    target: Target,
    clock: () => number,
    { kind = "load", firstId = 0, most = Infinity }: LoadOptions,
  ) {
    this.what = `requests of ${load.url}`;
    this.load = load;
    this.clock = clock;
    this.kind = kind;
    this.firstId = firstId;
    this.most = most;
    this.connectionNumber = firstId;
    const url = readUrl(load.url);
    this.way = { ...target, secure: url.secure, name: serverName(url), toHead: load.method === "HEAD" };
    this.lone = requestBytes(load, target, true);
    this.kept = requestBytes(load, target, false);
    this.pool = new Pool<Connection>(poolSize(load.perSecond, load.newConnections));
  }

  start(): void {
    this.schedule = new Schedule(performance.now(), this.load.perSecond, this.load.newConnections);
    this.tick(this.schedule);
  }

  endNewConnections(): void {
    this.mayConnect = false;
  }

  stop(): Promise<RequestRecord[]> {
    this.stopped ??= this.finish();
    return this.stopped;
  }

  abort(): void {
    clearTimeout(this.timer);
    this.schedule = null;
    for (const connection of this.connections) connection.destroy();
    for (const exchange of this.exchanges) exchange.end(null);
  }

  free(connection: Connection): void {
    this.pool.free(connection);
  }

  gone(connection: Connection): void {
    this.connections.delete(connection);
    this.pool.gone(connection);
  }

  /**
   * Timers have a resolution of 1 ms, so at high rates several requests are due at once: each begins at the first look after its time.
   * A look comes right behind the event loop's poll, never before it: if we stood still for a while, the ends of connections that came
   * meanwhile are known by then, and no request is lost on one of those for our own fault.
   */
  private tick(schedule: Schedule): void {
    if (this.schedule === null) return;
    const nowMs = performance.now();
    for (let begun = 0; begun < mostAtOnce && schedule.dueMs(this.arrival) <= nowMs; begun++) {
      this.arrive(schedule.dueMs(this.arrival), schedule.onNewConnection(this.arrival));
      this.arrival++;
    }
    const waitMs = schedule.dueMs(this.arrival) - performance.now();
    this.timer = setTimeout(() => setImmediate(() => this.tick(schedule)), Math.max(1, waitMs));
  }

  private arrive(dueMs: number, onNewConnection: boolean): void {
    const mayConnect = this.mayConnect && this.connections.size < this.most;
    const idle = onNewConnection ? null : this.pool.take(performance.now(), mayConnect);
    if (idle === null && !mayConnect) {
      if (this.mayConnect) addOne(this.unsent, "EMFILE");
      return;
    }
    const exchange = new Exchange(this.firstId + this.arrival, dueMs, this.onEnd);
    const connection = idle ?? this.connect(!onNewConnection);
    this.exchanges.push(exchange);
    this.underWay++;
    this.counts.sent++;
    const expire = () => {
      if (exchange.over) return;
      exchange.end("timed-out");
      connection.destroy();
    };
    // Behind a poll as well: an answer that has come in time counts.
    exchange.timer = setTimeout(() => setImmediate(expire), timerMs(this.load.timeoutMs));
    connection.send(exchange, onNewConnection ? this.lone : this.kept);
  }

  private connect(kept: boolean): Connection {
    const connection = new Connection(this.connectionNumber++, this.way, this);
    this.connections.add(connection);
    if (kept) this.pool.add(connection);
    return connection;
  }

  private ended(exchange: Exchange): void {
    this.underWay--;
    if (exchange.outcome === "ok") this.counts.ok++;
    else if (exchange.outcome !== null) {
      this.counts.lost++;
      addOne(this.failures, exchange.failure);
    } else {
      this.counts.sent--;
      if (exchange.errno !== "") addOne(this.unsent, exchange.errno);
    }
    if (this.underWay === 0) this.settle();
  }

  private async finish(): Promise<RequestRecord[]> {
    clearTimeout(this.timer);
    this.schedule = null;
    if (this.underWay > 0) {
      await new Promise<void>((resolve) => {
        this.settle = resolve;
      });
    }
    for (const connection of this.connections) connection.destroy();
    const offsetMs = this.clock() - performance.now();
    return this.exchanges.map((exchange) => exchange.record(this.kind, offsetMs)).filter((record) => record !== null);
  }
}
