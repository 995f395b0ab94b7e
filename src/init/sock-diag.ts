// The connections as the kernel's sock_diag tells of them (sock_diag(7)), with the time since the last byte. Every dump has a socket of
// its own, so that one that was broken off leaves nothing behind, and no descriptor stays open.

import { TRAFFIC_MS } from "../core/machine.ts";
import { markConnection, turnConnections } from "./connections.ts";
import { AF_NETLINK, EINTR, NETLINK_SOCK_DIAG, O_CLOEXEC, O_NONBLOCK, SOCK_RAW } from "./constants.ts";
import { AT_REST_MS, FIN_WAIT2, LISTEN, look, SYN_RECV } from "./look.ts";
import { list } from "./scratch.ts";
import { plan } from "./state.ts";
import { close, read, send, socket } from "./sys.ts";

/** The kernel makes answers as long as what was read into before, up to this (netlink_recvmsg). They go where searches keep their list. */
const ANSWER_BYTES: i32 = 32768;
/** A third of a million connections. More than that are not looked at: signals are waiting. */
const MOST_ANSWERS: i32 = 4096;

/** Offsets in struct nlmsghdr, 16 bytes: length, type (16 bits), flags (16 bits), sequence number. */
const HEADER_BYTES: i32 = 16;
const NLMSG_ERROR: i32 = 2;
const NLMSG_DONE: i32 = 3;
const NLM_F_DUMP_INTR: i32 = 0x10;
const TCPDIAG_GETSOCK: i32 = 18;

/** struct inet_diag_msg: family, state, timer, retransmissions; the local port, big-endian, at 4; idiag_cookie at 44; idiag_expires at 52. */
const MESSAGE_BYTES: i32 = 72;
const TIME_WAIT_TIMER: i32 = 3;
/** TCP_TIMEWAIT_LEN, which idiag_expires counts down from (inet_twsk_diag_fill). */
const TIME_WAIT_MS: i32 = 60000;
/** The attribute with struct tcp_info; tcpi_last_data_recv is at 52 in it. */
const INET_DIAG_INFO: i32 = 2;
const LAST_DATA_RECV: i32 = 52;

/**
 * The older of the two requests, for it goes through IPv4 and IPv6 at once, which halves what the kernel has to walk through:
 * struct nlmsghdr (NLM_F_REQUEST | NLM_F_DUMP), struct inet_diag_req (idiag_ext: INET_DIAG_INFO; idiag_states at 68), and the attribute
 * INET_DIAG_REQ_BYTECODE: source port >= (lowest, at 86), <= (highest, at 94), or else past the end, which is no.
 */
const request: usize = memory.data<u8>([
  96, 0, 0, 0, 18, 0, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 0,
  1, 0, 2, 8, 20, 0, 0, 0, 0, 0, 3, 8, 12, 0, 0, 0, 255, 255,
]);
const SEQUENCE: i32 = 8;
const STATES: i32 = 68;
const LOWEST: i32 = 86;
const HIGHEST: i32 = 94;

/** From now on the kernel leaves out what is on no port between the lowest and the highest of those that count. */
export function narrowDump(): void {
  let lowest = 0;
  while (lowest < 65535 && !plan.ports.has(lowest)) lowest++;
  let highest = 65535;
  while (highest > lowest && !plan.ports.has(highest)) highest--;
  store<u16>(request, lowest as u16, LOWEST);
  store<u16>(request, highest as u16, HIGHEST);
}

/** Has the kernel tell of the sockets in the look's states. False if it does not, or not to the end. */
export function dumpSockets(): bool {
  const fd = socket(AF_NETLINK, SOCK_RAW | O_CLOEXEC | O_NONBLOCK, NETLINK_SOCK_DIAG);
  if (fd < 0) return false;
  turnConnections();
  store<i32>(request, load<i32>(request, SEQUENCE) + 1, SEQUENCE);
  store<i32>(request, look.states, STATES);
  const whole = send(fd, request, load<i32>(request), 0) > 0 && readAnswers(fd);
  close(fd);
  return whole;
}

function readAnswers(fd: i32): bool {
  for (let count = 0; count < MOST_ANSWERS; count++) {
    const length = read(fd, list, ANSWER_BYTES);
    if (length === EINTR) continue;
    if (length <= 0) return false;
    for (let at = 0; at < length; ) {
      const message = list + at;
      const size = length - at < HEADER_BYTES ? 0 : load<i32>(message);
      if (size < HEADER_BYTES || size > length - at) return false;
      at += (size + 3) & ~3;
      // Anybody with CAP_NET_ADMIN may write to our socket.
      if (load<i32>(message, SEQUENCE) !== load<i32>(request, SEQUENCE)) continue;
      const type = load<u16>(message, 4) as i32;
      if (type === NLMSG_ERROR) return false;
      // What ended the dump: 0 or -errno (netlink_dump_done).
      if (type === NLMSG_DONE) return size < HEADER_BYTES + 4 || load<i32>(message, HEADER_BYTES) >= 0;
      // The table changed meanwhile, so something came or went.
      if ((load<u16>(message, 6) & NLM_F_DUMP_INTR) !== 0) look.seen(0);
      if (type === TCPDIAG_GETSOCK && size >= HEADER_BYTES + MESSAGE_BYTES)
        readSocket(message + HEADER_BYTES, size - HEADER_BYTES);
    }
    // Not idle, whatever the others say: the next look is there before it could be.
    if (look.ageMs < TRAFFIC_MS && plan.untilIdleMs >= 2 * TRAFFIC_MS) return true;
  }
  return true;
}

function readSocket(message: usize, size: i32): void {
  const state = load<u8>(message, 1) as i32;
  const port = ((load<u8>(message, 4) as i32) << 8) | load<u8>(message, 5);
  if (state === LISTEN) look.listens(port);
  else if (plan.ports.has(port)) readConnection(message, size, state);
}

function readConnection(message: usize, size: i32, state: i32): void {
  // What is left of a connection in TIME_WAIT has its cookie (inet_twsk_alloc), and no other one has.
  const cookie = load<i32>(message, 44);
  if (load<u8>(message, 2) === TIME_WAIT_TIMER) {
    // Of a connection that has come and gone, or of one that was busy: its end is all that is known, and counts once. One that was at
    // rest was closed for that. tcp_fin_timeout may be anything, so FIN_WAIT2 does not tell how long ago it was.
    const left = state === FIN_WAIT2 ? TIME_WAIT_MS : load<i32>(message, 52);
    if (!markConnection(cookie)) look.seen(left < TIME_WAIT_MS ? TIME_WAIT_MS - left : 0);
  } else if (state === SYN_RECV) {
    // After a first retransmission nobody may be there any more.
    if (load<u8>(message, 3) === 0) look.seen(0);
  } else {
    const age = lastByteAge(message, size);
    if (age >= AT_REST_MS) markConnection(cookie);
    look.seen(age);
  }
}

function lastByteAge(message: usize, size: i32): f64 {
  for (let at = MESSAGE_BYTES; at + 4 <= size; ) {
    const length = load<u16>(message + at) as i32;
    if (length < 4 || length > size - at) break;
    if (load<u16>(message + at, 2) === INET_DIAG_INFO && length >= 4 + LAST_DATA_RECV + 4) {
      return load<u32>(message + at, 4 + LAST_DATA_RECV) as f64;
    }
    at += (length + 3) & ~3;
  }
  return Infinity;
}
