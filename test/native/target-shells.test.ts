// `--target app` through shells: which process is told, once, and what the shell makes of it.
import { describe, it } from "vitest";
import { describeIf, needsNamespaces } from "../support/needs.ts";
import { drained, expectOutcome, type Outcome, play, shells } from "./target-cases.ts";
import * as rows from "./target-rows.ts";

function check(table: rows.Row[]): void {
  for (const shell of shells) {
    for (const base of table) {
      if (base.only !== undefined && !base.only.includes(shell.name)) continue;
      const row = { ...base, ...base.by?.[shell.name] };
      it(`${shell.name}: ${row.form}`, async () => {
        const got = await play({ ...row, argv: [...shell.words, "-c", row.form] });
        const want: Partial<Outcome> = { code: row.code ?? 0 };
        if (row.logSorted !== undefined) {
          got.log.sort();
          want.log = row.logSorted;
        } else {
          want.log = row.log ?? drained();
          want.stdout = row.stdout ?? [...want.log, ...(row.rest ?? [])];
        }
        if (row.file !== undefined) want.file = row.file;
        expectOutcome(got, want);
      });
    }
  }
}

interface Script {
  name: string;
  /** Without their first line; `entry` is the one that is run. */
  files: Record<string, string>;
  rest?: string[];
  code?: number;
}

const scripts: Script[] = [
  { name: "with exec", files: { entry: "exec app" } },
  { name: "without exec", files: { entry: "app" } },
  {
    name: "with lines after the app",
    files: { entry: "app\necho after $?\nexit 4\n" },
    rest: ["after 0"],
    code: 4,
  },
  { name: 'with exec "$@"', files: { entry: 'exec "$@"', inner: "app\necho in" }, rest: ["in"] },
  {
    name: "within a script",
    files: { entry: "./inner\necho out $?", inner: "app exit=5\nx=$?\necho in\nexit $x" },
    rest: ["in", "out 5"],
  },
  {
    name: "within a script within a script",
    files: { entry: "./second\necho out", second: "./inner\necho middle", inner: "app\necho in" },
    rest: ["in", "middle", "out"],
  },
  {
    name: "that traps within a script that does not",
    files: {
      entry: "./inner\necho out",
      inner: "trap 'kill -TERM $p' TERM\napp &\np=$!\nwait $p\nwait $p\necho in",
    },
    rest: ["in", "out"],
  },
  {
    name: "that does not trap within a script that does",
    files: { entry: "trap 'echo handler' TERM\n./inner\necho out", inner: "app\necho in" },
    rest: ["in", "handler", "out"],
  },
  {
    name: "sourced by a script",
    files: { entry: ". ./inner\necho out", inner: "app\necho in" },
    rest: ["in", "out"],
  },
  {
    name: "with sh -c inside",
    files: { entry: "sh -c 'app; echo in'\necho out" },
    rest: ["in", "out"],
  },
];

describeIf(needsNamespaces, "an app behind a shell is told once and drains", () => {
  describe.concurrent("in the foreground", () => check(rows.foreground));
  describe.concurrent("in a pipeline", () => check(rows.pipelines));
  describe.concurrent("in the background", () => check(rows.background));
  describe.concurrent("beside traps", () => check(rows.traps));
  describe.concurrent("in a restart loop", () => check(rows.loops));
  describe.concurrent("by INT and QUIT", () => check(rows.otherSignals));
});

describeIf(needsNamespaces, "an app behind a script is told once and drains", () => {
  describe.concurrent("script", () => {
    for (const shell of shells) {
      for (const { name, files, rest = [], code = 0 } of scripts) {
        it(`${shell.name}: ${name}`, async () => {
          const banged = Object.entries(files).map(([file, text]) => [file, shell.bang + text]);
          const argv = ["./entry", ...(files.inner === undefined ? [] : ["./inner"])];
          const got = await play({ argv, files: Object.fromEntries(banged) });
          expectOutcome(got, { log: drained(), stdout: [...drained(), ...rest], code });
        });
      }
    }
  });
});
