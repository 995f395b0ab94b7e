// Reports for the tests of the renderers: five that tell a story, built from what would have been recorded; none of them is random.

import type { RollingSummary } from "../../../src/rehearse/render/rolling-summary.ts";
import { OUTCOMES } from "../../../src/rehearse/render/words.ts";
import type {
  Finding,
  Outcome,
  ProcessRecord,
  Recording,
  Report,
  RequestRecord,
} from "../../../src/rehearse/report.ts";
import type { Result } from "../../../src/rehearse/result.ts";
import { ROLLING_REPORT_VERSION, type RollingReport } from "../../../src/rehearse/rolling/report.ts";
import { program } from "../verdict/recordings.ts";

/** What nobody knows more of. */
export function processRecord(pid: number, name: string, more: Partial<ProcessRecord> = {}): ProcessRecord {
  return program(pid, name, { fromMs: -2100, catches: [], told: "unknown", ...more });
}

interface Arrivals {
  readonly fromMs: number;
  readonly toMs: number;
  readonly everyMs: number;
  readonly reused?: boolean;
  readonly kind?: RequestRecord["kind"];
  readonly lastsMs?: number;
  readonly outcome?: (startMs: number) => Outcome;
}

/** Requests at a steady rate; ids go on from `requests`. */
export function arrive(requests: RequestRecord[], arrivals: Arrivals): void {
  const { fromMs, toMs, everyMs, reused = false, kind = "load", lastsMs = 4, outcome = () => "ok" } = arrivals;
  for (let startMs = fromMs; startMs < toMs; startMs += everyMs) {
    const id = requests.length + 1;
    const came = outcome(startMs);
    requests.push({
      id,
      kind,
      connection: reused ? (id % 4) + 1 : 100 + id,
      reused,
      dueMs: startMs,
      startMs,
      endMs: startMs + (came === "refused" ? 1 : lastsMs),
      phase: came === "ok" ? "done" : came === "refused" ? "connecting" : "sent",
      outcome: came,
      ...(came === "ok" ? { status: 200 } : { errno: came === "refused" ? "ECONNREFUSED" : "ECONNRESET" }),
      bytes: came === "ok" ? 512 : 0,
    });
  }
}

type Parts = Partial<Omit<Report, "recording">> & { recording?: Partial<Recording> };

/** A report whose figures are counted from its requests. */
export function build(parts: Parts = {}): Report {
  const requests = parts.recording?.requests ?? [];
  const load = requests.filter((request) => request.kind !== "hold");
  const dropped = (records: readonly RequestRecord[]) => records.filter((request) => request.outcome !== "ok").length;
  const share = (records: readonly RequestRecord[]) => ({ total: records.length, dropped: dropped(records) });
  const byOutcome = Object.fromEntries(
    OUTCOMES.map((outcome) => [outcome, load.filter((request) => request.outcome === outcome).length]),
  ) as Record<Outcome, number>;
  const recording: Recording = {
    command: ["node", "server.js"],
    sandbox: "namespace",
    blind: [],
    startedMs: -2100,
    readyMs: -2000,
    signalMs: 0,
    endpointsEndMs: 5000,
    killMs: null,
    endMs: 8200,
    exitCode: 0,
    hooks: [],
    processes: [processRecord(1, "node", { listens: true, told: "yes", toMs: 8200 })],
    listeners: [{ port: 3000, fromMs: -2000, toMs: 7000 }],
    output: [],
    ...parts.recording,
    requests,
  };
  return {
    version: 1,
    verdict: "pass",
    requests: {
      total: load.length,
      ok: load.length - dropped(load),
      dropped: dropped(load),
      byOutcome,
      newConnections: share(load.filter((request) => !request.reused)),
      reusedConnections: share(load.filter((request) => request.reused)),
    },
    stop: { signal: "TERM", delivered: true, tookMs: recording.endMs, forced: false, exitCode: recording.exitCode },
    findings: [],
    recommendation: {
      delayMs: 7000,
      deadlineMs: 20_000,
      terminationGracePeriodSeconds: 31,
      stopSignal: "TERM",
      entrypoint: ["lastcall-init", "--delay", "7s", "--deadline", "20s", "--", "node", "server.js"],
      dockerfile: 'ENTRYPOINT ["lastcall-init", "--delay", "7s", "--deadline", "20s", "--", "node", "server.js"]',
      manifest: "spec:\n  template:\n    spec:\n      terminationGracePeriodSeconds: 31\n",
      because: [
        "delay 7 s: endpoints lag 5 s, and 2 s more",
        "deadline 20 s: delay, the longest request (1.2 s) and the time the app needs to close",
      ],
    },
    ...parts,
    recording,
  };
}

