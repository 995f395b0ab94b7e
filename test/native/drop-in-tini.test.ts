// tini 0.19.0 and the init under its name.
import { needsRoot, needsStrace, needsTerminal } from "../support/needs.ts";
import { compare, type Row } from "./drop-in.ts";
import { ends, mentions, says, state, version, withSignals } from "./drop-in-ends.ts";
import { kept, leftBehind, orphan, orphaned } from "./drop-in-lives.ts";
import { childOrGroup, closedOutputs, execFailures, exitCodes } from "./drop-in-rows.ts";
import { stops } from "./drop-in-sets.ts";
import { arriving, group, suspended } from "./drop-in-signals.ts";
import { inBackground, stoppedThenTold, terminal, typed } from "./drop-in-terminals.ts";
import { cannotFork, childrenIgnored, denied, early } from "./drop-in-troubles.ts";

const permutes = "glibc's getopt eats options behind the program, musl's does not, and an app's options are its own";

const words: Row[] = [
  [says(""), "1 stderr"],
  [says("--"), "1 stderr"],
  [says("-h"), "0 stdout"],
  [says("-h true"), "0 stdout"],
  [says("-l"), "0 stdout"],
  [says("-hl"), "0 stdout"],
  [says("-h -x"), "0 stdout"],
  [says("-x -h"), "1 stderr"],
  [says("-e 1 -h"), "0 stdout"],
  [version("--version"), "0 stdout 'tini version N' stderr ''"],
  [says("--version x"), "1 stderr"],
  [says("--version --"), "1 stderr"],
  [says("-g --version"), "1 stderr"],
  [says("--vers"), "1 stderr"],
  [says("--help"), "1 stderr"],
  [says("--nope true"), "1 stderr"],
  [says("-x true"), "1 stderr"],
  [says("-gx true"), "1 stderr"],
  [says("-V"), "1 stderr"],
  [says("-g"), "1 stderr"],
  [says("-gsw true"), "0 silent"],
  [says("-g -s -w -- true"), "0 silent"],
  [says("-s -- -x"), "127 stderr"],
  [says("-"), "127 stderr"],
  [says([""]), "127 stderr"],
  [says("true -x"), { theirs: "1 stderr", ours: "0 silent", differs: permutes }],
  [says("true -h"), { theirs: "0 stdout", ours: "0 silent", differs: permutes }],
  [ends("printf %s --version"), { theirs: "1 stderr", ours: "0 --version", differs: permutes }],
  [ends("echo a -- b"), { theirs: "0 a b", ours: "0 a -- b", differs: permutes }],
  [ends("-- echo a -- -g b"), "0 a -- -g b"],
];

const remaps: Row[] = [
  [ends("-e 1 -- false"), "0"],
  [ends("-e1 -- false"), "0"],
  [ends("-wge1 -- false"), "0"],
  ...[" 1", "+1"].map(
    (code): Row => [
      says(["-e", code, "--", "false"]),
      { theirs: "0 silent", ours: "1 stderr", differs: "a code has digits only" },
    ],
  ),
  [ends("-e 001 -- false"), "0"],
  [ends("-e 0 -- false"), "1"],
  [ends("-e 1 -- true"), "0"],
  [ends(["-e", "143", "-e", "7", "--", "sh", "-c", "exit 7"]), "0"],
  [ends(["-e", "143", "-e", "7", "--", "sh", "-c", "kill -15 $$"]), "0"],
  [ends(["-e", "143", "-e", "7", "--", "sh", "-c", "exit 8"]), "8"],
  [ends(["-e", "168", "--", "sh", "-c", "kill -40 $$"]), "0"],
  [ends(["-e", "127", "--", "sh", "-c", "exit 127"]), "0"],
  [ends(["-e", "255", "--", "sh", "-c", "exit 255"]), "0"],
  [says("-e 127 -- no-such-command"), "0 stderr"],
  [says("-e 256 true"), "1 stderr"],
  [says("-e -1 true"), "1 stderr"],
  [says("-e x true"), "1 stderr"],
  [says("-e 1x true"), "1 stderr"],
  [says("-e 0x1 true"), "1 stderr"],
  [says("-e 1 -e 256 -h"), "1 stderr"],
  [says("-e"), "1 stderr"],
  [
    says(["-e", "", "--", "true"]),
    { theirs: "0 silent", ours: "1 stderr", differs: "an empty code is a variable that was forgotten, not 0" },
  ],
];

