// --until-idle on sockets that sock_diag tells of: when a byte last came decides when the app is told, to the millisecond.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FakeKernel } from "../support/fake-kernel.ts";
import { FakeSockets, tcp } from "../support/fake-sockets.ts";
import { play, sent } from "../support/init-wasm.ts";

const TERM = 15;
/** The stop begins then; the delay is over 15 s later, and has 1 s at least. */
const STOP = 1_000;

/** When the app is told, and what the init said. */
function stop(setUp: (sockets: FakeSockets, kernel: FakeKernel) => void, ...options: string[]) {
  const argv = ["-v", "--delay", "15s", "--until-idle", "3s", ...options, "app"];
  const { kernel } = play({ argv }, (k) => {
    const sockets = new FakeSockets(k).attach();
    setUp(sockets, k);
    k.at(STOP, () => k.queue({ signal: TERM }));
  });
  const [told, ...more] = sent(kernel).map((line) => Number(/^(\d+) kill 10 TERM$/.exec(line)?.[1]));
  expect(more).toEqual([]);
  expect(kernel.openFiles()).toEqual([]);
  return { told, kernel };
}

describe("traffic by sock_diag", () => {
  test("without a connection the delay has its least length", () => {
    const { told, kernel } = stop((sockets) => sockets.listen(8080));
    expect(told).toBe(STOP + 1_000);
    expect(kernel.stderr).toContain("traffic is watched by sock_diag\n");
    expect(kernel.stderr).toContain("over as traffic was idle");
  });

  test("nothing listens: nothing to wait for", () => {
    expect(stop(() => {}).told).toBe(STOP + 1_000);
  });

  test("a keep-alive client that goes on for 4 s: 3 s after its last byte", () => {
    const { told } = stop((sockets, k) => {
      sockets.listen(8080);
      const socket = sockets.connect(8080, 40_000);
      for (let ms = 0; ms <= STOP + 4_000; ms += 200) {
        k.at(ms, () => {
          socket.atMs = k.nowMs;
        });
      }
    });
    expect(told).toBe(STOP + 4_000 + 3_000);
  });

  test("a client that never stops: the whole delay", () => {
    const { told } = stop((sockets, k) => {
      sockets.listen(8080);
      const socket = sockets.connect(8080, 40_000);
      for (let ms = 0; ms <= 30_000; ms += 900) {
        k.at(ms, () => {
          socket.atMs = k.nowMs;
        });
      }
    });
    expect(told).toBe(STOP + 15_000);
  });

  test.each(["finWait1", "finWait2", "closeWait", "lastAck", "closing"] as const)(
    "in %s a byte counts too",
    (state) => {
      const { told } = stop((sockets) => sockets.listen(8080).connect(8080, 40_000, { state: tcp[state], atMs: 900 }));
      expect(told).toBe(900 + 3_000);
    },
  );

  test("IPv6 counts as IPv4 does", () => {
    const { told } = stop((sockets) => {
      sockets.listen(8443, true).connect(8443, 40_000, { ipv6: true, atMs: 700 });
      sockets.listen(8080).connect(8080, 40_000, { atMs: 500 });
    });
    expect(told).toBe(700 + 3_000);
  });

  test("the youngest of 20,000 connections counts, and nothing is allocated", () => {
    const tops: number[] = [];
    const { told } = stop((sockets, k) => {
      sockets.listen(8080);
      for (let peer = 20_001; peer <= 40_000; peer++)
        sockets.connect(8080, peer, { atMs: peer === 39_999 ? 900 : 100 });
      for (const ms of [1_001, 3_800]) k.at(ms, () => void tops.push(heapTop(k)));
    });
    expect(told).toBe(900 + 3_000);
    expect(tops).toHaveLength(2);
    expect(tops[0]).toBe(tops[1]);
  });

  test("any random course of bytes: 3 s after the last, within the bounds of the delay", () => {
    // Looks are 10 ms apart at least (src/core/machine.ts), so bytes are further apart.
    const byte = fc.record({
      ms: fc.integer({ min: 0, max: 400 }).map((n) => n * 50),
      connection: fc.nat(3),
      ipv6: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 12 }), (bytes) => {
        const { told = 0 } = stop(
          (sockets, k) => {
            sockets.listen(8080).listen(8443, true);
            const open = new Map<string, { atMs?: number }>();
            for (const { ms, connection, ipv6 } of bytes) {
              k.at(ms, () => {
                const key = `${connection} ${ipv6}`;
                const socket = open.get(key) ?? sockets.connect(ipv6 ? 8443 : 8080, 40_000 + connection, { ipv6 });
                socket.atMs = k.nowMs;
                open.set(key, socket);
              });
            }
          },
          "--port",
          "8080,8443",
        );
        let idle = STOP + 1_000;
        for (const { ms } of bytes.toSorted((a, b) => a.ms - b.ms)) if (ms <= idle) idle = Math.max(idle, ms + 3_000);
        const late = told - Math.min(idle, STOP + 15_000);
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThanOrEqual(10);
      }),
    );
  });
});

