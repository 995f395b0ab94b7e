// Requests that were lost: how each is told from the others, and what is said of them.

import { describe, expect, test } from "vitest";
import {
  codes,
  engines,
  found,
  judged,
  killedRecording,
  program,
  recording,
  refused,
  request,
  requests,
  reset,
} from "./recordings.ts";

/** An app that ends at once: everything on new connections is refused from then on. */
const instant = {
  endMs: 120,
  processes: [program(1, "node", { listens: true, toMs: 120 })],
  listeners: [{ port: 8080, fromMs: -2500, toMs: 110 }],
};

describe("listener-closed-early", () => {
  test("refused while endpoints lag behind", () => {
    const lost = requests(200, 5000, refused);
    const report = judged(recording({ ...instant, requests: [...requests(-2000, 200), ...lost] }));
    expect(codes(report)).toEqual(["listener-closed-early"]);
    expect(found(report, "listener-closed-early")).toEqual({
      code: "listener-closed-early",
      severity: "error",
      message:
        "The listener on port 8080 closed 110 ms after the stop began, while endpoints sent new requests for 5 s: of 50 requests on new connections 48 were refused and 0 reset.",
      advice:
        "Go on serving for 7s after the stop begins, and close the listener only then: lastcall-init --delay 7s, or LASTCALL_DELAY=7s.",
      evidence: {
        requests: lost.map(({ id }) => id),
        facts: ["listener closed at 110 ms", "endpoints ended at 5 s"],
      },
    });
    expect(report.recommendation).toMatchObject({ delayMs: 7000, deadlineMs: 10_000 });
  });

  test("reset in the backlog of a listener that nobody saw close", () => {
    const report = judged(recording({ listeners: [], requests: [request(0), request(300, { ...reset, endMs: 302 })] }));
    expect(found(report, "listener-closed-early").message).toBe(
      "Nobody took new connections any more 300 ms after the stop began, while endpoints sent new requests for 5 s: of 2 requests on new connections 0 were refused and 1 reset.",
    );
  });

  test("accepted by the kernel alone, and reset at the end", () => {
    const waited = request(500, { ...reset, endMs: 2000 });
    const busy = request(-100, { endMs: 2000 });
    const report = judged(recording({ requests: [...requests(-500, 0), busy, waited] }));
    expect(codes(report)).toEqual(["listener-closed-early"]);
    expect(report.recommendation.because).toContain("R = 2.1 s: the longest of 6 requests");
  });

  test("where SIGKILL closed it, time is what is missing", () => {
    const report = judged(killedRecording({ requests: requests(30_010, 35_000, refused), endpointsEndMs: 60_000 }), {
      endpointLagMs: 60_000,
    });
    expect(found(report, "listener-closed-early").advice).toBe(
      "It was SIGKILL that closed it: the grace period is shorter than the endpoints' lag. Give it 70 s.",
    );
  });

  test("without endpoints no delay helps", () => {
    const report = judged(recording({ ...instant, requests: [request(130, refused)] }), { engine: engines.docker });
    expect(found(report, "listener-closed-early").advice).toBe(
      "Accept what is already on its way, and close the listener last.",
    );
    expect(report.recommendation.delayMs).toBe(0);
  });
});

describe("keep-alive-reset", () => {
  test("lost on a connection that had carried requests", () => {
    const lost = [
      request(30, { ...reset, reused: true, connection: 3, endMs: 31 }),
      request(35, { ...reset, outcome: "cut", reused: true, connection: 4, endMs: 36 }),
    ];
    const report = judged(
      recording({ requests: [...requests(-500, 0), ...requests(0, 30, { reused: true }), ...lost] }),
    );
    expect(codes(report)).toEqual(["keep-alive-reset"]);
    const finding = found(report, "keep-alive-reset");
    expect(finding.message).toBe(
      "2 requests of 3 on reused connections were lost, on 2 connections, the first 31 ms after the stop began: the app closed the connection and had not read what the client sent.",
    );
    expect(finding.advice).toContain("Answer with `Connection: close`");
    expect(finding.advice).toContain("keepAliveTimeout");
    expect(finding.evidence).toEqual({ requests: lost.map(({ id }) => id), facts: ["ECONNRESET"] });
    expect(report.requests.reusedConnections).toEqual({ total: 3, dropped: 2 });
  });

  test("sent to a server that reads no more, and lost only when it ended", () => {
    const unread = [20, 60].map((atMs) => request(atMs, { ...reset, reused: true, endMs: 1000 }));
    const report = judged(recording({ endMs: 1010, requests: [...requests(-500, 10, { reused: true }), ...unread] }));
    expect(codes(report)).toEqual(["keep-alive-reset"]);
    expect(found(report, "keep-alive-reset").evidence.requests).toEqual(unread.map(({ id }) => id));
  });

  test("not on a connection of its own", () => {
    expect(codes(judged(recording({ requests: [request(30, reset)] })))).not.toContain("keep-alive-reset");
  });
});

