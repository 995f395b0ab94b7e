// dumb-init 1.2.5 and the init under its name.
import { needsRoot, needsStrace, needsTerminal } from "../support/needs.ts";
import { compare, type Row } from "./drop-in.ts";
import { ends, says, state, version, withSignals } from "./drop-in-ends.ts";
import { kept, leftBehind, orphan } from "./drop-in-lives.ts";
import { closedOutputs, execFailures, exitCodes, unnamedSignals } from "./drop-in-rows.ts";
import { realTime, standard, stops } from "./drop-in-sets.ts";
import { arriving, faults, group, suspended } from "./drop-in-signals.ts";
import { inBackground, stoppedThenTold, terminal, typed } from "./drop-in-terminals.ts";
import { cannotFork, childrenIgnored, denied, early } from "./drop-in-troubles.ts";

const versionLine = "0 stdout '' stderr 'dumb-init vN'";

const words: Row[] = [
  ...["", "--", "-c", "-v", "-r 2:3"].map((text): Row => [says(text), "1 stderr"]),
  ...["-h", "--help", "--he", "--h", "-h true", "-hx", "-hV", "-h -r x", "-ch"].map(
    (text): Row => [says(text), "0 stderr"],
  ),
  ...["-V", "--version", "--vers true", "-Vh", "-c -V", "-V true"].map((text): Row => [version(text), versionLine]),
  ...["-x true", "-xh", "-c1 true", "--nope true", "--c true", "--ver true", "--v true", "-- --"].map(
    (text): Row => [says(text), text === "-- --" ? "2 stderr" : "1 stderr"],
  ),
  ...["--single-child=1", "--version=1", "--help=1", "--verbose=1"].map(
    (text): Row => [says(`${text} true`), "1 stderr"],
  ),
  ...["-c", "--single-child", "--single", "--s", "--"].map((text): Row => [says(`${text} true`), "0 silent"]),
  ...["-v", "--verbose", "--verb", "--verbos", "-cv", "-vcr15:2", "-v -v"].map(
    (text): Row => [says(`${text} true`), "0 stderr"],
  ),
  ...["true -x", "true -V", "-c true -r", "true -- -x"].map((text): Row => [says(text), "0 silent"]),
  [ends("echo -- -c --verbose -"), "0 -- -c --verbose -"],
];

const rewrites: Row[] = [
  ...["-r 15:2", "-r15:2", "--rewrite 15:2", "--rewrite=15:2", "--rew=15:2", "--r=15:2", "--r 15:2", "-cr15:2"].map(
    (text): Row => [arriving(text, [1, 15]), "1 2"],
  ),
  ...["15:12x", "15:12:4", " 15: 2", "+15:+2"].map(
    (pair): Row => [says(["-r", pair, "true"]), { theirs: "0 silent", ours: "1 stderr", differs: "a slip is told" }],
  ),
  [arriving("-r 015:02", [15]), "2"],
  [arriving("-r 15:0", [1, 15]), "1"],
  [arriving("-r 31:31", [31]), "31"],
  [arriving("-r 15:2 -r 15:3", [15]), "3"],
  // Not twice: what comes out of a rewrite is not rewritten again.
  [arriving("-r 15:2 -r 2:3", [15]), "2"],
  [arriving("-r 15:2 -r 2:15", [2, 15]), "2 15"],
  [arriving("-c -r 20:0 -r 21:10", [20, 21, 22]), "10 22"],
  [arriving("-r 20:20 -r 21:0 -r 22:10", [20, 21, 22]), "10 20"],
  ...["15", "15:", ":2", "0:2", "15:-1", "15,2", "x"].map((pair): Row => [says(`-r ${pair} true`), "1 stderr"]),
  ...["--rewrite= true", "--rewrite true", "-r true", "-r", "--rewrite", "-r x -h"].map(
    (text): Row => [says(text), "1 stderr"],
  ),
  ...["32:2", "15:32", "34:15", "TERM:INT"].map(
    (pair): Row => [
      says(`-r ${pair} true`),
      { theirs: "1 stderr", ours: "0 silent", differs: "names are known, and real-time signals" },
    ],
  ),
];

const variables: Row[] = [
  [state("--", { env: { DUMB_INIT_SETSID: "0" } }), "group ours, session ours, blocked none, ignored none"],
  ...["", "1", "00", "no"].map(
    (value): Row => [
      state("--", { env: { DUMB_INIT_SETSID: value } }),
      "group its own, session its own, blocked none, ignored none",
    ],
  ),
  [says("true", { env: { DUMB_INIT_DEBUG: "1" } }), "0 stderr"],
  ...["", "0", "2", "yes"].map((value): Row => [says("true", { env: { DUMB_INIT_DEBUG: value } }), "0 silent"]),
  [ends(["sh", "-c", "echo $LISTEN_PID"], { env: { LISTEN_PID: "1" } }), "0 1"],
];

const passed = "1 2 3 4 5 6 7 8 10 11 12 13 14 15 16 23 24 25 26 27 28 29 30 31";

const signals: Row[] = [
  [arriving("", standard), passed],
  [arriving("-c", standard), passed],
  [arriving("", [18]), "18"],
  [arriving("-c", stops), "20 21 22"],
  [arriving("", realTime), realTime.join(" ")],
  ...unnamedSignals("-c"),
  [group(""), "both"],
  [group("-c"), "1"],
  [group("--", { env: { DUMB_INIT_SETSID: "0" } }), "1"],
  [faults(""), "0 0 0 0 0 0 0, commands got 4 5 6 7 8 11 31"],
  [faults("-c"), "0 0 0 0 0 0 0, commands got 4 5 6 7 8 11 31"],
];

