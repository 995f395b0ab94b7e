// A port of its own for every replica, and what is rehearsed with that port put in. Replicas share this machine's ports, as containers
// with `--network host` do: what listens on a fixed port can be started once only.

import { createServer } from "node:net";
import type { Hook, Ready, Rehearsal } from "../rehearsal.ts";
import { portOf } from "../url.ts";

/** A port that nobody listens on, and that is in none of `taken`; it is added there. Rejects with the error of listen(2). */
export async function freePort(taken: Set<number>): Promise<number> {
  for (;;) {
    const port = await anyPort();
    if (taken.has(port)) continue;
    taken.add(port);
    return port;
  }
}

function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/**
 * The rehearsal of one replica: `PORT` is set, `{port}` is replaced in the words, in variables and in the hook. Its probe asks at that
 * port, whichever it named, or whether it listens there if it named none; and so does an http hook that named the port of the probe or of the load.
 */
export function onPort(rehearsal: Rehearsal, port: number): Rehearsal {
  const put = (text: string) => text.replaceAll("{port}", `${port}`);
  const env = Object.fromEntries(Object.entries(rehearsal.env).map(([name, value]) => [name, put(value)]));
  const shared = new Set([portOfReady(rehearsal.ready), rehearsal.load === null ? null : portIn(rehearsal.load.url)]);
  return {
    ...rehearsal,
    command: rehearsal.command.map(put),
    env: { ...env, PORT: `${port}` },
    ready: probeAt(rehearsal.ready, port, put),
    hook: rehearsal.hook === null ? null : hookAt(rehearsal.hook, port, put, shared),
  };
}

function probeAt(ready: Ready, port: number, put: (text: string) => string): Ready {
  switch (ready.kind) {
    case "tcp":
    case "listen":
      return { kind: "tcp", port };
    case "url":
      return { kind: "url", url: withPort(put(ready.url), port) };
    case "exec":
      return { kind: "exec", command: ready.command.map(put) };
    case "log":
      return ready;
  }
}

function hookAt(hook: Hook, port: number, put: (text: string) => string, shared: Set<number | null>): Hook {
  if (hook.kind === "exec") return { kind: "exec", command: hook.command.map(put) };
  if (hook.kind === "sleep") return hook;
  const url = put(hook.url);
  return { kind: "http", url: shared.has(portIn(url)) ? withPort(url, port) : url };
}

function portOfReady(ready: Ready): number | null {
  if (ready.kind === "tcp") return ready.port;
  return ready.kind === "url" ? portIn(ready.url) : null;
}

/** Null for what is no URL of a host: a path alone, or `{port}` in it still. */
function portIn(text: string): number | null {
  const url = URL.parse(text);
  if (url === null || url.hostname === "") return null;
  return portOf(url);
}

function withPort(text: string, port: number): string {
  const url = URL.parse(text);
  if (url === null || url.hostname === "") return text;
  url.port = `${port}`;
  return url.href;
}
