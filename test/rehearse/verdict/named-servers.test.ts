// Servers by name: on which signal each finishes its requests, as docs/recipes.md and the servers' own manuals have it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { initsOf } from "../../../src/rehearse/verdict/inits.ts";
import { namedServers, serverOf } from "../../../src/rehearse/verdict/named-servers.ts";
import { codes, found, judged, killedRecording, program, recording, request, requests } from "./recordings.ts";

/** An app of this name under load, told with this signal; with losses, or without. */
function stopped(
  name: string,
  stopSignal: string,
  over: { cut?: boolean; commandLine?: string; command?: string[] } = {},
) {
  const commandLine = over.commandLine ?? name;
  const app = program(1, name, { commandLine, catches: [stopSignal], listens: true, toMs: 7030 });
  const cut = request(-100, { outcome: "cut", phase: "answering", bytes: 5, endMs: 20 });
  const asked = [...requests(-500, 100), ...(over.cut === true ? [cut] : [])];
  return judged(recording({ command: over.command ?? [name], processes: [app], requests: asked }), { stopSignal });
}

/** Those that are graceful, and those that are not. */
const rows: [name: string, graceful: string[], others: string[]][] = [
  ["nginx", ["QUIT"], ["TERM", "INT"]],
  ["httpd", ["WINCH"], ["TERM"]],
  ["apache2", ["WINCH"], ["TERM"]],
  ["php-fpm8.2", ["QUIT"], ["TERM"]],
  ["haproxy", ["USR1"], ["TERM"]],
  ["postgres", ["INT"], ["TERM", "QUIT"]],
  ["pgbouncer", ["INT"], ["TERM"]],
  ["unicorn", ["QUIT"], ["TERM", "INT"]],
  ["puma", ["TERM", "INT"], ["QUIT"]],
  ["gunicorn", ["TERM"], ["QUIT", "INT"]],
  ["uvicorn", ["TERM", "INT"], ["QUIT"]],
  ["celery", ["TERM"], ["QUIT"]],
  ["sidekiq", ["TERM"], ["TSTP", "QUIT"]],
  ["resque", ["QUIT"], ["TERM"]],
  ["redis-server", ["TERM"], ["QUIT"]],
  ["mysqld", ["TERM"], ["QUIT"]],
  ["mongod", ["TERM"], ["QUIT"]],
  ["traefik", ["TERM"], ["QUIT"]],
];

describe.each(rows)("%s", (name, graceful, others) => {
  test.each(graceful)("finishes on %s", (signal) => {
    expect(stopped(name, signal)).toMatchObject({ verdict: "pass", findings: [] });
  });

  test.each(others)("does not on %s", (signal) => {
    const report = stopped(name, signal);
    expect(report.verdict).toBe("pass");
    expect(found(report, "wrong-signal")).toMatchObject({ severity: "warning", evidence: { processes: [1] } });
    expect(found(report, "wrong-signal").message).toContain(`it finishes its requests on SIG${graceful[0]}.`);
  });

  test.each(others)("with what is recommended %s becomes the right one, in lastcall-init", (signal) => {
    const { entrypoint } = stopped(name, signal, { cut: true }).recommendation;
    const [init] = initsOf(entrypoint, {});
    const came = { TERM: 15, INT: 2, QUIT: 3, TSTP: 20 }[signal] as number;
    expect(init?.plan.beginsStop(came)).toBe(true);
    expect(init?.plan.rewrites[came]).toBe({ QUIT: 3, WINCH: 28, USR1: 10, INT: 2, TERM: 15 }[graceful[0] as string]);
  });
});

test("an error where requests were cut, with the words to change", () => {
  const report = stopped("nginx", "TERM", { cut: true, command: ["nginx", "-g", "daemon off;"] });
  expect(report.verdict).toBe("fail");
  expect(codes(report)).toEqual(["wrong-signal", "response-cut"]);
  expect(found(report, "wrong-signal")).toMatchObject({
    severity: "error",
    message:
      "On SIGTERM nginx (pid 1) ends at once and cuts the requests in flight; it finishes its requests on SIGQUIT.",
  });
  expect(found(report, "wrong-signal").advice).toContain(
    "STOPSIGNAL SIGQUIT in the image, or let lastcall-init make it of SIGTERM",
  );
  expect(found(report, "wrong-signal").advice).toContain('"-r","TERM:QUIT","--","nginx","-g","daemon off;"]');
});

