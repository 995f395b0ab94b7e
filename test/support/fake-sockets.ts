// TCP sockets for the fake kernel: shown by sock_diag and in /proc/net as the kernel shows them (net/ipv4/inet_diag.c, tcp_ipv4.c).

import type { FakeKernel } from "./fake-kernel.ts";

export const tcp = {
  established: 1,
  synSent: 2,
  synRecv: 3,
  finWait1: 4,
  finWait2: 5,
  timeWait: 6,
  closeWait: 8,
  lastAck: 9,
  listen: 10,
  closing: 11,
} as const;

const DUMP = 18;
const DONE = 3;
const MULTI = 2;
const TIME_WAIT_MS = 60_000;

export interface FakeSocket {
  port: number;
  state: number;
  /** The other end's port. */
  peer?: number;
  /** When a byte last came; of one that is closed, when it was. */
  atMs?: number;
  ipv6?: boolean;
  /** Bytes that the program has not read. */
  unread?: number;
  /** Whether the kernel keeps no more than its addresses, as in TIME_WAIT. */
  closed?: boolean;
  retransmissions?: number;
  /** Of its own, as the kernel's are: connect() sees to it. */
  cookie?: number;
}

export class FakeSockets {
  readonly sockets: FakeSocket[] = [];
  /** Connections that were ever accepted. */
  accepted = 0;
  /** Segments come that change nothing, as with keep-alive probes. */
  noisy = false;
  private segments = 0;
  private counted = "";
  private cookies = 0;
  /** How many sockets one read tells of. */
  batch = 80;

  constructor(private readonly kernel: FakeKernel) {}

  /** Lets sock_diag and /proc/net tell of these sockets. */
  attach({ sockDiag = true, procNet = true } = {}): this {
    if (sockDiag) this.kernel.sockDiag = (request) => this.dump(request);
    this.kernel.files.set("/proc/net/snmp", () => this.counters());
    if (!procNet) return this;
    this.kernel.files.set("/proc/net/tcp", () => this.table(false));
    this.kernel.files.set("/proc/net/tcp6", () => this.table(true));
    return this;
  }

  listen(port: number, ipv6 = false): this {
    this.sockets.push({ port, state: tcp.listen, ipv6 });
    return this;
  }

  /** A connection that a byte comes on now. */
  connect(port: number, peer: number, more: Partial<FakeSocket> = {}): FakeSocket {
    const socket = { port, peer, state: tcp.established, atMs: this.kernel.nowMs, cookie: ++this.cookies, ...more };
    this.sockets.push(socket);
    this.accepted++;
    return socket;
  }

  /** The server closes first. */
  close(socket: FakeSocket): void {
    Object.assign(socket, { state: tcp.timeWait, closed: true, atMs: this.kernel.nowMs });
  }

  /** The client closes first: nothing is left. */
  forget(socket: FakeSocket): void {
    this.sockets.splice(this.sockets.indexOf(socket), 1);
  }

  private dump(request: DataView): Uint8Array[] {
    const states = request.getUint32(68, true);
    const [lowest, highest] = [request.getUint16(86, true), request.getUint16(94, true)];
    const wanted = this.sockets.filter(
      ({ port, state }) => (states >>> state) & 1 && port >= lowest && port <= highest,
    );
    const sequence = request.getUint32(8, true);
    const answers: Uint8Array[] = [];
    for (let from = 0; from < wanted.length; from += this.batch) {
      const batch = wanted.slice(from, from + this.batch);
      answers.push(joined(batch.map((one) => message(DUMP, sequence, this.body(one)))));
    }
    return [...answers, message(DONE, sequence, new Uint8Array(4))];
  }

  private body(socket: FakeSocket): Uint8Array {
    const full = !socket.closed && socket.state !== tcp.synRecv;
    const bytes = new Uint8Array(full ? 72 + 8 + 4 + 232 : 72 + 8);
    const view = new DataView(bytes.buffer);
    view.setUint8(0, socket.ipv6 ? 10 : 2);
    view.setUint8(1, socket.state);
    view.setUint8(2, socket.closed ? 3 : 0);
    view.setUint8(3, socket.retransmissions ?? 0);
    view.setUint16(4, socket.port);
    view.setUint16(6, socket.peer ?? 0);
    view.setUint32(8, 0x7f000001);
    view.setUint32(24, 0x7f000002);
    view.setUint32(44, socket.cookie ?? 0, true);
    const ageMs = Math.max(0, this.kernel.nowMs - (socket.atMs ?? 0));
    if (socket.closed) view.setUint32(52, Math.max(0, TIME_WAIT_MS - ageMs), true);
    // INET_DIAG_SHUTDOWN, one byte, comes before INET_DIAG_INFO.
    view.setUint16(72, 5, true);
    view.setUint16(74, 8, true);
    if (full) {
      view.setUint16(80, 4 + 232, true);
      view.setUint16(82, 2, true);
      view.setUint32(84 + 52, ageMs, true);
    }
    return bytes;
  }

  private table(ipv6: boolean): string {
    const heading = ipv6
      ? "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
      : "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode".padEnd(149) +
        "\n";
    const pad = ipv6 ? "000000000000000000000000" : "";
    const rows = this.sockets.filter((socket) => (socket.ipv6 ?? false) === ipv6);
    return heading + rows.map((socket, index) => procRow(socket, index, pad)).join("");
  }

  private counters(): string {
    const seen = JSON.stringify(this.sockets);
    if (this.noisy || seen !== this.counted) this.segments++;
    this.counted = seen;
    const names =
      "RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs";
    return `Ip: Forwarding\nIp: 1\nTcp: ${names} OutSegs\nTcp: 1 200 120000 -1 7 ${this.accepted} 0 0 1 ${this.segments} 3\n`;
  }
}

const hex = (value: number, width: number) => value.toString(16).toUpperCase().padStart(width, "0");

/** A row of /proc/net/tcp; `pad` before each address in tcp6. */
export function procRow(socket: FakeSocket, index: number, pad = ""): string {
  const local = `${pad}0100007F:${hex(socket.port, 4)}`;
  const remote = `${pad}0200007F:${hex(socket.peer ?? 0, 4)}`;
  const queues = `00000000:${hex(socket.unread ?? 0, 8)}`;
  const row = `${String(index).padStart(4)}: ${local} ${remote} ${hex(socket.state, 2)} ${queues} 00:00000000 00000000     0        0 12345 1 0000000000000000 20 4 30 10 -1`;
  return `${row.padEnd(149)}\n`;
}

/** One netlink message. */
export function message(type: number, sequence: number, body: Uint8Array, flags = MULTI): Uint8Array {
  const bytes = new Uint8Array((16 + body.length + 3) & ~3);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 16 + body.length, true);
  view.setUint16(4, type, true);
  view.setUint16(6, flags, true);
  view.setUint32(8, sequence, true);
  bytes.set(body, 16);
  return bytes;
}

export function joined(parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
