// From a Load and the address of the app to what is written on each connection.

import { validateHeaderName, validateHeaderValue } from "node:http";
import { isIP } from "node:net";
import type { Load } from "../rehearsal.ts";

/** Where to connect. An address is better than a name, which has to be looked up for every connection. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

export interface Url {
  readonly secure: boolean;
  /** As in a Host field; empty where the URL names none. */
  readonly authority: string;
  /** `user:password`, or empty. */
  readonly user: string;
  readonly path: string;
}

/** `http://host:port/path`, of which everything but the path may be missing. Throws a TypeError for other schemes. */
export function readUrl(url: string): Url {
  const parts = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#]*)([^#]*)/i.exec(url);
  const scheme = parts?.[1]?.toLowerCase() ?? "http";
  if (!["http", "https", "ws", "wss", "tcp"].includes(scheme))
    throw new TypeError(`'${url}': unknown scheme '${scheme}'`);
  const [, user = "", authority = ""] = /^(?:(.*)@)?(.*)$/s.exec(parts?.[2] ?? "") ?? [];
  const path = (parts?.[3] ?? "").replace(/[^\x21-\x7e]+/gu, (text) => encodeURIComponent(text));
  return {
    secure: scheme === "https" || scheme === "wss",
    authority,
    user: decodeURIComponent(user),
    path: path.startsWith("/") ? path : `/${path}`,
  };
}

/** What TLS asks for a certificate of (RFC 6066, section 3): the name in the URL; empty for an address, which is none. */
export function serverName({ authority }: Url): string {
  const host = authority.replace(/:\d*$/, "");
  return host.startsWith("[") || isIP(host) > 0 ? "" : host;
}

export function authorityOf({ host, port }: Target): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Framing is the generator's: of these fields nothing is taken from the user. */
const own = new Set(["content-length", "transfer-encoding"]);

/**
 * A whole request. `close`: the connection is to end after the answer, as a load balancer without keep-alive asks for.
 * Throws a TypeError for header fields that no HTTP message can have.
 */
export function requestBytes(load: Load, target: Target, close: boolean): Buffer {
  const url = readUrl(load.url);
  const fields = new Map<string, [string, string]>();
  const set = (name: string, value: string) => fields.set(name.toLowerCase(), [name, value]);
  set("Host", url.authority || authorityOf(target));
  set("User-Agent", "lastcall");
  set("Accept", "*/*");
  set("Connection", close ? "close" : "keep-alive");
  if (url.user !== "") set("Authorization", `Basic ${Buffer.from(url.user).toString("base64")}`);
  for (const [name, value] of Object.entries(load.headers)) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    if (!own.has(name.toLowerCase())) set(name, value);
  }
  const body = Buffer.from(load.body ?? "");
  if (load.body !== null || /^(?:POST|PUT|PATCH)$/.test(load.method)) set("Content-Length", `${body.length}`);
  const lines = [...fields.values()].map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${load.method} ${url.path} HTTP/1.1\r\n${lines.join("")}\r\n`, "latin1"), body]);
}
