// How a stop ended: SIGKILL, a grace period that was too short, an init that left, exit codes, zombies, hooks.

import { describe, expect, test } from "vitest";
import type { Hook } from "../../../src/rehearse/rehearsal.ts";
import {
  codes,
  engines,
  found,
  hook,
  judged,
  killedRecording,
  program,
  recording,
  request,
  requests,
  reset,
  shell,
} from "./recordings.ts";

describe("killed", () => {
  test("who was alive, and whether it had been told", () => {
    const processes = [
      program(1, "lastcall-init", { kind: "init", catches: [], aliveAtKill: true }),
      shell(6, "sh", { aliveAtKill: true }),
      program(7, "node", { parent: 6, listens: true, aliveAtKill: true }),
      program(8, "tail", { parent: 6, told: "unknown", aliveAtKill: true }),
    ];
    const command = ["lastcall-init", "--delay", "7s", "entry.sh"];
    const report = judged(killedRecording({ command, processes }));
    expect(codes(report)).toEqual(["killed", "exit-code"]);
    expect(found(report, "killed")).toMatchObject({
      severity: "error",
      message:
        "SIGKILL was needed 30 s after the stop began: lastcall-init (pid 1, told 30 s before), sh (pid 6, never told), node (pid 7, told 23 s before) and tail (pid 8, perhaps told).",
      evidence: { processes: [1, 6, 7, 8], requests: [] },
    });
    expect(found(report, "killed").advice).toContain("It was told and did not end");
  });

  test("not where it ended by itself", () => {
    expect(codes(judged(recording()))).not.toContain("killed");
  });

  test("by lastcall-init, at its deadline", () => {
    const command = ["lastcall-init", "--delay", "7s", "--deadline", "15s", "node"];
    const init = program(1, "lastcall-init", { kind: "init", catches: [], toMs: 15_010 });
    const app = program(7, "node", { listens: true, toMs: 15_008, toldMs: 7001, killedMs: 15_002 });
    const cut = request(6000, { kind: "slow", outcome: "cut", phase: "sent", bytes: 0, endMs: 15_004 });
    const seen = recording({ command, endMs: 15_010, exitCode: 137, processes: [init, app], requests: [cut] });
    const report = judged(seen);
    expect(report).toMatchObject({ verdict: "fail", stop: { forced: true } });
    expect(codes(report)).toEqual(["killed", "grace-too-short", "response-cut", "exit-code"]);
    expect(found(report, "killed")).toMatchObject({
      message:
        "SIGKILL was needed 15 s after the stop began, by lastcall-init at its deadline: node (pid 7, told 8 s before). It cut 1 request.",
      evidence: { processes: [7], requests: [cut.id] },
    });
    expect(found(report, "grace-too-short").message).toContain(
      "lastcall-init's deadline of 15 s ended while 1 request",
    );
    expect(found(report, "exit-code").message).toContain("the SIGKILL of lastcall-init's deadline");
    // 137 before the deadline is somebody else's.
    expect(judged({ ...seen, endMs: 9000, requests: [] }).stop.forced).toBe(false);
  });

  test("not by a SIGKILL that came after the end", () => {
    const report = judged(recording({ killMs: 7040 }));
    expect(report.stop.forced).toBe(false);
    expect(report.verdict).toBe("pass");
  });
});

describe("an app that was told and goes on", () => {
  const cut = request(29_900, { outcome: "cut", phase: "answering", bytes: 5, endMs: 30_003, reused: true });

  test("needs no more time", () => {
    const report = judged(killedRecording({ requests: [...requests(-500, 29_000, { reused: true }), cut] }));
    expect(codes(report)).toEqual(["killed", "response-cut", "exit-code"]);
    expect(found(report, "killed").advice).toContain("It was told and did not end");
  });

  test("for its kept-alive connections should say so to the clients", () => {
    const asked = [...requests(-500, 29_000, { reused: true }), cut];
    const report = judged(killedRecording({ listeners: [{ port: 8080, fromMs: -2500, toMs: 6020 }], requests: asked }));
    expect(found(report, "killed").advice).toContain(
      "230 requests on them began after the listener had closed. Answer with `Connection: close`",
    );
  });

  test("what SIGKILL took from it was in its hands, however fast the reset came", () => {
    const quick = request(29_998, { ...reset, reused: true, endMs: 30_001 });
    const fresh = request(29_999, { ...reset, endMs: 30_001 });
    const report = judged(killedRecording({ requests: [...requests(-500, 29_000), quick, fresh] }));
    expect(codes(report)).toEqual(["killed", "response-cut", "exit-code"]);
    expect(found(report, "response-cut").evidence.requests).toEqual([quick.id, fresh.id]);
  });
});

