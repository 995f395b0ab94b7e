// Reports for the HTML page: what recordings of typical stops look like, made without a process. The same seed gives the same report.
import type { RollingPod, RollingSummary } from "../../../src/rehearse/render/rolling-summary.ts";
import type {
  Finding,
  Outcome,
  ProcessRecord,
  Recommendation,
  Recording,
  Report,
  RequestRecord,
} from "../../../src/rehearse/report.ts";
import type { Contestant } from "../../../src/rehearse/result.ts";
import { program } from "../verdict/recordings.ts";

export type Draft = Pick<RequestRecord, "id" | "kind" | "reused" | "dueMs"> & { readonly tookMs: number };
/** What becomes of a request; nothing said is an answer in time, null is one that nobody sends here any more. */
export type Fate = (draft: Draft) => (Partial<RequestRecord> & { readonly outcome?: Outcome }) | null;

export interface Traffic {
  readonly perSecond: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly kind?: RequestRecord["kind"];
  readonly newPart?: number;
  readonly tookMs?: number;
  readonly fate?: Fate;
}

/** Park and Miller's generator: the same numbers everywhere. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

export function traffic({
  perSecond,
  fromMs,
  toMs,
  kind = "load",
  newPart = 0.5,
  tookMs = 12,
  fate,
}: Traffic): RequestRecord[] {
  const next = random(20 + perSecond);
  const found: RequestRecord[] = [];
  let id = 0;
  for (let dueMs = fromMs; dueMs < toMs; dueMs += 1000 / perSecond) {
    id++;
    const draft = { id, kind, reused: next() >= newPart, dueMs, tookMs: tookMs * (0.6 + next() ** 4 * 2) };
    const base: RequestRecord = {
      ...{ id, kind, reused: draft.reused, dueMs, connection: draft.reused ? 1 + (id % 8) : 100 + id },
      ...{ startMs: dueMs + 0.2, endMs: dueMs + draft.tookMs, phase: "done", outcome: "ok", status: 200, bytes: 512 },
    };
    const told = fate ? fate(draft) : {};
    if (told === null) continue;
    const lost = told.outcome !== undefined && told.outcome !== "ok";
    found.push({ ...base, ...(lost ? { status: undefined, bytes: 0, phase: "connecting" } : {}), ...told });
  }
  return found;
}

function processRecord(pid: number, name: string, rest: Partial<ProcessRecord> = {}): ProcessRecord {
  return program(pid, name, { fromMs: -6200, catches: [], told: "unknown", ...rest });
}

export interface Sketch {
  readonly recording?: Partial<Recording>;
  readonly stop?: Partial<Report["stop"]>;
  readonly findings?: readonly Finding[];
  readonly recommendation?: Partial<Recommendation>;
  readonly verdict?: Report["verdict"];
}

export function sketch({
  recording: rest = {},
  stop = {},
  findings = [],
  recommendation = {},
  verdict,
}: Sketch): Report {
  const recording: Recording = {
    ...{
      command: ["node", "server.js"],
      sandbox: "namespace",
      blind: [],
      startedMs: -6200,
      readyMs: -5400,
      signalMs: 0,
    },
    ...{ endpointsEndMs: 5000, killMs: null, endMs: 3200, exitCode: 0, hooks: [], processes: [], listeners: [] },
    settings: { engine: "kubernetes", graceMs: 30_000, endpointLagMs: 5000 },
    ...{ output: [], ...rest },
    requests: (rest.requests ?? []).map((request, index) => ({ ...request, id: index + 1 })),
  };
  const { requests } = recording;
  const lost = requests.filter((request) => request.outcome !== "ok");
  const byOutcome: Record<Outcome, number> = {
    ...{ ok: 0, "http-error": 0, refused: 0, "reset-before": 0, "reset-after": 0, cut: 0, "timed-out": 0 },
  };
  for (const request of requests) byOutcome[request.outcome]++;
  const part = (reused: boolean) => ({
    total: requests.filter((request) => request.reused === reused).length,
    dropped: lost.filter((request) => request.reused === reused).length,
  });
  return {
    version: 1,
    verdict: verdict ?? (lost.length === 0 && !findings.some((found) => found.severity === "error") ? "pass" : "fail"),
    requests: {
      ...{ total: requests.length, ok: byOutcome.ok, dropped: lost.length, byOutcome },
      ...{ newConnections: part(false), reusedConnections: part(true) },
    },
    stop: {
      ...{ signal: "SIGTERM", delivered: true, tookMs: recording.endMs, forced: recording.killMs !== null },
      ...{ exitCode: recording.exitCode, ...stop },
    },
    findings,
    recommendation: { ...recommended, ...recommendation },
    recording,
  };
}

const recommended: Recommendation = {
  ...{ delayMs: 7000, deadlineMs: 12_000, terminationGracePeriodSeconds: 23, stopSignal: "SIGTERM" },
  entrypoint: ["/lastcall-init", "--delay=7s", "--deadline=19s", "--", "node", "server.js"],
  dockerfile:
    'ENTRYPOINT ["/lastcall-init", "--delay=7s", "--deadline=19s", "--", "node", "server.js"]\nSTOPSIGNAL SIGTERM\n',
  manifest: "spec:\n  template:\n    spec:\n      terminationGracePeriodSeconds: 23\n",
  because: [
    "delay 7 s: endpoints still sent new connections for 5 s, and 2 s to spare",
    "deadline 12 s: the longest answer took 9.4 s, cleaning up 0.6 s, and 2 s to spare",
    "terminationGracePeriodSeconds 23: delay 7 s + deadline 12 s + hook 0 s + 2 s, rounded up",
  ],
};

const output = [
  { atMs: -5480, stream: "stdout" as const, line: "listening on http://0.0.0.0:8080" },
  { atMs: -4, stream: "stdout" as const, line: "GET /orders/1812 200 11 ms" },
];

function ids(requests: readonly RequestRecord[], outcome: Outcome): number[] {
  return requests.filter((request) => request.outcome === outcome).map((request) => request.id);
}

/** A server that hears the signal and closes its listener at once, while the endpoints still send. */
export function closesEarly(): Report {
  const requests = [
    ...traffic({
      ...{ perSecond: 40, fromMs: -5000, toMs: 8000 },
      fate: ({ dueMs, reused, id }) => {
        if (dueMs < 60) return {};
        if (reused) {
          if (dueMs < 250 && id % 2 === 0) return { outcome: "reset-before", errno: "ECONNRESET", phase: "sent" };
          return dueMs > 5000 ? null : { reused: false, outcome: "refused", errno: "ECONNREFUSED", endMs: dueMs + 1 };
        }
        if (dueMs < 5000) return { outcome: "refused", errno: "ECONNREFUSED", endMs: dueMs + 1 };
        return null;
      },
    }),
    ...traffic({ ...{ perSecond: 2, fromMs: -5000, toMs: 60, kind: "slow", tookMs: 1500, newPart: 1 } }),
  ];
  return sketch({
    recording: {
      requests,
      processes: [
        processRecord(1, "node", {
          ...{ commandLine: "node server.js", catches: ["SIGTERM", "SIGINT"], listens: true, told: "yes", toMs: 3200 },
        }),
      ],
      listeners: [{ port: 8080, fromMs: -5400, toMs: 55 }],
      output: [
        ...output,
        { atMs: 12, stream: "stdout", line: "SIGTERM: closing the server" },
        { atMs: 3180, stream: "stdout", line: "bye" },
      ],
    },
    findings: [
      {
        ...{ code: "listener-closed-early", severity: "error" },
        message: "Port 8080 closed 4.95 s before the endpoints stopped sending new connections",
        advice:
          "Go on accepting for 7 s after the signal: put lastcall-init --delay=7s in front, or a preStop sleep of 7 s.",
        evidence: {
          ...{
            requests: ids(
              requests.map((request, index) => ({ ...request, id: index + 1 })),
              "refused",
            ),
            processes: [1],
          },
          facts: ["port 8080 closed at 55 ms, the endpoints were gone after 5 s"],
        },
      },
      {
        ...{ code: "keep-alive-reset", severity: "error" },
        message: "Idle keep-alive connections were reset while clients sent on them",
        advice: "During the delay, answer with Connection: close; close idle connections last.",
        evidence: {
          requests: ids(
            requests.map((request, index) => ({ ...request, id: index + 1 })),
            "reset-before",
          ),
        },
      },
      {
        ...{ code: "init-missing", severity: "note", message: "The app is PID 1 itself, so nobody reaps orphans" },
        ...{ advice: "An init in front reaps them; lastcall-init is one.", evidence: { processes: [1] } },
      },
    ],
  });
}

