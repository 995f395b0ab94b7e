// Kubernetes manifests: what a Rehearsal takes from them.

import { describe, expect, test } from "vitest";
import type { RehearseOptions } from "../../../src/rehearse/options.ts";
import type { Rehearsal } from "../../../src/rehearse/rehearsal.ts";
import { settled } from "../surroundings.ts";
import { deployment } from "./pods.ts";

function from(text: string, options: RehearseOptions = {}, folders: string[] = []): Rehearsal {
  return settled({ manifest: "m.yaml", url: "/", ...options }, { files: { "m.yaml": text }, folders });
}

const whole = deployment(
  `
image: registry.example.com/web:1
command: [node, "$(FILE)"]
args: [--port, "$(PORT)", "$$(PORT)", "$(NONE)"]
workingDir: /srv
ports:
  - { name: metrics, containerPort: 9100, protocol: UDP }
  - { name: http, containerPort: 8080 }
env:
  - { name: PORT, value: "8080" }
  - { name: FILE, value: "/srv/$(PORT).js" }
  - { name: EMPTY }
  - { name: SECRET, valueFrom: { secretKeyRef: { name: a, key: b } } }
lifecycle:
  preStop: { exec: { command: [sleep, "5"] } }
  stopSignal: SIGQUIT
readinessProbe: { httpGet: { port: http, path: ready } }
startupProbe: { httpGet: { port: http }, initialDelaySeconds: 5, periodSeconds: 2, failureThreshold: 30 }
`,
  "os: { name: linux }\nterminationGracePeriodSeconds: 60",
);

test("everything that a container says of its start and its stop", () => {
  const rehearsal = from(whole, {}, ["/srv"]);
  expect(rehearsal).toMatchObject({
    command: ["node", "/srv/8080.js", "--port", "8080", "$(PORT)", "$(NONE)"],
    image: null,
    container: "app",
    cwd: "/srv",
    env: { PORT: "8080", FILE: "/srv/8080.js", EMPTY: "" },
    graceMs: 60_000,
    stopSignal: "SIGQUIT",
    stopSignalChosen: true,
    hook: { kind: "exec", command: ["sleep", "5"] },
    ready: { kind: "url", url: "http://localhost:8080/ready" },
    readyTimeoutMs: 65_000,
    load: { url: "http://localhost:8080/" },
  });
  expect(rehearsal.notes).toEqual([
    "m.yaml:9: the command runs here, not in registry.example.com/web:1; with --image it runs in a container",
    "m.yaml:21: SECRET is not set: only the cluster has its value (valueFrom): --env sets it",
  ]);
});

test("options come before the file", () => {
  const options: RehearseOptions = {
    command: ["./mine"],
    grace: "7s",
    stopSignal: "INT",
    preStopSleep: "1s",
    ready: "log:up",
    readyTimeout: "9s",
    url: ":1234/",
    env: ["PORT=1", "SECRET=s"],
    cwd: "here",
  };
  const rehearsal = from(whole, options, ["here"]);
  expect(rehearsal).toMatchObject({
    command: ["./mine"],
    cwd: "here",
    env: { PORT: "1", FILE: "/srv/8080.js", SECRET: "s" },
    graceMs: 7000,
    stopSignal: "SIGINT",
    hook: { kind: "sleep", ms: 1000 },
    ready: { kind: "log" },
    readyTimeoutMs: 9000,
    load: { url: "http://localhost:1234/" },
    notes: [],
  });
});

