import { describe, expect, test } from "vitest";
import {
  headBytes,
  isEnding,
  maskBytes,
  parseListening,
  parseSignals,
  parseStatus,
} from "../../../src/rehearse/drive/status-text.ts";

const status = (name: string, pids: string) =>
  Buffer.from(`Name:\t${name}
Umask:\t0022
State:\tS (sleeping)
Tgid:\t812
Pid:\t812
PPid:\t800
NStgid:\t${pids}
NSpid:\t${pids}
NSpgid:\t812\t1
VmSize:\t    1760 kB
SigQ:\t1/96364
SigPnd:\t0000000000004000
ShdPnd:\t0000000000000001
SigBlk:\t0000000000000200
SigIgn:\t0000000000001000
SigCgt:\t0000001000004002
CapInh:\t0000000000000000
`);

describe("/proc/PID/status", () => {
  test("says who somebody is", () => {
    const expected = { name: "node", state: "S", parent: 800, pids: [812, 7] };
    expect(parseStatus(status("node", "812\t7"))).toEqual(expected);
    expect(parseStatus(headBytes(status("node", "812\t7")))).toEqual(expected);
  });

  test("has the name of a thread where Node has given it one", () => {
    expect(parseStatus(status("node-MainThread", "812"))?.name).toBe("node");
    expect(parseStatus(status("-MainThread", "812"))?.name).toBe("-MainThread");
  });

  test("has names that hold anything", () => {
    expect(parseStatus(status("a\\nState:\\\\ ü", "812"))).toMatchObject({ name: "a\nState:\\ ü", pids: [812] });
  });

  test("may be cut, or no status at all", () => {
    expect(parseStatus(Buffer.from("Name:\tsh\nState:\tS"))).toBeNull();
    expect(parseStatus(Buffer.alloc(0))).toBeNull();
    expect(maskBytes(Buffer.from("Name:\tsh\n")).length).toBe(0);
    expect(headBytes(Buffer.from("Name:\tsh\n")).length).toBe(0);
  });

  test("tells that a process is ending by the memory that it no longer has", () => {
    const alive = status("node", "812");
    expect(isEnding(alive)).toBe(false);
    expect(isEnding(Buffer.from(alive.toString().replace(/^Vm.*\n/m, "")))).toBe(true);
  });

  test("names the signals, of the thread and of the process", () => {
    expect(parseSignals(maskBytes(status("node", "812")))).toEqual({
      catches: ["SIGINT", "SIGTERM", "SIGRTMIN+3"],
      ignores: ["SIGPIPE"],
      blocks: ["SIGUSR1"],
      pending: ["SIGTERM", "SIGHUP"],
    });
    expect(parseSignals(Buffer.alloc(0))).toEqual({ catches: [], ignores: [], blocks: [], pending: [] });
  });
});

describe("/proc/net/tcp", () => {
  const heading = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
  const row = (address: string, state: string, inode: number) =>
    `   0: ${address} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000000000000000 100 0 0 10 0`;

  test("lists those that listen, until others come", () => {
    const rows = [row("0100007F:1F90", "0A", 5), row("00000000:0050", "0A", 6), row("0100007F:1F90", "01", 7)];
    expect(parseListening([heading, ...rows, row("0100007F:1F91", "0A", 8)].join("\n"))).toEqual({
      sockets: [
        { port: 8080, inode: 5, address: "127.0.0.1" },
        { port: 80, inode: 6, address: "0.0.0.0" },
      ],
      more: false,
    });
  });

  test("knows the addresses of IPv6 that can be connected to", () => {
    const zeros = "0".repeat(24);
    const rows = [row(`${zeros}00000000:0001`, "0A", 1), row(`${zeros}01000000:0002`, "0A", 2)];
    const other = row("B80D0120000000000000000001000000:0003", "0A", 3);
    const { sockets, more } = parseListening([heading, ...rows, other].join("\n"));
    expect(sockets.map(({ address }) => address)).toEqual(["::", "::1", ""]);
    expect(more).toBe(true);
  });
});
