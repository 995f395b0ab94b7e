// Reads /proc/PID/status (proc_pid_status(5)) and /proc/net/tcp (proc_pid_net(5)). Pure: bytes in, values out. Looks come every few
// milliseconds, so the masks are read only when their bytes have changed.

import { parseMask } from "../../core/proc-text.ts";
import { SIGRTMAX, SignalSet, signalName } from "../../core/signal.ts";
import { beginText, keepTextIn } from "../../core/text.ts";

/** What the masks say, by name. */
export interface Signals {
  readonly catches: readonly string[];
  readonly ignores: readonly string[];
  readonly blocks: readonly string[];
  readonly pending: readonly string[];
}

export interface Status {
  /** Without what newer versions of Node put behind the name of the process, whose first thread it is. */
  readonly name: string;
  readonly state: string;
  /** On this machine. */
  readonly parent: number;
  /** Its ids from our own PID namespace down to its own; one if that is the same. */
  readonly pids: readonly number[];
}

/** Null for a text that is no such file. */
export function parseStatus(bytes: Buffer): Status | null {
  const name = field(bytes, "Name:\t", 0);
  const state = field(bytes, "\nState:\t");
  const parent = field(bytes, "\nPPid:\t");
  const pids = field(bytes, "\nNSpid:\t");
  if (name === null || state === null || parent === null || pids === null) return null;
  return {
    name: unescaped(name).replace(/(?<=.)-MainThread$/, ""),
    state: state.slice(0, 1),
    parent: Number(parent),
    pids: pids.split("\t").map(Number),
  };
}

/** The part of the text that parseStatus reads: the same bytes mean the same status. */
export function headBytes(bytes: Buffer): Buffer {
  const last = bytes.indexOf("\nNSpid:");
  return bytes.subarray(0, last < 0 ? 0 : bytes.indexOf(10, last + 1) + 1);
}

/**
 * Whether it has given up its memory: it is ending, though it may wait for long. PID 1 does, until the kernel has ended everybody else
 * (zap_pid_ns_processes). Only kernel threads have none otherwise.
 */
export function isEnding(bytes: Buffer): boolean {
  return !bytes.includes("\nVmSize:");
}

/** The part of the text that has the masks: the same bytes mean the same masks. Empty where there is none. */
export function maskBytes(bytes: Buffer): Buffer {
  const from = bytes.indexOf("\nSigPnd:");
  const to = bytes.indexOf("\nCapInh:", from + 1);
  return from < 0 || to < 0 ? bytes.subarray(0, 0) : bytes.subarray(from + 1, to + 1);
}

/** Of maskBytes. */
export function parseSignals(masks: Uint8Array): Signals {
  keepTextIn(masks);
  beginText(masks.length);
  const pending = new Set([...namesOf("SigPnd:\t"), ...namesOf("ShdPnd:\t")]);
  return {
    catches: namesOf("SigCgt:\t"),
    ignores: namesOf("SigIgn:\t"),
    blocks: namesOf("SigBlk:\t"),
    pending: [...pending],
  };
}

export interface ListeningSocket {
  readonly port: number;
  readonly inode: number;
  /** Its address, "0.0.0.0" and "::" for all. Of IPv6 those and the loopback only are told apart, "" is any other. */
  readonly address: string;
}

/** The rows of /proc/net/tcp or tcp6 that listen (state 0A, TCP_LISTEN), and whether they were all: others stand behind them. */
export function parseListening(text: string): { readonly sockets: ListeningSocket[]; readonly more: boolean } {
  const sockets: ListeningSocket[] = [];
  for (const line of text.split("\n")) {
    const row = /^ *\d+: ([0-9A-F]+):([0-9A-F]{4}) \S+ ([0-9A-F]{2}) \S+ \S+ \S+ +\d+ +\d+ (\d+) /.exec(line);
    if (row === null) continue;
    const [, address = "", port = "", state = "", inode = ""] = row;
    if (state !== "0A") return { sockets, more: false };
    sockets.push({ port: Number.parseInt(port, 16), inode: Number(inode), address: addressOf(address) });
  }
  return { sockets, more: true };
}

/** Words of 32 bits in the machine's order of bytes, which is little-endian on x86-64 and arm64. */
function addressOf(digits: string): string {
  const bytes = [...Buffer.from(digits, "hex")];
  if (bytes.length === 4) return bytes.reverse().join(".");
  if (bytes.every((byte) => byte === 0)) return "::";
  return digits === "00000000000000000000000001000000" ? "::1" : "";
}

function namesOf(line: string): string[] {
  const mask = new SignalSet();
  const names: string[] = [];
  if (!parseMask(line, mask)) return names;
  for (let signal = 1; signal <= SIGRTMAX; signal++) if (mask.has(signal)) names.push(signalName(signal));
  return names;
}

function field(bytes: Buffer, label: string, at = bytes.indexOf(label)): string | null {
  if (at < 0 || !bytes.subarray(at, at + label.length).equals(Buffer.from(label))) return null;
  const from = at + label.length;
  const end = bytes.indexOf(10, from);
  return end < 0 ? null : bytes.toString("utf8", from, end);
}

/** A name may hold anything; the kernel writes newlines and backslashes as \n and \\ (seq_put_escape in fs/proc/array.c). */
function unescaped(name: string): string {
  return name.replace(/\\(\\|n)/g, (_, letter: string) => (letter === "n" ? "\n" : "\\"));
}
