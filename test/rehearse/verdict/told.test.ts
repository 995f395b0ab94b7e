// Who was not told, and why: the kernel, a wrapper, or somebody unknown.

import { describe, expect, test } from "vitest";
import { judge } from "../../../src/rehearse/verdict/judge.ts";
import {
  codes,
  found,
  judged,
  killedRecording,
  program,
  recording,
  rehearsal,
  request,
  requests,
  shell,
} from "./recordings.ts";

const deafNode = program(1, "node", { catches: [], listens: true, aliveAtKill: true, told: "unknown" });
const untold = program(7, "node", { listens: true, told: "no", aliveAtKill: true });

describe("signal-ignored", () => {
  test("PID 1 without a handler", () => {
    const report = judged(killedRecording({ processes: [deafNode] }));
    expect(codes(report)).toEqual(["signal-ignored", "killed", "exit-code"]);
    expect(report.stop.delivered).toBe(false);
    expect(found(report, "signal-ignored")).toEqual({
      code: "signal-ignored",
      severity: "error",
      message:
        "PID 1, node (pid 1), has no handler for SIGTERM: the kernel dropped the signal that was sent 0 ms after the stop began.",
      advice:
        'Handle SIGTERM in the app: take no new work, finish what there is, end. Without a handler put an init in front, so that the signal at least ends it: ENTRYPOINT ["lastcall-init","--delay","7s","--deadline","10s","--","node","server.js"]',
      evidence: { processes: [1], facts: ["pid 1 catches no signal", "it lived until SIGKILL"] },
    });
  });

  test("PID 1 that ignores it on purpose", () => {
    const report = judged(killedRecording({ processes: [{ ...deafNode, ignores: ["TERM"] }] }));
    expect(found(report, "signal-ignored").message).toContain("ignores SIGTERM");
  });

  test("a shell as PID 1 with no program behind it", () => {
    const alone = shell(1, "sh", { commandLine: "sh -c while :; do :; done", aliveAtKill: true, told: "unknown" });
    expect(codes(judged(killedRecording({ command: ["entry.sh"], processes: [alone] })))).toContain("signal-ignored");
  });

  test.each([
    ["has a handler and does not end", { processes: [{ ...deafNode, catches: ["SIGTERM"] }] }],
    ["closed its listener: its handler removes itself", { listeners: [{ port: 80, fromMs: -9, toMs: 40 }] }],
    ["says that it stops", { output: [{ atMs: 12, stream: "stdout" as const, line: "SIGTERM received" }] }],
    ["is an init, which waits for signals without a handler", { processes: [{ ...deafNode, kind: "init" as const }] }],
    ["is no PID 1, where the signal would end it", { sandbox: "none" as const }],
  ])("not where PID 1 %s", (_, over) => {
    const report = judged(killedRecording({ processes: [deafNode], ...over }));
    expect(codes(report)).not.toContain("signal-ignored");
    expect(codes(report)).toContain("killed");
  });

  test("not where PID 1 ended by itself in time", () => {
    const report = judged(recording({ processes: [{ ...deafNode, toMs: 7030, aliveAtKill: false }] }));
    expect(report).toMatchObject({ verdict: "pass", stop: { delivered: true } });
  });

  test("not with a signal that the kernel keeps from nobody", () => {
    const report = judged(killedRecording({ processes: [deafNode] }), { stopSignal: "KILL" });
    expect(codes(report)).not.toContain("signal-ignored");
  });
});

