// What was seen becomes a recording: on one clock, with who was told, and who was left behind.
import { expect, test } from "vitest";
import { TooBusy } from "../../src/rehearse/app-failure.ts";
import type { Seen, SignalSent } from "../../src/rehearse/drive/sandbox.ts";
import { type Observed, recordingOf } from "../../src/rehearse/recording.ts";
import type { Ready } from "../../src/rehearse/rehearsal.ts";
import { Watch } from "../../src/rehearse/watch.ts";
import { rehearsalOf } from "../support/rehearsal.ts";
import { loadOf } from "./load/odd-servers.ts";
import { request } from "./verdict/recordings.ts";

/** The stop begins at 5000 on the clock of whoever looks. */
const T = 5000;
const sees = (pid: number, over: Partial<Seen> = {}): Seen => ({
  ...{ pid, hostPid: 100 + pid, parent: pid === 1 ? 0 : 1, name: "app", commandLine: `app ${pid}`, state: "S" },
  ...{ catches: ["SIGTERM"], ignores: [], sockets: [] },
  ...over,
});

/** PID 1 and a worker; the signal comes at 1 ms, and PID 1 ends at 40 ms. */
function observed(over: Partial<Observed> = {}): Observed {
  const watch = new Watch(() => "program");
  const looks = [T - 900, T - 10, T + 20].map((atMs) => {
    const processes = [sees(1, { sockets: [7] }), sees(2)];
    watch.look(processes, new Map([[8080, 7]]), atMs);
    return { atMs, processes, listening: [7] };
  });
  watch.end(T + 40);
  return {
    rehearsal: rehearsalOf(["app"], { endpointLagMs: 300, notes: ["port 80 is published"] }),
    ...{ sandbox: "namespace", blind: ["the moon"], startedMs: T - 1000, readyMs: T - 800.04, stopMs: T, port: 8080 },
    stopped: { signalMs: 1, killMs: null, endMs: 40.04, exitCode: 0, hook: null, hookError: null },
    ...{
      watch,
      looks,
      signals: null,
      stalls: [],
      unsent: new Map(),
      lines: [{ atMs: T + 3, stream: "stdout", line: "bye" }],
    },
    requests: [request(T + 30), request(T - 500)],
    ...over,
  };
}

test("which port was asked is told where there were several to choose from", () => {
  const all = observed();
  all.watch.look([], new Map([[9464, 8]]), T - 5);
  const notes = (url: string, ready: Ready) => {
    const load = loadOf({ url });
    return recordingOf({ ...all, rehearsal: rehearsalOf(["app"], { load, ready }) }).notes;
  };
  expect(notes("/", { kind: "listen" })).toEqual([
    "requests of / went to port 8080, but the app listens on port 9464 as well: a URL with a port chooses",
  ]);
  expect(notes("/", { kind: "tcp", port: 8080 })).toEqual([]);
  expect(notes("http://localhost:8080/", { kind: "listen" })).toEqual([]);
});

const sent = (at: number, to: number, over: Partial<SignalSent> = {}): SignalSent => ({
  ...{ at, name: "SIGTERM", from: 0, to, arrived: true, byKernel: false },
  ...over,
});
const killed = (at: number, over: Partial<SignalSent> = {}) =>
  sent(at, 2, { name: "SIGKILL", from: 1, byKernel: true, ...over });

test("all times count from the beginning of the stop", () => {
  const recording = recordingOf(observed());
  expect(recording).toMatchObject({
    ...{ startedMs: -1000, readyMs: -800, signalMs: 1, endMs: 40, killMs: null, endpointsEndMs: 300 },
    settings: { engine: "kubernetes", graceMs: 30_000, endpointLagMs: 300, delayMs: null, deadlineMs: null },
    listeners: [{ port: 8080, fromMs: -900, toMs: 40 }],
    output: [{ atMs: 3, stream: "stdout", line: "bye" }],
    blind: ["the moon"],
    notes: ["port 80 is published"],
  });
  expect(recording.requests.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
    [-500, -490],
    [30, 40],
  ]);
  const [first, worker] = recording.processes;
  expect(first).toMatchObject({ pid: 1, fromMs: -900, toMs: 40, listens: true, told: "yes", toldMs: null });
  expect(worker).toMatchObject({ pid: 2, parent: 1, listens: false, told: "unknown" });
  expect(worker).not.toHaveProperty("killedMs");
});

test("what could not be sent, or not in time, is told beside what could not be seen", () => {
  const stalls = [{ fromMs: T + 10, toMs: T + 260 }];
  const { blind } = recordingOf(observed({ stalls, unsent: new Map([["EMFILE", 1]]) }));
  expect(blind).toEqual([
    "the moon",
    expect.stringContaining("by up to 230 ms"),
    expect.stringContaining("1 could not be sent"),
  ]);
});

test("of less than half of the load no verdict follows", () => {
  const scraps = () => recordingOf(observed({ unsent: new Map([["EMFILE", 2]]) }));
  expect(scraps).toThrow(TooBusy);
  expect(scraps).toThrow(/^most of the load was not played: requests: 2 could not be sent, .*\(EMFILE\)$/);
});

test.each<[what: string, signals: readonly SignalSent[], stopped: Partial<Observed["stopped"]>, left: boolean]>([
  ["killed by the kernel for PID 1's end", [killed(T + 38)], {}, true],
  ["killed by PID 1 itself", [killed(T + 38, { byKernel: false })], {}, false],
  ["killed long before, for want of memory", [killed(T - 2000)], {}, false],
  ["killed with PID 1 by the engine", [killed(T + 38)], { killMs: 37 }, false],
  ["ended by itself", [], {}, false],
])("a worker that was %s", (_what, signals, stopped, leftBehind) => {
  const all = observed();
  const recording = recordingOf({
    ...all,
    signals: [sent(T + 1, 1), sent(T + 5.02, 2, { from: 1 }), sent(T + 9, 2, { from: 1 }), ...signals],
    stopped: { ...all.stopped, ...stopped },
  });
  const killedMs = signals[0] === undefined ? null : signals[0].at - T;
  expect(recording.processes).toMatchObject([
    { pid: 1, told: "yes", toldMs: 1, toldAgainMs: null, killedMs: null, leftBehind: false },
    { pid: 2, told: "yes", toldMs: 5, toldAgainMs: 9, killedMs, leftBehind, toMs: 40 },
  ]);
});

test.each<[command: string, env: Record<string, string>, delayMs: number | null, deadlineMs: number | null]>([
  ["lastcall-init --delay 5s --deadline 25s -- app", {}, 5000, 25_000],
  ["lastcall run -- app", { LASTCALL_DELAY: "2s", LASTCALL_DEADLINE: "8s" }, 2000, 8000],
  ["lastcall-init --delay auto -- app", {}, 0, null],
  ["lastcall-init --delay auto -- app", { KUBERNETES_SERVICE_HOST: "10.0.0.1" }, 5000, null],
  ["tini -- app", { LASTCALL_DELAY: "2s" }, null, null],
])("settings of %s with %j", (command, env, delayMs, deadlineMs) => {
  const rehearsal = rehearsalOf(command.split(" "), { env });
  const { settings, notes } = recordingOf(observed({ rehearsal }));
  expect(settings).toMatchObject({ delayMs, deadlineMs });
  // The kubelet sets the variable, and we do not.
  expect(notes?.some((note) => note.includes("is auto"))).toBe(command.includes("auto") && delayMs === 0);
});