const parentSignals: Row[] = [
  ...["SIGHUP", "SIGTERM", "SIGKILL", "SIGSTOP", "SIGUSR1", "SIGCHLD", "SIGSYS", "SIGWINCH", "SIGVTALRM"].map(
    (name): Row => [says(`-p ${name} true`), "0 silent"],
  ),
  [says("-pSIGHUP true"), "0 silent"],
  [says("-p SIGHUP -p SIGINT true"), "0 silent"],
  [says("-p SIGFOO true"), "1 stderr"],
  [says("-p SIGHUP -p SIGFOO true"), "1 stderr"],
  [says("-p x -h"), "1 stderr"],
  [says(["-p", "", "true"]), "1 stderr"],
  [says("-p"), "1 stderr"],
];

const stdoutIsTheApps = "with -v tini writes into the app's stdout";

const variables: Row[] = [
  ...["", "0", "1", "no"].map((value): Row => [says("-- true", { env: { TINI_SUBREAPER: value } }), "0 silent"]),
  [says("-- true", { env: { TINI_KILL_PROCESS_GROUP: "" } }), "0 silent"],
  [says("-- true", { env: { TINI_VERBOSITY: "" } }), "0 silent"],
  [says("-- true", { env: { TINI_VERBOSITY: "x" } }), "0 silent"],
  [says("-- true", { env: { TINI_VERBOSITY: "0" } }), "0 silent"],
  [says("-vvv -- true", { env: { TINI_VERBOSITY: "0" } }), "0 silent"],
  [says("-vvv -- true", { env: { TINI_VERBOSITY: "1" } }), "0 silent"],
  [says("no-such-command", { env: { TINI_VERBOSITY: "0" } }), "127 stderr"],
  [
    says("-- true", { env: { TINI_VERBOSITY: "3" } }),
    { theirs: "0 stdout", ours: "0 stderr", differs: stdoutIsTheApps },
  ],
  [says("-v -- true"), { theirs: "0 stdout", ours: "0 stderr", differs: stdoutIsTheApps }],
  [says("-vv no-such-command"), { theirs: "127 stdout+stderr", ours: "127 stderr", differs: stdoutIsTheApps }],
  [says("-vvv -- true"), { theirs: "0 stdout", ours: "0 stderr", differs: stdoutIsTheApps }],
  [ends(["--", "sh", "-c", "echo $LISTEN_PID"], { env: { LISTEN_PID: "1" } }), "0 1"],
];

const warning: Row[] = [
  [mentions("zombie reaping", "-- true", { notFirst: true }), "0 1"],
  [mentions("zombie reaping", "-w -g -- true", { notFirst: true }), "0 1"],
  [mentions("zombie reaping", "-s -- true", { notFirst: true }), "0 0"],
  [mentions("zombie reaping", "-- true", { notFirst: true, env: { TINI_SUBREAPER: "" } }), "0 0"],
  [mentions("zombie reaping", "-- true", { notFirst: true, env: { TINI_VERBOSITY: "0" } }), "0 0"],
  [mentions("zombie reaping", "-- true"), "0 0"],
];

const states: Row[] = [
  [state("--"), "group its own, session ours, blocked none, ignored none"],
  [state("-g --"), "group its own, session ours, blocked none, ignored none"],
  [
    state("--", { pre: withSignals("block=10,20,40 ignore=1,13,22,45") }),
    "group its own, session ours, blocked 10 20 40, ignored 1 13 22 45",
  ],
  [
    state("--", { pre: withSignals("block=21,22,33 ignore=21") }),
    {
      theirs: "group its own, session ours, blocked 21 22, ignored 21",
      ours: "group its own, session ours, blocked 21 22 33, ignored 21",
      differs: "signals 32 and 33 belong to glibc, which takes them out of every mask; others use them",
    },
  ],
];

const stdin: Row[] = [
  [
    ends(["--", "sh", "-c", "exit 4"], { line: 'exec "$@" <&-' }),
    { theirs: "1 stderr", ours: "4", differs: "a closed stdin is no reason to fail" },
  ],
];

const signals: Row[] = [
  ...childOrGroup("-s --"),
  [arriving("--", stops), "20"],
  [arriving("-g --", stops), "20"],
  [group("--", { env: { TINI_KILL_PROCESS_GROUP: "" } }), "both"],
  [suspended("--", 20, {}), "init S, command S; command got 18 20"],
  [suspended("--", 22, {}), "init S, command S; command got 18"],
  [suspended("-s --", 20), "init S, command S; command got 18 20"],
  [suspended("-s --", 21), "init S, command S; command got 18"],
  [suspended("-s --", 22), "init S, command S; command got 18"],
];