describe("grace-too-short", () => {
  test("requests were in flight at SIGKILL", () => {
    const cut = request(4000, { kind: "slow", outcome: "cut", phase: "sent", bytes: 0, endMs: 30_003, reused: true });
    const report = judged(killedRecording({ requests: [...requests(-500, 0), cut], listeners: [] }));
    expect(found(report, "grace-too-short")).toEqual({
      code: "grace-too-short",
      severity: "error",
      message: "The grace period of 30 s ended while 1 request had no whole answer; the longest had run for 26 s.",
      advice: "Set terminationGracePeriodSeconds to 45 s, and LASTCALL_DEADLINE=40s.",
      evidence: { requests: [cut.id], facts: ["SIGKILL after 30 s"] },
    });
    expect(found(report, "killed").message).toContain("It cut 1 request.");
  });

  test("the stop used up nearly all of it", () => {
    const report = judged(recording({ endMs: 9000 }), { engine: engines.docker });
    expect(found(report, "grace-too-short")).toMatchObject({
      severity: "warning",
      message: "--stop-timeout is 10 s; by what was measured a stop can take 11 s.",
    });
    expect(report.verdict).toBe("pass");
  });

  test("a request that is longer, though none was in flight at the stop", () => {
    const long = request(-40_000, { kind: "slow", endMs: -5000 });
    const report = judged(recording({ requests: [...requests(-500, 0), long] }));
    expect(found(report, "grace-too-short").advice).toBe(
      "Set terminationGracePeriodSeconds to 60 s, and LASTCALL_DEADLINE=55s.",
    );
  });

  test("not where there is time enough", () => {
    expect(codes(judged(recording({ endMs: 7900 }), { engine: engines.docker }))).toEqual([]);
  });

  test("not where the app was not told: time would not help", () => {
    const deaf = program(1, "node", { catches: [], told: "no", aliveAtKill: true });
    const cut = request(-10, { outcome: "cut", phase: "answering", bytes: 1, endMs: 30_001 });
    expect(codes(judged(killedRecording({ processes: [deaf], requests: [cut] })))).not.toContain("grace-too-short");
  });
});

describe("does-not-fit", () => {
  const long = request(-20_000, { kind: "slow", endMs: -5000 });

  test("Cloud Run's 10 s", () => {
    const report = judged(recording({ requests: [...requests(-500, 100), long] }), { engine: engines["cloud-run"] });
    expect(found(report, "does-not-fit")).toMatchObject({
      severity: "warning",
      message: "A stop can take 26 s, but Cloud Run sends SIGKILL after 10 s, and that cannot be changed.",
    });
    expect(codes(report)).not.toContain("grace-too-short");
  });

  test("not where it fits, or the engine has no limit", () => {
    const quick = recording({ endMs: 3000, requests: requests(-500, 100) });
    expect(codes(judged(quick, { engine: engines["cloud-run"] }))).toEqual([]);
    expect(codes(judged(recording({ requests: [...requests(-500, 100), long] })))).toEqual([]);
  });
});

