// A server for one test, on a port of its own: what is asked of it is kept, and the test decides what is answered and when.
import { createServer, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface Answering {
  readonly port: number;
  /** The requests that have come, each up to its empty line. */
  readonly requests: string[];
  /** The connections that are open. */
  readonly open: Set<Socket>;
  close(): void;
}

/** `answer` is called for each request; without it none is answered. */
export async function answering(answer: (socket: Socket) => void = () => {}, host = "127.0.0.1"): Promise<Answering> {
  const requests: string[] = [];
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    let text = "";
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => {});
    socket.setEncoding("latin1").on("data", (part) => {
      text += part;
      if (!text.includes("\r\n\r\n")) return;
      requests.push(text);
      text = "";
      answer(socket);
    });
  });
  await new Promise<void>((resolve, reject) => server.on("error", reject).listen(0, host, resolve));
  const close = () => {
    for (const socket of open) socket.destroy();
    server.close();
  };
  onTestFinished(close);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a server without a port");
  return { port: address.port, requests, open, close };
}

/** The answer of this status, whole, and the connection closed behind it. */
export const status = (code: number) => (socket: Socket) =>
  void socket.end(`HTTP/1.1 ${code} X\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok`);
