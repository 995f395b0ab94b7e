// The same over TLS, with a certificate that nobody has signed.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer as createPlainServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type TLSSocket } from "node:tls";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { createHold } from "../../../src/rehearse/load/hold.ts";
import { describeIf, needsProgram } from "../../support/needs.ts";
import { until } from "../../support/until.ts";
import { half, kindsOf, loadOn, manners, play } from "./odd-servers.ts";
import { upgrade } from "./web-socket-server.ts";

describeIf(needsProgram("openssl", "version"), "over TLS", () => {
  let key = "";
  let cert = "";

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), "lastcall-"));
    const [keyFile, certFile] = [join(folder, "key"), join(folder, "cert")];
    const words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=elsewhere.example";
    execFileSync("openssl", [...words.split(" "), "-keyout", keyFile, "-out", certFile], { stdio: "ignore" });
    key = readFileSync(keyFile, "utf8");
    cert = readFileSync(certFile, "utf8");
    rmSync(folder, { recursive: true });
  });

  /** `answer` gets the connection, and what is below TLS. */
  async function secure(answer: (socket: TLSSocket, below: Socket, text: string) => void): Promise<number> {
    const below: Socket[] = [];
    const server = createServer({ key, cert }, (socket) => {
      const raw = below.find((one) => one.remotePort === socket.remotePort);
      socket.on("error", () => {});
      socket.on("data", (chunk: Buffer) => raw && answer(socket, raw, chunk.toString("latin1")));
    });
    server.on("connection", (socket) => below.push(socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      for (const socket of below) socket.destroy();
      server.close();
    });
    return (server.address() as AddressInfo).port;
  }

  test.each<[string, (socket: TLSSocket, below: Socket) => void, string]>([
    ["answers", (socket) => manners.answers?.(socket), "ok done 200"],
    ["answers and closes", (socket) => socket.end("HTTP/1.1 200 OK\r\n\r\nok"), "ok done 200"],
    ["closes instead of answering", (socket) => socket.end(), "cut sent"],
    ["closes without a word of TLS", (_, below) => below.end(), "cut sent"],
    ["closes in the middle", (socket) => socket.end(half), "cut answering 200"],
    [
      "closes in the middle without a word of TLS",
      (socket, below) => void socket.write(half, () => setTimeout(() => below.end(), 10)),
      "cut answering 200",
    ],
    ["resets instead of answering", (_, below) => below.resetAndDestroy(), "reset-before sent ECONNRESET"],
    [
      "resets in the middle",
      (socket, below) => void socket.write(half, () => setTimeout(() => below.resetAndDestroy(), 10)),
      "reset-after answering 200 ECONNRESET",
    ],
    ["never answers", () => {}, "timed-out sent"],
  ])("an app that %s", async (manner, answer, kind) => {
    const port = await secure(answer);
    const timeoutMs = manner.startsWith("never") ? 3_000 : 20_000;
    expect(kindsOf(await play(loadOn(port, { url: "https:///", timeoutMs })))).toEqual([kind]);
  });

  test("the name in the URL is the one that a certificate is asked for", async () => {
    const names: unknown[] = [];
    const port = await secure((socket) => {
      names.push(socket.servername);
      manners.answers?.(socket);
    });
    for (const url of ["https://shop.example:8443/", "https://127.0.0.1/", "https://[::1]:1/", "https:///"])
      await play(loadOn(port, { url }), 2);
    expect(new Set(names)).toEqual(new Set(["shop.example", false]));
  });

  test("connections are kept", async () => {
    const port = await secure((socket) => manners.answers?.(socket));
    const records = await play(loadOn(port, { url: "https:///", newConnections: 0 }), 60);
    expect(kindsOf(records.filter((record) => record.reused))).toEqual(["ok done 200"]);
    expect(kindsOf(records)).toEqual(["ok done 200"]);
  });

  test.each<[string, (socket: TLSSocket, below: Socket) => void, string]>([
    ["closes", (socket) => socket.end(), "cut answering 101"],
    ["resets", (_, below) => below.resetAndDestroy(), "reset-after answering 101 ECONNRESET"],
    ["stays", () => {}, "ok answering 101"],
  ])("WebSockets of an app that %s", async (manner, end, kind) => {
    const port = await secure((socket, below, text) => {
      socket.write(upgrade(text), () => setTimeout(() => end(socket, below), 10));
    });
    const hold = createHold({ count: 3, url: "wss:///" }, { host: "127.0.0.1", port }, () => performance.now());
    onTestFinished(() => hold.abort());
    await hold.start();
    if (manner !== "stays") await until("the end of all", () => hold.counts.lost === 3);
    expect(kindsOf(await hold.stop())).toEqual([kind]);
  });

  test("an app that does not speak TLS", async () => {
    const server = await plain("HTTP/1.1 400 Bad Request\r\n\r\n");
    const [kind, ...others] = kindsOf(await play(loadOn(server, { url: "https:///" })));
    expect(kind).toMatch(/^http-error connected E/);
    expect(others).toEqual([]);
  });

  test("an app that closes during the handshake", async () => {
    const server = await plain("");
    expect(kindsOf(await play(loadOn(server, { url: "https:///" })))).toEqual(["cut connected"]);
  });
});

/** Says `text` to whatever comes, and closes. */
async function plain(text: string): Promise<number> {
  const server = createPlainServer((socket) => {
    socket.on("error", () => {}).once("data", () => socket.end(text));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