/** sh -c around npm around node: nobody is told, SIGKILL after 30 s cuts what is under way. */
export function swallowed(): Report {
  const killMs = 30_000;
  const requests = [
    ...traffic({
      ...{ perSecond: 40, fromMs: -5000, toMs: 30_400 },
      fate: ({ dueMs, reused }) => {
        if (!reused && dueMs > 5000) return null;
        if (dueMs > killMs) return { outcome: "reset-before", errno: "ECONNRESET", phase: "sent", endMs: dueMs + 2 };
        return {};
      },
    }),
    ...traffic({
      ...{ perSecond: 1, fromMs: -5000, toMs: 30_000, kind: "slow", tookMs: 3600, newPart: 0 },
      fate: ({ dueMs, tookMs }) =>
        dueMs + tookMs > killMs
          ? { outcome: "reset-after", errno: "ECONNRESET", endMs: killMs + 3, phase: "answering", bytes: 9000 }
          : {},
    }),
  ];
  return sketch({
    recording: {
      ...{ command: ["sh", "-c", "npm start"], killMs, endMs: 30_020, exitCode: 137, requests },
      processes: [
        processRecord(1, "sh", {
          commandLine: "sh -c npm start",
          kind: "shell",
          told: "yes",
          aliveAtKill: true,
          toMs: 30_020,
        }),
        processRecord(7, "npm start", {
          ...{
            commandLine: "npm start",
            kind: "manager",
            told: "no",
            aliveAtKill: true,
            toMs: 30_021,
            catches: ["SIGTERM"],
            fromMs: -6100,
          },
        }),
        processRecord(18, "sh", {
          parent: 7,
          commandLine: "sh -c node server.js",
          kind: "shell",
          told: "no",
          aliveAtKill: true,
          toMs: 30_021,
          fromMs: -5700,
        }),
        processRecord(19, "node", {
          ...{
            parent: 18,
            commandLine: "node server.js",
            told: "no",
            listens: true,
            aliveAtKill: true,
            toMs: 30_022,
            fromMs: -5690,
          },
          ...{ catches: ["SIGTERM", "SIGINT"] },
        }),
      ],
      listeners: [{ port: 8080, fromMs: -5400, toMs: 30_022 }],
      output,
    },
    stop: { delivered: false },
    findings: [
      {
        ...{ code: "signal-swallowed", severity: "error" },
        message: "SIGTERM reached PID 1, a shell that does not pass it on; node never heard it",
        advice: 'Put lastcall-init in front, or start the app with exec: ENTRYPOINT ["node", "server.js"].',
        evidence: {
          processes: [1, 7, 18, 19],
          facts: ["sh (1) neither catches SIGTERM nor ends of it", "node (19) catches SIGTERM and was not told"],
        },
      },
      {
        ...{ code: "sigkill-needed", severity: "error", message: "SIGKILL was needed after 30 s" },
        ...{
          advice: "Once the app is told, it has to end within the grace period.",
          evidence: { processes: [1, 7, 18, 19] },
        },
      },
      {
        ...{ code: "response-cut", severity: "error", message: "Answers under way were cut by SIGKILL" },
        ...{
          advice: "Let requests that are under way finish before the process ends.",
          evidence: {
            requests: requests
              .map((r, i) => ({ ...r, id: i + 1 }))
              .filter((r) => r.outcome === "reset-after")
              .map((r) => r.id),
          },
        },
      },
      {
        ...{ code: "exit-code", severity: "warning", message: "Exit code 137 makes a Job count this as a failure" },
        ...{ advice: "Exit with 0 after an orderly stop.", evidence: { facts: ["exit code 137 = 128 + 9 (SIGKILL)"] } },
      },
    ],
    recommendation: {
      entrypoint: ["/lastcall-init", "--delay=7s", "--", "sh", "-c", "npm start"],
      dockerfile: 'ENTRYPOINT ["/lastcall-init", "--delay=7s", "--deadline=19s", "--", "sh", "-c", "npm start"]',
    },
  });
}