describe("response-cut", () => {
  test("in the middle of the answer, or before it when the app had the request", () => {
    const cut = [
      request(-100, { outcome: "cut", phase: "answering", bytes: 10, endMs: 120, kind: "slow" }),
      request(-1000, { ...reset, endMs: 120, kind: "slow" }),
      request(-50, { ...reset, reused: true, endMs: 120, kind: "slow" }),
      request(100, { outcome: "reset-after", phase: "answering", bytes: 1, errno: "ECONNRESET", endMs: 121 }),
    ];
    const report = judged(recording({ ...instant, requests: cut }));
    expect(codes(report)).toEqual(["response-cut"]);
    expect(found(report, "response-cut")).toMatchObject({
      severity: "error",
      message:
        "4 requests that the app had in hand were cut, 2 of them in the middle of the answer, the first 120 ms after the stop began; the longest had run for 1.1 s.",
      evidence: { requests: cut.map(({ id }) => id) },
    });
    expect(report.recommendation.because).toContain(
      "R ≥ 1.1 s: so long had a request taken that had no whole answer yet; a longer warm-up shows all of it",
    );
  });

  test("not for whole answers", () => {
    expect(codes(judged(recording({ requests: [request(-1000, { endMs: 7000 })] })))).toEqual([]);
  });

  test("an app that was not told could not finish", () => {
    const deaf = program(1, "node", { catches: [], told: "no", aliveAtKill: true });
    const cut = request(29_000, { outcome: "cut", phase: "answering", bytes: 1, endMs: 30_002 });
    const report = judged(killedRecording({ processes: [deaf], requests: [cut] }));
    expect(found(report, "response-cut").advice).toContain("The app was not told");
  });
});

describe("http-errors", () => {
  const failed = { outcome: "http-error", status: 503 } as const;

  test("5xx during the stop", () => {
    const report = judged(recording({ requests: [...requests(-500, 0), request(10, failed), request(40, failed)] }));
    expect(codes(report)).toEqual(["http-errors"]);
    expect(found(report, "http-errors").message).toBe(
      "2 requests were answered with an error during the stop (503), the first 20 ms after it began.",
    );
  });

  test("those before it do not count, and that is said", () => {
    const report = judged(recording({ requests: [request(-500, failed), ...requests(-400, 1000)] }));
    expect(report.verdict).toBe("pass");
    expect(found(report, "before-stop")).toMatchObject({ severity: "warning" });
    expect(found(report, "before-stop").message).toContain("(503)");
  });

  test("4xx is an answer", () => {
    const missing = { outcome: "http-error", status: 404 } as const;
    const report = judged(recording({ requests: [...requests(-500, 0, missing), request(10, missing)] }));
    expect(report.verdict).toBe("pass");
    expect(found(report, "before-stop").severity).toBe("note");
  });
});

describe("timed-out", () => {
  test("no answer, or no connection", () => {
    const lost = [
      request(10, { outcome: "timed-out", phase: "connecting", endMs: 5010 }),
      request(20, { outcome: "timed-out", phase: "sent", endMs: 5020 }),
    ];
    const report = judged(recording({ requests: [...requests(-500, 0), ...lost] }));
    expect(codes(report)).toEqual(["timed-out"]);
    expect(found(report, "timed-out").message).toContain(
      "2 requests got no answer in time, 1 of them not even a connection",
    );
    // They waited for an app that took nothing in: that is no measure of a request.
    expect(report.recommendation.because).toContain("R = 10 ms: the longest of 5 requests");
  });
});