describe("init-left-early", () => {
  const tree = (toMs: number | null) => [
    program(1, "dumb-init", { kind: "init", catches: [], toMs: 30 }),
    program(6, "npm start", { kind: "manager", toMs: 25, commandLine: "npm start" }),
    program(8, "node", { parent: 6, listens: true, toMs }),
  ];
  const left = (toMs: number | null, asked = requests(-500, 0)) =>
    judged(
      recording({
        command: ["dumb-init", "npm", "start"],
        endMs: 30,
        exitCode: 143,
        processes: tree(toMs),
        requests: asked,
        listeners: [],
      }),
    );

  test("in the middle of requests", () => {
    const cut = [1, 2].map(() => request(-100, { ...reset, endMs: 35 }));
    const finding = found(left(30, cut), "init-left-early");
    expect(finding).toMatchObject({
      severity: "error",
      message:
        "PID 1, dumb-init (pid 1), ended 30 ms after the stop began, before node (pid 8), which the kernel then killed, in the middle of 2 requests.",
      evidence: { requests: cut.map(({ id }) => id), processes: [1, 8] },
    });
    expect(finding.advice).toContain('"--","npm","start"]');
    expect(finding.advice).not.toContain("wait` once more");
    // What follows from it is no fault of the app.
    const idle = request(28, { ...reset, reused: true, endMs: 30 });
    expect(found(left(30, [...cut, idle]), "keep-alive-reset")).toMatchObject({
      message: expect.stringContaining(
        "1 request of 1 on reused connections was lost, on 1 connection, the first 30 ms after the stop began: the app was killed",
      ),
      advice: "It goes with PID 1, which ended before the app had.",
    });
    expect(found(left(30, cut), "response-cut").advice).toContain("It goes with PID 1");
    expect(found(left(30, cut), "exit-code").advice).toContain("It is not the app's own");
  });

  const leftBy = (root: ReturnType<typeof program>, leftBehind = true) => {
    const app = program(8, "node", { parent: 1, listens: true, toMs: 2000, killedMs: 2000, leftBehind });
    const seen = { endMs: 2003, processes: [{ ...root, toMs: 2003 }, app], listeners: [] };
    return found(judged(recording(seen)), "init-left-early");
  };

  test("su kills by itself", () => {
    const su = program(1, "su", { kind: "manager", commandLine: "su -c node app.js" });
    expect(leftBy(su, false).message).toContain("node (pid 8), which su then killed: it gives 2 s.");
  });

  test("a script with a trap may wait again", () => {
    expect(leftBy(shell(1, "sh", { catches: ["SIGTERM"] })).advice).toContain("call `wait` once more");
  });

  test("a warning where nothing was lost", () => {
    expect(found(left(null), "init-left-early").severity).toBe("warning");
    expect(left(null).verdict).toBe("pass");
  });

  test.each([
    ["they ended in the same moment and nothing was lost", 30],
    ["the app had ended before", 20],
  ])("not where %s", (_, toMs) => {
    expect(codes(left(toMs))).not.toContain("init-left-early");
  });

  /** A server that ends in the same look as PID 1, with requests in flight. */
  const together = (root: ReturnType<typeof program>, over: Partial<ReturnType<typeof program>> = {}) => {
    const app = program(8, "node", { parent: 1, listens: true, toMs: 29, ...over });
    const script = shell(6, "sh", { toMs: 9 });
    const cut = request(-100, { ...reset, endMs: 20 });
    return codes(
      judged(recording({ endMs: 30, processes: [{ ...root, toMs: 29 }, script, app], requests: [cut], listeners: [] })),
    );
  };
  const tini = program(1, "tini", { kind: "init", catches: [] });

  test("an init leaves only when its own child has: that one ended by itself", () => {
    expect(together(tini)).not.toContain("init-left-early");
    expect(together(tini, { parent: 6 })).toContain("init-left-early");
  });

  test("a shell that traps the signal can leave first, one that does not waits for its command", () => {
    expect(together(shell(1, "sh", { catches: ["SIGTERM"], told: "yes" }))).toContain("init-left-early");
    expect(together(shell(1, "sh", { told: "yes" }))).not.toContain("init-left-early");
    expect(together(program(1, "pnpm", { kind: "manager" }))).toContain("init-left-early");
  });

  test("where it can be seen that decides", () => {
    expect(together(tini, { leftBehind: true })).toContain("init-left-early");
    expect(together(shell(1, "sh", { catches: ["SIGTERM"] }), { leftBehind: false })).not.toContain("init-left-early");
  });

  test("not where SIGKILL ended all of them", () => {
    expect(codes(judged(killedRecording({ processes: [...tree(null)] })))).not.toContain("init-left-early");
  });
});

describe("exit-code", () => {
  const rows: [code: number, meaning: string, advice: string][] = [
    [1, "a code of its own", "Exit with 0"],
    [2, "a Go program that does not ask for the signal ends so", "Exit with 0"],
    [127, "the command was not found", "Exit with 0"],
    [130, "128 + 2, ended by SIGINT.", "Exit with 0"],
    [137, "a SIGKILL that was not the engine's: the OOM killer, or somebody else", "Look for OOMKilled"],
    [143, "128 + 15, ended by SIGTERM, the stop signal itself", "lastcall-init -e 143 makes it 0"],
    [255, "a code of its own", "Exit with 0"],
  ];

  test.each(rows)("%i", (exitCode, meaning, advice) => {
    const finding = found(judged(recording({ exitCode })), "exit-code");
    expect(finding.severity).toBe("warning");
    expect(finding.message).toContain(meaning);
    expect(finding.message).toContain("Kubernetes counts that as Failed");
    expect(finding.advice).toContain(advice);
  });

  test("of a crash must not become 0", () => {
    expect(found(judged(recording({ exitCode: 1 })), "exit-code").advice).not.toContain("-e 1");
  });

  test("137 of the engine's own SIGKILL", () => {
    expect(found(judged(killedRecording()), "exit-code").message).toContain("128 + 9, the SIGKILL of the engine");
  });

  test("not 0, nor an end that was not seen", () => {
    for (const exitCode of [0, null]) expect(codes(judged(recording({ exitCode })))).toEqual([]);
  });

  test("Kubernetes is not everywhere", () => {
    expect(found(judged(recording({ exitCode: 1 }), { engine: engines.docker }), "exit-code").message).not.toContain(
      "Kubernetes",
    );
  });
});

