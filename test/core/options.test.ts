// Every flag, every variable, who overrules whom, and the exact line for every mistake.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cores, type Plan } from "../support/core.ts";

const RUN = 0;
const HELP = 1;
const VERSION = 2;
const INSTALL = 5;
const defaults: Plan = {
  as: 0,
  waitsForAll: true,
  sharesGroup: false,
  warnsOfReaped: false,
  delayMs: 0,
  deadlineMs: Infinity,
  settleMs: 2000,
  lingerMs: 5000,
  target: 0,
  parentSignal: 0,
  subreaper: true,
  verbosity: 1,
  json: false,
  untilIdleMs: -1,
  delayMinMs: 1000,
  readyFile: "",
  stopFile: "",
  terminationLog: "/dev/termination-log",
  user: "",
  installPath: "",
  ports: [],
  escalations: [],
  hooks: [],
  stops: [2, 3, 15],
  rewrites: [],
  successes: [],
};

const idleOn = (ports: number[]) => ({ delayMs: 15_000, untilIdleMs: 3000, ports });

/** Words before COMMAND, and what they change. */
const flagRows: [words: string, plan: Partial<Plan>][] = [
  ["", {}],
  ["--delay 5s", { delayMs: 5000 }],
  ["--delay=5s", { delayMs: 5000 }],
  ["--delay auto", { delayMs: -1 }],
  ["--delay 0", { delayMs: 0 }],
  ["--deadline 1m30s", { deadlineMs: 90_000 }],
  ["--deadline 0", { deadlineMs: 0 }],
  ["--stop-signals HUP", { stops: [1] }],
  ["--stop-signals sigterm,64,RTMIN", { stops: [15, 34, 64] }],
  ["--target app", { target: 0 }],
  ["--target child", { target: 1 }],
  ["--target group", { target: 2 }],
  ["--target all", { target: 3 }],
  ["-g", { target: 2 }],
  ["-c", { target: 1 }],
  ["-g --target group", { target: 2 }],
  ["--settle 100ms", { settleMs: 100 }],
  ["--linger 0", { lingerMs: 0 }],
  ["-r TERM:QUIT", { rewrites: ["15:3"] }],
  ["-rTERM:QUIT", { rewrites: ["15:3"] }],
  ["--rewrite USR1:0", { rewrites: ["10:0"] }],
  ["--rewrite=HUP:KILL", { rewrites: ["1:9"], stops: [2, 3, 15] }],
  ["-r TERM:0", { rewrites: ["15:0"], stops: [2, 3] }],
  ["-r WINCH:TERM", { rewrites: ["28:15"], stops: [2, 3, 15, 28] }],
  ["-r TERM:USR1", { rewrites: ["15:10"], stops: [2, 3, 15] }],
  ["--stop-signals USR1 -r TERM:USR1", { rewrites: ["15:10"], stops: [10, 15] }],
  ["-r 1:2 -r 2:1", { rewrites: ["1:2", "2:1"], stops: [1, 2, 3, 15] }],
  ["-r TERM:QUIT,USR1:0", { rewrites: ["10:0", "15:3"] }],
  ["-r TERM:QUIT -r TERM:QUIT", { rewrites: ["15:3"] }],
  ["-e 143", { successes: [143] }],
  ["-e143 -e 1 --success-code 255", { successes: [1, 143, 255] }],
  ["-e 0", {}],
  ["-e 143,1", { successes: [1, 143] }],
  ["-p TERM", { parentSignal: 15 }],
  ["--parent-signal KILL", { parentSignal: 9 }],
  ["--no-subreaper", { subreaper: false }],
  ["-v", { verbosity: 2 }],
  ["--verbose", { verbosity: 2 }],
  ["--verbose=1", { verbosity: 2 }],
  ["--verbose=off", {}],
  ["-q", { verbosity: 0 }],
  ["--log json", { json: true }],
  ["--log text", {}],
  ["--log json --log text", {}],
  ["--delay 1s --delay 2s", { delayMs: 2000 }],
  ["-gv", { target: 2, verbosity: 2 }],
  ["-gve 3", { target: 2, verbosity: 2, successes: [3] }],
  ["-vpTERM", { verbosity: 2, parentSignal: 15 }],
  ["--delay 2s --deadline 3s", { delayMs: 2000, deadlineMs: 3000 }],
  ["--delay auto --deadline 6s", { delayMs: -1, deadlineMs: 6000 }],
  ["--delay 0 --deadline 0", { deadlineMs: 0 }],
  ["--delay 15s --until-idle 3s", { delayMs: 15_000, untilIdleMs: 3000 }],
  ["--delay 15s --until-idle=0", { delayMs: 15_000, untilIdleMs: 0 }],
  ["--until-idle 3s --delay auto", { delayMs: -1, untilIdleMs: 3000 }],
  // It may have been quiet for long when the stop begins.
  ["--delay 5s --until-idle 1m", { delayMs: 5000, untilIdleMs: 60_000 }],
  ["--delay 15s --until-idle 3s --delay-min 500ms", { delayMs: 15_000, untilIdleMs: 3000, delayMinMs: 500 }],
  ["--delay 2s --until-idle 3s --delay-min 2s", { delayMs: 2000, untilIdleMs: 3000, delayMinMs: 2000 }],
  ["--delay auto --until-idle 3s --delay-min 5s", { delayMs: -1, untilIdleMs: 3000, delayMinMs: 5000 }],
  // The default gives way to a shorter delay.
  ["--delay 500ms --until-idle 100ms", { delayMs: 500, untilIdleMs: 100 }],
  ["--delay 15s --until-idle 3s --port 8080", { delayMs: 15_000, untilIdleMs: 3000, ports: [8080] }],
  ["--delay 15s --until-idle 3s --port 8443,1,65535,80", idleOn([1, 80, 8443, 65_535])],
  ["--delay 15s --until-idle 3s --port=80 --port 81,80", idleOn([80, 81])],
  ["--pre-stop drain", { hooks: ["drain"] }],
  ["--pre-stop-http http://127.0.0.1:8080/drain", { hooks: ["http://127.0.0.1:8080/drain"] }],
  [
    "--pre-stop one --pre-stop-http http://127.0.0.1/two --pre-stop=three --pre-stop one",
    { hooks: ["one", "http://127.0.0.1/two", "three", "one"] },
  ],
  ["--escalate INT@10s", { escalations: ["2@10000"] }],
  ["--escalate=sigint@500ms,3@1m30s,RTMIN+1@2h", { escalations: ["2@500", "3@90000", "35@7200000"] }],
  ["--escalate INT@0,INT@1", { escalations: ["2@0", "2@1000"] }],
  ["--escalate KILL@30s", { escalations: ["9@30000"] }],
  ["--escalate INT@10s --escalate QUIT@5s", { escalations: ["3@5000"] }],
  ["--delay 5s --escalate INT@10s --deadline 15001ms", { delayMs: 5000, deadlineMs: 15_001, escalations: ["2@10000"] }],
  ["--ready-file /run/ready", { readyFile: "/run/ready" }],
  ["--stop-file=stop", { stopFile: "stop" }],
  ["--termination-log /tmp/log", { terminationLog: "/tmp/log" }],
  ["--user 1000:1000", { user: "1000:1000" }],
  ["--user=app", { user: "app" }],
  ["--ready-file a --ready-file b --stop-file b", { readyFile: "b", stopFile: "b" }],
];