describe("sessions-cut", () => {
  const session = (over: object) => request(-1000, { kind: "hold", endMs: 120, ...over });

  test("warns of sessions that were reset", () => {
    const held = [session({ outcome: "reset-after", errno: "ECONNRESET" }), session({})];
    const report = judged(recording({ requests: [...requests(-500, 100), ...held] }));
    expect(report.verdict).toBe("pass");
    expect(found(report, "sessions-cut")).toMatchObject({
      severity: "warning",
      message: "1 of 2 sessions that were held open ended without a close, the first 120 ms after the stop began.",
      evidence: { requests: [held[0]?.id], facts: ["ECONNRESET"] },
    });
  });

  test("not of those that were closed", () => {
    expect(codes(judged(recording({ requests: [...requests(-500, 100), session({})] })))).toEqual([]);
  });
});

describe("what is measured", () => {
  const because = (seen: Parameters<typeof judged>[0], settings = {}) => judged(seen, settings).recommendation.because;

  test("R, K and C of an app behind lastcall-init, from when it was told", () => {
    const slow = request(6000, { kind: "slow", endMs: 8500, reused: true });
    const late = request(7100, { reused: true, endMs: 7200 });
    const seen = recording({
      command: ["lastcall-init", "--delay", "7s", "--deadline", "15s", "node"],
      requests: [...requests(-500, 5000), slow, late],
      endMs: 9000,
    });
    expect(because(seen)).toEqual([
      "L = 5 s: new requests go on coming for so long after the stop begins, as it was rehearsed",
      "R = 2.5 s: the longest of 57 requests",
      "K = 200 ms: kept-alive connections were used for so long once the app had been told and the endpoints were gone",
      "C = 500 ms: from the last answer to the end",
      "the app took 2 s from its signal to its end",
      "delay 7s ≥ L + 2 s = 7 s",
      "deadline 15s ≥ delay + max(R, K) + C + 2 s = 12 s",
      "terminationGracePeriodSeconds 30 ≥ H + deadline + 2 s = 17 s, as it was",
    ]);
  });

  test("an app that waits by itself is told so", () => {
    expect(because(recording()).at(-1)).toContain("the app itself goes on serving until the endpoints are gone");
    expect(because(recording({ command: ["lastcall-init", "--delay", "7s", "node"] })).join()).not.toContain(
      "the app itself",
    );
  });

  test("when the app was told, as it was seen", () => {
    const app = program(7, "node", { listens: true, toMs: 7030, toldMs: 4000 });
    const seen = recording({ processes: [program(1, "init", { kind: "init", toldMs: 0 }), app] });
    expect(because(seen)).toContain("the app took 3 s from its signal to its end");
  });

  test("auto is a delay in Kubernetes only", () => {
    const command = ["lastcall-init", "--delay", "auto", "node"];
    const took = (env: Record<string, string>) =>
      because(recording({ command }), { env }).find((line) => line.startsWith("the app took"));
    expect(took({})).toBe("the app took 7 s from its signal to its end");
    expect(took({ KUBERNETES_SERVICE_HOST: "10.0.0.1" })).toBe("the app took 2 s from its signal to its end");
    expect(took({ LASTCALL_DELAY: "3s" })).toBe("the app took 7 s from its signal to its end");
  });

  test("nothing of an app that was killed", () => {
    expect(because(killedRecording())).toContain(
      "C = 0 ms: the app did not end by itself, so what it needs to clean up is not known",
    );
  });

  test("no request", () => {
    expect(because(recording({ requests: [] }))).toContain(
      "R = 0 ms: no request was seen, so the longest is not known",
    );
  });

  test("requests of minutes are no matter of a grace period", () => {
    const long = request(-700_000, { kind: "slow", endMs: -1 });
    expect(because(recording({ requests: [long] })).join("\n")).toContain("a Deployment for each release");
  });
});