/** The same app behind lastcall-init: the delay, then the signal to the app, which drains. */
export function withInit(): Report {
  const requests = [
    ...traffic({
      ...{ perSecond: 40, fromMs: -5000, toMs: 8600 },
      fate: ({ dueMs, reused }) => ((!reused && dueMs > 5000) || dueMs > 7000 ? null : {}),
    }),
    ...traffic({ ...{ perSecond: 1, fromMs: -5000, toMs: 7000, kind: "slow", tookMs: 2600, newPart: 0 } }),
  ];
  const told = { told: "yes" as const, toldMs: 7000 };
  return sketch({
    recording: {
      ...{
        command: ["/lastcall-init", "--delay=7s", "--deadline=19s", "--", "sh", "-c", "npm start"],
        endMs: 10_400,
        requests,
      },
      settings: { engine: "kubernetes", graceMs: 23_000, endpointLagMs: 5000, delayMs: 7000, deadlineMs: 19_000 },
      processes: [
        processRecord(1, "lastcall-init", {
          kind: "init",
          told: "yes",
          toldMs: 0,
          toMs: 10_400,
          commandLine: "/lastcall-init --delay=7s --deadline=19s -- sh -c npm start",
        }),
        processRecord(2, "sh", { kind: "shell", told: "no", toMs: 10_380, commandLine: "sh -c npm start" }),
        processRecord(8, "npm start", {
          parent: 2,
          kind: "manager",
          told: "no",
          toMs: 10_370,
          commandLine: "npm start",
          fromMs: -6000,
        }),
        processRecord(20, "node", {
          parent: 8,
          ...told,
          listens: true,
          toMs: 10_290,
          commandLine: "node server.js",
          fromMs: -5700,
          catches: ["SIGTERM"],
        }),
      ],
      listeners: [{ port: 8080, fromMs: -5400, toMs: 7020 }],
      output,
    },
    findings: [],
  });
}