export function finding(
  code: string,
  severity: Finding["severity"],
  message: string,
  advice: string,
  evidence: Finding["evidence"] = {},
): Finding {
  return { code, severity, message, advice, evidence };
}

/** Everything as it should be. */
export function passing(): Report {
  const requests: RequestRecord[] = [];
  arrive(requests, { fromMs: -2000, toMs: 5000, everyMs: 40 });
  arrive(requests, { fromMs: -2000, toMs: 6800, everyMs: 20, reused: true });
  const settings = { engine: "kubernetes", graceMs: 30_000, endpointLagMs: 5000, delayMs: 7000, deadlineMs: null };
  return build({ recording: { requests, settings } });
}

/** The app closes its listener at once, while endpoints still send. */
export function refusing(): Report {
  const requests: RequestRecord[] = [];
  arrive(requests, { fromMs: -2000, toMs: 5000, everyMs: 40, outcome: (ms) => (ms > 80 ? "refused" : "ok") });
  arrive(requests, {
    fromMs: -2000,
    toMs: 5000,
    everyMs: 25,
    reused: true,
    outcome: (ms) => (ms > 110 && ms < 300 ? "reset-before" : "ok"),
  });
  arrive(requests, {
    fromMs: -1900,
    toMs: 100,
    everyMs: 500,
    kind: "slow",
    lastsMs: 1200,
    outcome: (ms) => (ms > -400 ? "cut" : "ok"),
  });
  const refused = requests.filter((request) => request.outcome === "refused").map((request) => request.id);
  const reset = requests.filter((request) => request.outcome === "reset-before").map((request) => request.id);
  return build({
    verdict: "fail",
    recording: {
      requests,
      endMs: 1310,
      listeners: [{ port: 3000, fromMs: -2000, toMs: 90 }],
      processes: [processRecord(1, "node", { listens: true, told: "yes", toMs: 1310 })],
      output: [
        { atMs: -2010, stream: "stdout", line: "listening on 3000" },
        { atMs: 12, stream: "stdout", line: "SIGTERM received, closing" },
        { atMs: 1295, stream: "stderr", line: "closed" },
      ],
    },
    findings: [
      finding(
        "listener-closed-early",
        "error",
        "port 3000 was closed 4.9 s before the endpoints stopped sending to it",
        "keep listening for 7 s after the stop signal: put lastcall-init --delay 7s in front, or sleep in a preStop hook",
        { requests: refused, processes: [1], facts: ["port 3000 closed at 90 ms, endpoints gone at 5 s"] },
      ),
      finding(
        "keep-alive-reset",
        "error",
        `${reset.length} requests on open connections were reset`,
        "answer with Connection: close while stopping, and close idle connections only after that",
        { requests: reset },
      ),
      finding("no-readiness", "note", "nothing tells when the app is ready but its port", "give --ready an URL"),
    ],
  });
}