const variableRows: [name: string, value: string, plan: Partial<Plan>][] = [
  ["LASTCALL_DELAY", "auto", { delayMs: -1 }],
  ["LASTCALL_DEADLINE", "25", { deadlineMs: 25_000 }],
  ["LASTCALL_STOP_SIGNALS", "USR1,USR2", { stops: [10, 12] }],
  ["LASTCALL_TARGET", "group", { target: 2 }],
  ["LASTCALL_SETTLE", "1s", { settleMs: 1000 }],
  ["LASTCALL_LINGER", "1s", { lingerMs: 1000 }],
  ["LASTCALL_REWRITE", "TERM:QUIT,USR1:0", { rewrites: ["10:0", "15:3"] }],
  ["LASTCALL_SUCCESS_CODE", "143,1", { successes: [1, 143] }],
  ["LASTCALL_PARENT_SIGNAL", "HUP", { parentSignal: 1 }],
  ["LASTCALL_NO_SUBREAPER", "1", { subreaper: false }],
  ["LASTCALL_NO_SUBREAPER", "true", { subreaper: false }],
  ["LASTCALL_NO_SUBREAPER", "Yes", { subreaper: false }],
  ["LASTCALL_NO_SUBREAPER", "on", { subreaper: false }],
  ["LASTCALL_NO_SUBREAPER", "0", {}],
  ["LASTCALL_NO_SUBREAPER", "FALSE", {}],
  ["LASTCALL_NO_SUBREAPER", "no", {}],
  ["LASTCALL_NO_SUBREAPER", "off", {}],
  ["LASTCALL_VERBOSE", "1", { verbosity: 2 }],
  ["LASTCALL_QUIET", "1", { verbosity: 0 }],
  ["LASTCALL_LOG", "json", { json: true }],
  ["LASTCALL_DELAY", "", {}],
  ["LASTCALL_HELP", "1", {}],
  ["LASTCALL_VERSION", "1", {}],
  ["LASTCALL_GROUP", "1", {}],
  ["LASTCALL_INSTALL", "/init", {}],
  ["LASTCALL_PRE_STOP", "drain", { hooks: ["drain"] }],
  // A comma may be the command's: it separates nothing.
  ["LASTCALL_PRE_STOP_HTTP", "http://127.0.0.1/a,b", { hooks: ["http://127.0.0.1/a,b"] }],
  ["LASTCALL_ESCALATE", "INT@10s,QUIT@15s", { escalations: ["2@10000", "3@15000"] }],
  ["LASTCALL_READY_FILE", "/run/ready", { readyFile: "/run/ready" }],
  ["LASTCALL_READY_FILE", "", {}],
  ["LASTCALL_STOP_FILE", "/run/stop", { stopFile: "/run/stop" }],
  ["LASTCALL_TERMINATION_LOG", "/tmp/log", { terminationLog: "/tmp/log" }],
  ["LASTCALL_USER", "app:users", { user: "app:users" }],
  ["LASTCALL_USER", "", {}],
  // What Kubernetes sets in every pod beside a Service named lastcall.
  ["LASTCALL_PORT", "tcp://10.0.0.1:80", {}],
];

