// --until-idle where sock_diag is refused, breaks off or lies, and on /proc/net in its place.

import { describe, expect, test } from "vitest";
import { errno, type FakeKernel } from "../support/fake-kernel.ts";
import { FakeSockets, joined, message, procRow, tcp } from "../support/fake-sockets.ts";
import { play, sent } from "../support/init-wasm.ts";

const TERM = 15;
const STOP = 1_000;
const DUMP = 18;
const ERROR = 2;
const DONE = 3;

function stop(setUp: (kernel: FakeKernel, sockets: FakeSockets) => void, ...options: string[]) {
  const argv = ["-v", "--delay", "15s", "--until-idle", "3s", ...options, "app"];
  const { kernel } = play({ argv }, (k) => {
    const sockets = new FakeSockets(k).listen(8080).listen(8443, true);
    setUp(k, sockets);
    k.at(STOP, () => k.queue({ signal: TERM }));
  });
  const [told = 0, ...more] = sent(kernel).map((line) => Number(/^(\d+) kill 10 TERM$/.exec(line)?.[1]));
  expect(more).toEqual([]);
  expect(kernel.openFiles()).toEqual([]);
  const [, source = ""] = /traffic is watched by (.*)\n/.exec(kernel.stderr) ?? [];
  return { told, source };
}

const byProc = "/proc/net/tcp: new connections only";
const sequenceOf = (request: DataView) => request.getUint32(8, true);
const int = (value: number) => new Uint8Array(new Int32Array([value, 0]).buffer);

/** A message whose header says another length. */
function withLength(bytes: Uint8Array, length: number): Uint8Array {
  new DataView(bytes.buffer).setUint32(0, length, true);
  return bytes;
}

type Answer = (request: DataView) => (Uint8Array | number)[];

describe("sock_diag that does not work is replaced by /proc/net/tcp", () => {
  // Nothing is known of before, so the first look answers "now".
  test.each(["EPROTONOSUPPORT", "EPERM", "EACCES", "ENOENT", "ENOSYS", "ENOMEM"] as const)("socket: %s", (name) => {
    const got = stop((k, sockets) => {
      sockets.attach();
      k.fault = (call) => (call === "socket" ? errno[name] : undefined);
    });
    expect(got).toEqual({ told: STOP + 3_000, source: byProc });
  });

  test.each(["EPERM", "EACCES"] as const)("send: %s", (name) => {
    const got = stop((k, sockets) => {
      sockets.attach();
      k.fault = (call, [fd]) => (call === "send" && Number(fd) !== 99 ? errno[name] : undefined);
    });
    expect(got).toEqual({ told: STOP + 3_000, source: byProc });
  });

  test.each<[string, Answer]>([
    ["an error", (request) => [message(ERROR, sequenceOf(request), int(errno.ENOENT))]],
    ["an error of one byte", (request) => [message(ERROR, sequenceOf(request), new Uint8Array(1))]],
    ["an end that says why", (request) => [message(DONE, sequenceOf(request), int(errno.ENOMEM))]],
    ["nothing", () => []],
    ["an overrun", () => [errno.ENOBUFS]],
    ["an empty answer", () => [new Uint8Array(0)]],
    ["less than a header", () => [new Uint8Array(15)]],
    ["a length of 0", (request) => [withLength(message(DUMP, sequenceOf(request), int(0)), 0)]],
    ["a length below the header's", (request) => [withLength(message(DUMP, sequenceOf(request), int(0)), 15)]],
    ["a length past the end", (request) => [withLength(message(DUMP, sequenceOf(request), int(0)), 4_000)]],
    ["a length below zero", (request) => [withLength(message(DUMP, sequenceOf(request), int(0)), 0xfffffff0)]],
    ["more than fits", (request) => [message(DUMP, sequenceOf(request), new Uint8Array(40_000))]],
    [
      "half a header behind a message",
      (request) => [joined([message(DUMP, sequenceOf(request), int(0)), new Uint8Array(8)])],
    ],
  ])("%s", (_what, answer) => {
    const got = stop((k, sockets) => {
      sockets.attach();
      k.sockDiag = answer;
    });
    expect(got).toEqual({ told: STOP + 3_000, source: byProc });
  });

  test("also when it breaks off later: then nothing is known of before", () => {
    const { told, source } = stop((k, sockets) => {
      sockets.attach().connect(8080, 40_000, { atMs: 900 });
      sockets.noisy = true;
      k.at(2_200, () => {
        k.sockDiag = undefined;
      });
    });
    expect(source).toBe("sock_diag");
    expect(told).toBeGreaterThan(2_200 + 3_000);
    expect(told).toBeLessThanOrEqual(2_200 + 3_000 + 250);
  });
});

