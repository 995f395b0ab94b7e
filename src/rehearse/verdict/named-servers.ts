// Servers that are known by name, and the signals on which each finishes its work. The sources are the programs' own manuals, or what
// was measured: docs/recipes.md has the lines for each.

import type { ProcessRecord } from "../report.ts";
import { includes, shortName } from "./signals.ts";

export interface NamedServer {
  readonly names: readonly string[];
  /** On these it finishes what it has begun; none where no signal does that by itself. */
  readonly graceful: readonly string[];
  /** What it does on others. */
  readonly on: Readonly<Record<string, string>>;
  /** What to change where no signal is graceful. */
  readonly instead?: string;
}

const cuts = "ends at once and cuts the requests in flight";

export const namedServers: readonly NamedServer[] = [
  // nginx.org/en/docs/control.html; its image has STOPSIGNAL SIGQUIT.
  { names: ["nginx", "openresty"], graceful: ["QUIT"], on: { TERM: cuts, INT: cuts } },
  // httpd.apache.org/docs/2.4/stopping.html; its image has STOPSIGNAL SIGWINCH.
  { names: ["httpd", "apache2"], graceful: ["WINCH"], on: { TERM: cuts, INT: cuts } },
  // php-fpm(8).
  { names: ["php-fpm"], graceful: ["QUIT"], on: { TERM: cuts, INT: cuts } },
  // HAProxy's doc/management.txt, 4. Stopping and restarting.
  { names: ["haproxy"], graceful: ["USR1"], on: { TERM: cuts, INT: cuts } },
  // postgresql.org/docs/current/server-shutdown.html.
  {
    names: ["postgres", "postmaster"],
    graceful: ["INT"],
    on: { TERM: "waits until every client has left by itself, for ever", QUIT: "leaves without a checkpoint" },
  },
  // pgbouncer.org/usage.html, Signals.
  {
    names: ["pgbouncer"],
    graceful: ["INT"],
    on: { TERM: "drops its clients up to version 1.22, and from 1.23 on waits until each has left" },
  },
  // uwsgi-docs: Management.rst, "Signals for controlling uWSGI".
  {
    names: ["uwsgi"],
    graceful: [],
    on: { TERM: "reloads and does not end", INT: cuts, QUIT: cuts },
    instead: "set `hook-master-start = unix_signal:15 gracefully_kill_them_all` in uWSGI's configuration",
  },
  // unicorn: SIGNALS.
  { names: ["unicorn", "unicorn_rails"], graceful: ["QUIT"], on: { TERM: cuts, INT: cuts } },
  // puma: docs/signals.md.
  { names: ["puma"], graceful: ["TERM", "INT"], on: {} },
  // gunicorn: workers/base.py, docs/source/signals.rst.
  { names: ["gunicorn"], graceful: ["TERM"], on: { QUIT: cuts, INT: cuts } },
  // uvicorn: Server.handle_exit.
  { names: ["uvicorn", "hypercorn"], graceful: ["TERM", "INT"], on: {} },
  // celery: docs/userguide/workers.rst.
  { names: ["celery"], graceful: ["TERM", "INT"], on: { QUIT: "ends its tasks (cold shutdown)" } },
  // sidekiq: wiki, Signals.
  { names: ["sidekiq"], graceful: ["TERM", "INT"], on: { TSTP: "fetches no more jobs and does not end" } },
  // resque: README, Signals.
  { names: ["resque"], graceful: ["QUIT"], on: { TERM: "kills its job (without TERM_CHILD=1)", INT: "kills its job" } },
  // redis.io: Redis signal handling.
  { names: ["redis-server", "valkey-server", "redis"], graceful: ["TERM", "INT"], on: {} },
  { names: ["mysqld", "mariadbd"], graceful: ["TERM"], on: {} },
  { names: ["mongod", "mongos"], graceful: ["TERM", "INT"], on: {} },
  { names: ["traefik"], graceful: ["TERM", "INT"], on: {} },
  {
    names: ["envoy"],
    graceful: [],
    on: { TERM: cuts, INT: cuts },
    instead: "ask its admin port to drain before the signal comes: --pre-stop-http to an address that does it",
  },
];

const interpreters = /^(?:python|ruby|perl|php|node|bundle)[\d.]*$/;

/** The server that this process is; null for one that is not known. */
export function serverOf(process: ProcessRecord): NamedServer | null {
  const words = process.commandLine.split(/[\s\0]+/).filter((word) => word.length > 0);
  const candidates = [process.name, words[0] ?? ""];
  if (interpreters.test(baseOf(words[0] ?? ""))) candidates.push(scriptOf(words));
  for (const candidate of candidates) {
    const base = baseOf(candidate);
    const plain = base.replace(/[-.]?\d+(?:\.\d+)*$/, "");
    const found = namedServers.find(({ names }) => names.includes(base) || names.includes(plain));
    if (found !== undefined) return found;
  }
  return null;
}

/** `python -m gunicorn`, `ruby -W0 /usr/bin/puma`: the script's name. */
function scriptOf(words: readonly string[]): string {
  const at = words.findIndex((word, index) => index > 0 && !word.startsWith("-") && word !== "exec");
  return at < 0 ? "" : (words[at] as string);
}

/** Without folder, and without what a title has behind a colon: `nginx: master process`. */
function baseOf(path: string): string {
  const base = path.slice(path.lastIndexOf("/") + 1);
  return base.replace(/:.*$/, "");
}

export function isGraceful(server: NamedServer, signal: string): boolean {
  return includes(server.graceful, signal);
}

/** What it does on a signal that is not graceful. */
export function whatItDoes(server: NamedServer, signal: string): string {
  return server.on[shortName(signal)] ?? "is not known to finish requests on it";
}