/** Words, variables, and the whole plan that comes of both. */
const precedenceRows: [words: string, variables: Record<string, string>, plan: Partial<Plan>][] = [
  ["--delay 1s", { LASTCALL_DELAY: "9s" }, { delayMs: 1000 }],
  ["--delay 1s", { LASTCALL_DELAY: "nonsense" }, { delayMs: 1000 }],
  ["-g", { LASTCALL_TARGET: "all" }, { target: 2 }],
  ["-c", { LASTCALL_TARGET: "nobody" }, { target: 1 }],
  ["-q", { LASTCALL_VERBOSE: "1" }, { verbosity: 0 }],
  ["-v", { LASTCALL_QUIET: "1" }, { verbosity: 2 }],
  ["-e 3", { LASTCALL_SUCCESS_CODE: "4" }, { successes: [3] }],
  ["-r HUP:0", { LASTCALL_REWRITE: "HUP:INT" }, { rewrites: ["1:0"] }],
  ["--log text", { LASTCALL_LOG: "json" }, {}],
  ["--deadline 9s", { LASTCALL_DELAY: "1s" }, { deadlineMs: 9000, delayMs: 1000 }],
  ["--until-idle 3s", { LASTCALL_DELAY: "15s", LASTCALL_PORTS: "81,80" }, idleOn([80, 81])],
  ["--delay 15s --port 80", { LASTCALL_UNTIL_IDLE: "3s", LASTCALL_PORTS: "81" }, idleOn([80])],
  ["--delay 15s", { LASTCALL_UNTIL_IDLE: "3s", LASTCALL_DELAY_MIN: "2s" }, { ...idleOn([]), delayMinMs: 2000 }],
  ["--pre-stop one", { LASTCALL_PRE_STOP: "two" }, { hooks: ["one"] }],
  // Those on the command line first; of the variables, the commands.
  ["--pre-stop-http http://127.0.0.1/one", { LASTCALL_PRE_STOP: "two" }, { hooks: ["http://127.0.0.1/one", "two"] }],
  [
    "",
    { LASTCALL_PRE_STOP_HTTP: "http://127.0.0.1/two", LASTCALL_PRE_STOP: "one" },
    { hooks: ["one", "http://127.0.0.1/two"] },
  ],
  ["--escalate INT@1s", { LASTCALL_ESCALATE: "nonsense" }, { escalations: ["2@1000"] }],
  ["--stop-file a", { LASTCALL_STOP_FILE: "b", LASTCALL_READY_FILE: "c" }, { stopFile: "a", readyFile: "c" }],
];

