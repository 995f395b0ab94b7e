// Options without a file: what they settle to, what they refuse, and what they note.

import { describe, expect, test } from "vitest";
import { engines } from "../../src/rehearse/engines.ts";
import type { RehearseOptions } from "../../src/rehearse/options.ts";
import type { Rehearsal } from "../../src/rehearse/rehearsal.ts";
import { refuseUnknown } from "../../src/rehearse/settle.ts";
import { refusal, settled } from "./surroundings.ts";

const command = ["app"];

test("a command alone is stopped as Kubernetes does it, and nothing is requested", () => {
  expect(settled({ command })).toEqual({
    command: ["app"],
    image: null,
    entrypoint: null,
    init: false,
    env: {},
    cwd: null,
    engine: engines.kubernetes.engine,
    stopSignal: "SIGTERM",
    stopSignalChosen: false,
    graceMs: 30_000,
    hook: null,
    endpointLagMs: 3000,
    ready: { kind: "listen" },
    readyTimeoutMs: 30_000,
    load: null,
    slow: null,
    hold: null,
    warmUpMs: 2000,
    notes: ["no --url: nothing is requested, so nothing can be seen to get lost"],
  });
});

test("a URL brings the load, and its port is when the app is ready", () => {
  const { load, ready, notes } = settled({ command, url: ":8080/x" });
  expect(load).toEqual({
    url: "http://localhost:8080/x",
    perSecond: 50,
    method: "GET",
    headers: {},
    body: null,
    newConnections: 0.5,
    timeoutMs: 30_000,
  });
  expect(ready).toEqual({ kind: "tcp", port: 8080 });
  expect(notes).toEqual([]);
});

const rows: [options: RehearseOptions, expected: Partial<Rehearsal>][] = [
  [{ command: "node 'my app.js'" }, { command: ["node", "my app.js"] }],
  [{ image: "nginx:1.27" }, { image: "nginx:1.27", command: [], entrypoint: null }],
  [
    { image: "nginx", command: ["-g", "x"] },
    { image: "nginx", command: ["-g", "x"] },
  ],
  [
    { image: "nginx", command: [], cwd: "/srv" },
    { image: "nginx", command: [], cwd: "/srv" },
  ],
  [{ command, cwd: "here" }, { cwd: "here" }],
  [{ command, env: ["A=1", "B=2"] }, { env: { A: "1", B: "2" } }],
  [
    { command, stopSignal: "quit" },
    { stopSignal: "SIGQUIT", stopSignalChosen: true },
  ],
  [{ command, grace: "5s" }, { graceMs: 5000 }],
  [{ command, grace: 5000 }, { graceMs: 5000 }],
  [{ command, preStop: "sleep 5" }, { hook: { kind: "exec", command: ["sleep", "5"] } }],
  [{ command, preStop: ["sh", "-c", "a; b"] }, { hook: { kind: "exec", command: ["sh", "-c", "a; b"] } }],
  [{ command, preStopHttp: ":8080/stop" }, { hook: { kind: "http", url: "http://localhost:8080/stop" } }],
  [{ command, preStopSleep: "5s" }, { hook: { kind: "sleep", ms: 5000 } }],
  [{ command, endpointLag: "alb" }, { endpointLagMs: 25_000 }],
  [
    { command, engine: "docker" },
    { engine: engines.docker.engine, graceMs: 10_000, endpointLagMs: 0 },
  ],
  [
    { command, engine: "compose", preStop: "x" },
    { graceMs: 10_000, hook: { kind: "exec", command: ["x"] } },
  ],
  [
    { command, engine: "ecs" },
    { graceMs: 30_000, endpointLagMs: 0 },
  ],
  [{ command, engine: "nomad" }, { graceMs: 5000 }],
  [{ command, engine: "cloud-run", grace: "10s" }, { graceMs: 10_000 }],
  [{ command, engine: "docker", endpointLag: "5s" }, { endpointLagMs: 5000 }],
  [{ command, ready: "tcp:6379" }, { ready: { kind: "tcp", port: 6379 } }],
  [{ command, url: ":80/", ready: "log:up" }, { ready: { kind: "log", pattern: /up/ } }],
  [{ command, url: "/x" }, { ready: { kind: "listen" } }],
  [
    { command, slow: ":81/slow" },
    { load: null, ready: { kind: "tcp", port: 81 } },
  ],
  [
    { command, readyTimeout: "1m", warmUp: 0 },
    { readyTimeoutMs: 60_000, warmUpMs: 0 },
  ],
  [{ command, hold: "20", holdUrl: "ws://localhost:80/ws" }, { hold: { count: 20, url: "ws://localhost:80/ws" } }],
  [
    { command, hold: 3, holdUrl: "tcp:6379" },
    { hold: { count: 3, url: "tcp://localhost:6379" }, ready: { kind: "tcp", port: 6379 } },
  ],
  [{ command, hold: 3, url: ":80/" }, { hold: { count: 3, url: "tcp://localhost:80" } }],
  [
    { command, hold: 3 },
    { hold: { count: 3, url: "tcp://localhost" }, ready: { kind: "listen" } },
  ],
  [{ command, hold: 0 }, { hold: null }],
];