describe("sock_diag that is odd goes on being used", () => {
  const odd = (change: (usual: Uint8Array[], request: DataView) => (Uint8Array | number)[]) =>
    stop((k, sockets) => {
      sockets.attach().connect(8080, 40_000, { atMs: 900 });
      const usual = k.sockDiag as (request: DataView) => Uint8Array[];
      k.sockDiag = (request) => change(usual(request), request);
    });

  test.each<[string, (usual: Uint8Array[], request: DataView) => (Uint8Array | number)[]]>([
    ["interrupted reads", (usual) => [errno.EINTR, ...usual.flatMap((one) => [one, errno.EINTR])]],
    [
      "answers to somebody else",
      (usual, request) => {
        const other = sequenceOf(request) + 1;
        return [joined([message(ERROR, other, int(errno.EPERM)), message(DONE, other, int(0))]), ...usual];
      },
    ],
    ["messages of other kinds", (usual, request) => [message(77, sequenceOf(request), new Uint8Array(300)), ...usual]],
    [
      "sockets that are cut short",
      (usual, request) => [message(DUMP, sequenceOf(request), new Uint8Array(71)), ...usual],
    ],
    [
      "an end without a word",
      (usual, request) => [...usual.slice(0, -1), message(DONE, sequenceOf(request), new Uint8Array(0))],
    ],
    ["all in one", (usual) => [joined(usual)]],
    ["attributes of no length", (usual, request) => [oddSocket(request, 0, 2), ...usual]],
    ["attributes past the end", (usual, request) => [oddSocket(request, 400, 2), ...usual]],
    ["a short struct tcp_info", (usual, request) => [oddSocket(request, 56, 2), ...usual]],
  ])("%s", (_what, change) => {
    expect(odd(change)).toEqual({ told: 900 + 3_000, source: "sock_diag" });
  });

  test("a table that changed while it was read is traffic", () => {
    const { told } = odd((usual, request) => [message(DUMP, sequenceOf(request), new Uint8Array(0), 0x12), ...usual]);
    expect(told).toBe(STOP + 15_000);
  });

  test("an answer without an end is read for so long, and no longer", () => {
    let reads = 0;
    const { source } = stop((k, sockets) => {
      sockets.attach();
      k.sockDiag = (request) => {
        const one = message(77, sequenceOf(request), int(0));
        return new Proxy([] as Uint8Array[], {
          get: (list, key) => {
            if (key === Symbol.iterator)
              return function* () {
                for (let i = 0; i < 5_000; i++) yield one;
              };
            return Reflect.get(list, key);
          },
        });
      };
      k.fault = (call) => {
        if (call === "read") reads++;
        return undefined;
      };
    });
    expect(source).toBe("sock_diag");
    expect(reads).toBeGreaterThan(4_096);
    expect(reads % 4_096).toBeLessThan(100);
  });
});

/** An established connection on port 8080, a byte of which came just now, if one believes an attribute whose length is not true. */
function oddSocket(request: DataView, length: number, type: number): Uint8Array {
  const body = new Uint8Array(72 + 100);
  const view = new DataView(body.buffer);
  view.setUint8(1, tcp.established);
  view.setUint16(4, 8080);
  view.setUint16(72, length, true);
  view.setUint16(74, type, true);
  return message(DUMP, sequenceOf(request), body);
}

