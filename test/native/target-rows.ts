// The forms in which a shell can stand in front of an app, and what has to come out of each. A row
// holds for dash, bash and busybox sh alike unless it says otherwise.
import { drained } from "./target-cases.ts";

export interface Row {
  /** Given to `SHELL -c`, and the name of the test. */
  form: string;
  /** What stdout holds; by default the app's own three lines and then `rest`. */
  stdout?: string[];
  rest?: string[];
  /** The app's own log, where it is not ready, told, drained. */
  log?: string[];
  /** The log of several apps, in whatever order their lines came. */
  logSorted?: string[];
  /** What the file $OUT holds. */
  file?: string[];
  code?: number;
  /** Where the shells rightly differ. */
  by?: Record<string, Partial<Row>>;
  only?: string[];
  signal?: NodeJS.Signals;
  options?: string[];
  apps?: number;
}

const both = (...names: string[]) => names.flatMap((name) => drained().map((line) => `${name}: ${line}`)).sort();

export const foreground: Row[] = [
  { form: "app" },
  { form: "true && app" },
  { form: "NAME=1 app" },
  { form: "app exit=3", code: 3 },
  { form: "exec app" },
  { form: "app >$OUT", stdout: [], file: drained() },
  { form: "app; echo after $?", rest: ["after 0"] },
  { form: "app exit=3; echo after $?", rest: ["after 3"] },
  { form: "app exit=3 || echo failed", rest: ["failed"] },
  { form: "set -e; app; echo after", rest: ["after"] },
  { form: "(app; echo in); echo out", rest: ["in", "out"] },
  { form: "{ app; echo in; }; echo out", rest: ["in", "out"] },
  { form: "f() { app; echo in; }; f; echo out", rest: ["in", "out"] },
  { form: "if app; then echo yes; fi", rest: ["yes"] },
  { form: "for i in 1; do app; done; echo after", rest: ["after"] },
  { form: "until app; do :; done; echo after", rest: ["after"] },
  { form: 'x=$(app); echo "$x"' },
  { form: "eval 'app; echo in'; echo out", rest: ["in", "out"] },
];

// Nothing written after the stop may be lost: the reader ends when its input does, not before.
export const pipelines: Row[] = [
  { form: "app | cat" },
  { form: "app | tee $OUT", file: drained() },
  { form: "exec app | tee $OUT", file: drained() },
  // Over at once: the reader is judged while its writer still is there to be seen.
  { form: "app drain=0 | tee $OUT; echo after", rest: ["after"], file: drained() },
  { form: "app 2>&1 | cat | cat; echo after", rest: ["after"] },
  { form: "(app; echo in) | cat; echo out", rest: ["in", "out"] },
  { form: "{ app; echo in; } | tee $OUT >/dev/null", stdout: [], file: [...drained(), "in"] },
  {
    form: 'app | while read -r line; do echo "got $line"; done; echo after',
    stdout: [...drained().map((line) => `got ${line}`), "after"],
  },
  { form: "echo secret | app; echo after", rest: ["after"] },
  { form: "app |& cat; echo after", rest: ["after"], only: ["bash"] },
  { form: "app > >(tee $OUT)", file: drained(), only: ["bash"] },
  {
    form: "exec > >(tee $OUT); app; echo after",
    rest: ["after"],
    file: [...drained(), "after"],
    only: ["bash", "busybox"],
  },
  { form: "exec > >(tee $OUT); exec app", file: drained(), only: ["bash", "busybox"] },
  {
    form: 'while read -r line; do echo "got $line"; done < <(app); echo after',
    stdout: [...drained().map((line) => `got ${line}`), "after"],
    only: ["bash", "busybox"],
  },
  // The same with a named FIFO, whose reader is a background job or the child of the app.
  { form: "mkfifo p; tee $OUT <p & app >p; wait; echo after", rest: ["after"], file: drained() },
  { form: "mkfifo p; tee $OUT <p & exec app >p", file: drained() },
  // The feeder ends when it is told, but the app does not care for its input: the shell goes after
  // --settle, and the app is told then.
  { form: "sleep 600 | app", code: 143, options: ["--settle", "300ms"] },
];

export const background: Row[] = [
  { form: "app & wait" },
  { form: "app & wait $!; echo after $?", rest: ["after 0"] },
  { form: "app exit=3 & wait $!", code: 3 },
  { form: "(app & wait); echo after", rest: ["after"] },
  { form: "{ app; echo in; } & wait; echo out", rest: ["in", "out"] },
  { form: "app & tail -f /dev/null", code: 143 },
  // The command is `tail` now: it is told and ends, its child the app is told then.
  { form: "app & exec tail -f /dev/null", code: 143 },
  {
    form: "app & p=$!; while kill -0 $p 2>/dev/null; do sleep 1; done; echo after",
    rest: ["after"],
  },
  { form: "sleep 600 & app; echo after", rest: ["after"] },
  { form: "app name=a & app name=b; wait; echo", apps: 2, logSorted: both("a", "b") },
  { form: "app name=a & app name=b & wait", apps: 2, logSorted: both("a", "b") },
];