test.each(rows)("%j", (options, expected) => {
  expect(settled(options, { folders: ["here"] })).toMatchObject(expected);
});

test("the load has what was asked for, and the slow requests have their own share of it", () => {
  const options: RehearseOptions = {
    command,
    url: ":80/",
    rate: "3000/m",
    header: { Accept: "a" },
    body: "{}",
    newConnections: "25%",
    slow: "/slow",
    slowRate: "1/s",
    timeout: "3s",
  };
  const { load, slow } = settled(options);
  const both = { headers: { Accept: "a" }, newConnections: 0.25, timeoutMs: 3000 };
  expect(load).toEqual({ url: "http://localhost:80/", perSecond: 50, method: "POST", body: "{}", ...both });
  expect(slow).toEqual({ url: "http://localhost:80/slow", perSecond: 1, method: "GET", body: null, ...both });
  expect(settled({ ...options, method: "put" }).load?.method).toBe("PUT");
});

const noted: [options: RehearseOptions, note: string, expected: Partial<Rehearsal>][] = [
  [
    { engine: "compose", grace: "500ms" },
    "--grace: Compose cuts stop_grace_period 500ms off to 0s, which is SIGKILL right behind the signal",
    { graceMs: 0 },
  ],
  [
    { engine: "compose", grace: "2500ms" },
    "--grace: Compose cuts stop_grace_period 2s500ms off to 2s",
    { graceMs: 2000 },
  ],
  [
    { grace: "1500ms" },
    "--grace: terminationGracePeriodSeconds of Kubernetes has whole seconds only, not 1s500ms",
    { graceMs: 1500 },
  ],
  [
    { grace: 0 },
    "--grace: the kubelet makes 1s of a grace period of 0s, and the signal gets 2s at the least",
    { graceMs: 1000 },
  ],
  [
    { engine: "nomad", grace: "45s" },
    "--grace: Nomad's clients cap kill_timeout 45s at their max_kill_timeout, 30s by default",
    { graceMs: 30_000 },
  ],
  [{ engine: "ecs", grace: "3m" }, "--grace: stopTimeout on Fargate is 120s at the most, not 3m", { graceMs: 180_000 }],
  [{ engine: "ecs", grace: "200ms" }, "--grace: the ECS agent makes 1s of 200ms", { graceMs: 1000 }],
  [
    { engine: "docker", grace: "200ms" },
    "--grace: --time of Docker has whole seconds only, not 200ms",
    { graceMs: 200 },
  ],
  [{ stopSignal: 9 }, "SIGKILL cannot be caught: the app is not asked to stop", { stopSignal: "SIGKILL" }],
  [
    { preStopSleep: "500ms" },
    "--pre-stop-sleep: preStop.sleep has whole seconds only, not 500ms",
    { hook: { kind: "sleep", ms: 500 } },
  ],
  [
    { preStopSleep: "40s" },
    "--pre-stop-sleep: the API server refuses 40s, for the grace period is 30s",
    { hook: { kind: "sleep", ms: 40_000 } },
  ],
];

test.each(noted)("%j is noted", (options, note, expected) => {
  const rehearsal = settled({ command, url: "/", ...options });
  expect(rehearsal.notes).toEqual([note]);
  expect(rehearsal).toMatchObject(expected);
});