describe("/proc/net/tcp", () => {
  const proc = (setUp: (sockets: FakeSockets, kernel: FakeKernel) => void, ...options: string[]) =>
    stop((k, sockets) => setUp(sockets.attach({ sockDiag: false }), k), ...options);
  const within = (told: number, ms: number) => {
    expect(told).toBeGreaterThanOrEqual(ms + 3_000);
    expect(told).toBeLessThanOrEqual(ms + 3_000 + 250);
  };

  test("a connection that was there before does not count", () => {
    const got = proc((sockets, k) => {
      const socket = sockets.connect(8080, 40_000);
      sockets.connect(8443, 40_000, { ipv6: true });
      for (let ms = 0; ms < 20_000; ms += 100) k.at(ms, () => Object.assign(socket, { atMs: ms }));
    });
    expect(got).toEqual({ told: STOP + 3_000, source: byProc });
  });

  test.each([
    [8080, false],
    [8443, true],
  ])("a new one on port %d does", (port, ipv6) => {
    const come = (sockets: FakeSockets, k: FakeKernel) =>
      void k.at(2_500, () => sockets.connect(port, 40_000, { ipv6 }));
    within(proc(come).told, 2_500);
    within(proc(come, "--port", `${port}`).told, 2_500);
    expect(proc(come, "--port", "9090").told).toBe(STOP + 3_000);
  });

  test("new ones that never stop coming: the whole delay", () => {
    const { told } = proc(
      (sockets, k) => {
        for (let ms = 0; ms < 20_000; ms += 400) k.at(ms, () => sockets.connect(8080, 20_000 + ms));
      },
      "--port",
      "8080",
    );
    expect(told).toBe(STOP + 15_000);
  });

  test("bytes that nobody has read are traffic, of a connection that the client has closed they are not", () => {
    const { told } = proc((sockets, k) => {
      const socket = sockets.connect(8080, 40_000);
      sockets.connect(8080, 40_001, { state: tcp.closeWait, unread: 1 });
      k.at(2_500, () => Object.assign(socket, { unread: 17 }));
      k.at(3_200, () => Object.assign(socket, { unread: 0 }));
    });
    expect(told).toBeGreaterThan(2_950 + 3_000);
    expect(told).toBeLessThanOrEqual(3_200 + 3_000);
  });

  test("one that has come and gone counts, one that was there and is closed does not", () => {
    const { told } = proc(
      (sockets, k) => {
        const socket = sockets.connect(8080, 40_000);
        k.at(2_500, () => sockets.close(sockets.connect(8080, 40_001)));
        k.at(4_500, () => sockets.close(socket));
      },
      "--port",
      "8080",
    );
    within(told, 2_500);
  });

  test("a connection of ours to somebody else does not count", () => {
    expect(
      proc(
        (sockets, k) =>
          void k.at(2_500, () => {
            sockets.connect(40_000, 5432);
            sockets.accepted--;
          }),
      ).told,
    ).toBe(STOP + 3_000);
  });

  test.each([1, 7, 150, 4_096])("it may come in pieces of %d bytes", (bytes) => {
    const { told } = proc(
      (sockets, k) => {
        k.readBytes = bytes;
        for (let peer = 30_000; peer < 30_050; peer++) sockets.connect(8080, peer);
        k.at(2_500, () => sockets.connect(8080, 40_000));
      },
      "--port",
      "8080",
    );
    within(told, 2_500);
  });

  test("without IPv6", () => {
    const got = proc((sockets, k) => {
      k.files.delete("/proc/net/tcp6");
      k.at(2_500, () => sockets.connect(8080, 40_000));
    });
    within(got.told, 2_500);
    expect(got.source).toBe(byProc);
  });

  test("20,000 connections are told from the one that is new", () => {
    const { told } = proc(
      (sockets, k) => {
        for (let peer = 20_001; peer <= 40_000; peer++) sockets.connect(8080, peer);
        k.at(2_500, () => sockets.connect(8080, 50_000));
      },
      "--port",
      "8080",
    );
    within(told, 2_500);
  });

  test.each([
    ["no such file", undefined],
    ["a file that cannot be read", errno.EACCES],
  ])("%s: the whole delay is served", (_why, fault) => {
    const got = stop((k, sockets) => {
      sockets.attach({ sockDiag: false, procNet: fault !== undefined });
      let tcpFile = 0;
      k.fault = (call, args) => {
        if (fault === undefined) return undefined;
        if (call === "open" && k.memory.text(Number(args[0])) === "/proc/net/tcp") tcpFile = 1;
        else if (call === "open") tcpFile = 0;
        return call === "read" && tcpFile === 1 ? fault : undefined;
      };
    });
    expect(got).toEqual({ told: STOP + 15_000, source: "nobody: the whole delay is served" });
  });

  test("lines that are none are left out", () => {
    const { told } = proc((_sockets, k) => {
      const table = () =>
        `garbage\n\n   0: 0100007F\n${"F".repeat(9_000)}\n ${k.nowMs} :::: \n${procRow({ port: 8080, state: tcp.listen }, 1)}   2: 0100007F:1F90 0200007F`;
      k.files.set("/proc/net/tcp", table);
    });
    expect(told).toBe(STOP + 3_000);
  });
});