describe("as long as no segment comes", () => {
  const dumps = (noisy: boolean, counts = true) => {
    const { told, kernel } = stop((sockets, k) => {
      sockets.noisy = noisy;
      sockets.listen(8080).connect(8080, 40_000, { atMs: 990 });
      if (!counts) k.files.delete("/proc/net/snmp");
    });
    expect(told).toBe(990 + 3_000);
    return kernel.calls.get("socket") ?? 0;
  };

  test("sockets are left alone once they are at rest, and not before", () => {
    // The ports, and every 250 ms of the first second.
    expect(dumps(false)).toBe(1 + 5);
    expect(dumps(true)).toBe(1 + 13);
  });

  test("and a byte that has just come ends a look, but never hides a younger one", () => {
    let reads = 0;
    const { told } = stop((sockets, k) => {
      sockets.batch = 1;
      sockets.listen(8080);
      const all = Array.from({ length: 1_000 }, (_, index) => sockets.connect(8080, 20_000 + index, { atMs: 0 }));
      for (let ms = 900; ms <= 4_000; ms += 100) {
        k.at(ms, () => {
          for (const index of [10, 999]) Object.assign(all[index] ?? {}, { atMs: ms - (index === 10 ? 50 : 0) });
        });
      }
      k.fault = (call) => {
        if (call === "read" && k.nowMs >= 2_000 && k.nowMs < 3_900) reads++;
        return undefined;
      };
    });
    expect(told).toBe(4_000 + 3_000);
    expect(reads).toBeGreaterThan(7 * 11);
    expect(reads).toBeLessThan(9 * 20);
  });

  test("unless that is not known", () => {
    expect(dumps(false, false)).toBe(1 + 13);
  });

  test("a byte after a silence counts", () => {
    const { told } = stop((sockets, k) => {
      const socket = sockets.listen(8080).connect(8080, 40_000, { atMs: 900 });
      k.at(3_700, () => {
        socket.atMs = 3_690;
      });
    });
    expect(told).toBe(3_690 + 3_000);
  });

  test("a connection that is closed for its idleness in a silence does not", () => {
    const { told } = stop((sockets, k) => {
      const socket = sockets.listen(8080).connect(8080, 40_000, { atMs: 900 });
      k.at(2_950, () => sockets.close(socket));
    });
    expect(told).toBe(900 + 3_000);
  });
});

describe("the ports", () => {
  test("by default those that are listened on: an answer to a request of our own does not count", () => {
    const { told } = stop((sockets) => sockets.listen(8080).connect(40_000, 5432, { atMs: 1_000 }));
    expect(told).toBe(STOP + 1_000);
  });

  test("by default those at the beginning of the delay", () => {
    const { told } = stop((sockets, k) => {
      sockets.listen(8080);
      k.at(1_500, () => {
        sockets.listen(9090).connect(9090, 40_000);
        // The kernel counts what was accepted for all ports as one.
        sockets.accepted--;
      });
    });
    expect(told).toBe(STOP + 1_000);
  });

  test("--port narrows", () => {
    const traffic = (sockets: FakeSockets, k: FakeKernel) => {
      sockets.listen(8080).listen(9090).listen(65_535);
      const scraped = sockets.connect(9090, 40_000);
      k.at(2_500, () => {
        scraped.atMs = 2_500;
        sockets.connect(9090, 40_001);
      });
      sockets.connect(65_535, 40_000, { atMs: 800 });
      sockets.connect(1, 40_000, { atMs: 600 });
    };
    expect(stop(traffic).told).toBe(2_500 + 3_000);
    expect(stop(traffic, "--port", "8080").told).toBe(STOP + 1_000);
    expect(stop(traffic, "--port", "1").told).toBe(600 + 3_000);
    expect(stop(traffic, "--port", "65535,8080").told).toBe(800 + 3_000);
    expect(stop(traffic, "--port", "1,9090").told).toBe(2_500 + 3_000);
  });
});

