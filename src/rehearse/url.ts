// The URLs of an app: whatever they leave out is the app's own. Only their path, their port and what goes into the Host field count: a
// rehearsal sends requests to the app that it has started, and to nobody else.

import { Wrong } from "./bad-option.ts";
import type { Rehearsal } from "./rehearsal.ts";

const FORM = "http://HOST:PORT/PATH, :PORT/PATH or /PATH";

export interface AppUrl {
  /** Absolute, or a path that begins with a slash. */
  readonly text: string;
  /** The port that it names; null where the app is to tell. */
  readonly port: number | null;
}

/** `http://127.0.0.1:8080/x`, `:8080/x` or `/x`. Throws Wrong. */
export function appUrl(value: string, schemes: readonly string[] = ["http", "https"]): AppUrl {
  if (typeof value !== "string" || value === "") throw new Wrong(`expected ${FORM}`);
  if (/[\s\p{Cc}]/u.test(value)) throw new Wrong("expected a URL without blanks (%20)");
  if (value.startsWith("/") && !value.startsWith("//")) return { text: value, port: null };
  const short = /^(?:localhost|127\.0\.0\.1|\[::1\])?:\d/.test(value);
  const scheme = schemes[0] ?? "http";
  const text = short ? `${scheme}://${value.startsWith(":") ? "localhost" : ""}${value}` : value;
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) throw new Wrong(`expected ${FORM}`);
  const named = text.slice(0, text.indexOf(":")).toLowerCase();
  if (!schemes.includes(named)) throw new Wrong(`expected a URL with ${schemes.map((one) => `${one}:`).join(" or ")}`);
  if (!URL.canParse(text)) throw new Wrong(`expected ${FORM}`);
  const url = new URL(text);
  if (!isEncoded(url.username + url.password)) throw new Wrong("expected %25 for a per cent sign in user or password");
  // URL leaves out the port that its scheme has by default; it was named all the same.
  const port = /:(\d+)$/.exec(text.slice(named.length + 3).split(/[/?#]/)[0] ?? "")?.[1];
  if (url.port === "0") throw new Wrong("expected a port from 1 to 65535");
  return { text, port: port === undefined ? null : Number(port) };
}

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** The port to connect to: the one that it names, or its scheme's own. */
export const portOf = ({ port, protocol }: URL): number => Number(port || (protocol === "https:" ? 443 : 80));

/** The port in a URL of requests or sessions; null where the app is to tell. */
export const portNamed = (url: string): number | null => appUrl(url, ["http", "https", "ws", "wss", "tcp"]).port;

/** Those of a rehearsal's URLs that leave the port to the app. */
export function openUrls({ load, slow, hold }: Pick<Rehearsal, "load" | "slow" | "hold">): string[] {
  return [load, slow, hold].flatMap((one) => (one === null || portNamed(one.url) !== null ? [] : [one.url]));
}

/** As appUrl; it has to name a port, or its scheme does. */
export function absoluteUrl(value: string, schemes?: readonly string[]): string {
  const { text } = appUrl(value, schemes);
  if (text.startsWith("/")) throw new Wrong("expected a URL with a port, like http://localhost:8080/ready");
  return text;
}
