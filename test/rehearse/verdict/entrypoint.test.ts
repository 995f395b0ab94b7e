// The words of ENTRYPOINT: which ones go, which stay, and that the init itself takes them.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entrypointOf, type Wanted, withoutShell } from "../../../src/rehearse/verdict/entrypoint.ts";
import { initsOf, parse } from "../../../src/rehearse/verdict/inits.ts";

const wanted: Wanted = { delayMs: 7000, deadlineMs: 15_000, signal: "SIGTERM", rewriteTo: null };
const times = ["--delay", "7s", "--deadline", "15s"];

function entrypoint(command: string[], over: Partial<Wanted> = {}): string[] {
  return entrypointOf(command, {}, { ...wanted, ...over });
}

/** Commands, and what stands behind `lastcall-init --delay 7s --deadline 15s`. */
const rows: [command: string[], words: string[]][] = [
  [
    ["node", "server.js"],
    ["--", "node", "server.js"],
  ],
  [
    ["npm", "start"],
    ["--", "npm", "start"],
  ],
  [
    ["/sbin/tini", "--", "node", "x.js"],
    ["--", "node", "x.js"],
  ],
  [
    ["tini", "-g", "-v", "npm", "start"],
    ["--", "npm", "start"],
  ],
  [
    ["tini", "-e", "143", "-e143", "--", "java", "-jar", "a.jar"],
    ["-e", "143", "--", "java", "-jar", "a.jar"],
  ],
  [
    ["/usr/bin/dumb-init", "--", "npm", "start"],
    ["--", "npm", "start"],
  ],
  [
    ["dumb-init", "--single-child", "--rewrite", "15:3", "nginx"],
    ["-r", "15:3", "--", "nginx"],
  ],
  [
    ["catatonit", "--", "app"],
    ["--", "app"],
  ],
  [
    ["docker-init", "--", "entry.sh", "app"],
    ["--", "entry.sh", "app"],
  ],
  [
    ["tini", "--", "dumb-init", "app"],
    ["--", "app"],
  ],
  [
    ["sh", "-c", "node server.js"],
    ["--", "node", "server.js"],
  ],
  [
    ["/bin/bash", "-c", " exec  node --max-old-space-size=64 server.js "],
    ["--", "node", "--max-old-space-size=64", "server.js"],
  ],
  [
    ["tini", "--", "sh", "-c", "npm start"],
    ["--", "npm", "start"],
  ],
  [
    ["sh", "-c", "tini -- node server.js"],
    ["--", "node", "server.js"],
  ],
  [
    ["sh", "-c", "cd /app && node x"],
    ["--", "sh", "-c", "cd /app && node x"],
  ],
  [
    ["sh", "-c", "PORT=1 node x"],
    ["--", "sh", "-c", "PORT=1 node x"],
  ],
  [
    ["sh", "-c", "node $FILE"],
    ["--", "sh", "-c", "node $FILE"],
  ],
  [
    ["sh", "-c", "cd /app"],
    ["--", "sh", "-c", "cd /app"],
  ],
  [
    ["sh", "-c", "node 'a b'"],
    ["--", "sh", "-c", "node 'a b'"],
  ],
  [
    ["sh", "-c", ""],
    ["--", "sh", "-c", ""],
  ],
  [
    ["sh", "-ec", "node x"],
    ["--", "sh", "-ec", "node x"],
  ],
  [
    ["sh", "-c", "node x", "sh", "a"],
    ["--", "sh", "-c", "node x", "sh", "a"],
  ],
  [
    ["tini", "--no-such", "app"],
    ["--", "tini", "--no-such", "app"],
  ],
  [
    ["lastcall-init", "--delay", "1s", "--", "app"],
    ["--", "app"],
  ],
  [
    ["lastcall-init", "--delay=1s", "--deadline=9s", "-v", "--user", "www", "app"],
    ["-v", "--user", "www", "--", "app"],
  ],
  [
    ["lastcall-init", "-r", "TERM:QUIT", "-e143", "nginx"],
    ["-r", "TERM:QUIT", "-e143", "--", "nginx"],
  ],
  [
    ["lastcall-init", "--delay", "5s", "--until-idle", "3s", "app"],
    ["--until-idle", "3s", "--", "app"],
  ],
];

test.each(rows)("%j", (command, words) => {
  expect(entrypoint(command)).toEqual(["lastcall-init", ...times, ...words]);
});