describe("connections that come and go between two looks", () => {
  test("closed by the server: seen by what is left of it", () => {
    const { told } = stop(
      (sockets, k) => {
        sockets.listen(8080);
        k.at(3_090, () => sockets.close(sockets.connect(8080, 40_000)));
        sockets.connect(8080, 39_999, { atMs: 900 });
      },
      "--port",
      "8080",
    );
    expect(told).toBe(3_090 + 3_000);
  });

  test("closed before the stop began: known to the millisecond", () => {
    const { told } = stop((sockets, k) => {
      sockets.listen(8080);
      k.at(810, () => sockets.close(sockets.connect(8080, 40_000)));
    });
    expect(told).toBe(810 + 3_000);
  });

  test("closed for its idleness: does not count", () => {
    const { told } = stop((sockets, k) => {
      sockets.listen(8080);
      const resting = sockets.connect(8080, 40_000, { atMs: 0 });
      const busy = sockets.connect(8080, 40_001);
      for (const ms of [2_500, 4_000]) {
        k.at(ms, () => {
          busy.atMs = ms;
        });
      }
      k.at(4_600, () => sockets.close(resting));
    });
    expect(told).toBe(4_000 + 3_000);
  });

  test("closed while it was busy: counts", () => {
    const { told } = stop((sockets, k) => {
      const busy = sockets.listen(8080).connect(8080, 40_001, { atMs: 900 });
      k.at(1_300, () => sockets.close(busy));
    });
    expect(told).toBe(1_300 + 3_000);
  });

  test("closed, and the client keeps its end open: counts when it is first seen, whatever tcp_fin_timeout is", () => {
    const { told = 0 } = stop(
      (sockets, k) => {
        sockets.listen(8080).connect(8080, 39_999, { atMs: 900 });
        // 4 s are left of a tcp_fin_timeout of 5 s.
        const state = { state: tcp.finWait2, closed: true, atMs: 3_010 - 55_000 };
        k.at(3_010, () => sockets.connect(8080, 40_000, state));
      },
      "--port",
      "8080",
    );
    expect(told).toBeGreaterThanOrEqual(3_010 + 3_000);
    expect(told).toBeLessThanOrEqual(3_010 + 3_000 + 250);
  });

  test("closed by the client: the kernel has counted it", () => {
    const come = (sockets: FakeSockets, k: FakeKernel) => {
      sockets.listen(8080).connect(8080, 39_999, { atMs: 900 });
      k.at(3_010, () => sockets.forget(sockets.connect(8080, 40_000)));
    };
    const { told = 0 } = stop(come);
    expect(told).toBeGreaterThanOrEqual(3_010 + 3_000);
    expect(told).toBeLessThanOrEqual(3_010 + 3_000 + 250);
    // It counts all ports as one.
    expect(stop(come, "--port", "8080").told).toBe(900 + 3_000);
  });

  test("half open: counts as long as its first answer may be on the way", () => {
    const half = (retransmissions: number) => (sockets: FakeSockets, k: FakeKernel) => {
      sockets.listen(8080);
      const socket = sockets.connect(8080, 40_000, { state: tcp.synRecv, retransmissions });
      k.at(2_300, () => sockets.forget(socket));
    };
    const told = stop(half(0)).told ?? 0;
    expect(told).toBeGreaterThan(2_000 + 3_000);
    expect(told).toBeLessThanOrEqual(2_300 + 3_000);
    expect(stop(half(1)).told).toBe(STOP + 1_000);
  });
});

/** Where the next object would be put (test/init/memory.test.ts). */
function heapTop(kernel: FakeKernel): number {
  const globals = Object.entries(kernel.instance?.exports ?? {}).filter(([name]) => /^g\d+$/.test(name));
  return Math.max(...globals.map(([, global]) => (global as WebAssembly.Global).value as number));
}