describe("signal-swallowed", () => {
  test("a shell as PID 1", () => {
    const sh = shell(1, "sh", { commandLine: "sh entry.sh", aliveAtKill: true });
    const report = judged(killedRecording({ command: ["sh", "entry.sh"], processes: [sh, untold] }));
    expect(codes(report)).toEqual(["signal-swallowed", "killed", "exit-code"]);
    expect(found(report, "signal-swallowed")).toEqual({
      code: "signal-swallowed",
      severity: "error",
      message:
        "node (pid 7) never got SIGTERM. sh (pid 1) stands in between: a shell does not pass SIGTERM on, and as PID 1 does not even die of it.",
      advice:
        'Put lastcall-init in front, which looks through wrappers and waits for the app: ENTRYPOINT ["lastcall-init","--delay","7s","--deadline","10s","--","sh","entry.sh"]. Or start the app with `exec` as the last line of the script.',
      evidence: { processes: [1, 7], facts: ["sh (pid 1) → node (pid 7)", "sh entry.sh"] },
    });
  });

  test("sh -c around the app is not needed at all", () => {
    const sh = shell(1, "sh", { commandLine: "sh -c node server.js" });
    const report = judged(killedRecording({ command: ["sh", "-c", "node server.js"], processes: [sh, untold] }));
    const { advice } = found(report, "signal-swallowed");
    expect(advice).toContain('"--","node","server.js"]');
    expect(advice).toContain('name the app itself: ENTRYPOINT ["node","server.js"]');
  });

  test("nobody below a deaf PID 1 can have heard it, though nothing tells", () => {
    const silent = program(7, "node", { listens: true, told: "unknown", aliveAtKill: true });
    const report = judged(killedRecording({ processes: [shell(1, "sh", { told: "unknown" }), silent] }));
    expect(codes(report)).toContain("signal-swallowed");
  });

  test("the wrapper is the last that heard it: npm's shell behind tini", () => {
    const processes = [
      program(1, "tini", { kind: "init", catches: [], told: "yes" }),
      program(6, "npm start", { kind: "manager", commandLine: "npm start", told: "yes" }),
      shell(7, "sh", { parent: 6, told: "yes", commandLine: "sh -c node server.js" }),
      program(8, "node", { parent: 7, listens: true, told: "no" }),
    ];
    const report = judged(recording({ command: ["tini", "--", "npm", "start"], endMs: 10, processes }));
    const finding = found(report, "signal-swallowed");
    expect(finding.message).toContain("sh (pid 7) stands in between: a shell dies of SIGTERM");
    expect(finding.evidence.facts?.[0]).toBe("tini (pid 1) → npm start (pid 6) → sh (pid 7) → node (pid 8)");
    expect(finding.advice).toContain('"--","npm","start"]');
  });

  test.each([
    ["npm", "npm start", "npm signals the shell that it started"],
    ["node", "node /usr/bin/npm-cli.js start", "npm signals the shell that it started"],
    ["yarn", "node /opt/yarn-1.22.22.js start", "yarn 1 leaves at once with code 1"],
    ["pnpm", "pnpm start", "pnpm passes the signal on, but leaves before the app has ended"],
    ["su", "su -c app www", "kills everybody 2 s later"],
    ["tini-static", "/sbin/tini-static -- app", "tini tells its own child alone"],
    ["xargs", "xargs app", "xargs does not pass SIGTERM on to the app"],
  ])("%s", (name, commandLine, how) => {
    const manager = program(1, name, { kind: "manager", commandLine, told: "yes" });
    const report = judged(recording({ processes: [manager, untold] }));
    expect(found(report, "signal-swallowed").message).toContain(how);
  });

  test("a shell whose trap runs too late", () => {
    const trapping = shell(1, "sh", { catches: ["SIGTERM"], told: "yes" });
    const report = judged(killedRecording({ processes: [trapping, untold] }));
    expect(found(report, "signal-swallowed").message).toContain(
      "runs its trap only when the command in the foreground",
    );
  });

  test("not where the app was told through a wrapper", () => {
    const report = judged(
      recording({ processes: [shell(1, "sh", { told: "yes" }), { ...untold, told: "yes" as const, toMs: 7000 }] }),
    );
    expect(report).toMatchObject({ verdict: "pass", stop: { delivered: true }, findings: [] });
  });

  test("not for somebody else's child: a worker is its master's affair", () => {
    const worker = program(9, "nginx", { parent: 1, listens: true, told: "no" });
    const report = judged(recording({ processes: [program(1, "app", { listens: true }), worker] }));
    expect(report.stop.delivered).toBe(true);
  });

  test("not for a helper beside a worker, where nobody listens", () => {
    const tree = (told: "yes" | "no") => [
      shell(1, "sh", { told: "yes", catches: ["SIGTERM"] }),
      program(7, "worker", { told, toMs: 7000 }),
      program(8, "tail", { told: "no", toMs: 7000 }),
    ];
    expect(judged(recording({ processes: tree("yes") })).stop.delivered).toBe(true);
    expect(found(judged(recording({ processes: tree("no") })), "signal-swallowed").message).toContain(
      "worker (pid 7) and tail (pid 8) never got SIGTERM",
    );
  });

  test("not for the reader of a pipeline beside the app", () => {
    const processes = [
      shell(1, "sh", { told: "yes", catches: ["SIGTERM"] }),
      program(7, "node", { listens: true }),
      program(8, "tee", { told: "no" }),
    ];
    expect(judged(recording({ processes })).stop.delivered).toBe(true);
  });
});

