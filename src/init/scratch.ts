// All memory that the init works in once it watches over the command: static, so that nothing is allocated and nothing can run out.
// Untouched pages of it cost nothing. Each buffer has one user at a time; which one is said beside it.

import { ENTRY_BYTES } from "../core/passwd.ts";
import { PORTS_BYTES } from "../core/port.ts";
import { LONGEST } from "../core/shell-words.ts";
import { keepTextIn } from "../core/text.ts";

/** Where allocateBuffers() puts them is not known yet: an address that every access to is refused at. */
const UNSET: usize = usize.MAX_VALUE;

/** Paths below /proc, and paths tried for the command. */
export const PATH_BYTES: i32 = 4352;
export let path: usize = UNSET;

/** The text (src/core/text.ts). The status of a member of a thousand groups is 10 KB long; what is longer is cut. */
export const TEXT_BYTES: i32 = 16384;
export let textStart: usize = UNSET;

/** struct timespec, struct winsize, status words and the like: out parameters of one call. */
export const small: usize = memory.data(32, 16);

/** siginfo_t of the signal that is being handled. */
export const info: usize = memory.data(128, 16);
/** siginfo_t of the signal that began the stop. */
export const stopInfo: usize = memory.data(128, 16);
/** struct statx. */
export const stat: usize = memory.data(256, 16);

/** Signal sets, 8 bytes each: all signals, and the mask that was inherited. */
export const everySignal: usize = memory.data(8, 16);
export const inheritedMask: usize = memory.data(8, 16);

/** Directory entries of /proc. */
export const ENTRIES_BYTES: i32 = 4096;
export let entries: usize = UNSET;

/** Process ids on the way to the target: more processes than this are not looked at. */
export const LIST_LENGTH: i32 = 65536;
export let list: usize = UNSET;

/** A bit for each process id that may stand in the accounts; the largest id is 2^22 (PID_MAX_LIMIT). */
export const MARKS_BYTES: i32 = 524288;
export let marks: usize = UNSET;

/** Who was told: 32768 entries (src/init/told.ts). */
export const ACCOUNTS_BYTES: i32 = 786432;
export let accounts: usize = UNSET;

/** The name of the first one that was told. */
export const NAME_BYTES: i32 = 16;
export const toldName: usize = memory.data(16, 16);

/** The termination message, and the most that the kubelet reads of it (kubecontainer.MaxContainerTerminationMessageLength). */
export const TERMINATION_BYTES: i32 = 4096;
export let termination: usize = UNSET;

/** A log line in the making: its text, for JSON its fields, and both together. PIPE_BUF: a pipe takes so much in one piece (pipe(7)). */
export const MESSAGE_BYTES: i32 = 1024;
export let message: usize = UNSET;
/** Eight processes whose names are all control characters, escaped, fit. */
export const FIELDS_BYTES: i32 = 2048;
export let fields: usize = UNSET;
export const WHOLE_BYTES: i32 = 4096;
export let whole: usize = UNSET;

/** Connections that the last two looks came upon. */
export let connections: usize = UNSET;

/** Views of the rest, lent to the core. */
export let ports: Uint8Array = new Uint8Array(0);
export let words: Uint8Array = new Uint8Array(0);
export let entry: Uint8Array = new Uint8Array(0);

/**
 * Puts the large ones behind everything else, so that the address of each small object is an instruction on arm64, which has 16
 * bits for it there. Runs at build time, after all initialisers (buffers.ts), which must not use them yet; from then on they
 * are constants. One block, for each has a header, which would touch a page of its own.
 */
export function allocateBuffers(): void {
  const rest = TEXT_BYTES + 1854720;
  const all = new ArrayBuffer(rest + PORTS_BYTES + LONGEST + 1 + ENTRY_BYTES);
  textStart = changetype<usize>(all);
  keepTextIn(Uint8Array.wrap(all, 0, TEXT_BYTES));
  list = changetype<usize>(all) + TEXT_BYTES;
  marks = list + 262144;
  accounts = marks + 524288;
  connections = accounts + 786432;
  entries = connections + 262144;
  termination = entries + 4096;
  path = termination + 4096;
  message = path + 4352;
  fields = message + 1024;
  whole = fields + 2048;
  ports = Uint8Array.wrap(all, rest, PORTS_BYTES);
  words = Uint8Array.wrap(all, rest + PORTS_BYTES, LONGEST + 1);
  entry = Uint8Array.wrap(all, rest + PORTS_BYTES + LONGEST + 1, ENTRY_BYTES);
}
