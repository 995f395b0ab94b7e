// Compose files: what a Rehearsal takes from them.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how Compose writes variables.

import { describe, expect, test } from "vitest";
import { engines } from "../../../src/rehearse/engines.ts";
import type { RehearseOptions } from "../../../src/rehearse/options.ts";
import type { Rehearsal } from "../../../src/rehearse/rehearsal.ts";
import { type Scene, settled } from "../surroundings.ts";

function from(text: string, options: RehearseOptions = {}, scene: Scene = {}): Rehearsal {
  return settled({ compose: "c.yaml", url: "/", ...options }, { ...scene, files: { "c.yaml": text, ...scene.files } });
}

/** A service with these fields, a command among them. */
function service(fields: string): string {
  const lines = `command: [x]\n${fields}`.split("\n").map((line) => `    ${line}\n`);
  return `services:\n  web:\n${lines.join("")}`;
}

const whole = `
name: shop
x-common: &common
  stop_grace_period: 1m30s
  environment: { SHARED: "1" }
services:
  web:
    <<: *common
    image: web:1
    entrypoint: /entry "an argument"
    command: ["run", "it"]
    working_dir: /srv
    stop_signal: SIGQUIT
    init: true
    ports: ["127.0.0.1:5000:53/udp", "8000-8001:9000-9001", "7000"]
    healthcheck: { test: curl -f http://localhost/, start_period: 20s }
    pre_stop:
      - command: ["/drain", "now"]
        user: root
  db: { image: postgres }
`;

test("everything that a service says of its start and its stop", () => {
  const rehearsal = from(whole, { service: "web" }, { folders: ["/srv"] });
  expect(rehearsal).toMatchObject({
    command: ["/entry", "an argument", "run", "it"],
    image: null,
    container: "web",
    init: true,
    cwd: "/srv",
    env: { SHARED: "1" },
    engine: engines.compose.engine,
    endpointLagMs: 0,
    graceMs: 90_000,
    stopSignal: "SIGQUIT",
    stopSignalChosen: true,
    hook: { kind: "exec", command: ["/drain", "now"] },
    ready: { kind: "exec", command: ["/bin/sh", "-c", "curl -f http://localhost/"] },
    readyTimeoutMs: 50_000,
    load: { url: "http://localhost:9000/" },
  });
  expect(rehearsal.notes).toEqual([
    "c.yaml:7: the command runs here, not in web:1; with --image it runs in a container",
    "c.yaml:19: the hook runs without its user",
  ]);
});

test("options come before the file", () => {
  const options: RehearseOptions = {
    service: "web",
    command: ["mine"],
    engine: "kubernetes",
    grace: "4s",
    stopSignal: "INT",
    preStopSleep: "1s",
    ready: "tcp:1",
    env: { SHARED: "2" },
    cwd: "/tmp",
  };
  expect(from(whole, options, { folders: ["/tmp"] })).toMatchObject({
    command: ["mine"],
    cwd: "/tmp",
    env: { SHARED: "2" },
    engine: { name: "kubernetes" },
    graceMs: 4000,
    stopSignal: "SIGINT",
    hook: { kind: "sleep", ms: 1000 },
    ready: { kind: "tcp", port: 1 },
    endpointLagMs: 3000,
  });
});

describe("what runs", () => {
  const rows: [what: string, text: string, options: RehearseOptions, expected: Partial<Rehearsal>][] = [
    ["the only service", "services: { web: { command: run it } }", {}, { command: ["run", "it"], image: null }],
    [
      "the image, where that is all",
      "services: { web: { image: a } }",
      {},
      { command: [], image: "a", entrypoint: null },
    ],
    [
      "a command without its image's entrypoint",
      "services: { web: { image: a, command: b } }",
      {},
      {
        command: ["b"],
        image: null,
        notes: [
          "c.yaml:1: the command runs here, not in a, without the image's ENTRYPOINT; with --image it runs in a container",
        ],
      },
    ],
    [
      "another image",
      "services: { web: { image: a, entrypoint: [e], command: b c, working_dir: /w, init: true } }",
      { image: "mine" },
      { command: ["b", "c"], image: "mine", entrypoint: ["e"], cwd: "/w", init: true },
    ],
    [
      "an empty command and entrypoint, as if they were not there",
      "services: { web: { image: a, command: [], entrypoint: '' } }",
      {},
      { command: [], image: "a", entrypoint: null },
    ],
  ];
  test.each(rows)("%s", (_what, text, options, expected) => {
    expect(from(text, options)).toMatchObject(expected);
  });
});