/** A shell in front that never passes the signal on: killed with everything. */
export function swallowed(): Report {
  const requests: RequestRecord[] = [];
  arrive(requests, { fromMs: -3000, toMs: 5000, everyMs: 50 });
  arrive(requests, {
    fromMs: -3000,
    toMs: 30_000,
    everyMs: 50,
    reused: true,
    outcome: (ms) => (ms >= 29_950 ? "reset-after" : "ok"),
  });
  arrive(requests, { fromMs: -2500, toMs: -2400, everyMs: 20, kind: "hold", lastsMs: 32_500, outcome: () => "cut" });
  return build({
    verdict: "fail",
    recording: {
      command: ["sh", "./entrypoint.sh"],
      requests,
      sandbox: "user-namespace",
      blind: ["signals that were sent between processes: not root"],
      startedMs: -3200,
      readyMs: -3000,
      killMs: 30_000,
      endMs: 30_004,
      exitCode: 137,
      listeners: [{ port: 3000, fromMs: -3000, toMs: null }],
      processes: [
        processRecord(1, "sh", { kind: "shell", aliveAtKill: true, told: "yes", fromMs: -3200 }),
        processRecord(7, "npm start", { kind: "manager", aliveAtKill: true, told: "no", fromMs: -3190 }),
        processRecord(19, "sh", { parent: 7, kind: "shell", aliveAtKill: true, told: "no", fromMs: -3100 }),
        processRecord(20, "node", { parent: 19, aliveAtKill: true, told: "no", listens: true, fromMs: -3090 }),
        processRecord(31, "git", { parent: 20, zombieMs: 2400, fromMs: -1200, toMs: 1200 }),
      ],
    },
    stop: { signal: "TERM", delivered: false, tookMs: 30_004, forced: true, exitCode: 137 },
    findings: [
      finding(
        "signal-swallowed",
        "error",
        "the stop signal ended at sh (PID 1): node never got it and was killed after 30 s",
        "end the script with exec node server.js, or put lastcall-init in front of it",
        { processes: [1, 7, 19, 20], facts: ["sh does not catch TERM, and has no default action as PID 1"] },
      ),
      finding("killed", "error", "SIGKILL was needed: 4 processes were alive after 30 s", "see above", {
        processes: [1, 7, 19, 20],
      }),
      finding("zombies", "warning", "git was a zombie for 2.4 s", "run an init as PID 1", { processes: [31] }),
    ],
    recommendation: {
      delayMs: 7000,
      deadlineMs: 20_000,
      terminationGracePeriodSeconds: 31,
      stopSignal: "TERM",
      entrypoint: ["lastcall-init", "--", "./entrypoint.sh"],
      dockerfile: 'ENTRYPOINT ["lastcall-init", "--delay", "7s", "--deadline", "20s", "--", "sh", "./entrypoint.sh"]',
      manifest:
        "spec:\n  template:\n    spec:\n      terminationGracePeriodSeconds: 31\n      containers:\n        - name: web\n          lifecycle: null\n",
      because: ["delay 7 s: endpoints lag 5 s, and 2 s more"],
    },
  });
}

/** A hook that fails, many workers, and no load at all. */
export function hooked(): Report {
  const workers = Array.from({ length: 24 }, (_, index) =>
    processRecord(20 + index, "nginx: worker process", { told: "yes", toMs: 6100 + index * 10, listens: true }),
  );
  return build({
    verdict: "fail",
    recording: {
      command: ["nginx", "-g", "daemon off;"],
      sandbox: "container",
      signalMs: 2040,
      endMs: 6400,
      exitCode: 0,
      listeners: [
        { port: 80, fromMs: -2000, toMs: 6050 },
        { port: 443, fromMs: -2000, toMs: 6050 },
      ],
      hooks: [{ what: "exec sleep 5", fromMs: 0, toMs: 2040, exitCode: 127, error: "sleep: not found" }],
      processes: [
        processRecord(1, "nginx: master process nginx -g daemon off;", { told: "yes", toMs: 6400, listens: true }),
        ...workers,
      ],
    },
    stop: { signal: "QUIT", delivered: true, tookMs: 6400, forced: false, exitCode: 0 },
    findings: [
      finding(
        "hook-failed",
        "error",
        "the preStop hook ended with 127: sleep is not in the image",
        "use lifecycle.preStop.sleep (Kubernetes 1.30 and later), or lastcall-init --delay",
        { facts: ["exec sleep 5: exit code 127: sleep: not found"] },
      ),
    ],
  });
}