const refused: [options: object, message: string][] = [
  [{}, "nothing to run: expected a command behind --, or --image, --manifest, --compose"],
  [{ command: [] }, "nothing to run: expected a command behind --, or --image, --manifest, --compose"],
  [{ command: "a | b" }, "command 'a | b': no shell for '|': give sh -c '...'"],
  [
    { image: "--privileged" },
    "--image '--privileged': expected an image like nginx:1.27 or registry.example.com/web@sha256:...",
  ],
  [{ image: "" }, "--image '': expected an image like nginx:1.27 or registry.example.com/web@sha256:..."],
  [{ image: "nginx", cwd: "srv" }, "--cwd 'srv': expected an absolute path, inside of the image"],
  [{ command, cwd: "/nowhere" }, "--cwd '/nowhere': no such folder"],
  [{ command, grace: "10x" }, "--grace '10x': expected a duration like 500ms, 5s or 1m30s (a bare number is seconds)"],
  [{ command, engine: "cloud-run", grace: "20s" }, "--grace '20s': Cloud Run gives 10s, always"],
  [{ command, engine: "k8s" }, "--engine 'k8s': expected kubernetes, docker, compose, ecs, nomad, cloud-run"],
  [{ command, engine: "kubernets" }, "--engine 'kubernets': did you mean kubernetes?"],
  [{ command, stopSignal: "TREM" }, "--stop-signal 'TREM': did you mean SIGTERM?"],
  [
    { command, endpointLag: "elb" },
    "--endpoint-lag 'elb': expected a duration like 5s, or clusterip, ingress-nginx, mesh, alb, neg, nlb",
  ],
  [{ command, endpointLag: "ingress-ngnix" }, "--endpoint-lag 'ingress-ngnix': did you mean ingress-nginx?"],
  [{ command, ready: "tcp:x" }, "--ready 'tcp:x': expected tcp:PORT with a port from 1 to 65535"],
  [{ command, ready: "log:[" }, "--ready 'log:[': not a regular expression: unterminated character class"],
  [
    { command, readyTimeout: "soon" },
    "--ready-timeout 'soon': expected a duration like 500ms, 5s or 1m30s (a bare number is seconds)",
  ],
  [{ command, url: "web" }, "--url 'web': expected http://HOST:PORT/PATH, :PORT/PATH or /PATH"],
  [
    { command, url: "/", rate: "fast" },
    "--rate 'fast': expected a rate like 50/s or 3000/m, more than 0 and at most 100000/s",
  ],
  [
    { command, url: "/", newConnections: "200%" },
    "--new-connections '200%': expected a share from 0 to 1, or one like 30%",
  ],
  [{ command, url: "/", header: ["x"] }, `--header '["x"]': expected NAME: VALUE, like 'Accept: text/html'`],
  [{ command, url: "/", timeout: 0 }, "--timeout '0': expected more than 0"],
  [{ command, url: "/", body: 5 }, "--body '5': expected a text"],
  [{ command, rate: "50/s" }, "--rate '50/s': does nothing without --url"],
  [{ command, method: "POST", slow: "/" }, "--method 'POST': does nothing without --url"],
  [{ command, slowRate: "1/s", url: "/" }, "--slow-rate '1/s': does nothing without --slow"],
  [{ command, newConnections: 1 }, "--new-connections '1': does nothing without --url or --slow"],
  [{ command, holdUrl: "ws://a/" }, "--hold-url 'ws://a/': does nothing without --hold"],
  [{ command, hold: -1 }, "--hold '-1': expected a whole number from 0 to 10000"],
  [{ command, hold: "many" }, "--hold 'many': expected a whole number from 0 to 10000"],
  [{ command, hold: 1, holdUrl: "/ws" }, "--hold-url '/ws': expected ws://HOST:PORT/PATH or tcp:PORT"],
  [{ command, hold: 1, holdUrl: "http://a/" }, "--hold-url 'http://a/': expected a URL with ws: or wss: or tcp:"],
  [{ command, env: ["A"] }, `--env '["A"]': expected NAME=VALUE`],
  [{ command, preStop: "a", preStopSleep: "1s" }, "--pre-stop-sleep '1s': contradicts --pre-stop 'a'"],
  [{ command, preStop: "a >b" }, "--pre-stop 'a >b': no shell for '>': give sh -c '...'"],
  [
    { command, preStopHttp: "/stop" },
    "--pre-stop-http '/stop': expected a URL with a port, like http://localhost:8080/ready",
  ],
  [
    { command, engine: "docker", preStop: "a" },
    "--pre-stop 'a': Docker has no hook of the kind exec: expected --engine kubernetes or compose",
  ],
  [
    { command, engine: "compose", preStopSleep: "5s" },
    "--pre-stop-sleep '5s': Compose has no hook of the kind sleep: expected --engine kubernetes",
  ],
  [{ command, container: "app" }, "--container 'app': does nothing without --manifest"],
  [{ command, service: "web" }, "--service 'web': does nothing without --compose"],
  [{ command, manifest: "a.yaml", compose: "b.yaml" }, "--compose 'b.yaml': contradicts --manifest 'a.yaml'"],
  [{ command, manifest: "a.yaml" }, "--manifest 'a.yaml': no such file (ENOENT)"],
  [{ command, compose: "b.yaml" }, "--compose 'b.yaml': no such file (ENOENT)"],
];

test.each(refused)("%j is refused", (options, message) => {
  expect(refusal(options)).toBe(message);
  expect(message).not.toContain("\n");
});

describe("in the library", () => {
  test("errors name properties", () => {
    const scene = { spelling: "property" } as const;
    expect(refusal({ command, preStopSleep: "x" }, scene)).toContain("preStopSleep 'x': expected");
    expect(refusal({}, scene)).toBe("nothing to run: expected command, or image, manifest, compose");
  });

  test("null is as good as nothing", () => {
    expect(settled({ command, grace: null, url: null } as unknown as RehearseOptions).graceMs).toBe(30_000);
  });

  test("properties that are no options are refused", () => {
    expect(() => refuseUnknown({ command, grace: 1 })).not.toThrow();
    expect(() => refuseUnknown({ graceMs: 5 })).toThrow("unknown option 'graceMs': did you mean grace?");
    expect(() => refuseUnknown({ html: 5 }, ["html"])).not.toThrow();
    expect(() => refuseUnknown({ whatever: 5 })).toThrow(
      /^unknown option 'whatever': expected one of command, image, /,
    );
  });
});