const suspensions: Row[] = [
  ...stops.map((signal): Row => [suspended("", signal), "init T, command T; command got 18"]),
  ...stops.map((signal): Row => [suspended("-c", signal), `init T, command S; command got 18 ${signal}`]),
  ...stops.map((signal): Row => [suspended("", signal, {}), "init S, command T; command got 18"]),
  [suspended("-c", 20, {}), "init S, command S; command got 18 20"],
  [suspended("-r 20:0", 20), "init T, command S; command got 18"],
  [suspended("-r 21:10", 21), "init T, command S; command got 10 18"],
  [suspended("-r 22:22", 22), "init T, command S; command got 18 22"],
];

const states: Row[] = [
  [state(""), "group its own, session its own, blocked none, ignored none"],
  [state("-c"), "group ours, session ours, blocked none, ignored none"],
  [
    state("", { pre: withSignals("block=10,20,40 ignore=1,13,22,45") }),
    "group its own, session its own, blocked none, ignored 45",
  ],
  [
    state("-c", { pre: withSignals("block=10,20,40 ignore=1,13,22,45") }),
    "group ours, session ours, blocked none, ignored 45",
  ],
  [ends(["sh", "-c", "exit 4"], { line: 'exec "$@" <&-' }), "4"],
  [ends(["sh", "-c", "exit 5"], { pre: withSignals("ignore=17") }), "5"],
];

const processes: Row[] = [
  [ends([...orphan]), "0 orphan 4 parent 1 reaped"],
  [ends(["-c", ...orphan]), "0 orphan 4 parent 1 reaped"],
  [ends([...orphan], { notFirst: true }), "0 orphan 5 parent 1 reaped code 0"],
  [leftBehind(""), "15 23"],
  [leftBehind("-r 15:2"), "2 23"],
  [leftBehind("-r 15:0"), "23"],
  [leftBehind("-c"), "23"],
  [leftBehind("", "setsid"), "23"],
  [ends(["sh", "-c", "trap '' TERM; sleep 1000 & exit 5"]), "5"],
  [
    kept(""),
    {
      theirs: "init leaves, keeps 7 9; command stays, has 7 9",
      ours: "init stays, keeps 7 9; command stays, has 7 9",
      differs: "hooks, and the files of LASTCALL_READY_FILE and its like, are found from the WORKDIR",
    },
  ],
];

const terminals: Row[] = [
  [terminal(""), "init has no terminal; command has the terminal, group its own, session its own, foreground its own"],
  [terminal("-c"), "init has the terminal; command has the terminal, group ours, session ours, foreground ours"],
  [
    terminal("", 'exec "$@" </dev/null'),
    "init has the terminal; command has no terminal, group its own, session its own, foreground none",
  ],
  [
    terminal("", 'exec "$@" <&-'),
    "init has the terminal; command has no terminal, group its own, session its own, foreground none",
  ],
  [
    terminal("-c", 'exec "$@" </dev/null'),
    "init has the terminal; command has the terminal, group ours, session ours, foreground ours",
  ],
  [
    terminal("", 'exec "$@"', { controlling: false }),
    "init has no terminal; command has the terminal, group its own, session its own, foreground its own",
  ],
  [typed("", [1, 18, 28], ""), "1 18 28"],
  [typed("-c", [1, 18, 28], ""), "1 18 28"],
  [typed("", [], "\x03"), "2"],
  [typed("", [], "\x1c"), "3"],
  [typed("", [], "\x1a"), "20"],
  [typed("-c", [], "\x03"), "2"],
  [typed("-c", [], "\x1a"), "20"],
  [stoppedThenTold(""), "not stopped, ends with 143"],
  [inBackground(""), "the shell reads on"],
  [inBackground("-c"), "the shell reads on"],
];

const lost = { theirs: "the signal is lost", ours: "ends with 143" };

const earlyGroup: Row[] = [
  [early("", "setsid"), { ...lost, differs: "the signal goes to a process group that is not there yet" }],
];
const earlyCommand: Row[] = [
  [early("-c", "execve"), { ...lost, differs: "its child swallows what comes before the command is executed" }],
];

compare("dumb-init", "words", words);
compare("dumb-init", "-r", rewrites);
compare("dumb-init", "variables", variables);
compare("dumb-init", "exit codes", [...exitCodes, ...execFailures({ missing: 2, forbidden: 2, other: 2 })]);
compare("dumb-init", "signals", signals);
compare("dumb-init", "suspension", suspensions);
compare("dumb-init", "what the command inherits", [...states, ...closedOutputs]);
compare("dumb-init", "processes", processes);
compare("dumb-init", "terminals", terminals, needsTerminal);
compare("dumb-init", "a group that is not there yet", earlyGroup, needsStrace);
compare("dumb-init", "a command that is not there yet", earlyCommand, needsStrace);
compare("dumb-init", "troubles", [[childrenIgnored(""), "ends with 5"]]);
compare(
  "dumb-init",
  "permissions",
  [
    [denied(""), "ends with 6"],
    [cannotFork(""), "1 stderr"],
  ],
  needsRoot,
);
