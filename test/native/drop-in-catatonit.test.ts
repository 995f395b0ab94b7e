// catatonit 0.1.7 and the init under its name.
import { needsRoot, needsStrace, needsTerminal } from "../support/needs.ts";
import { compare, type Row } from "./drop-in.ts";
import { ends, says, state, version, withSignals } from "./drop-in-ends.ts";
import { kept, leftBehind, orphan } from "./drop-in-lives.ts";
import { childOrGroup, closedOutputs, execFailures, exitCodes } from "./drop-in-rows.ts";
import { stops } from "./drop-in-sets.ts";
import { arriving, paused, suspended } from "./drop-in-signals.ts";
import { inBackground, stoppedThenTold, terminal, typed } from "./drop-in-terminals.ts";
import { cannotFork, childrenIgnored, deniedAtStart, early } from "./drop-in-troubles.ts";

const permutes = "glibc's getopt eats options behind the program, musl's does not, and an app's options are its own";
const versionLine = "0 stdout 'tini version N' stderr ''";

const words: Row[] = [
  ...["", "--", "-g"].map((text): Row => [says(text), "1 stderr"]),
  ...["-h", "-hV", "-hx", "-gh", "-h true"].map((text): Row => [says(text), "0 stderr"]),
  ...["-L", "-Lh", "-gL", "-L true"].map((text): Row => [says(text), "0 stdout"]),
  ...["-V", "--version", "--versio", "--v", "-Vh", "-gV", "-V true", "--version true"].map(
    (text): Row => [version(text), versionLine],
  ),
  ...["-x true", "-gx true", "-xh", "--nope true", "--help", "--license", "--group true", "--pause"].map(
    (text): Row => [says(text), "1 stderr"],
  ),
  ...["--version=1", "--versions", "--g true", "-e 1 true", "-s true"].map((text): Row => [says(text), "1 stderr"]),
  ...["-g true", "-gg true", "-- true", "-g -- true -g"].map((text): Row => [says(text), "0 silent"]),
  [says("true -x"), { theirs: "1 stderr", ours: "0 silent", differs: permutes }],
  [says("true -V"), { theirs: "0 stdout", ours: "0 silent", differs: permutes }],
  [ends("echo a -- b"), { theirs: "0 a b", ours: "0 a -- b", differs: permutes }],
  [ends("-- echo a -- -g b"), "0 a -- -g b"],
];

const listenPid = (value: string, gives: string): Row => [
  ends(["--", "sh", "-c", 'echo "$LISTEN_PID"'], { env: { LISTEN_PID: value, LISTEN_FDS: "0" } }),
  `0 ${gives}`.trim(),
];

const variables: Row[] = [
  ...["-- true", "--version", "-x", "-h", ""].map(
    (text): Row => [says(text, { env: { CATATONIT_LOG: "x" } }), "1 stderr"],
  ),
  [says("-- true", { env: { CATATONIT_LOG: "" } }), "1 stderr"],
  [says("-- true", { env: { CATATONIT_DEBUG: "1" } }), "0 stderr"],
  [says("-- true", { env: { CATATONIT_DEBUG: "" } }), "0 stderr"],
  listenPid("1", "2"),
  listenPid("01", "2"),
  ...[" 1", "+1"].map(
    (value): Row => [
      listenPid(value, "")[0],
      { theirs: "0 2", ours: `0 ${value.trim()}`, differs: "sd_listen_fds(3) does not take it for a number either" },
    ],
  ),
  listenPid("1x", "2"),
  listenPid("2", "2"),
  listenPid("77", "77"),
  listenPid("x", "x"),
  listenPid("", ""),
  [ends(["--", "sh", "-c", "echo $LISTEN_PID $A $LISTEN_FDNAMES"], { env: { A: "b", LISTEN_PID: "1" } }), "0 2 b"],
  [ends(["--", "sh", "-c", "echo [$LISTEN_PID]"]), "0 []"],
];

const signals: Row[] = [
  ...childOrGroup("--"),
  [arriving("--", stops), "none"],
  [arriving("-g --", stops), "none"],
  ...stops.map((signal): Row => [suspended("--", signal), "init S, command S; command got 18"]),
];

const pause: Row[] = [
  [paused("-P", [1, 3, 10, 12, 20, 34], 15), "S, ends with 0"],
  [paused("-P", [1, 3, 10, 12, 20, 34], 2), "S, ends with 0"],
  [paused("-gP true", [1, 3, 28], 15), "S, ends with 0"],
];

const states: Row[] = [
  [
    state("--"),
    {
      theirs: "group its own, session ours, blocked 20 21 22, ignored none",
      ours: "group its own, session ours, blocked none, ignored none",
      differs: "with SIGTSTP, SIGTTIN and SIGTTOU blocked for its life, a command cannot be stopped by Ctrl-Z",
    },
  ],
  [
    state("-g --", { pre: withSignals("block=10,20,21,22,40 ignore=1,13,22,45") }),
    "group its own, session ours, blocked 10 20 21 22 40, ignored 1 13 22 45",
  ],
  [ends(["--", "sh", "-c", "exit 4"], { line: 'exec "$@" <&-' }), "4"],
];

const processes: Row[] = [
  [ends(["--", ...orphan]), "0 orphan 4 parent 1 reaped"],
  [ends(["--", ...orphan], { notFirst: true }), "0 orphan 5 parent 2 reaped code 0"],
  [leftBehind("--"), "23"],
  [leftBehind("-g --"), "23"],
  [ends(["--", "sh", "-c", "trap '' TERM; sleep 1000 & exit 5"]), "5"],
  [kept("--"), "init stays, keeps none; command stays, has 7 9"],
];

const hasIt = "init has the terminal; command has the terminal, group its own, session ours, foreground its own";

const terminals: Row[] = [
  [terminal("--"), hasIt],
  [terminal("--", 'exec "$@" </dev/null'), hasIt],
  [terminal("--", 'exec "$@" <&-'), hasIt],
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
      theirs: "not stopped, ends with 143",
      ours: "stopped, ends with 143",
      differs: "with SIGTSTP blocked for its life, a command cannot be stopped by Ctrl-Z",
    },
  ],
  [
    inBackground("--"),
    {
      theirs: "the shell has lost its terminal",
      ours: "the shell reads on",
      differs: "started in the background, it takes the terminal from the shell",
    },
  ],
];

const lost = { theirs: "the signal is lost", ours: "ends with 143" };

const races: Row[] = [
  [early("-g --", "setpgid"), { ...lost, differs: "the signal goes to a process group that is not there yet" }],
];

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

compare("catatonit", "words", words);
compare("catatonit", "variables", variables);
compare("catatonit", "exit codes", [...exitCodes, ...execFailures({ missing: 1, forbidden: 1, other: 1 })]);
compare("catatonit", "signals", signals);
compare("catatonit", "pause", pause);
compare("catatonit", "what the command inherits", [...states, ...closedOutputs]);
compare("catatonit", "processes", processes);
compare("catatonit", "terminals", terminals, needsTerminal);
compare("catatonit", "a group that is not there yet", races, needsStrace);
compare("catatonit", "troubles", troubles);
compare(
  "catatonit",
  "permissions",
  [
    [cannotFork("--"), "1 stderr"],
    [
      deniedAtStart("--"),
      {
        theirs: "ends with 1",
        ours: "ends with 6",
        differs: "it ends, and the container with it, where it may not signal",
      },
    ],
  ],
  needsStrace.ok ? needsRoot : needsStrace,
);