const durations = "a duration like 500ms, 5s or 1m30s (a bare number is seconds)";
const signals = "a name like TERM or SIGTERM, RTMIN+1 to RTMAX, or a number from 1 to 64";
const ports = "ports from 1 to 65535, like 8080,8443";
const steps = "SIGNAL@TIME in the order of time, like INT@10s,QUIT@15s";
const user = "a user's name or number, and perhaps :GROUP";
const options =
  "--delay TIME, --deadline TIME, --until-idle TIME, --delay-min TIME, --port LIST, --pre-stop COMMAND, --pre-stop-http URL, --escalate LIST, --stop-signals LIST, --target WHO, -g, -c, --settle TIME, --linger TIME, --wait WHO, -r|--rewrite FROM:TO, -e|--success-code CODE, --ready-file PATH, --stop-file PATH, --termination-log PATH, --user USER[:GROUP], -p|--parent-signal SIGNAL, --no-subreaper, -w|--warn-reaped, -v|--verbose, -q|--quiet, --log FORMAT, --as NAME, -h|--help, --install PATH, -V|--version";
const together = "(auto is 5s, escalations come after the delay)";

/** Words, `app` not appended, and the line. */
const mistakes: [words: string, line: string][] = [
  ["", "no COMMAND given: expected [options] [--] COMMAND [ARG...]"],
  ["--", "no COMMAND given: expected [options] [--] COMMAND [ARG...]"],
  ["-v --delay 5s --", "no COMMAND given: expected [options] [--] COMMAND [ARG...]"],
  ["--delay 5x app", `--delay '5x': expected auto, or ${durations}`],
  ["--delay=  app", `--delay '': expected auto, or ${durations}`],
  ["--delay AUTO app", `--delay 'AUTO': expected auto, or ${durations}`],
  ["--deadline -5s app", `--deadline '-5s': expected ${durations}`],
  ["--deadline auto app", `--deadline 'auto': expected ${durations}`],
  ["--settle soon app", `--settle 'soon': expected ${durations}`],
  ["--linger 1.5s app", `--linger '1.5s': expected ${durations}`],
  ["--delay", `--delay '': expected auto, or ${durations}`],
  ["-r", "-r '': expected FROM:TO, like TERM:QUIT, or FROM:0 to drop the signal"],
  ["-ve", "-e '': expected an exit code from 0 to 255"],
  ["--target", "--target '': expected app, child, group, all"],
  ["--dealy 5s app", "unknown option '--dealy': did you mean --delay?"],
  ["--dead=5s app", "unknown option '--dead=5s': did you mean --deadline?"],
  ["--frobnicate app", `unknown option '--frobnicate': expected ${options}`],
  ["-x app", `unknown option '-x': expected ${options}`],
  ["-vx app", "unknown option '-vx': did you mean -v?"],
  ["--group app", `unknown option '--group': expected ${options}`],
  ["--verbose=2 app", "--verbose '2': expected 1 or 0"],
  ["--verbose= app", "--verbose '': expected 1 or 0"],
  ["--stop-signals TERM,FOO app", `--stop-signals 'FOO': expected ${signals}`],
  ["--stop-signals TERN app", "--stop-signals 'TERN': did you mean TERM?"],
  ["--stop-signals SIGQUI,HUP app", "--stop-signals 'SIGQUI': did you mean QUIT?"],
  ["--stop-signals TERM, app", `--stop-signals '': expected ${signals}`],
  ["--stop-signals KILL app", "--stop-signals 'KILL': expected a signal that can be caught"],
  ["--stop-signals TERM,19 app", "--stop-signals '19': expected a signal that can be caught"],
  ["--target grupo app", "--target 'grupo': expected app, child, group, all"],
  ["--target everyone app", "--target 'everyone': expected app, child, group, all"],
  ["--target App app", "--target 'App': did you mean app?"],
  ["-g -c app", "-c 'child': contradicts -g"],
  ["-gc app", "-c 'child': contradicts -g"],
  ["-c --target all app", "--target 'all': contradicts -c"],
  ["--target app -g app", "-g 'group': contradicts --target 'app'"],
  ["-r TERM app", "-r 'TERM': expected FROM:TO, like TERM:QUIT, or FROM:0 to drop the signal"],
  ["-r TERM:QUIT:INT app", `-r 'TERM:QUIT:INT': expected ${signals}`],
  ["-r TERM:QUITE app", "-r 'TERM:QUITE': did you mean QUIT?"],
  ["-r 0:TERM app", `-r '0:TERM': expected ${signals}`],
  ["-r KILL:TERM app", "-r 'KILL:TERM': expected a signal that can be caught"],
  ["-r :TERM app", `-r ':TERM': expected ${signals}`],
  ["-r TERM: app", `-r 'TERM:': expected ${signals}`],
  ["-r HUP:INT -r HUP:0 app", "-r 'HUP:0': contradicts an earlier one"],
  ["-e 256 app", "-e '256': expected an exit code from 0 to 255"],
  ["-e x app", "-e 'x': expected an exit code from 0 to 255"],
  ["-e -1 app", "-e '-1': expected an exit code from 0 to 255"],
  ["--success-code= app", "--success-code '': expected an exit code from 0 to 255"],
  ["-p FOO app", `-p 'FOO': expected ${signals}`],
  ["--parent-signal 65 app", `--parent-signal '65': expected ${signals}`],
  ["--log xml app", "--log 'xml': expected text or json"],
  ["-q -v app", "-q: contradicts -v"],
  ["--verbose -q app", "-q: contradicts --verbose"],
  ["--delay 5s --deadline 5s app", `--delay '5s': leaves the app no time before --deadline '5s' ${together}`],
  ["--delay auto --deadline 4s app", `--delay 'auto': leaves the app no time before --deadline '4s' ${together}`],
  ["--until-idle soon app", `--until-idle 'soon': expected ${durations}`],
  ["--until-idle auto --delay 5s app", `--until-idle 'auto': expected ${durations}`],
  ["--until-idle 3s app", "--until-idle '3s': does nothing without --delay"],
  ["--until-idle 3s --delay 0 app", "--until-idle '3s': does nothing without --delay"],
  ["--delay-min -1 app", `--delay-min '-1': expected ${durations}`],
  ["--delay-min 2s --delay 5s app", "--delay-min '2s': does nothing without --until-idle"],
  ["--delay-min 6s --delay 5s --until-idle 1s app", "--delay-min '6s': is longer than the delay"],
  ["--delay-min 6s --delay auto --until-idle 1s app", "--delay-min '6s': is longer than the delay"],
  ["--port 80 --delay 5s app", "--port '80': does nothing without --until-idle"],
  ["--port 0 app", `--port '0': expected ${ports}`],
  ["--port 65536 app", `--port '65536': expected ${ports}`],
  ["--port 70000 app", `--port '70000': expected ${ports}`],
  ["--port 4294967376 app", `--port '4294967376': expected ${ports}`],
  ["--port -80 app", `--port '-80': expected ${ports}`],
  ["--port x app", `--port 'x': expected ${ports}`],
  ["--port 80x app", `--port '80x': expected ${ports}`],
  ["--port= app", `--port '': expected ${ports}`],
  ["--port 80, app", `--port '': expected ${ports}`],
  ["--port 80,,81 app", `--port '': expected ${ports}`],
  ["--port 80-90 app", `--port '80-90': expected ${ports}`],
  ["--escalate INT app", `--escalate 'INT': expected ${steps}`],
  ["--escalate INT@ app", `--escalate 'INT@': expected ${steps}`],
  ["--escalate @10s app", `--escalate '@10s': expected ${steps}`],
  ["--escalate @ app", `--escalate '@': expected ${steps}`],
  ["--escalate= app", `--escalate '': expected ${steps}`],
  ["--escalate INT@soon app", `--escalate 'INT@soon': expected ${steps}`],
  ["--escalate INT@1s@2s app", `--escalate 'INT@1s@2s': expected ${steps}`],
  ["--escalate INT@-1s app", `--escalate 'INT@-1s': expected ${steps}`],
  ["--escalate INT@10s, app", `--escalate '': expected ${steps}`],
  ["--escalate INT,QUIT@5s app", `--escalate 'INT': expected ${steps}`],
  ["--escalate INT@10s,QUIT@5s app", `--escalate 'QUIT@5s': expected ${steps}`],
  ["--escalate INT@10s,QUIT@10s app", `--escalate 'QUIT@10s': expected ${steps}`],
  ["--escalate INT@1s,FOO@2s app", `--escalate 'FOO@2s': expected ${signals}`],
  ["--escalate TERN@1s app", "--escalate 'TERN@1s': did you mean TERM?"],
  ["--escalate 0@1s app", `--escalate '0@1s': expected ${signals}`],
  ["--escalate 65@1s app", `--escalate '65@1s': expected ${signals}`],
  [
    "--escalate INT@10s --deadline 10s app",
    `--escalate 'INT@10s': leaves the app no time before --deadline '10s' ${together}`,
  ],
  [
    "--escalate INT@5s,QUIT@20s --deadline 10s app",
    `--escalate 'INT@5s,QUIT@20s': leaves the app no time before --deadline '10s' ${together}`,
  ],
  [
    "--delay 5s --escalate INT@10s --deadline 15s app",
    `--escalate 'INT@10s': leaves the app no time before --deadline '15s' ${together}`,
  ],
  [
    "--delay auto --escalate INT@10s --deadline 15s app",
    `--escalate 'INT@10s': leaves the app no time before --deadline '15s' ${together}`,
  ],
  [
    "--escalate INT@0s --deadline 0 app",
    `--escalate 'INT@0s': leaves the app no time before --deadline '0' ${together}`,
  ],
  ["--ready-file= app", "--ready-file '': expected a path"],
  ["--stop-file= app", "--stop-file '': expected a path"],
  ["--termination-log= app", "--termination-log '': expected a path"],
  ["--install", "--install '': expected a path"],
  ["--install= app", "--install '': expected a path"],
  ["--install /init app", "--install '/init': expected nothing behind it"],
  ["-v --install=/init --", "--install '/init': expected nothing behind it"],
  ["--install /init -v", "--install '/init': expected nothing behind it"],
  ["--install /init --install /init", "--install '/init': expected nothing behind it"],
  ["--instal /init", "unknown option '--instal': did you mean --install?"],
  ["--user= app", `--user '': expected ${user}`],
  ["--port", `--port '': expected ${ports}`],
  ["--escalate", `--escalate '': expected ${steps}`],
  ["--pre-stop", "--pre-stop '': expected a command"],
  ["--pre-stop-http", "--pre-stop-http '': expected http://HOST[:PORT][/PATH], without TLS"],
  ["--user", `--user '': expected ${user}`],
  ["--until-idel 3s app", "unknown option '--until-idel': did you mean --until-idle?"],
  ["--ports 80 app", "unknown option '--ports': did you mean --port?"],
  // The first mistake is the one that is told.
  ["--settle x --linger y app", `--settle 'x': expected ${durations}`],
];