/** A failed hook, zombies, slow requests that are cut, sessions, errors: a bit of everything. */
export function everything(): Report {
  const requests = [
    ...traffic({
      ...{ perSecond: 120, fromMs: -5000, toMs: 12_000, newPart: 0.3 },
      fate: ({ dueMs, reused, id }) => {
        if (!reused && dueMs > 10_000) return null;
        if (dueMs > 9000 && !reused) return { outcome: "refused", errno: "ECONNREFUSED" };
        if (dueMs > 9000) return { outcome: id % 5 ? "reset-before" : "cut", errno: "ECONNRESET", phase: "sent" };
        if (dueMs > 3000 && id % 23 === 0) return { outcome: "http-error", status: 503, phase: "done", bytes: 30 };
        if (dueMs > 6000 && id % 61 === 0) return { outcome: "timed-out", phase: "connected", endMs: dueMs + 30_000 };
        return {};
      },
    }),
    ...traffic({
      ...{ perSecond: 3, fromMs: -5000, toMs: 9000, kind: "slow", tookMs: 1900, newPart: 0.5 },
      fate: ({ dueMs, tookMs }) =>
        dueMs + tookMs > 9000 ? { outcome: "cut", endMs: 9000, phase: "answering", bytes: 700 } : {},
    }),
    ...traffic({
      ...{ perSecond: 10, fromMs: -5000, toMs: -4000, kind: "hold", newPart: 1 },
      fate: ({ id }) =>
        id % 3 === 0
          ? { outcome: "ok", endMs: 3000 + id * 300 }
          : { outcome: "reset-after", errno: "ECONNRESET", endMs: 9000, phase: "answering", bytes: 40 },
    }),
  ];
  return sketch({
    recording: {
      ...{
        command: ["dumb-init", "--", "gunicorn", "--workers=4", "shop.wsgi:app"],
        requests,
        sandbox: "user-namespace",
      },
      ...{ signalMs: 2200, killMs: 12_000, endMs: 12_010, exitCode: 137, endpointsEndMs: 10_000 },
      settings: { engine: "kubernetes", graceMs: 12_000, endpointLagMs: 10_000 },
      blind: ["who the signal was passed on to: ptrace is not permitted in this user namespace"],
      hooks: [
        {
          what: "exec /bin/drain.sh --wait",
          fromMs: 0,
          toMs: 2200,
          exitCode: 127,
          error: "exec: /bin/drain.sh: no such file",
        },
      ],
      processes: [
        processRecord(1, "dumb-init", {
          kind: "init",
          told: "yes",
          aliveAtKill: true,
          toMs: 12_010,
          commandLine: "dumb-init -- gunicorn --workers=4 shop.wsgi:app",
        }),
        processRecord(7, "gunicorn: master", {
          told: "yes",
          listens: true,
          aliveAtKill: true,
          toMs: 12_011,
          commandLine: "gunicorn: master [shop.wsgi:app]",
          catches: ["SIGTERM", "SIGQUIT", "SIGHUP"],
        }),
        ...[12, 13, 14].map((pid) =>
          processRecord(pid, "gunicorn: worker", {
            parent: 7,
            told: "yes",
            listens: true,
            toMs: 8800 + pid * 20,
            zombieMs: pid === 13 ? 2400 : 0,
            fromMs: -5800,
            commandLine: "gunicorn: worker [shop.wsgi:app]",
          }),
        ),
        processRecord(15, "gunicorn: worker", {
          parent: 7,
          told: "unknown",
          listens: true,
          aliveAtKill: true,
          toMs: 12_012,
          fromMs: -5800,
          commandLine: "gunicorn: worker [shop.wsgi:app]",
        }),
        processRecord(31, "logrotate", {
          parent: 1,
          told: "no",
          toMs: 6000,
          zombieMs: 3100,
          fromMs: -1200,
          commandLine: "logrotate -f /etc/logrotate.d/shop",
        }),
      ],
      listeners: [
        { port: 8000, fromMs: -5400, toMs: 9000 },
        { port: 9102, fromMs: -5300, toMs: null },
      ],
      output: [
        ...output,
        { atMs: 2210, stream: "stderr", line: "\u001b[31m[CRITICAL]\u001b[0m WORKER TIMEOUT (pid:13)" },
        {
          atMs: 9000,
          stream: "stderr",
          line: 'Traceback (most recent call last): File "/srv/shop/orders.py", line 118, in checkout: sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) server closed the connection unexpectedly',
        },
      ],
    },
    findings: [
      {
        ...{
          code: "hook-failed",
          severity: "error",
          message: "The pre-stop hook failed, and SIGTERM followed at once",
        },
        ...{
          advice:
            "The image has no /bin/drain.sh. A hook that fails silently loses its delay; use a sleep hook or lastcall-init --delay.",
          evidence: { facts: ["exec: /bin/drain.sh: no such file", "exit 127 after 2.2 s"] },
        },
      },
      {
        ...{ code: "zombies", severity: "warning", message: "2 processes stayed zombies for more than 2 s" },
        ...{ advice: "Their parent does not wait for them.", evidence: { processes: [13, 31] } },
      },
    ],
  });
}

