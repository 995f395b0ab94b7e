import { expect, test } from "vitest";
import type { Hook, Ready } from "../../../src/rehearse/rehearsal.ts";
import { freePort, onPort } from "../../../src/rehearse/rolling/ports.ts";
import { rehearsalOf } from "./update.ts";

test("every port is another one", async () => {
  const taken = new Set<number>();
  const ports = await Promise.all(Array.from({ length: 20 }, () => freePort(taken)));
  expect(new Set(ports).size).toBe(20);
  expect(taken).toEqual(new Set(ports));
});

test("the port comes into the words and the variables, and PORT is always set", () => {
  const rehearsal = rehearsalOf(["app", "--listen", "127.0.0.1:{port}"], {
    env: { URL: "http://a:{port}/", PORT: "80" },
  });
  const { command, env } = onPort(rehearsal, 4000);
  expect(command).toEqual(["app", "--listen", "127.0.0.1:4000"]);
  expect(env).toEqual({ URL: "http://a:4000/", PORT: "4000" });
});

test.each<[Ready, Ready]>([
  [
    { kind: "tcp", port: 8080 },
    { kind: "tcp", port: 4000 },
  ],
  [
    { kind: "url", url: "http://localhost:8080/ready?x=1" },
    { kind: "url", url: "http://localhost:4000/ready?x=1" },
  ],
  [
    { kind: "url", url: "http://localhost:{port}/ready" },
    { kind: "url", url: "http://localhost:4000/ready" },
  ],
  [
    { kind: "exec", command: ["curl", "localhost:{port}"] },
    { kind: "exec", command: ["curl", "localhost:4000"] },
  ],
  [{ kind: "listen" }, { kind: "tcp", port: 4000 }],
])("a probe asks the replica's own port: %j", (ready, expected) => {
  expect(onPort(rehearsalOf(["app"], { ready }), 4000).ready).toEqual(expected);
});

test.each<[string, Hook, Hook]>([
  [
    "the probe's port",
    { kind: "http", url: "http://localhost:8080/drain" },
    { kind: "http", url: "http://localhost:4000/drain" },
  ],
  [
    "the load's port",
    { kind: "http", url: "http://localhost:81/drain" },
    { kind: "http", url: "http://localhost:4000/drain" },
  ],
  [
    "a port of something else",
    { kind: "http", url: "http://localhost:15000/drain" },
    { kind: "http", url: "http://localhost:15000/drain" },
  ],
  [
    "the port asked for",
    { kind: "http", url: "http://localhost:{port}/" },
    { kind: "http", url: "http://localhost:4000/" },
  ],
  ["words", { kind: "exec", command: ["stop", "{port}"] }, { kind: "exec", command: ["stop", "4000"] }],
  ["time only", { kind: "sleep", ms: 5 }, { kind: "sleep", ms: 5 }],
])("a hook with %s", (_what, hook, expected) => {
  const base = rehearsalOf(["app"], { hook, ready: { kind: "tcp", port: 8080 } });
  const load = base.load === null ? null : { ...base.load, url: "http://localhost:81/" };
  expect(onPort({ ...base, load }, 4000).hook).toEqual(expected);
});
