// Which signals reach the command, how often, in which order and with what.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { printSignals, sendWithValue, sendWithValues } from "../support/fixtures.ts";
import { start, startFrom } from "../support/init.ts";
import { describeIf, needsNamespaces } from "../support/needs.ts";
import { until } from "../support/until.ts";

const SIGKILL = 9;
const SIGCHLD = 17;
const SIGSTOP = 19;
const stopSignals = [2, 3, 15];
const firstRealTime = 34;
const last = 64;

/** Everything that can be caught; the ones that begin a stop come last. */
const everySignal = [
  ...Array.from({ length: last }, (_, at) => at + 1).filter(
    (signal) => ![SIGKILL, SIGSTOP, SIGCHLD, ...stopSignals].includes(signal),
  ),
  ...stopSignals,
];

const seen = (out: string) => [...out.matchAll(/^(\d+) code/gm)].map((match) => Number(match[1]));

describeIf(needsNamespaces, "passing signals on", () => {
  test("every signal that someone sends, from outside", async () => {
    const running = start([], printSignals());
    await running.line(/^ready/m);
    for (const signal of everySignal) {
      running.signal(signal);
      await running.line(new RegExp(`^${signal} code`, "m"));
    }
    expect(seen(running.stdout())).toEqual(everySignal);
  });

  test("signals that the command's own children send to PID 1", async () => {
    // The first word makes a helper that signals PID 1 whenever it reads a number, then becomes the fixture.
    const helper = "exec 8<&0; (while read s <&8; do kill -$s 1; done) &";
    const running = start([], ["sh", "-c", `${helper} exec "$@"`, "sh", ...printSignals()], {
      stdin: "pipe",
    });
    await running.line(/^ready/m);
    for (const signal of [1, 6, 11, 20, 28, 34, 64, 15]) {
      running.type(`${signal}\n`);
      await running.line(new RegExp(`^${signal} code`, "m"));
    }
  });

  test("a SIGCHLD that someone sends, but none that the kernel sends for an orphan", async () => {
    // The subshells leave their children to the init, whose ends are its own affair.
    const orphans = "(true &) ; (sleep 0.05 &) ;";
    const running = start([], ["sh", "-c", `${orphans} exec "$@"`, "sh", ...printSignals()]);
    await running.line(/^ready/m);
    await until("the orphans to be gone", () => running.tree().length === 2);
    running.signal("SIGUSR1");
    await running.line(/^10 code/m);
    expect(seen(running.stdout())).toEqual([10]);
    running.signal(SIGCHLD);
    await running.line(/^17 code/m);
  });

  test("one signal arrives as one", async () => {
    const running = start([], printSignals());
    await running.line(/^ready/m);
    running.signal("SIGTERM");
    await running.line(/^15 code/m);
    running.signal("SIGUSR1");
    await running.line(/^10 code/m);
    expect(seen(running.stdout())).toEqual([15, 10]);
  });

  test("real-time signals keep their value", async () => {
    const running = start([], printSignals());
    await running.line(/^ready/m);
    for (let signal = firstRealTime; signal <= last; signal += 10) {
      sendWithValue(running.pid, signal, 123_456_789_012 + signal);
      const [, code, value] = await running.line(new RegExp(`^${signal} code=(-?\\d+) .*value=(.*)$`, "m"));
      // -1: SI_QUEUE, sent by sigqueue(3)
      expect({ code, value }).toEqual({ code: "-1", value: String(123_456_789_012 + signal) });
    }
  });

  test("queued real-time signals arrive each and in their order", async () => {
    const running = start([], printSignals());
    await running.line(/^ready/m);
    running.signal("SIGSTOP");
    const values = [5, 3, 9, 1, 7];
    sendWithValues(
      running.pid,
      values.map((value) => ({ signal: 40, value })),
    );
    running.signal("SIGCONT");
    await running.line(/value=7/);
    const arrived = [...running.stdout().matchAll(/^40 .*value=(\d+)/gm)].map((m) => Number(m[1]));
    expect(arrived).toEqual(values);
  });

  test("its own broken stderr is no SIGPIPE for the command", async () => {
    const line = `mkfifo "$FIFO"; exec 8<>"$FIFO"; exec 9>"$FIFO" 8<&-; exec "$@" 2>&9`;
    const folder = mkdtempSync(join(tmpdir(), "lastcall-pipe-"));
    const running = startFrom(line, ["-v"], printSignals(), {
      env: { FIFO: join(folder, "fifo") },
    });
    await running.line(/^ready/m);
    for (const signal of [10, 12, 15]) {
      running.signal(signal);
      await running.line(new RegExp(`^${signal} code`, "m"));
    }
    rmSync(folder, { recursive: true });
    expect(seen(running.stdout())).toEqual([10, 12, 15]);
  });

  test("its own log at the file size limit is no SIGXFSZ for the command", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lastcall-log-"));
    const line = `ulimit -f 0; exec "$@" 2>"$LOG"`;
    const running = startFrom(line, ["-v"], printSignals(), { env: { LOG: join(folder, "log") } });
    await running.line(/^ready/m);
    for (const signal of [10, 12, 15]) {
      running.signal(signal);
      await running.line(new RegExp(`^${signal} code`, "m"));
    }
    rmSync(folder, { recursive: true });
    expect(seen(running.stdout())).toEqual([10, 12, 15]);
  });
});

describeIf(needsNamespaces, "rewriting signals", () => {
  const rows: Array<{ flags: string[]; sent: number[]; arrive: number[] }> = [
    { flags: ["-r", "15:3"], sent: [15, 1], arrive: [3, 1] },
    { flags: ["--rewrite", "TERM:QUIT"], sent: [15, 1], arrive: [3, 1] },
    { flags: ["-r", "SIGHUP:SIGUSR2"], sent: [1, 10], arrive: [12, 10] },
    { flags: ["-r", "HUP:0"], sent: [1, 10], arrive: [10] },
    { flags: ["-r", "TERM:0"], sent: [15, 10], arrive: [10] },
    { flags: ["-r", "USR1:USR2", "-r", "USR2:USR1"], sent: [10, 12], arrive: [12, 10] },
    { flags: ["-r", "RTMIN+1:40", "-r", "64:WINCH"], sent: [35, 64], arrive: [40, 28] },
    { flags: ["-r", "CHLD:10"], sent: [17], arrive: [10] },
  ];
  for (const { flags, sent, arrive } of rows) {
    test(`${flags.join(" ")}: ${sent} arrives as ${arrive}`, async () => {
      const running = start(flags, printSignals());
      await running.line(/^ready/m);
      for (const signal of sent) running.signal(signal);
      // A later signal that nothing rewrites shows that no more is to come.
      running.signal(50);
      await running.line(/^50 code/m);
      expect(seen(running.stdout()).sort()).toEqual([...arrive, 50].sort());
    });
  }

  test("a rewritten real-time signal keeps its value", async () => {
    const running = start(["-r", "40:41"], printSignals());
    await running.line(/^ready/m);
    sendWithValue(running.pid, 40, 77);
    await running.line(/^41 code=-1 .*value=77$/m);
  });
});
