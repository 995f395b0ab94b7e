// Traces of the stop sequence, in the notation of test/support/trace.ts: stops, delays, deadlines, leftovers, signals.

export interface Trace {
  name: string;
  options: string;
  inKubernetes?: boolean;
  trace: string;
}

export const traces: Trace[] = [
  {
    name: "the app ends by itself, and nobody is left",
    options: "",
    trace: `0 ended 3 last -> say-ended(3), exit(3) @-`,
  },
  {
    name: "a stop: the app is told, ends, and nobody is left",
    options: "",
    trace: `1000 TERM -> say-stop(TERM,0), forward(TERM) @-
      1000 told 1 +command -> nothing @-
      1250 ended 143 last -> say-ended(143,stopping), say-summary(143,250), exit(143) @-`,
  },
  {
    name: "a stop: the wrapper is not told and ends after the app",
    options: "",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @-
      0 told 1 -> nothing @100
      100 time -> look @200
      100 seen alive -> nothing @200
      200 time -> look @300
      200 seen alive -> nothing @300
      230 ended 0 last -> say-ended(0,stopping), say-summary(0,230), exit(0) @-`,
  },
  {
    name: "a delay is served to its end",
    options: "--delay 5s",
    trace: `100 TERM -> say-stop(TERM,5000) @5100
      2000 HUP -> pass(HUP) @5100
      5099 time -> nothing @5100
      5100 time -> forward(TERM) @-
      5100 told 1 +command -> nothing @-
      6000 ended 0 last -> say-ended(0,stopping), say-summary(0,5900), exit(0) @-`,
  },
  {
    name: "auto is no delay outside Kubernetes",
    options: "--delay auto",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @-`,
  },
  {
    name: "auto is five seconds in Kubernetes",
    options: "--delay auto",
    inKubernetes: true,
    trace: `0 TERM -> say-stop(TERM,5000) @5000`,
  },
  {
    name: "a delay that is given counts in Kubernetes too",
    options: "--delay 0",
    inKubernetes: true,
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @-`,
  },
  {
    name: "a second stop signal cuts the delay short, and the first one is passed on",
    options: "--delay 5s",
    trace: `0 TERM -> say-stop(TERM,5000) @5000
      1000 INT -> say-hurry(INT), forward(TERM) @-
      1000 told 1 +command -> nothing @-
      1500 INT -> pass(INT) @-
      1600 TERM -> pass(TERM) @-
      2000 ended 0 last -> say-ended(0,stopping), say-summary(0,2000), exit(0) @-`,
  },
  {
    name: "the app ends during the delay, and nobody is left",
    options: "--delay 5s --deadline 9s",
    trace: `0 TERM -> say-stop(TERM,5000) @5000
      700 ended 0 last -> say-ended(0,stopping), say-summary(0,700), exit(0) @-`,
  },
  {
    name: "the app ends during the delay: leftovers are told at once and have until the deadline",
    options: "--delay 5s --deadline 9s",
    trace: `0 TERM -> say-stop(TERM,5000) @5000
      700 ended 0 -> say-ended(0,stopping), tell-leftovers(TERM) @2700
      700 leftovers told -> nothing @2700
      5000 time -> tell-leftovers(TERM,all) @9000
      8999 time -> nothing @9000
      9000 time -> kill @9100
      9010 last -> say-summary(0,9010,forced), exit(0) @-`,
  },
  {
    name: "a second stop signal after the app ended in the delay is passed on",
    options: "--delay 5s",
    trace: `0 TERM -> say-stop(TERM,5000) @5000
      700 ended 0 -> say-ended(0,stopping), tell-leftovers(TERM) @2700
      700 leftovers told -> nothing @2700
      800 TERM -> pass(TERM) @2700
      900 last -> say-summary(0,900), exit(0) @-`,
  },
  {
    name: "the deadline counts from the stop signal's arrival, not from the end of the delay",
    options: "--delay 5s --deadline 6s",
    trace: `1000 TERM -> say-stop(TERM,5000) @6000
      6000 time -> forward(TERM) @7000
      6000 told 1 +command -> nothing @7000
      6999 time -> nothing @7000
      7000 time -> kill @7100
      7010 ended 137 -> say-ended(137,stopping) @7100
      7020 last -> say-summary(137,6020,forced), exit(137) @-`,
  },
  {
    name: "the clock jumped over delay and deadline",
    options: "--delay 5s --deadline 6s",
    trace: `0 TERM -> say-stop(TERM,5000) @5000
      60000 time -> forward(TERM) @62000
      60001 ended 137 last -> say-ended(137,stopping), say-summary(137,60001), exit(137) @-`,
  },
  {
    name: "a stop signal does not move the deadline",
    options: "--deadline 6s",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @6000
      0 told 1 +command -> nothing @6000
      5000 TERM -> pass(TERM) @6000
      5999 INT -> pass(INT) @6000
      6000 time -> kill @6100`,
  },
  {
    name: "deadline 0 kills at once",
    options: "--deadline 0",
    trace: `0 TERM -> say-stop(TERM,0), kill @100
      3 ended 137 -> say-ended(137,stopping) @100
      4 last -> say-summary(137,4,forced), exit(137) @-`,
  },
  {
    name: "SIGKILL is repeated, and what survives it is left behind after five seconds",
    options: "--deadline 1s",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @1000
      0 told 1 +command -> nothing @1000
      1000 time -> kill @1100
      1099 time -> nothing @1100
      1100 time -> kill-again @1200
      1200 time -> kill-again @1300
      5999 time -> kill-again @6000
      6000 time -> say-summary(137,6000,forced), exit(137) @-
      6100 time -> nothing @-`,
  },
  {
    name: "the exit code of a command that ends among the killed is told",
    options: "--deadline 1s -e 143",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @1000
      0 told 1 +command -> nothing @1000
      1000 time -> kill @1100
      1001 ended 143 -> say-ended(143,stopping) @1100
      1002 TERM -> nothing @1100
      1003 orphan -> nothing @1100
      1100 time -> kill-again @1200
      1101 last -> say-summary(0,1101,forced), exit(0) @-`,
  },
  {
    name: "a command that nobody could kill counts as killed",
    options: "--deadline 1s",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @1000
      1000 time -> kill @1100
      6000 time -> say-summary(137,6000,forced), exit(137) @-`,
  },
  {
    name: "the command ends by itself: leftovers are told, and killed when they linger",
    options: "--linger 3s",
    trace: `0 ended 0 -> say-ended(0), tell-leftovers(TERM) @2000
      0 leftovers told -> nothing @2000
      2999 time -> tell-leftovers(TERM,all) @3000
      3000 time -> kill @3100
      3010 last -> exit(0) @-`,
  },
  {
    name: "the command ends by itself, and the leftovers go in time",
    options: "",
    trace: `0 ended 4 -> say-ended(4), tell-leftovers(TERM) @2000
      0 leftovers told -> nothing @2000
      80 orphan -> nothing @2000
      90 last -> exit(4) @-`,
  },
  {
    name: "linger 0 kills the leftovers at once",
    options: "--linger 0",
    trace: `0 ended 5 -> say-ended(5), kill @100
      1 last -> exit(5) @-`,
  },
  {
    name: "a stop while leftovers linger shortens their time to the deadline",
    options: "--linger 9s --deadline 2s",
    trace: `0 ended 5 -> say-ended(5), tell-leftovers(TERM) @2000
      0 leftovers told -> nothing @2000
      1000 TERM -> pass(TERM) @2000
      2999 time -> tell-leftovers(TERM,all) @3000
      3000 time -> kill @3100`,
  },
  {
    name: "a stop while leftovers linger never lengthens their time",
    options: "--linger 2s --deadline 60s",
    trace: `0 ended 5 -> say-ended(5), tell-leftovers(TERM) @2000
      0 leftovers told -> nothing @2000
      1000 TERM -> pass(TERM) @2000
      2000 time -> kill @2100`,
  },
  {
    name: "without a deadline a stop leaves the linger as it is",
    options: "--linger 2s",
    trace: `0 ended 5 -> say-ended(5), tell-leftovers(TERM) @2000
      1000 TERM -> pass(TERM) @2000
      2000 time -> kill @2100`,
  },
  {
    name: "settle: the told are gone and the wrapper is still there, so it is told once",
    options: "--settle 2s",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @-
      0 told 2 -> nothing @100
      100 time -> look @200
      100 seen gone -> nothing @2100
      2099 time -> nothing @2100
      2100 time -> look @2200
      2100 seen gone -> tell-wrapper(TERM) @-
      9000 time -> nothing @-
      9000 ended 143 last -> say-ended(143,stopping), say-summary(143,9000), exit(143) @-`,
  },
  {
    name: "settle 0 tells the wrapper at the first look",
    options: "--settle 0",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @-
      0 told 1 -> nothing @100
      100 time -> look @200
      100 seen gone -> tell-wrapper(TERM) @-`,
  },
  {
    name: "a told program that comes back to be seen starts the settling anew",
    options: "--settle 1s",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @-
      0 told 1 -> nothing @100
      100 time -> look @200
      100 seen gone -> nothing @1100
      1100 time -> look @1200
      1100 seen alive -> nothing @1200
      1200 time -> look @1300
      1200 seen gone -> nothing @2200
      2200 time -> look @2300
      2200 seen gone -> tell-wrapper(TERM) @-`,
  },
  {
    name: "nobody is looked at when the command itself was told",
    options: "",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @-
      0 told 3 +command -> nothing @-
      60000 time -> nothing @-`,
  },
  {
    name: "nobody could be told: the wrapper is, after the settling",
    options: "--settle 1s",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @-
      0 told 0 -> nothing @100
      100 time -> look @200
      100 seen gone -> nothing @1100
      1100 time -> look @1200
      1100 seen gone -> tell-wrapper(TERM) @-`,
  },
  {
    name: "the command ends while the answer is under way",
    options: "",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @-
      0 told 1 -> nothing @100
      100 time -> look @200
      100 ended 0 -> say-ended(0,stopping), tell-leftovers(TERM) @2100
      100 seen gone -> nothing @2100
      100 leftovers told -> nothing @2100`,
  },
  {
    name: "leftovers that read a pipe are passed over, and asked again after the settling",
    options: "--settle 1s --deadline 9s",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @9000
      0 told 1 +command -> nothing @9000
      100 ended 0 -> say-ended(0,stopping), tell-leftovers(TERM) @1100
      100 leftovers passed-over -> nothing @1100
      1099 time -> nothing @1100
      1100 time -> tell-leftovers(TERM,all) @9000
      1100 leftovers passed-over -> nothing @2100
      2100 time -> tell-leftovers(TERM,all) @9000
      2100 leftovers told -> nothing @9000
      3000 last -> say-summary(0,3000), exit(0) @-`,
  },
  {
    name: "an orphan's end may leave others behind: they are told after the settling",
    options: "--settle 1s --linger 9s",
    trace: `0 ended 0 -> say-ended(0), tell-leftovers(TERM) @1000
      0 leftovers told -> nothing @1000
      300 orphan -> nothing @1000
      800 orphan -> nothing @1000
      1300 time -> tell-leftovers(TERM,all) @9000
      1300 leftovers told -> nothing @9000
      1400 orphan -> nothing @2400
      2400 time -> tell-leftovers(TERM,all) @9000
      2400 leftovers told -> nothing @9000
      2500 last -> exit(0) @-`,
  },
  {
    name: "orphans that end before the command does matter to nobody",
    options: "",
    trace: `0 orphan -> nothing @-
      5 TERM -> say-stop(TERM,0), forward(TERM) @-
      5 told 1 -> nothing @105
      6 orphan -> nothing @105
      105 time -> look @205`,
  },
  {
    name: "signals are passed on as they come",
    options: "",
    trace: `0 HUP -> pass(HUP) @-
      1 USR1 -> pass(USR1) @-
      2 WINCH -> pass(WINCH) @-
      3 RTMIN+5 -> pass(39) @-
      4 CHLD -> pass(CHLD) @-
      5 32 -> pass(32) @-
      6 HUP -> pass(HUP) @-`,
  },
  {
    name: "a rewrite",
    options: "-r TERM:QUIT -r HUP:USR1 -r WINCH:0",
    trace: `0 HUP -> pass(USR1) @-
      1 WINCH -> say-dropped(WINCH) @-
      2 TERM -> say-stop(TERM,0), forward(QUIT) @-
      2 told 1 +command -> nothing @-
      3 TERM -> pass(QUIT) @-
      4 WINCH -> say-dropped(WINCH) @-`,
  },
  {
    name: "a rewrite counts during the delay too",
    options: "-r HUP:USR1 --delay 5s",
    trace: `0 TERM -> say-stop(TERM,5000) @5000
      1 HUP -> pass(USR1) @5000`,
  },
  {
    name: "a rewrite counts for leftovers too",
    options: "-r HUP:USR1",
    trace: `0 ended 0 -> say-ended(0), tell-leftovers(TERM) @2000
      1 HUP -> pass(USR1) @2000`,
  },
  {
    name: "a stop signal that is dropped begins nothing",
    options: "-r TERM:0",
    trace: `0 TERM -> say-dropped(TERM) @-
      1 INT -> say-stop(INT,0), forward(INT) @-
      1 told 1 +command -> nothing @-
      2 TERM -> say-dropped(TERM) @-`,
  },
  {
    name: "a signal that becomes a stop signal begins a stop",
    options: "-r WINCH:TERM --delay 1s",
    trace: `0 WINCH -> say-stop(WINCH,1000) @1000
      500 WINCH -> say-hurry(WINCH), forward(TERM) @-`,
  },
  {
    name: "other stop signals: TERM is passed on like any other",
    options: "--stop-signals USR1,RTMIN --delay 1s",
    trace: `0 TERM -> pass(TERM) @-
      1 INT -> pass(INT) @-
      2 USR1 -> say-stop(USR1,1000) @1002
      3 TERM -> pass(TERM) @1002
      4 RTMIN -> say-hurry(34), forward(USR1) @-`,
  },
  {
    name: "a stop signal that becomes SIGKILL is passed on as that",
    options: "-r TERM:KILL",
    trace: `0 TERM -> say-stop(TERM,0), forward(KILL) @-`,
  },
  {
    name: "exit codes that become 0",
    options: "-e 143 -e 7",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @-
      0 told 1 +command -> nothing @-
      90 ended 143 last -> say-ended(143,stopping), say-summary(0,90), exit(0) @-`,
  },
  {
    name: "a mapped exit code without a stop",
    options: "-e 143 -e 7",
    trace: `0 ended 7 last -> say-ended(7), exit(0) @-`,
  },
  {
    name: "nothing comes after the end",
    options: "",
    trace: `0 ended 0 last -> say-ended(0), exit(0) @-
      1 TERM -> nothing @-
      2 last -> nothing @-
      3 ended 4 last -> nothing @-
      4 time -> nothing @-
      5 told 1 -> nothing @-
      6 seen gone -> nothing @-
      7 orphan -> nothing @-
      8 leftovers passed-over -> nothing @-`,
  },
  {
    name: "the last descendant's end without the command's is no end",
    options: "",
    trace: `0 last -> nothing @-
      1 TERM -> say-stop(TERM,0), forward(TERM) @-
      2 last -> nothing @-`,
  },
  {
    name: "settle 0 does not ask without a pause for leftovers that are passed over",
    options: "--settle 0",
    trace: `0 ended 0 -> say-ended(0), tell-leftovers(TERM) @100
      0 leftovers passed-over -> nothing @100
      100 time -> tell-leftovers(TERM,all) @5000
      100 leftovers passed-over -> nothing @200`,
  },
];