export const traps: Row[] = [
  // The handler runs when the foreground app has ended, so both have to be told.
  { form: "trap 'echo handler' TERM; app; echo after $?", rest: ["handler", "after 0"] },
  { form: "trap 'echo handler; exit 7' TERM; app; echo after", rest: ["handler"], code: 7 },
  { form: "trap 'echo handler' TERM; app | cat; echo after", rest: ["handler", "after"] },
  { form: "trap 'echo handler' TERM; (app; echo in); echo out", rest: ["in", "handler", "out"] },
  { form: "trap 'echo handler' TERM; x=$(app); echo \"$x\"", stdout: ["handler", ...drained()] },
  { form: 'trap stop=1 TERM; while [ -z "$stop" ]; do app; done; echo after', rest: ["after"] },
  // The shell's own kill is the one that the app gets.
  {
    form: "trap 'kill -TERM $p' TERM; app & p=$!; wait $p; wait $p; echo after $?",
    rest: ["after 0"],
  },
  { form: "trap 'kill -TERM $p' TERM; app & p=$!; wait; wait; echo after $?", rest: ["after 0"] },
  // A single wait: the shell leaves at once, the app is waited for all the same.
  { form: "trap 'kill -TERM $p' TERM; app & p=$!; wait $p; exit $?", code: 143 },
  { form: "trap 'kill -TERM $p; wait $p; exit $?' TERM; app exit=3 & p=$!; wait $p", code: 3 },
  { form: "trap 'kill -TERM $p; wait $p' TERM; app & p=$!; wait $p", code: 143 },
  // The kill reaches the subshell alone, which dies of it: the app behind it is told all the same.
  { form: "trap 'kill -TERM $p' TERM; { app; :; } & p=$!; wait $p; wait $p; exit 0" },
  { form: "trap 'kill -TERM $p' TERM; flock lock app & p=$!; wait $p; wait $p; exit 0" },
  // These pass it on to the app themselves.
  {
    only: ["dash", "bash"],
    form: "trap 'kill -TERM $p' TERM; timeout --foreground 60 app & p=$!; wait $p; wait $p; exit 0",
  },
  { form: "trap 'kill -TERM $p' TERM; tini -s app & p=$!; wait $p; wait $p; exit 0" },
  // Input of its own does not make a background job a foreground one. dash and busybox sit in
  // rt_sigsuspend(2) in their `wait`; with bash (wait4 in both) nothing shows the difference once
  // the app has undone what the shell ignored for it.
  {
    only: ["dash", "busybox"],
    form: "trap 'kill -TERM $p' TERM; app </dev/zero & p=$!; wait $p; wait $p; echo after $?",
    rest: ["after 0"],
  },
  // A helper in the background of a trapping shell that nobody tells must not hold up the stop.
  { form: "trap 'echo handler' TERM; sleep 600 & app; echo after", rest: ["handler", "after"] },
  {
    form: "trap 'kill -TERM $p' TERM; app name=a & p=$!; app name=b; wait $p; echo",
    apps: 2,
    logSorted: both("a", "b"),
  },
  // No trap for TERM at all.
  { form: "trap 'echo bye' EXIT; app; echo after", rest: ["after", "bye"] },
  { form: "trap 'echo bye' EXIT; app & wait; echo after", rest: ["after", "bye"] },
  { form: "trap 'echo handler' INT; app; echo after", rest: ["after"] },
  { form: "trap 'echo handler' HUP USR1; app; echo after", rest: ["after"] },
  { form: "trap '' TERM; app; echo after", rest: ["after"] },
  // bash catches every terminating signal for an EXIT trap, and a TERM trap beside it cannot be
  // seen from outside: the app is told, bash is not.
  {
    form: "trap 'echo handler' TERM; trap 'echo bye' EXIT; app; echo after",
    rest: ["handler", "after", "bye"],
    by: { bash: { rest: ["after", "bye"] } },
  },
  {
    form: "trap 'kill $p 2>/dev/null; wait $p; echo bye' EXIT TERM; app & p=$!; wait $p; exit $?",
    rest: ["bye", "bye"],
    code: 143,
    by: { bash: { rest: ["bye"], code: 0 } },
  },
];

const twice = [...drained(), ...drained()];
export const loops: Row[] = ["while true; do app; done", "while :; do app; sleep 0.01; done"].map(
  // The default of 2 s: by then the loop has started the app anew, on a busy machine too.
  (form): Row => ({ form, log: twice, stdout: twice, code: 143 }),
);

// The other stop signals. A shell that waits catches INT for itself (to see whether the child died
// of it) and bash and busybox ignore QUIT: neither says anything about a trap.
const byInt: Partial<Row> = { stdout: drained("INT"), code: 130 };
export const otherSignals: Row[] = (["INT", "QUIT"] as const).flatMap((name): Row[] => {
  const told = drained(name);
  const row = (form: string, ...rest: string[]): Row => {
    return { form, signal: `SIG${name}`, log: told, stdout: [...told, ...rest] };
  };
  return [
    row("app"),
    row("app; echo after $?", "after 0"),
    row("app & wait"),
    row("app | cat; echo after", "after"),
    row("trap 'echo bye' EXIT; app; echo after", "after", "bye"),
    row(`trap 'echo handler' TERM ${name}; app; echo after`, "handler", "after"),
    // With a trap for TERM alone: dash and busybox may as well have one for INT, nothing shows it, so
    // they are told and end as at a Ctrl-C, by 128+2 after the app. QUIT is no shell's own.
    name === "QUIT"
      ? row("trap 'echo handler' TERM; app; echo after", "after")
      : { ...row("trap 'echo handler' TERM; app; echo $?", "0"), by: { dash: byInt, busybox: byInt } },
  ];
});