const fields: [fields: string, expected: Partial<Rehearsal>][] = [
  ["stop_grace_period: 1.5s", { graceMs: 1000, notes: ["c.yaml:2: Compose cuts stop_grace_period 1s500ms off to 1s"] }],
  [
    "stop_grace_period: 500ms",
    {
      graceMs: 0,
      notes: ["c.yaml:2: Compose cuts stop_grace_period 500ms off to 0s, which is SIGKILL right behind the signal"],
    },
  ],
  ["stop_grace_period: 1h", { graceMs: 3_600_000 }],
  ["stop_signal: '15'", { stopSignal: "SIGTERM", stopSignalChosen: true }],
  ["environment: { A: 1, B: true, C: x, D: '', E: }", { env: { A: "1", B: "true", C: "x", D: "", E: "shell" } }],
  ["environment: [A=1, B=, E, F]", { env: { A: "1", B: "", E: "shell" } }],
  ["environment: ['A=${E}-${NONE:-none}', 'B=$$E']", { env: { A: "shell-none", B: "$E" } }],
  ["init: ${INIT:-true}", { init: true }],
  [
    "ports: [{ target: 53, protocol: udp }, { target: 80, published: '8080' }]",
    { load: { url: "http://localhost:80/" } as never },
  ],
  ["ports: [3000]", { load: { url: "http://localhost:3000/" } as never }],
  ["ports: ['[::1]:80:8080']", { load: { url: "http://localhost:8080/" } as never }],
  ["expose: ['4000/tcp']", { load: { url: "http://localhost:4000/" } as never }],
  ["healthcheck: { test: [CMD, a, b] }", { ready: { kind: "exec", command: ["a", "b"] }, readyTimeoutMs: 30_000 }],
  ["healthcheck: { test: [CMD-SHELL, a && b] }", { ready: { kind: "exec", command: ["/bin/sh", "-c", "a && b"] } }],
  ["healthcheck: { test: [NONE] }", { ready: { kind: "listen" } }],
  ["healthcheck: { test: a, disable: true }", { ready: { kind: "listen" } }],
  ["pre_stop: [{ command: drain it }]", { hook: { kind: "exec", command: ["drain", "it"] } }],
  ["x-anything: { a: [b] }", { notes: [] }],
];

test.each(fields)("%s", (text, expected) => {
  expect(from(service(text), {}, { variables: { E: "shell" } })).toMatchObject(expected);
});

test("a mapping's own keys come before merged ones, and the first of several before the later", () => {
  const text = `
x-a: &a { stop_signal: SIGINT, stop_grace_period: 1s, working_dir: /a }
x-b: &b { stop_signal: SIGHUP, stop_grace_period: 2s, init: true }
services: { web: { <<: [*a, *b], command: x, stop_signal: SIGQUIT } }`;
  expect(from(text)).toMatchObject({ stopSignal: "SIGQUIT", graceMs: 1000, init: true });
});

test("a port that is published and also one inside is taken for the one inside", () => {
  expect(from(service("ports: ['80:81', '8080:80']"), { url: ":80/" }).notes).toEqual([]);
});

test.each([
  [
    "http://localhost:8080/",
    ["port 8080 is what Compose publishes; inside it is 80, and that is where requests should go: :80"],
  ],
  ["http://localhost:80/", []],
  ["/", []],
  ["http://localhost:9000/", []],
])("with 8080 published as 80, %s is noted as %j", (url, notes) => {
  expect(from(service("ports: ['8080:80']"), { url }).notes).toEqual(notes);
  expect(from(service("ports: [{ target: 80, published: '8080' }]"), { url }).notes).toEqual(notes);
});

test("a variable that is not set is noted once", () => {
  expect(from(service("environment: ['A=$NONE', 'B=$NONE']"))).toMatchObject({
    env: { A: "", B: "" },
    notes: ["c.yaml: variable NONE is not set: Compose takes it as empty"],
  });
});

describe("files", () => {
  test("variables come from the shell, then from .env in the same folder", () => {
    const text = service("environment: ['A=$A', 'B=$B']");
    const scene: Scene = { files: { "deep/c.yaml": text, "deep/.env": "A=file\nB=file\n" }, variables: { A: "shell" } };
    expect(from("", { compose: "deep/c.yaml" }, scene).env).toEqual({ A: "shell", B: "file" });
  });

  test("env_file comes before environment, the later one before the earlier", () => {
    const text = service(
      "env_file: [a.env, { path: b.env }, { path: none.env, required: false }]\nenvironment: { C: c }",
    );
    const files = { "a.env": "A=a\nB=a\nC=a\n", "b.env": "B=b\n" };
    expect(from(text, {}, { files }).env).toEqual({ A: "a", B: "b", C: "c" });
    expect(from(service("env_file: a.env"), {}, { files }).env).toEqual({ A: "a", B: "a", C: "a" });
  });

  test("an env_file has variables of the shell and of .env, and of its own lines", () => {
    const files = { "a.env": "A=$E\nB=$D\nC=$A-$F\nE", ".env": "D=dot" };
    const { env } = from(service("env_file: a.env"), {}, { files, variables: { E: "shell" } });
    expect(env).toEqual({ A: "shell", B: "dot", C: "shell-", E: "shell" });
  });

  test("a service extends another one, here and in another file", () => {
    const text = `services:
  web: { extends: base, environment: { A: web } }
  base:
    extends: { file: far/other.yaml, service: root }
    stop_grace_period: 20s
    env_file: base.env
    environment: [A=base, B=base]`;
    const other = `services:
  root:
    command: start
    stop_grace_period: 50s
    stop_signal: SIGINT
    env_file: root.env
    environment: { B: root, C: root }`;
    const files = { "far/other.yaml": other, "far/root.env": "D=root\nE=root", "base.env": "E=base" };
    expect(from(text, { service: "web" }, { files })).toMatchObject({
      command: ["start"],
      graceMs: 20_000,
      stopSignal: "SIGINT",
      env: { A: "web", B: "base", C: "root", D: "root", E: "base" },
    });
  });

  test("stdin", () => {
    expect(settled({ compose: "-", url: "/" }, { files: { "-": service("") } }).command).toEqual(["x"]);
  });
});
