// What the app is asked while it runs: the steady load, the slow requests, the sessions that are held open.

import { Wrong } from "./bad-option.ts";
import type { Given } from "./given.ts";
import { defaults } from "./options.ts";
import { ratePerSecond } from "./rate.ts";
import type { Load, Rehearsal } from "./rehearsal.ts";
import type { Source } from "./sources/source.ts";
import { type AppUrl, appUrl } from "./url.ts";
import { durationMs, headerFields, methodNamed, share, wholeNumber } from "./values.ts";

/** More of them to one machine's own ports than its usual limits allow. */
const MOST_SESSIONS = 10_000;

export interface Loads extends Pick<Rehearsal, "load" | "slow" | "hold"> {
  /** The port that they are for; null where the app is to tell. */
  readonly port: number | null;
}

/** Throws BadOption. */
export function loadsOf(given: Given, source: Source | null): Loads {
  given.refuseAlone(["rate", "method", "body"], "url");
  given.refuseAlone(["slowRate"], "slow");
  given.refuseAlone(["newConnections", "header", "timeout"], "url", "slow");
  given.refuseAlone(["holdUrl"], "hold");
  const main = given.take("url", (value) => atPort(appUrl(value), source));
  const slow = given.take("slow", (value) => atPort(appUrl(value), main ?? source));
  const all = {
    headers: given.take("header", headerFields) ?? {},
    newConnections: given.take("newConnections", share) ?? share(defaults.newConnections),
    timeoutMs: given.take("timeout", positive) ?? durationMs(defaults.timeout),
  };
  const body = given.take("body", text);
  const method = given.take("method", methodNamed) ?? (body === null ? "GET" : "POST");
  const perSecond = given.take("rate", ratePerSecond) ?? ratePerSecond(defaults.rate);
  const slowPerSecond = given.take("slowRate", ratePerSecond) ?? ratePerSecond(defaults.slowRate);
  const load: Load | null = main === null ? null : { url: main.text, perSecond, method, body, ...all };
  const slowLoad: Load | null =
    slow === null ? null : { url: slow.text, perSecond: slowPerSecond, method: "GET", body: null, ...all };
  const port = main?.port ?? slow?.port ?? null;
  const hold = holdOf(given, port ?? source?.port ?? null);
  return { load, slow: slowLoad, hold: hold?.hold ?? null, port: port ?? hold?.port ?? null };
}

/** A path alone is on the port that is known already, if one is. */
function atPort(url: AppUrl, known: { readonly port: number | null } | null): AppUrl {
  if (!url.text.startsWith("/") || known === null || known.port === null) return url;
  return { text: `http://localhost:${known.port}${url.text}`, port: known.port };
}

function holdOf(given: Given, port: number | null): { hold: Rehearsal["hold"]; port: number | null } | null {
  const count = given.take("hold", (value) => wholeNumber(value, 0, MOST_SESSIONS)) ?? 0;
  const url = given.take("holdUrl", sessionUrl) ?? { text: `tcp://localhost${port === null ? "" : `:${port}`}`, port };
  return count === 0 ? null : { hold: { count, url: url.text }, port: url.port };
}

/** `ws://...`, `tcp://HOST:PORT`, or `tcp:PORT`. */
function sessionUrl(value: string): AppUrl {
  const port = typeof value === "string" ? /^tcp:(\d{1,5})$/.exec(value)?.[1] : undefined;
  const url = appUrl(port === undefined ? value : `tcp://localhost:${port}`, ["ws", "wss", "tcp"]);
  if (url.text.startsWith("/")) throw new Wrong("expected ws://HOST:PORT/PATH or tcp:PORT");
  return url;
}

function positive(value: string | number): number {
  const ms = durationMs(value);
  if (ms === 0) throw new Wrong("expected more than 0");
  return ms;
}

function text(value: string): string {
  if (typeof value !== "string") throw new Wrong("expected a text");
  return value;
}