test("keeps the path of a lastcall-init that is there, and `lastcall run`", () => {
  expect(entrypoint(["/shared/lastcall-init", "app"])[0]).toBe("/shared/lastcall-init");
  expect(entrypoint(["lastcall", "run", "--delay", "1s", "--", "app"])).toEqual([
    "lastcall",
    "run",
    ...times,
    "--",
    "app",
  ]);
});

test("a lastcall-init that is called as in a package has the name that it will have in the image", () => {
  const path = "/app/node_modules/lastcall/dist/lastcall-init-linux-arm64";
  expect(entrypoint([path, "--", "node", "x.js"])).toEqual(["lastcall-init", ...times, "--", "node", "x.js"]);
});

test("has no delay where none is needed", () => {
  expect(entrypoint(["app"], { delayMs: 0 })).toEqual(["lastcall-init", "--deadline", "15s", "--", "app"]);
});

test("drops what does not go with the new times", () => {
  const idle = ["lastcall-init", "--delay", "5s", "--until-idle", "3s", "--port", "80", "-v", "app"];
  expect(entrypoint(idle, { delayMs: 0 })).toEqual(["lastcall-init", "--deadline", "15s", "-v", "--", "app"]);
  const steps = ["lastcall-init", "--escalate", "INT@20s", "-v", "app"];
  expect(entrypoint(steps)).toEqual(["lastcall-init", ...times, "-v", "--", "app"]);
});

test("leaves room for the image's own words", () => {
  expect(entrypoint([])).toEqual(["lastcall-init", ...times, "--"]);
});

describe("signals", () => {
  test("one that the app needs instead", () => {
    expect(entrypoint(["nginx"], { rewriteTo: "SIGQUIT" })).toEqual([
      "lastcall-init",
      ...times,
      "-r",
      "TERM:QUIT",
      "--",
      "nginx",
    ]);
  });

  test("a rewrite that was there before is overruled", () => {
    const words = entrypoint(["dumb-init", "-r", "15:2", "nginx"], { rewriteTo: "SIGQUIT" });
    const [init] = initsOf(words, {});
    expect(init?.plan.rewrites[15]).toBe(3);
  });

  test("one that begins no stop by itself", () => {
    const words = entrypoint(["app"], { signal: "SIGUSR2" });
    expect(words).toContain("--stop-signals");
    expect(initsOf(words, {})[0]?.plan.beginsStop(12)).toBe(true);
  });
});

test("a shell with a single simple command is not needed", () => {
  expect(withoutShell(["sh", "-c", "exec app --port 80"])).toEqual(["app", "--port", "80"]);
  for (const script of ["a | b", "a; b", "a &", "a > f", "(a)", "a *", "a ~", "export A", ". f", "`a`", '"a"', "-x"])
    expect(withoutShell(["sh", "-c", script])).toEqual(["sh", "-c", script]);
});

test("what comes out is what lastcall-init takes, for any command", () => {
  const word = fc.oneof(
    fc.constantFrom(
      "tini",
      "-g",
      "--",
      "dumb-init",
      "-r",
      "15:3",
      "-e",
      "143",
      "sh",
      "-c",
      "exec app",
      "lastcall-init",
    ),
    fc.constantFrom(
      "--delay",
      "9s",
      "--escalate",
      "INT@9s",
      "--until-idle",
      "1s",
      "--as",
      "-v",
      "app",
      "--wait",
      "command",
    ),
    fc.string({ maxLength: 8 }),
  );
  const delayMs = fc.constantFrom(0, 3000, 7000, 150_000);
  const drainMs = fc.integer({ min: 1, max: 40 });
  const signal = fc.constantFrom("SIGTERM", "SIGQUIT", "SIGWINCH", "SIGRTMIN+3");
  const rewriteTo = fc.constantFrom(null, "SIGQUIT", "SIGUSR1");
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 8 }),
      delayMs,
      drainMs,
      signal,
      rewriteTo,
      (command, delay, drain, stop, to) => {
        const deadlineMs = delay + drain * 1000;
        const words = entrypointOf(command, {}, { delayMs: delay, deadlineMs, signal: stop, rewriteTo: to });
        const from = words[1] === "run" ? 2 : 1;
        const parsed = parse(words.slice(from), {});
        // Only a command that ends with its init has no words of its own.
        if (words.at(-1) === "--" && parsed.error.startsWith("no COMMAND")) return;
        expect(parsed.error).toBe("");
        expect(parsed.plan).toMatchObject({ delayMs: delay, deadlineMs });
      },
    ),
    { numRuns: 2000 },
  );
});