describe("what runs", () => {
  const image = "image: web:1";
  const command = "command: [run, it]";
  const args = "args: [now]";
  const rows: [what: string, container: string, options: RehearseOptions, expected: Partial<Rehearsal>][] = [
    ["the command", command, {}, { command: ["run", "it"], image: null }],
    ["the command and its args", `${command}\n${args}`, {}, { command: ["run", "it", "now"], image: null }],
    ["the words that were typed", `${image}\n${command}`, { command: ["mine"] }, { command: ["mine"], image: null }],
    ["the image, where that is all", image, {}, { command: [], image: "web:1", entrypoint: null }],
    ["the image with args", `${image}\n${args}`, {}, { command: ["now"], image: "web:1", entrypoint: null }],
    [
      "an empty list, as if it were not there",
      `${image}\ncommand: []`,
      {},
      { command: [], image: "web:1", entrypoint: null },
    ],
    ["another image", `${image}\n${args}`, { image: "mine" }, { command: ["now"], image: "mine", entrypoint: null }],
    [
      "another image with the command",
      `${command}\n${args}`,
      { image: "mine" },
      { command: ["now"], image: "mine", entrypoint: ["run", "it"] },
    ],
    [
      "another image with other args",
      `${image}\n${args}\nworkingDir: /a`,
      { image: "mine", command: ["late"] },
      { command: ["late"], image: "mine", cwd: "/a" },
    ],
  ];
  test.each(rows)("%s", (_what, container, options, expected) => {
    expect(from(deployment(container), options)).toMatchObject(expected);
  });

  test("a folder that only the image has is noted, and left", () => {
    const { cwd, notes } = from(deployment("workingDir: /srv"), { command: ["x"] });
    expect(cwd).toBeNull();
    expect(notes).toEqual(["m.yaml:7: runs in the current folder, for there is no /srv here; --cwd names another"]);
  });
});

describe("hooks and probes", () => {
  const ports = "ports: [{ name: web, containerPort: 3000 }]\ncommand: [x]\n";
  const rows: [fields: string, expected: Partial<Rehearsal>][] = [
    ["lifecycle: { preStop: { sleep: { seconds: 5 } } }", { hook: { kind: "sleep", ms: 5000 } }],
    ["lifecycle: { preStop: { sleep: { seconds: 30 } } }", { hook: { kind: "sleep", ms: 30_000 } }],
    [
      "lifecycle: { preStop: { httpGet: { port: web, path: /stop?a=1 } } }",
      { hook: { kind: "http", url: "http://localhost:3000/stop?a=1" } },
    ],
    [
      "lifecycle: { preStop: { httpGet: { port: 81, scheme: HTTPS, host: 127.0.0.1 } } }",
      { hook: { kind: "http", url: "https://127.0.0.1:81/" } },
    ],
    ["readinessProbe: { tcpSocket: { port: web } }", { ready: { kind: "tcp", port: 3000 } }],
    [
      "readinessProbe: { exec: { command: [test, -f, /tmp/r] } }",
      { ready: { kind: "exec", command: ["test", "-f", "/tmp/r"] } },
    ],
    [
      "readinessProbe: { grpc: { port: 3000 } }",
      {
        ready: { kind: "tcp", port: 3000 },
        notes: ["m.yaml:10: of the grpc probe only its port is looked at: ready when 3000 is open"],
      },
    ],
    ["readinessProbe: { periodSeconds: 5 }", { ready: { kind: "tcp", port: 3000 } }],
    ["startupProbe: { tcpSocket: { port: 1 } }", { readyTimeoutMs: 30_000 }],
    [
      "lifecycle: { preStop: { httpGet: { port: 1, httpHeaders: [{ name: a, value: b }] } } }",
      { notes: ["m.yaml:10: the hook's request goes without its httpHeaders"] },
    ],
    [
      "lifecycle: { stopSignal: SIGRTMAX-1 }",
      {
        stopSignal: "SIGRTMIN+29",
        notes: ["m.yaml:10: the API server takes lifecycle.stopSignal only with spec.os.name, which is missing"],
      },
    ],
    [
      "envFrom: [{ secretRef: { name: a } }]",
      { notes: ["m.yaml:10: envFrom is left out: only the cluster has its values"] },
    ],
  ];
  test.each(rows)("%s", (fields, expected) => {
    expect(from(deployment(ports + fields))).toMatchObject(expected);
  });
});

test("a shared PID namespace is noted", () => {
  const { notes } = from(deployment("command: [x]", "shareProcessNamespace: true"));
  expect(notes).toEqual(["m.yaml:6: shareProcessNamespace makes pause PID 1; here the command is PID 1"]);
});

