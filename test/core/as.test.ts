// The command lines of the other inits: who is meant, every option and variable of theirs, and who overrules whom.

import { describe, expect, test } from "vitest";
import { type Core, cores, type Plan } from "../support/core.ts";

const LASTCALL = 0;
const TINI = 1;
const DUMB_INIT = 2;
const CATATONIT = 3;

const RUN = 0;
const HELP = 1;
const VERSION = 2;
const LICENSE = 3;
const PAUSE = 4;

const CHILD = 1;
const GROUP = 2;
const QUIET = 0;
const VERBOSE = 2;

const tini: Partial<Plan> = {
  as: TINI,
  target: CHILD,
  waitsForAll: false,
  subreaper: false,
  rewrites: ["21:0", "22:0"],
};
const dumbInit: Partial<Plan> = {
  as: DUMB_INIT,
  target: GROUP,
  waitsForAll: false,
  subreaper: false,
  rewrites: ["20:19", "21:19", "22:19"],
};
const single: Partial<Plan> = { ...dumbInit, target: CHILD, sharesGroup: true, rewrites: [] };
const catatonit: Partial<Plan> = {
  as: CATATONIT,
  target: CHILD,
  waitsForAll: false,
  rewrites: ["20:0", "21:0", "22:0"],
};

/** The name it is started by, words before COMMAND, variables, and what is not as in our own plan without options. */
const planRows: [program: string, words: string, variables: Record<string, string>, plan: Partial<Plan>][] = [
  ["lastcall-init", "", {}, {}],
  ["/usr/bin/init", "", {}, {}],
  ["podman-init", "", {}, {}],
  ["", "", {}, {}],
  ["tini/lastcall-init", "", {}, {}],
  ["tini", "", {}, tini],
  ["/usr/bin/tini", "", {}, tini],
  ["./tini-static", "", {}, tini],
  ["/sbin/docker-init", "--", {}, tini],
  ["tini", "-p SIGTERM", {}, { ...tini, parentSignal: 15 }],
  ["tini", "-pSIGKILL -p SIGHUP", {}, { ...tini, parentSignal: 1 }],
  ["tini", "-s", {}, { ...tini, subreaper: true }],
  ["tini", "-g", {}, { ...tini, target: GROUP }],
  ["tini", "-w", {}, { ...tini, warnsOfReaped: true }],
  ["tini", "-v", {}, { ...tini, verbosity: VERBOSE }],
  ["tini", "-vvv", {}, { ...tini, verbosity: VERBOSE }],
  ["tini", "-e 143 -e1", {}, { ...tini, successes: [1, 143] }],
  ["tini", "-wvge 1", {}, { ...tini, warnsOfReaped: true, verbosity: VERBOSE, target: GROUP, successes: [1] }],
  ["tini", "", { TINI_SUBREAPER: "" }, { ...tini, subreaper: true }],
  ["tini", "", { TINI_KILL_PROCESS_GROUP: "0" }, { ...tini, target: GROUP }],
  ["tini", "", { TINI_VERBOSITY: "2" }, { ...tini, verbosity: VERBOSE }],
  ["tini", "-v", { TINI_VERBOSITY: "1" }, tini],
  ["tini", "-v", { TINI_VERBOSITY: "0" }, { ...tini, verbosity: QUIET }],
  ["tini", "", { TINI_VERBOSITY: "" }, { ...tini, verbosity: QUIET }],
  ["tini", "", { TINI_VERBOSITY: "x" }, { ...tini, verbosity: QUIET }],
  ["tini", "", { DUMB_INIT_SETSID: "0", CATATONIT_DEBUG: "" }, tini],
  ["dumb-init", "", {}, dumbInit],
  ["dumb-init", "-c", {}, single],
  ["dumb-init", "--single-child", {}, single],
  ["dumb-init", "--s", {}, single],
  ["dumb-init", "-r 15:3", {}, { ...dumbInit, rewrites: ["15:3", "20:19", "21:19", "22:19"], stops: [2, 3, 15] }],
  ["dumb-init", "--rewrite=1:0 --rew 2:1", {}, { ...dumbInit, rewrites: ["1:0", "2:1", "20:19", "21:19", "22:19"] }],
  ["dumb-init", "-vr1:10", {}, { ...dumbInit, verbosity: VERBOSE, rewrites: ["1:10", "20:19", "21:19", "22:19"] }],
  ["dumb-init", "-r 1:10 -r 1:12", {}, { ...dumbInit, rewrites: ["1:12", "20:19", "21:19", "22:19"] }],
  ["dumb-init", "-r 9:15", {}, { ...dumbInit, rewrites: ["9:15", "20:19", "21:19", "22:19"], stops: [2, 3, 9, 15] }],
  ["dumb-init", "-r 20:20 -r 21:0", {}, { ...dumbInit, rewrites: ["21:0", "22:19"] }],
  ["dumb-init", "-c -r 20:19", {}, { ...single, rewrites: ["20:19"] }],
  ["dumb-init", "--verb", {}, { ...dumbInit, verbosity: VERBOSE }],
  ["dumb-init", "", { DUMB_INIT_DEBUG: "1" }, { ...dumbInit, verbosity: VERBOSE }],
  ["dumb-init", "", { DUMB_INIT_DEBUG: "0" }, dumbInit],
  ["dumb-init", "", { DUMB_INIT_SETSID: "0" }, single],
  ["dumb-init", "", { DUMB_INIT_SETSID: "1" }, dumbInit],
  ["dumb-init", "", { DUMB_INIT_SETSID: "" }, dumbInit],
  ["catatonit", "", {}, catatonit],
  ["catatonit", "-g", {}, { ...catatonit, target: GROUP }],
  ["catatonit", "", { CATATONIT_DEBUG: "" }, { ...catatonit, verbosity: VERBOSE }],
  // Whose name it is: --as, then the variable, then our own.
  ["lastcall-init", "--as tini -g", {}, { ...tini, target: GROUP }],
  ["lastcall-init", "--as=tini-static", {}, tini],
  ["lastcall-init", "--as dumb-init -c", {}, single],
  ["lastcall-init", "--as catatonit", {}, catatonit],
  ["tini", "--as lastcall-init --delay 5s", {}, { delayMs: 5000 }],
  ["tini", "--as catatonit", { LASTCALL_AS: "dumb-init" }, catatonit],
  ["lastcall-init", "-c", { LASTCALL_AS: "dumb-init" }, single],
  ["tini", "--delay 5s", { LASTCALL_AS: "lastcall-init" }, { delayMs: 5000 }],
  ["tini", "", { LASTCALL_AS: "" }, tini],
  // Our variables are on top of their options.
  ["tini", "", { LASTCALL_DELAY: "5s", LASTCALL_DEADLINE: "25s" }, { ...tini, delayMs: 5000, deadlineMs: 25_000 }],
  ["tini", "-g", { LASTCALL_TARGET: "app" }, { ...tini, target: 0, waitsForAll: true }],
  ["tini", "-g", { LASTCALL_TARGET: "child" }, { ...tini, waitsForAll: true }],
  ["dumb-init", "-c", { LASTCALL_TARGET: "app" }, { ...single, target: 0, waitsForAll: true }],
  ["dumb-init", "-c", { LASTCALL_TARGET: "group" }, { ...dumbInit, waitsForAll: true }],
  ["tini", "", { LASTCALL_TARGET: "" }, tini],
  ["lastcall-init", "--wait command", { LASTCALL_TARGET: "child" }, { target: CHILD, waitsForAll: false }],
  ["tini", "", { LASTCALL_LINGER: "1s" }, { ...tini, lingerMs: 1000, waitsForAll: true }],
  ["dumb-init", "", { LASTCALL_WAIT: "all" }, { ...dumbInit, waitsForAll: true }],
  ["tini", "", { LASTCALL_TARGET: "app", LASTCALL_WAIT: "command" }, { ...tini, target: 0 }],
  ["tini", "-v", { LASTCALL_QUIET: "1" }, { ...tini, verbosity: QUIET }],
  ["tini", "-e 1", { LASTCALL_SUCCESS_CODE: "2" }, { ...tini, successes: [1, 2] }],
  [
    "dumb-init",
    "-r 1:10",
    { LASTCALL_REWRITE: "HUP:0" },
    { ...dumbInit, rewrites: ["1:0", "20:19", "21:19", "22:19"] },
  ],
  ["tini", "-p SIGTERM", { LASTCALL_PARENT_SIGNAL: "HUP" }, { ...tini, parentSignal: 1 }],
];

