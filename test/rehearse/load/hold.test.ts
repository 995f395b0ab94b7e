// Sessions that are held open: how they begin, and every way in which they end.
import { type AddressInfo, createServer, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Generator } from "../../../src/rehearse/load/generator.ts";
import { createHold } from "../../../src/rehearse/load/hold.ts";
import { answering } from "../../support/http-server.ts";
import { until } from "../../support/until.ts";
import { kindsOf } from "./odd-servers.ts";
import { serverFrame, upgrade } from "./web-socket-server.ts";

function holdOn(port: number, url: string, count = 5): Generator {
  const hold = createHold({ count, url }, { host: "127.0.0.1", port }, () => performance.now());
  onTestFinished(() => hold.abort());
  return hold;
}

/** An app that upgrades every connection. What came afterwards is in `said`. */
async function webSockets(first: Uint8Array = Buffer.alloc(0)) {
  const sockets = new Set<Socket>();
  const said: Uint8Array[] = [];
  const server = createServer((socket) => {
    let request = "";
    socket.on("error", () => {});
    socket.on("data", (chunk: Buffer) => {
      if (sockets.has(socket)) said.push(chunk);
      else request += chunk.toString("latin1");
      if (sockets.has(socket) || !request.endsWith("\r\n\r\n")) return;
      sockets.add(socket);
      socket.write(Buffer.concat([Buffer.from(upgrade(request)), first]));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, sockets, said };
}

const closeFrame = (code: number) => serverFrame(8, Buffer.from([code >> 8, code & 0xff]));

describe("WebSockets", () => {
  test.each<[string, (socket: Socket) => void, string, number | undefined]>([
    ["says that it is going away", (socket) => socket.end(closeFrame(1001)), "ok done 101", 1001],
    ["says goodbye without a code", (socket) => socket.end(serverFrame(8, Buffer.alloc(0))), "ok done 101", 1005],
    ["says that it restarts", (socket) => socket.write(closeFrame(1012)), "ok done 101", 1012],
    ["says that it has failed", (socket) => socket.end(closeFrame(1011)), "http-error done 101", 1011],
    ["closes without a close frame", (socket) => socket.end(), "cut answering 101", undefined],
    [
      "closes in the middle of a frame",
      (socket) => socket.end(Buffer.from([0x82, 9, 1])),
      "cut answering 101",
      undefined,
    ],
    ["resets", (socket) => socket.resetAndDestroy(), "reset-after answering 101 ECONNRESET", undefined],
    ["sends nonsense", (socket) => socket.write("what?"), "http-error answering 101 EPROTO", undefined],
  ])("an app that %s", async (_, end, kind, code) => {
    const app = await webSockets();
    const hold = holdOn(app.port, "ws:///live");
    await hold.start();
    expect(hold.counts).toEqual({ sent: 5, ok: 5, lost: 0 });
    for (const socket of app.sockets) end(socket);
    const lost = kind.startsWith("ok") ? 0 : 5;
    const closed = () => [...app.sockets].every((socket) => socket.destroyed);
    await until("the end of all", () => hold.counts.lost === lost && (lost > 0 || closed()));
    const records = await hold.stop();
    expect(kindsOf(records)).toEqual([kind]);
    expect(records.map((record) => record.closeCode)).toEqual(Array(5).fill(code));
    expect(records.every((record) => record.kind === "hold" && !record.reused)).toBe(true);
    expect(new Set(records.map((record) => record.connection)).size).toBe(5);
  });

  test("pings are answered, and what is said is passed over", async () => {
    const app = await webSockets(serverFrame(1, Buffer.from("welcome")));
    const hold = holdOn(app.port, "ws:///", 1);
    await hold.start();
    const socket = await until("the session", () => [...app.sockets][0]);
    socket.write(Buffer.concat([serverFrame(2, Buffer.alloc(70_000)), serverFrame(9, Buffer.from("are you there"))]));
    const pong = await until("a pong", () => app.said[0]);
    expect(pong[0]).toBe(0x8a);
    const mask = pong.subarray(2, 6);
    expect(
      pong
        .subarray(6)
        .map((byte, index) => byte ^ (mask[index % 4] ?? 0))
        .toString(),
    ).toBe("are you there");
    const [record] = await hold.stop();
    expect(record).toMatchObject({ outcome: "ok", phase: "answering", status: 101 });
    expect(record?.bytes).toBe(2 + 7 + 10 + 70_000 + 2 + 13);
  });

  test("what is open at the end is closed by us, and no loss", async () => {
    const app = await webSockets();
    const hold = holdOn(app.port, "ws:///", 200);
    await hold.start();
    expect(app.sockets.size).toBe(200);
    const records = await hold.stop();
    expect(kindsOf(records)).toEqual(["ok answering 101"]);
    expect(records).toHaveLength(200);
    await until("our close frames", () => app.said.length === 200 && app.said.every((frame) => frame[0] === 0x88));
    expect(await hold.stop()).toBe(records);
  });

  test.each([
    ["does not upgrade", "HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n", "http-error done 404"],
    ["answers another key", upgrade("", "x"), "http-error answering 101 EPROTO"],
    ["closes instead", "", "cut sent"],
  ])("an app that %s", async (_, text, kind) => {
    const app = await answering((socket) => socket.end(text));
    const hold = holdOn(app.port, "ws:///");
    await hold.start();
    expect(hold.counts).toEqual({ sent: 5, ok: 0, lost: 5 });
    expect(kindsOf(await hold.stop())).toEqual([kind]);
  });
});

describe("bare TCP", () => {
  test.each<[string, (socket: Socket) => void, string]>([
    ["closes", (socket) => socket.end(), "ok done"],
    ["says something and closes", (socket) => socket.end("bye"), "ok done"],
    ["resets", (socket) => socket.resetAndDestroy(), "reset-before connected ECONNRESET"],
    [
      "says something and resets",
      (socket) => void socket.write("oops", () => setTimeout(() => socket.resetAndDestroy(), 20)),
      "reset-after answering ECONNRESET",
    ],
    ["stays", () => {}, "ok connected"],
  ])("an app that %s", async (manner, end, kind) => {
    const app = await answering();
    const hold = holdOn(app.port, "tcp:1234");
    await hold.start();
    expect(hold.counts.ok).toBe(5);
    await until("all of them", () => app.open.size === 5);
    for (const socket of [...app.open]) end(socket);
    if (manner !== "stays") await until("the end of all", () => app.open.size === 0);
    if (kind.startsWith("reset")) await until("all resets", () => hold.counts.lost === 5);
    expect(kindsOf(await hold.stop())).toEqual([kind]);
    await until("the end of all connections", () => app.open.size === 0);
  });

  test("nobody listens", async () => {
    const app = await answering();
    app.close();
    const hold = holdOn(app.port, "tcp:");
    await hold.start();
    expect(kindsOf(await hold.stop())).toEqual(["refused connecting ECONNREFUSED"]);
  });
});