describe("never-told", () => {
  const supervisor = program(1, "supervisor", { kind: "init" });

  test("nobody explains it", () => {
    const lone = { ...untold, parent: 5 };
    const report = judged(recording({ processes: [{ ...untold, pid: 3, parent: 0 }, lone], sandbox: "none" }));
    expect(codes(report)).toEqual(["never-told"]);
    expect(found(report, "never-told")).toMatchObject({
      severity: "error",
      message: "node (pid 3) never got SIGTERM, which PID 1 was sent 0 ms after the stop began.",
      evidence: { processes: [3], facts: ["PID 1 is node (pid 3)"] },
    });
  });

  test("not where a wrapper does", () => {
    const report = judged(recording({ processes: [supervisor, untold] }));
    expect(codes(report)).toContain("signal-swallowed");
    expect(codes(report)).not.toContain("never-told");
  });

  test("not where no signal was sent: the hook had ended the app", () => {
    const report = judged(recording({ signalMs: null, endMs: 900, requests: requests(-500, 0) }));
    expect(report.stop.delivered).toBeNull();
    expect(report.verdict).toBe("pass");
  });

  test("not where the app had ended before the signal", () => {
    const report = judged(recording({ signalMs: 1000, processes: [program(1, "node", { toMs: 900, told: "no" })] }));
    expect(report.stop.delivered).toBeNull();
  });
});

describe("double-told", () => {
  const processes = [
    program(1, "dumb-init", { kind: "init", catches: [] }),
    program(6, "pnpm", { kind: "manager", commandLine: "pnpm start" }),
    program(7, "node", { parent: 6, listens: true }),
  ];
  const command = ["dumb-init", "--", "pnpm", "start"];

  test("a group, and one in it that passes the signal on", () => {
    const finding = found(judged(recording({ command, processes })), "double-told");
    expect(finding).toMatchObject({
      severity: "note",
      message:
        "node (pid 7) probably got SIGTERM twice: dumb-init tells the whole group, and pnpm (pid 6) passes the signal on.",
      evidence: { processes: [6, 7], facts: [] },
    });
  });

  test("the app says so", () => {
    const line = (atMs: number) => ({ atMs, stream: "stdout" as const, line: "got SIGTERM" });
    const finding = found(judged(recording({ command, processes, output: [line(3), line(5)] })), "double-told");
    expect(finding).toMatchObject({ severity: "warning", evidence: { facts: ["got SIGTERM"] } });
  });

  test("where it was seen, nobody guesses", () => {
    const app = (toldAgainMs: number | null) => program(7, "node", { parent: 6, listens: true, toldAgainMs });
    const seen = (toldAgainMs: number | null) =>
      judged(recording({ command, processes: [...processes.slice(0, 2), app(toldAgainMs)] }));
    expect(found(seen(3.4), "double-told")).toMatchObject({
      severity: "warning",
      message:
        'node (pid 7) got SIGTERM twice, the second time 3 ms after the stop began. Many programs take a second one as "at once".',
      evidence: { processes: [7] },
    });
    expect(codes(seen(null))).not.toContain("double-told");
  });

  test("timeout does it alone", () => {
    const alone = [program(1, "timeout", { kind: "manager" }), program(7, "node", { listens: true })];
    const report = judged(recording({ command: ["timeout", "99", "node"], processes: alone }));
    expect(found(report, "double-told").message).toContain("timeout tells its child, and then its whole group");
  });

  test.each([
    ["dumb-init that tells its child alone", ["dumb-init", "-c", "--", "pnpm", "start"], processes],
    ["tini", ["tini", "--", "pnpm", "start"], processes],
    ["lastcall-init", ["lastcall-init", "--", "pnpm", "start"], processes],
    ["nobody passes it on", command, [processes[0], shell(6, "sh", { told: "yes" }), processes[2]]],
  ] as const)("not with %s", (_, words, tree) => {
    const report = judge(recording({ command: [...words], processes: tree as never }), rehearsal());
    expect(codes(report)).not.toContain("double-told");
  });
});

describe("blind", () => {
  test("says what was not seen", () => {
    const report = judged(recording({ sandbox: "none", blind: ["signals of other users"] }));
    expect(found(report, "blind")).toMatchObject({
      severity: "note",
      message: "Not everything could be seen: signals of other users.",
      evidence: { facts: ["signals of other users"] },
    });
  });

  test("says that nobody knows whether the app was told", () => {
    const silent = program(7, "worker", { told: "unknown" });
    const report = judged(recording({ processes: [program(1, "tini", { kind: "init", catches: [] }), silent] }));
    expect(report.stop.delivered).toBeNull();
    expect(found(report, "blind").message).toContain("whether the app got the stop signal");
  });

  test("an app that closes its listener was told, though nothing else tells", () => {
    const silent = program(7, "node", { told: "unknown", listens: true, toMs: 7020 });
    const report = judged(recording({ processes: [program(1, "tini", { kind: "init", catches: [] }), silent] }));
    expect(report).toMatchObject({ stop: { delivered: true }, findings: [] });
  });
});

test("without a request nothing was tried", () => {
  expect(found(judged(recording({ requests: [] })), "no-requests").message).toContain("No request was sent");
  expect(found(judged(recording({ requests: [request(-500)] })), "no-requests").message).toContain(
    "No request was under way",
  );
  expect(codes(judged(recording({ requests: [request(-5)] })))).not.toContain("no-requests");
});