const tiniKnows = "-p SIGNAL, -e CODE, -g, -s, -v, -w, -h, -l, --version";
const dumbInitKnows = "-c|--single-child, -r|--rewrite FROM:TO, -v|--verbose, -h|--help, -V|--version";
const names = "lastcall-init, tini|tini-static|docker-init, dumb-init, catatonit";
const noCommand = "no COMMAND given: expected [options] [--] COMMAND [ARG...]";

const mistakes: [program: string, words: string, variables: Record<string, string>, line: string][] = [
  ["tini", "", {}, noCommand],
  ["tini", "--", {}, noCommand],
  ["tini", "-x app", {}, `unknown option '-x': expected ${tiniKnows}`],
  ["tini", "-gx app", {}, "unknown option '-gx': did you mean -g?"],
  ["tini", "--vers", {}, "unknown option '--vers': did you mean --version?"],
  ["tini", "--help", {}, `unknown option '--help': expected ${tiniKnows}`],
  ["tini", "-V app", {}, `unknown option '-V': expected ${tiniKnows}`],
  ["tini", "-g- app", {}, "unknown option '-g-': did you mean -g?"],
  ["tini", "--delay 5s app", {}, `unknown option '--delay': expected ${tiniKnows}`],
  ["tini", "-e 256 app", {}, "-e '256': expected an exit code from 0 to 255"],
  ["tini", "-e", {}, "-e '': expected an exit code from 0 to 255"],
  [
    "tini",
    "-p SIGFOO app",
    {},
    "-p 'SIGFOO': expected a name like TERM or SIGTERM, RTMIN+1 to RTMAX, or a number from 1 to 64",
  ],
  ["dumb-init", "", {}, noCommand],
  [
    "dumb-init",
    "--v app",
    {},
    "unknown option '--v': expected -c|--single-child, -r|--rewrite FROM:TO, -v|--verbose, -h|--help, -V|--version",
  ],
  ["dumb-init", "--ver app", {}, `unknown option '--ver': expected ${dumbInitKnows}`],
  ["dumb-init", "-g app", {}, `unknown option '-g': expected ${dumbInitKnows}`],
  ["dumb-init", "-r 15 app", {}, "-r '15': expected FROM:TO, like TERM:QUIT, or FROM:0 to drop the signal"],
  ["catatonit", "", {}, noCommand],
  ["catatonit", "--single-child app", {}, "unknown option '--single-child': expected -g, -P, -h, -L, -V|--version"],
  ["catatonit", "app", { CATATONIT_LOG: "" }, "CATATONIT_LOG is set: unset it"],
  ["catatonit", "--version", { CATATONIT_LOG: "x" }, "CATATONIT_LOG is set: unset it"],
  ["lastcall-init", "--as tinny app", {}, "--as 'tinny': did you mean tini?"],
  ["lastcall-init", "--as", {}, `--as '': expected ${names}`],
  ["lastcall-init", "--as=s6 app", {}, `--as 's6': expected ${names}`],
  ["lastcall-init", "-v --as tini app", {}, "--as: must come first"],
  ["lastcall-init", "--as lastcall-init --as tini app", {}, "--as: must come first"],
  ["lastcall-init", "--as tini --as tini app", {}, "--as: must come first"],
  ["lastcall-init", "-v --as=tini app", {}, "--as: must come first"],
  ["tini", "--version app", {}, "unknown option '--version': did you mean --version?"],
  ["lastcall-init", "--as tini -g --version", {}, "unknown option '--version': did you mean --version?"],
  ["tini", "-g --version", {}, "unknown option '--version': did you mean --version?"],
  ["dumb-init", "--single-child=1 app", {}, `unknown option '--single-child=1': did you mean --single-child?`],
  ["catatonit", "--version=1", {}, "unknown option '--version=1': did you mean --version?"],
  ["lastcall-init", "app", { LASTCALL_AS: "dumb" }, "LASTCALL_AS 'dumb': did you mean dumb-init?"],
  [
    "tini",
    "app",
    { LASTCALL_DELAY: "x" },
    "LASTCALL_DELAY 'x': expected auto, or a duration like 500ms, 5s or 1m30s (a bare number is seconds)",
  ],
  ["lastcall-init", "--wait nobody app", {}, "--wait 'nobody': expected all, command"],
  ["lastcall-init", "--wait command --linger 1s app", {}, "--linger '1s': does nothing with --wait command"],
  [
    "tini",
    "app",
    { LASTCALL_WAIT: "command", LASTCALL_LINGER: "1s" },
    "LASTCALL_LINGER '1s': does nothing with --wait command",
  ],
];