/** Names and words that nobody should print as they are. */
export function hostile(): Report {
  const evil =
    "\x1b[31mred\x1b]0;title\x07 ]]> %0A%25 \r\n::error::x ##[error] <script>alert(1)</script> `a` |b| @me #1 \u202egnp.exe \ud800";
  return build({
    verdict: "fail",
    recording: {
      command: ["sh", "-c", evil],
      blind: [`not: ${evil}`],
      hooks: [{ what: evil, fromMs: 0, toMs: null, exitCode: null, error: evil }],
      processes: [
        processRecord(1, evil, { told: "no", toMs: 900 }),
        processRecord(2, "日本語のプロセス名", { parent: 1, toMs: 800 }),
      ],
      output: [{ atMs: 5, stream: "stderr", line: evil }],
      requests: [],
    },
    findings: [finding(evil, "error", evil, evil, { facts: [evil], processes: [1, 99], requests: [1, 2, 3] })],
    recommendation: {
      delayMs: 0,
      deadlineMs: 0,
      terminationGracePeriodSeconds: 30,
      stopSignal: evil,
      entrypoint: [evil],
      dockerfile: `ENTRYPOINT ["${evil}"]`,
      manifest: `spec:\n  a: ${evil}\n\`\`\`\n`,
      because: [evil],
    },
  });
}

export const REPORTS: Readonly<Record<string, () => Report>> = { passing, refusing, swallowed, hooked, hostile };

/** Four replicas, one at a time, each slow to end: the surge adds up. */
export function rollingSummary(): RollingSummary {
  const requests: RequestRecord[] = [];
  arrive(requests, {
    fromMs: -1000,
    toMs: 40_000,
    everyMs: 100,
    outcome: (ms) => (ms > 5000 && ms < 5400 ? "refused" : "ok"),
  });
  arrive(requests, { fromMs: -1000, toMs: 40_000, everyMs: 50, reused: true });
  const counted = build({ recording: { requests } }).requests;
  const pods = [1, 2, 3, 4].flatMap((pod) => [
    {
      pod,
      revision: "old" as const,
      startedMs: -3000,
      readyMs: -1500,
      deletedMs: pod * 5000,
      endedMs: pod * 5000 + 12_000,
      forced: pod === 4,
    },
    {
      pod: pod + 4,
      revision: "new" as const,
      startedMs: (pod - 1) * 5000,
      readyMs: pod * 5000,
      deletedMs: null,
      endedMs: null,
      forced: false,
    },
  ]);
  return {
    verdict: "fail",
    command: ["node", "server.js"],
    strategy: { replicas: 4, maxSurge: 1, maxUnavailable: 0 },
    requests: counted,
    took: { completeMs: 20_000, goneMs: 32_000 },
    peak: { atMs: 15_000, pods: 8, running: 5, terminating: 3 },
    formula: {
      peakPods: 8,
      peakRule: 8,
      completeMs: 20_000,
      goneMs: 32_000,
      availableMs: 5000,
      terminationMs: 12_000,
      peakAtFullGrace: 8,
    },
    findings: [
      finding(
        "rolling-lost",
        "error",
        `${counted.dropped} requests of ${counted.total} were lost while pods were replaced.`,
        "Rehearse one stop first: `lastcall rehearse`.",
      ),
      finding(
        "surge-adds-up",
        "warning",
        "8 pods ran at once where maxSurge 1 suggests 5.",
        "Terminating pods are not counted: plan for them, or shorten the stop.",
      ),
    ],
    blind: [],
    pods,
    records: requests,
  };
}

/** The same, all of it. */
export function rolling(): RollingReport {
  const summary = rollingSummary();
  const more = { signalMs: null, exitCode: 0, refused: 0, hookError: null };
  return {
    ...summary,
    version: ROLLING_REPORT_VERSION,
    kind: "rolling-update",
    strategy: { ...summary.strategy, minReadyMs: 0, readyTimeMs: 0, endpointLagMs: 5000 },
    formula: { ...summary.formula, peakMost: 8 },
    pods: summary.pods.map((pod) => ({ ...pod, ...more, port: 8000 + pod.pod })),
    unserved: 0,
  };
}

export function single(report: Report): Result {
  return { kind: "single", report };
}

export function proof() {
  return { kind: "proof", before: refusing(), after: passing() } as const;
}

export function comparison() {
  const contestants = [
    { init: "none", report: swallowed() },
    { init: "tini", report: null, reason: "not installed" },
    { init: "dumb-init", report: refusing() },
    { init: "lastcall-init", report: passing() },
  ];
  return { kind: "comparison", contestants } as const;
}