test("another engine takes the grace period, and what it does not know is left out", () => {
  const text = deployment(
    "command: [x]\nlifecycle: { preStop: { sleep: { seconds: 5 } } }",
    "terminationGracePeriodSeconds: 45",
  );
  expect(from(text, { engine: "nomad" })).toMatchObject({
    graceMs: 30_000,
    hook: null,
    notes: [
      "m.yaml:8: Nomad's clients cap kill_timeout 45s at their max_kill_timeout, 30s by default",
      "m.yaml:8: its hook is left out: Nomad has no hook of the kind sleep",
    ],
  });
  expect(from(text, { engine: "cloud-run" })).toMatchObject({
    graceMs: 10_000,
    notes: [
      "m.yaml:8: its grace period of 45s does not count: Cloud Run gives 10s, always",
      "m.yaml:8: its hook is left out: Cloud Run has no hook of the kind sleep",
    ],
  });
});

describe("where the container is found", () => {
  const pod = (name: string, ...containers: string[]) => `
metadata: { name: ${name} }
spec:
  containers:
${containers.map((one) => `    - { name: ${one}, command: [${name}-${one}] }`).join("\n")}`;
  const kinds: [kind: string, text: string][] = [
    ...["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job"].map((kind): [string, string] => [
      kind,
      deployment("command: [x]", "", kind),
    ]),
    ["Pod", "kind: Pod\nspec: { containers: [{ name: app, command: [x] }] }"],
    [
      "CronJob",
      "kind: CronJob\nspec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: app, command: [x] }] } } } } }",
    ],
    [
      "List",
      "kind: List\nitems: [{ kind: Service }, { kind: Pod, spec: { containers: [{ name: app, command: [x] }] } }]",
    ],
    ["JSON", JSON.stringify({ kind: "Pod", spec: { containers: [{ name: "app", command: ["x"] }] } })],
    ["the second document", `kind: ConfigMap\ndata: { a: "{{ .Values.a }}" }\n---\n${deployment("command: [x]")}`],
    ["one between empty documents", `---\n# nothing\n---\n${deployment("command: [x]")}---\n`],
    ["another's kind is passed by", `kind: Rollout\nspec: { template: {} }\n---\n${deployment("command: [x]")}`],
    ["anchors and merges", "kind: Pod\nx: &x { command: [x] }\nspec: { containers: [{ <<: *x, name: app }] }"],
  ];
  test.each(kinds)("%s", (_kind, text) => {
    expect(from(text).command).toEqual(["x"]);
  });

  const two = `kind: Pod${pod("a", "one", "two")}\n---\nkind: Pod${pod("b", "one")}`;
  test.each([
    ["two", "a-two"],
    ["a/one", "a-one"],
    ["Pod/b/one", "b-one"],
  ])("--container %s", (container, command) => {
    expect(from(two, { container }).command).toEqual([command]);
  });

  test("the annotation says which where nobody else does", () => {
    const annotated = `kind: Pod${pod("a", "one", "two")}`.replace(
      "{ name: a }",
      "{ name: a, annotations: { kubectl.kubernetes.io/default-container: two } }",
    );
    expect(from(annotated).command).toEqual(["a-two"]);
    expect(from(annotated, { container: "one" }).command).toEqual(["a-one"]);
  });

  test("a sidecar among the init containers can be named, and is not meant otherwise", () => {
    const text = `kind: Pod
spec:
  initContainers:
    - { name: setup, command: [setup] }
    - { name: proxy, command: [proxy], restartPolicy: Always }
  containers: [{ name: app, command: [app] }]`;
    expect(from(text).command).toEqual(["app"]);
    expect(from(text, { container: "proxy" })).toMatchObject({
      command: ["proxy"],
      notes: [
        "m.yaml:5: a sidecar is told to stop when the main containers have ended, with what is left of the grace period; here at once",
      ],
    });
  });

  test("on stdin", () => {
    const scene = { files: { "-": deployment("command: [x]\nworkingDir: /a") } };
    expect(settled({ manifest: "-", url: "/" }, scene).notes).toEqual([
      "stdin:7: runs in the current folder, for there is no /a here; --cwd names another",
    ]);
  });
});