const actionRows: [program: string, words: string, action: number][] = [
  ["tini", "-h", HELP],
  ["tini", "-h -x", HELP],
  ["tini", "-hl", HELP],
  ["tini", "-l", LICENSE],
  ["tini", "-gl", LICENSE],
  ["tini", "--version", VERSION],
  ["lastcall-init", "--as tini --version", VERSION],
  ["lastcall-init", "--as=tini --version", VERSION],
  ["dumb-init", "-h", HELP],
  ["dumb-init", "--he", HELP],
  ["dumb-init", "-V", VERSION],
  ["dumb-init", "--vers", VERSION],
  ["catatonit", "-h", HELP],
  ["catatonit", "-L", LICENSE],
  ["catatonit", "-gL", LICENSE],
  ["catatonit", "-P", PAUSE],
  ["catatonit", "-P app", PAUSE],
  ["catatonit", "--v", VERSION],
];

const wordsOf = (text: string) => text.split(" ").filter((word) => word.length > 0);

/** Our own plan without options. */
const ours = (core: Core) => core.parseOptions(["app"]).plan;

describe.each(cores)("other command lines in $name", (core) => {
  test.each(planRows)("%s %s with %j", (program, words, variables, plan) => {
    const parsed = core.parseOptions([...wordsOf(words), "app", "-x"], variables, program);
    expect(parsed.error).toBe("");
    expect([parsed.action, parsed.commandAt]).toEqual([RUN, wordsOf(words).length]);
    expect(parsed.plan).toEqual({ ...ours(core), ...plan });
  });

  test.each(mistakes)("the mistake in %s %s with %j", (program, words, variables, line) => {
    expect(core.parseOptions(wordsOf(words), variables, program).error).toBe(line);
  });

  test.each(actionRows)("%s %s asks for something else than to run a command", (program, words, action) => {
    const parsed = core.parseOptions(wordsOf(words), {}, program);
    expect([parsed.error, parsed.action]).toEqual(["", action]);
  });

  test("an option of the app is the app's, as with musl's getopt and Alpine's tini", () => {
    const parsed = core.parseOptions(["grep", "-E", "x", "-s"], {}, "tini");
    expect([parsed.error, parsed.commandAt, parsed.plan.subreaper]).toEqual(["", 0, false]);
  });

  test("without a name it is ours", () => {
    expect(core.parseOptions(["--delay", "1s", "app"]).plan).toMatchObject({ as: LASTCALL, delayMs: 1000 });
  });
});