const variableMistakes: [name: string, value: string, line: string][] = [
  ["LASTCALL_DELAY", "5x", `LASTCALL_DELAY '5x': expected auto, or ${durations}`],
  ["LASTCALL_DEADLINE", " 5s", `LASTCALL_DEADLINE ' 5s': expected ${durations}`],
  ["LASTCALL_STOP_SIGNALS", "TERN", "LASTCALL_STOP_SIGNALS 'TERN': did you mean TERM?"],
  ["LASTCALL_TARGET", "ap", "LASTCALL_TARGET 'ap': did you mean app?"],
  ["LASTCALL_TARGET", "nobody", "LASTCALL_TARGET 'nobody': expected app, child, group, all"],
  ["LASTCALL_SUCCESS_CODE", "1,x", "LASTCALL_SUCCESS_CODE 'x': expected an exit code from 0 to 255"],
  [
    "LASTCALL_REWRITE",
    "TERM",
    "LASTCALL_REWRITE 'TERM': expected FROM:TO, like TERM:QUIT, or FROM:0 to drop the signal",
  ],
  ["LASTCALL_NO_SUBREAPER", "maybe", "LASTCALL_NO_SUBREAPER 'maybe': expected 1 or 0"],
  ["LASTCALL_VERBOSE", "2", "LASTCALL_VERBOSE '2': expected 1 or 0"],
  ["LASTCALL_LOG", "JSON", "LASTCALL_LOG 'JSON': expected text or json"],
  ["LASTCALL_PARENT_SIGNAL", "TERN", "LASTCALL_PARENT_SIGNAL 'TERN': did you mean TERM?"],
  ["LASTCALL_UNTIL_IDLE", "x", `LASTCALL_UNTIL_IDLE 'x': expected ${durations}`],
  ["LASTCALL_UNTIL_IDLE", "3s", "LASTCALL_UNTIL_IDLE '3s': does nothing without --delay"],
  ["LASTCALL_DELAY_MIN", "x", `LASTCALL_DELAY_MIN 'x': expected ${durations}`],
  ["LASTCALL_DELAY_MIN", "3s", "LASTCALL_DELAY_MIN '3s': does nothing without --until-idle"],
  ["LASTCALL_PORTS", "80;81", `LASTCALL_PORTS '80;81': expected ${ports}`],
  ["LASTCALL_PORTS", "80", "LASTCALL_PORTS '80': does nothing without --until-idle"],
  ["LASTCALL_ESCALATE", "INT", `LASTCALL_ESCALATE 'INT': expected ${steps}`],
  ["LASTCALL_ESCALATE", "INT@1s, QUIT@2s", "LASTCALL_ESCALATE ' QUIT@2s': did you mean QUIT?"],
];

