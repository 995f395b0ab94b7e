// One request from its arrival to its end: what its record will say. Times are those of performance.now().

import type { Outcome, Phase, RequestRecord } from "../report.ts";
import { outcomeOf, type SocketError } from "./outcome.ts";

const order: readonly Phase[] = ["connecting", "connected", "sent", "answering", "done"];

export class Exchange {
  readonly id: number;
  readonly dueMs: number;
  readonly startMs: number;
  connection = 0;
  reused = false;
  phase: Phase = "connecting";
  status = 0;
  closeCode = 0;
  bytes = 0;
  errno = "";
  endMs = 0;
  /** Null while it is under way, and for ever if it could not be sent for want of something on this machine. */
  outcome: Outcome | null = null;
  over = false;
  /** Ends it when its time is over; cleared by its end. */
  timer: NodeJS.Timeout | undefined;
  private readonly onEnd: (exchange: Exchange) => void;

  constructor(id: number, dueMs: number, onEnd: (exchange: Exchange) => void) {
    this.id = id;
    this.dueMs = dueMs;
    this.startMs = performance.now();
    this.onEnd = onEnd;
  }

  /** Never back: an answer can begin before the whole request was sent. */
  reach(phase: Phase): void {
    if (order.indexOf(phase) > order.indexOf(this.phase)) this.phase = phase;
  }

  /** Once; what comes later is not heard. `atMs`: when it was seen, if that was earlier. */
  end(outcome: Outcome | null, errno = "", atMs = performance.now()): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.outcome = outcome;
    this.errno = errno;
    this.endMs = atMs;
    this.onEnd(this);
  }

  /** Its connection has failed. */
  fail(error: SocketError): void {
    // A reset refuses a connection that is not there yet (ECONNREFUSED); this one was (tcp_reset in net/ipv4/tcp_input.c).
    if (error.code === "ECONNRESET") this.reach("connected");
    const outcome = outcomeOf(this.phase, error);
    this.end(outcome, outcome === "cut" ? "" : error.code);
  }

  /** How it failed: its status, or else an errno or its outcome. */
  get failure(): string {
    return this.status > 0 ? `${this.status}` : this.errno || `${this.outcome}`;
  }

  /** `offsetMs`: what has to be added to performance.now() to count from the beginning of the stop. */
  record(kind: RequestRecord["kind"], offsetMs: number): RequestRecord | null {
    if (this.outcome === null) return null;
    return {
      id: this.id,
      kind,
      connection: this.connection,
      reused: this.reused,
      dueMs: this.dueMs + offsetMs,
      startMs: this.startMs + offsetMs,
      endMs: this.endMs + offsetMs,
      phase: this.phase,
      outcome: this.outcome,
      ...(this.status > 0 && { status: this.status }),
      ...(this.errno !== "" && { errno: this.errno }),
      ...(this.closeCode > 0 && { closeCode: this.closeCode }),
      bytes: this.bytes,
    };
  }
}