describe("zombies", () => {
  test("nobody waited for them", () => {
    const dead = [7, 8].map((pid) => program(pid, "worker", { zombieMs: 1000 * pid, toMs: 7030, told: "no" }));
    const report = judged(recording({ processes: [...recording().processes, ...dead] }));
    expect(report.verdict).toBe("pass");
    expect(found(report, "zombies")).toMatchObject({
      severity: "warning",
      message:
        "2 processes were zombies, for up to 8 s: worker (pid 7) and worker (pid 8). node (pid 1) did not wait for them.",
      evidence: { processes: [7, 8] },
    });
    expect(found(report, "zombies").advice).toContain("An init does");
  });

  test("an init cannot reap another's children", () => {
    const dead = program(9, "worker", { parent: 7, zombieMs: 5000, toMs: 7000 });
    const report = judged(
      recording({ processes: [...recording().processes, program(7, "spawner", { toMs: 7000 }), dead] }),
    );
    expect(found(report, "zombies").advice).toContain("Let spawner (pid 7) wait for its children");
  });

  test("not for the moment until somebody waits", () => {
    const late = program(9, "worker", { zombieMs: 140, toMs: 7000 });
    expect(codes(judged(recording({ processes: [...recording().processes, late] })))).not.toContain("zombies");
  });

  test("not where all were waited for", () => {
    expect(codes(judged(recording()))).not.toContain("zombies");
  });
});

describe("hooks", () => {
  const exec: Hook = { kind: "exec", command: ["drain.sh"] };

  test("one that failed", () => {
    const report = judged(recording({ hooks: [hook(0, 30, 127)] }), { hook: exec });
    expect(report.verdict).toBe("pass");
    expect(found(report, "hook-failed")).toMatchObject({
      severity: "warning",
      message: "The pre-stop hook `drain.sh` failed after 30 ms: exit code 127. The signal followed at once.",
      evidence: { facts: ["drain.sh: exit code 127"] },
    });
  });

  test("a sleep that is not in the image loses the delay", () => {
    const settings = { hook: { kind: "exec", command: ["sleep", "15"] } as const };
    const report = judged(recording({ hooks: [hook(0, 3, 1, "ENOENT")] }), settings);
    expect(found(report, "hook-failed").message).toContain("ENOENT");
    expect(found(report, "hook-failed").advice).toContain("The delay that it was meant to be is lost");
  });

  test("one that was left running ate the grace period", () => {
    const seen = killedRecording({ hooks: [hook(0, null, null)], signalMs: 30_000, killMs: 32_000, endMs: 32_005 });
    const report = judged(seen, { hook: exec });
    expect(found(report, "hook-ate-grace")).toMatchObject({
      severity: "warning",
      message:
        "The pre-stop hook `drain.sh` was still running when the grace period of 30 s was over; the app had 2 s from its signal to SIGKILL.",
    });
    expect(report.recommendation.because).toContain("H = 30 s: the hook");
    expect(report.recommendation.terminationGracePeriodSeconds).toBe(45);
  });

  test("of one that ran when the app ended, the time until then counts", () => {
    const seen = recording({ hooks: [hook(0, null, null)], signalMs: null, endMs: 3000 });
    expect(judged(seen, { hook: exec }).recommendation.because).toContain("H = 3 s: the hook");
  });

  test("one that left too little", () => {
    const seen = recording({ hooks: [hook(0, 25_000, 0)], signalMs: 25_000, endMs: 32_000 });
    expect(found(judged(seen, { hook: exec }), "hook-ate-grace").message).toBe(
      "The pre-stop hook `drain.sh` took 25 s of the 30 s grace period, which left the app 5 s; it may need 8 s.",
    );
  });

  test.each([
    ["the app ended while it ran", { hooks: [hook(0, null, null)], signalMs: null, endMs: 28_000 }, engines.kubernetes],
    ["it was quick", { hooks: [hook(0, 400, 0)] }, engines.kubernetes],
    ["enough is left", { hooks: [hook(0, 5000, 0)], signalMs: 5000 }, engines.kubernetes],
    ["its time does not count", { hooks: [hook(0, 25_000, 0)], signalMs: 25_000, endMs: 26_000 }, engines.compose],
  ])("not where %s", (_, over, engine) => {
    const found = codes(judged(recording(over), { hook: exec, engine, graceMs: 30_000 }));
    expect(found).not.toContain("hook-ate-grace");
    expect(found).not.toContain("hook-failed");
  });

  test("a delay before another delay", () => {
    const command = ["lastcall-init", "--delay", "5s", "node"];
    const sleep: Hook = { kind: "sleep", ms: 5000 };
    expect(found(judged(recording({ command }), { hook: sleep }), "delay-twice").message).toContain(
      "waits for another 5s",
    );
    expect(codes(judged(recording({ command }), { hook: exec }))).not.toContain("delay-twice");
    expect(codes(judged(recording(), { hook: sleep }))).not.toContain("delay-twice");
    expect(codes(judged(recording({ command }), { hook: null }))).not.toContain("delay-twice");
  });
});
