// From what the kernel said of a connection to how its request ended.

import type { Outcome, Phase } from "../report.ts";

/** What a socket's error says. `syscall` is missing where Node made the error itself, without one of the kernel's. */
export interface SocketError {
  readonly code?: string;
  readonly syscall?: string;
}

/** Errors of the machine that sends, which say nothing of the app: no descriptor, no port, no memory left. */
const ours: ReadonlySet<string> = new Set(["EMFILE", "ENFILE", "EADDRNOTAVAIL", "ENOBUFS", "ENOMEM"]);

/** ECONNABORTED as Node passes it on where it has closed a connection itself. */
const resets = new Set(["ECONNRESET", "EPIPE", "ECONNABORTED"]);

/** Whether a connection is missing for want of something on this machine. */
export function isOurs({ code }: SocketError): boolean {
  return ours.has(code ?? "");
}

/** Null: it was never sent, for want of something on this machine. */
export function outcomeOf(phase: Phase, error: SocketError): Outcome | null {
  const code = error.code ?? "";
  if (code === "ETIMEDOUT") return "timed-out";
  if (resets.has(code)) {
    // Node calls it ECONNRESET when the other side closes in order before a TLS handshake is over.
    if (error.syscall === undefined) return "cut";
    return phase === "answering" ? "reset-after" : "reset-before";
  }
  if (phase === "connecting") return isOurs(error) ? null : "refused";
  // What is left are errors of TLS: there is an answer, and it is none.
  return "http-error";
}

/** An answer that came as a whole. As k6 and wrk count, an error of the client's is one too: nothing of what was asked for came. */
export function outcomeOfStatus(status: number): Outcome {
  return status >= 400 ? "http-error" : "ok";
}