/** `perSecond` requests a second for `seconds`, of which those on new connections are lost after the signal if `lose` says so. */
export function large(perSecond: number, seconds: number, lose: (id: number) => boolean): Report {
  const requests = traffic({
    ...{ perSecond, fromMs: -2000, toMs: seconds * 1000 - 2000 },
    fate: ({ id, dueMs }) => (lose(id) ? { outcome: "refused", errno: "ECONNREFUSED", endMs: dueMs + 1 } : {}),
  });
  return sketch({
    recording: {
      ...{ requests, endMs: seconds * 1000 - 2000 },
      listeners: [{ port: 8080, fromMs: -3000, toMs: 40 }],
      processes: [
        processRecord(1, "node", {
          listens: true,
          told: "yes",
          toMs: seconds * 1000 - 2000,
          commandLine: "node server.js",
        }),
      ],
    },
  });
}

/** No load, no settings, an app that nothing is known of. */
export function bare(): Report {
  return sketch({
    recording: { settings: undefined, endpointsEndMs: 0, endMs: 40, exitCode: 143, startedMs: -300, readyMs: -100 },
  });
}

/** Gone in its hook before any signal, and one that not even SIGKILL ended: hardly any time is known. */
export function unknowns(): readonly [gone: Report, stuck: Report] {
  const hook = { what: "sleep 5s", fromMs: 0, toMs: null, exitCode: null };
  const gone = { signalMs: null, killMs: null, endMs: 900, exitCode: null, hooks: [hook], settings: undefined };
  const stuck = { killMs: 30_000, endMs: null, exitCode: null, listeners: [{ port: 80, fromMs: -10, toMs: null }] };
  const processes = [processRecord(1, "node", { aliveAtKill: true, listens: true, zombieMs: 100 })];
  const stop = { delivered: null, tookMs: null };
  return [sketch({ recording: gone, stop }), sketch({ recording: { ...stuck, processes }, stop, verdict: "fail" })];
}