const orphans: Row[] = [
  [ends(["--", ...orphan]), "0 orphan 4 parent 1 reaped"],
  [mentions("4", ["-w", "--", ...orphan]), "0 1"],
  [mentions("4", ["--", ...orphan]), "0 0"],
  [mentions("2", ["-w", "--", ...orphan]), "0 0"],
  [mentions("5", ["-s", "-w", "--", ...orphan], { notFirst: true }), "0 1"],
  [ends(["-s", "--", ...orphan], { notFirst: true }), "0 orphan 5 parent 2 reaped code 0"],
  [ends(["--", ...orphan], { notFirst: true, env: { TINI_SUBREAPER: "" } }), "0 orphan 5 parent 2 reaped code 0"],
  [ends(["--", ...orphan], { notFirst: true }), "0 orphan 5 parent 1 reaped code 0 stderr"],
  [leftBehind("-s --"), "23"],
  [leftBehind("-s -g --"), "23"],
  [ends(["--", "sh", "-c", "trap '' TERM; sleep 1000 & exit 5"]), "5"],
  [orphaned("-s -p SIGUSR1 --"), "10"],
  [kept("--"), "init stays, keeps 7 9; command stays, has 7 9"],
];

const terminals: Row[] = [
  [terminal("--"), "init has the terminal; command has the terminal, group its own, session ours, foreground its own"],
  [
    terminal("--", 'exec "$@" </dev/null'),
    {
      theirs: "init has the terminal; command has the terminal, group its own, session ours, foreground ours",
      ours: "init has the terminal; command has the terminal, group its own, session ours, foreground its own",
      differs: "a command may want /dev/tty though its stdin is something else: less, ssh, a password prompt",
    },
  ],
  [
    terminal("--", 'exec "$@"', { controlling: false }),
    "init has no terminal; command has no terminal, group its own, session ours, foreground none",
  ],
  [typed("--", [1, 18, 28], ""), "1 18 28"],
  [typed("--", [], "\x03"), "2"],
  [typed("--", [], "\x1c"), "3"],
  [typed("--", [], "\x1a"), "20"],
  [
    stoppedThenTold("--"),
    {
      theirs: "stopped, stays, told in vain",
      ours: "stopped, ends with 143",
      differs: "a command that Ctrl-Z has stopped cannot be ended",
    },
  ],
  [
    inBackground("-s --"),
    {
      theirs: "the shell has lost its terminal",
      ours: "the shell reads on",
      differs: "started in the background, it takes the terminal from the shell",
    },
  ],
];

const lost = { theirs: "the signal is lost", ours: "ends with 143" };

const earlyGroup: Row[] = [
  [early("-g --", "setpgid"), { ...lost, differs: "the signal goes to a process group that is not there yet" }],
  [early("--", "setpgid"), "ends with 143"],
];
const earlyCommand: Row[] = [[early("--", "execve"), "ends with 143"]];

const troubles: Row[] = [
  [
    childrenIgnored("--"),
    {
      theirs: "stays for ever",
      ours: "ends with 5",
      differs: "with SIGCHLD ignored it never hears of its command's end",
    },
  ],
];

const permissions: Row[] = [
  [cannotFork("--"), "1 stderr"],
  [
    denied("--"),
    {
      theirs: "ends with 1",
      ours: "ends with 6",
      differs: "it ends, and the container with it, where it may not signal",
    },
  ],
];

compare("tini", "words", words);
compare("tini-static", "words", words);
compare("tini-static", "signals", signals);
compare("tini", "-e", remaps);
compare("tini", "-p", parentSignals);
compare("tini", "variables", variables);
compare("tini", "the warning", warning);
compare("tini", "exit codes", [...exitCodes, ...execFailures({ missing: 127, forbidden: 126, other: 1 })]);
compare("tini", "what the command inherits", [...states, ...stdin, ...closedOutputs]);
compare("tini", "signals", signals);
compare("tini", "processes", orphans);
compare("tini", "terminals", terminals, needsTerminal);
compare("tini", "a group that is not there yet", earlyGroup, needsStrace);
compare("tini", "a command that is not there yet", earlyCommand, needsStrace);
compare("tini", "troubles", troubles);
compare("tini", "permissions", permissions, needsRoot);