test("an init in front that rewrites the signal makes it right", () => {
  const nginx = program(7, "nginx", { listens: true, toMs: 7000 });
  const init = program(1, "init", { kind: "init", toMs: 7030 });
  for (const command of [
    ["lastcall-init", "-r", "TERM:QUIT", "nginx"],
    ["dumb-init", "--rewrite", "15:3", "nginx"],
  ])
    expect(codes(judged(recording({ command, processes: [init, nginx] })))).toEqual([]);
  const plain = judged(recording({ command: ["tini", "nginx"], processes: [init, nginx] }));
  expect(codes(plain)).toEqual(["wrong-signal"]);
});

test("a signal that begins no stop of lastcall-init is sent as TERM, and rewritten", () => {
  const { recommendation } = stopped("haproxy", "USR1");
  expect(recommendation.stopSignal).toBe("SIGTERM");
  expect(recommendation.entrypoint).toEqual(expect.arrayContaining(["-r", "TERM:USR1"]));
  expect(recommendation.because.join("\n")).toContain("SIGUSR1 begins no stop of lastcall-init");
});

describe("no signal is graceful by itself", () => {
  test("uWSGI: only its configuration makes one", () => {
    const report = judged(killedRecording({ processes: [program(1, "uwsgi", { aliveAtKill: true })] }));
    expect(found(report, "wrong-signal").message).toBe("On SIGTERM uwsgi (pid 1) reloads and does not end.");
    expect(found(report, "wrong-signal").advice).toContain("gracefully_kill_them_all");
  });

  test.each(["uwsgi", "envoy"])("%s: nothing to say where all went well", (name) => {
    expect(stopped(name, "TERM")).toMatchObject({ verdict: "pass", findings: [] });
    expect(codes(stopped(name, "TERM", { cut: true }))).toContain("wrong-signal");
  });
});

describe("how each is recognised", () => {
  const named: [name: string, commandLine: string, server: string | null][] = [
    ["nginx", "nginx: master process nginx -g daemon off;", "nginx"],
    ["php-fpm8.2", "php-fpm: master process (/etc/php-fpm.conf)", "php-fpm"],
    ["postgres", "/usr/lib/postgresql/15/bin/postgres -D /data", "postgres"],
    ["ruby", "puma 6.4.0 (tcp://0.0.0.0:9292) [app]", "puma"],
    ["ruby", "ruby -W0 /usr/local/bin/sidekiq -t 48", "sidekiq"],
    ["ruby3.1", "/usr/bin/ruby3.1 /usr/bin/unicorn -c x.rb", "unicorn"],
    ["bundle", "bundle exec puma", "puma"],
    ["gunicorn", "/usr/bin/python3 /usr/bin/gunicorn app:app", "gunicorn"],
    ["python3.13", "python3.13 -m uvicorn app:app", "uvicorn"],
    ["python3", "python3\0-m\0celery\0worker", "celery"],
    ["apache2", "/usr/sbin/apache2 -DFOREGROUND", "httpd"],
    ["node", "node nginx", "nginx"],
    ["node", "node server.js --proxy nginx", null],
    ["app", "app --with postgres", null],
    ["", "", null],
  ];

  test.each(named)("%s: %s", (name, commandLine, server) => {
    expect(serverOf(program(1, name, { commandLine }))?.names[0] ?? null).toBe(server);
  });
});

test("what cannot be caught is no stop signal", () => {
  const report = judged(recording(), { stopSignal: "KILL" });
  expect(found(report, "wrong-signal").message).toContain("SIGKILL cannot be caught");
  expect(report.recommendation).toMatchObject({ stopSignal: "SIGTERM" });
  expect(report.recommendation.dockerfile).toContain("STOPSIGNAL SIGTERM");
});

test("docs/recipes.md gives the same signals", () => {
  const recipes = readFileSync(join(import.meta.dirname, "../../../docs/recipes.md"), "utf8");
  const rewrites = new Map<string, string>();
  for (const section of recipes.split(/^## /m).slice(1)) {
    const signal = section.match(/"-r", "TERM:(\w+)"/)?.[1];
    if (signal !== undefined) rewrites.set(section.slice(0, section.indexOf("\n")).toLowerCase(), signal);
  }
  const names: Record<string, string> = {
    apache: "httpd",
    postgresql: "postgres",
    sidecars: "pgbouncer",
    "load balancers": "nginx",
  };
  expect(rewrites.size).toBeGreaterThanOrEqual(5);
  for (const [title, signal] of rewrites) {
    const server = namedServers.find((each) => each.names.includes(names[title] ?? title));
    expect([title, server?.graceful[0]]).toEqual([title, signal]);
  }
});