/** Eight replicas, two at a time, each of which takes 9 s to end; one is killed, and while the last ones go a few requests are lost. */
export function rollingView(): RollingSummary {
  const [replicas, maxSurge, readyMs, endsMs] = [8, 2, 4000, 9000];
  const pods = Array.from({ length: replicas }, (_, index): RollingPod[] => {
    const at = Math.floor(index / maxSurge) * readyMs;
    const leaves = { deletedMs: at + readyMs, endedMs: at + readyMs + endsMs, forced: index === 7 };
    return [
      { pod: index + 1, revision: "old", startedMs: -9000, readyMs: -6000, ...leaves },
      { ...{ pod: replicas + index + 1, revision: "new", startedMs: at, readyMs: at + readyMs }, ...stays },
    ];
  }).flat();
  const records = traffic({
    ...{ perSecond: 100, fromMs: -3000, toMs: 25_000 },
    fate: ({ dueMs, id }) =>
      dueMs > 16_000 && dueMs < 17_000 && id % 9 === 0 ? { outcome: "refused", errno: "ECONNREFUSED" } : {},
  });
  const { requests } = sketch({ recording: { requests: records } });
  return {
    ...{
      verdict: "fail",
      command: ["node", "server.js"],
      strategy: { replicas, maxSurge, maxUnavailable: 0 },
      requests,
    },
    ...{
      took: { completeMs: 16_000, goneMs: 25_000 },
      peak: { atMs: 12_000, pods: 16, running: 10, terminating: 6 },
      pods,
      records,
    },
    formula: {
      ...{ peakPods: 16, peakRule: 16, completeMs: 16_000, goneMs: 25_000, peakAtFullGrace: 16 },
      ...{ availableMs: readyMs, terminationMs: endsMs },
    },
    ...{ blind: [] },
    findings: [
      {
        ...{ code: "surge-explodes", severity: "warning", message: "16 pods run at once, though maxSurge is 2" },
        advice: "A pod takes 9 s to end and 4 s to start. Leave room for 6 more, or let requests end sooner.",
        evidence: { facts: ["at 12 s: 10 running, 6 terminating"] },
      },
    ],
  };
}

const stays = { deletedMs: null, endedMs: null, forced: false };

export const hostileText = `<img src=x onerror="pwned=1"><script>pwned=1</script>'"&amp;`;

/** Everything that an app, an image or a manifest names is an attack. */
export function hostile(): Report {
  const bad = `${hostileText}\u001b[31m</title></style>\u202e`;
  const requests = traffic({
    ...{ perSecond: 4, fromMs: -1000, toMs: 3000 },
    fate: ({ dueMs, id }) => (dueMs > 1000 ? { outcome: "reset-before", errno: `${id}${bad}`, phase: "sent" } : {}),
  });
  return sketch({
    recording: {
      ...{ command: [bad, bad], blind: [bad], notes: [bad], requests },
      settings: { engine: bad, graceMs: 30_000, endpointLagMs: 5000 },
      hooks: [{ what: bad, fromMs: 0, toMs: 400, exitCode: 1, error: bad }],
      processes: [
        processRecord(32_000, bad, { kind: "shell", zombieMs: 900, told: "no", toMs: 2000, aliveAtKill: true }),
        processRecord(1, bad, {
          commandLine: bad,
          catches: [bad],
          ignores: [bad],
          told: "yes",
          toMs: 3000,
          listens: true,
        }),
      ],
      output: [{ atMs: 4, stream: "stderr", line: bad }],
    },
    stop: { signal: bad },
    findings: [{ code: bad, severity: "error", message: bad, advice: bad, evidence: { processes: [1], facts: [bad] } }],
    recommendation: { stopSignal: bad, dockerfile: bad, manifest: bad, because: [bad] },
  });
}

export function contestants(): readonly Contestant[] {
  return [
    { init: "none", report: swallowed() },
    { init: "tini", report: null, reason: "not installed" },
    { init: "dumb-init", report: closesEarly() },
    { init: "lastcall-init", report: withInit() },
  ];
}