/** `--delay=` and two blanks stand for an empty value. */
const wordsOf = (text: string) => text.split(" ").filter((word) => word.length > 0);

describe.each(cores)("options in $name", (core) => {
  test.each(flagRows)("'%s'", (words, plan) => {
    const before = wordsOf(words);
    const parsed = core.parseOptions([...before, "app", "-x"]);
    expect(parsed).toEqual({ error: "", action: RUN, commandAt: before.length, plan: { ...defaults, ...plan } });
  });

  test.each(variableRows)("%s=%s", (name, value, plan) => {
    const parsed = core.parseOptions(["app"], { [name]: value });
    expect(parsed).toEqual({ error: "", action: RUN, commandAt: 0, plan: { ...defaults, ...plan } });
  });

  test.each(precedenceRows)("'%s' with %j", (words, variables, plan) => {
    const parsed = core.parseOptions([...wordsOf(words), "app"], variables);
    expect(parsed.error).toBe("");
    expect(parsed.plan).toEqual({ ...defaults, ...plan });
  });

  test.each(mistakes)("the mistake in '%s'", (words, line) => {
    expect(core.parseOptions(wordsOf(words)).error).toBe(line);
  });

  test.each(variableMistakes)("the mistake in %s=%s", (name, value, line) => {
    expect(core.parseOptions(["app"], { [name]: value }).error).toBe(line);
  });

  test.each<[string, string[], number]>([
    ["options end at the first word that is none", ["grep", "-E", "x"], 0],
    ["-- ends the options", ["--", "app"], 1],
    ["only the first -- does", ["--", "--", "x"], 1],
    ["a command may begin with a dash after --", ["-v", "--", "-x", "--delay"], 2],
    ["a dash alone is a command", ["-", "x"], 0],
    ["an empty word is a command", ["", "x"], 0],
    ["what follows the command is the command's", ["-v", "app", "--delay", "nonsense", "--help"], 1],
    ["a value may look like an option", ["-e", "3", "--settle", "5", "app"], 4],
  ])("%s", (_what, words, commandAt) => {
    const parsed = core.parseOptions(words);
    expect([parsed.error, parsed.action, parsed.commandAt]).toEqual(["", RUN, commandAt]);
  });

  test.each<[string[], number]>([
    [["-h"], HELP],
    [["--help"], HELP],
    [["-V"], VERSION],
    [["--version"], VERSION],
    [["-vh"], HELP],
    [["--help", "--nonsense"], HELP],
    [["-V", "app"], VERSION],
    [["--delay", "5s", "--version"], VERSION],
  ])("%j asks for text, whatever else is wrong", (words, action) => {
    const parsed = core.parseOptions(words, { LASTCALL_DELAY: "nonsense" });
    expect([parsed.error, parsed.action]).toEqual(["", action]);
  });

  test.each([["--install /a/b"], ["--install=/a/b"], ["-v --install /a/b"], ["--user app --install /a/b"]])(
    "'%s' asks for a copy, without a COMMAND and whatever the variables say",
    (words) => {
      const parsed = core.parseOptions(wordsOf(words), { LASTCALL_DELAY: "nonsense" });
      expect([parsed.error, parsed.action, parsed.plan.installPath]).toEqual(["", INSTALL, "/a/b"]);
    },
  );

  test("a comma is part of the path", () => {
    expect(core.parseOptions(["--install", "/a,b"]).plan.installPath).toBe("/a,b");
  });

  test("a mistake before --help is told", () => {
    expect(core.parseOptions(["--nonsense", "--help"]).error).toMatch(/^unknown option '--nonsense'/);
  });

  test("variables that contradict each other are a mistake", () => {
    const loud = core.parseOptions(["app"], { LASTCALL_QUIET: "1", LASTCALL_VERBOSE: "1" });
    expect(loud.error).toBe("LASTCALL_QUIET: contradicts LASTCALL_VERBOSE");
    const late = core.parseOptions(["app"], { LASTCALL_DELAY: "9s", LASTCALL_DEADLINE: "3s" });
    expect(late.error).toBe(`LASTCALL_DELAY '9s': leaves the app no time before LASTCALL_DEADLINE '3s' ${together}`);
    const step = core.parseOptions(["app"], {
      LASTCALL_DELAY: "auto",
      LASTCALL_ESCALATE: "INT@9s",
      LASTCALL_DEADLINE: "9s",
    });
    expect(step.error).toBe(
      `LASTCALL_ESCALATE 'INT@9s': leaves the app no time before LASTCALL_DEADLINE '9s' ${together}`,
    );
    const least = core.parseOptions(["--delay", "1s", "--until-idle", "1s", "app"], { LASTCALL_DELAY_MIN: "2s" });
    expect(least.error).toBe("LASTCALL_DELAY_MIN '2s': is longer than the delay");
    const mixed = core.parseOptions(["--deadline", "3s", "app"], { LASTCALL_DELAY: "9s" });
    expect(mixed.error).toMatch(/^LASTCALL_DELAY '9s': leaves the app no time before --deadline '3s'/);
  });

  test("any words at all come to a plan or to one line", () => {
    const word = fc.oneof(
      fc.constantFrom(...flagRows.flatMap(([words]) => wordsOf(words)), "--", "-", "app", "-gvr", "--log=", "=", "--="),
      fc.string({ maxLength: 6 }).map((text) => text.replaceAll("\0", "")),
    );
    const variables = fc.dictionary(fc.constantFrom(...variableRows.map(([name]) => name)), word, { maxKeys: 3 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), variables, (words, set) => {
        const parsed = core.parseOptions(words, set);
        expect(parsed.error).not.toContain("undefined");
        if (parsed.error === "" && parsed.action === RUN) {
          expect(parsed.commandAt).toBeGreaterThanOrEqual(0);
          expect(parsed.commandAt).toBeLessThan(words.length);
          expect(parsed.plan.deadlineMs).toBeGreaterThanOrEqual(0);
        }
        expect(parsed).toEqual(cores[0]?.parseOptions(words, set));
      }),
    );
  });
});
