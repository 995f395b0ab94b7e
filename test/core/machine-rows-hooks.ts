// Traces of stops with hooks, and of the files for probes, in the notation of test/support/trace.ts.

import type { Trace } from "./machine-rows.ts";

export const hookTraces: Trace[] = [
  {
    name: "a hook runs first; without a delay the app is told when it has ended",
    options: "--pre-stop drain",
    trace: `100 TERM -> say-stop(TERM,0), run-hook(0) @-
      1300 hook 0 -> say-hook(0,1200), forward(TERM) @-
      1300 told 1 +command -> nothing @-
      2000 ended 0 last -> say-ended(0,stopping), say-summary(0,1900), exit(0) @-`,
  },
  {
    name: "a hook that fails does not lose the delay",
    options: "--pre-stop drain --delay 5s",
    trace: `0 TERM -> say-stop(TERM,5000), run-hook(0) @-
      700 hook 1 -> say-hook(0,700,failed) @5700
      5699 time -> nothing @5700
      5700 time -> forward(TERM) @-
      5700 told 1 +command -> nothing @-
      6000 ended 0 last -> say-ended(0,stopping), say-summary(0,6000), exit(0) @-`,
  },
  {
    name: "a hook that ended by a signal has failed",
    options: "--pre-stop drain --delay 1s",
    trace: `0 TERM -> say-stop(TERM,1000), run-hook(0) @-
      10 hook 137 -> say-hook(0,10,failed) @1010
      1010 time -> forward(TERM) @-`,
  },
  {
    name: "a hook that could not be started has failed at once, and the delay follows",
    options: "--pre-stop drain --delay 5s",
    trace: `100 TERM -> say-stop(TERM,5000), run-hook(0) @-
      100 hook 127 -> say-hook(0,0,failed) @5100
      5100 time -> forward(TERM) @-`,
  },
  {
    name: "several hooks run one after the other, commands and requests, whatever the others ended with",
    options: "--pre-stop first --pre-stop-http http://127.0.0.1:8080/drain --pre-stop third --delay 1s",
    trace: `0 TERM -> say-stop(TERM,1000), run-hook(0) @-
      300 hook 0 -> say-hook(0,300), run-hook(1) @-
      1000 time -> nothing @-
      1500 hook 22 -> say-hook(1,1200,failed), run-hook(2) @-
      1600 hook 0 -> say-hook(2,100) @2600
      2600 time -> forward(TERM) @-`,
  },
  {
    name: "several hooks, none of which can be started",
    options: "--pre-stop first --pre-stop-http http://127.0.0.1/ --pre-stop third",
    trace: `0 TERM -> say-stop(TERM,0), run-hook(0) @-
      0 hook 127 -> say-hook(0,0,failed), run-hook(1) @-
      0 hook 125 -> say-hook(1,0,failed), run-hook(2) @-
      0 hook 127 -> say-hook(2,0,failed), forward(TERM) @-`,
  },
  {
    name: "a hook that hangs is killed at the deadline, and the app is told at once and has two seconds",
    options: "--pre-stop drain --delay 5s --deadline 10s",
    trace: `0 TERM -> say-stop(TERM,5000), run-hook(0) @10000
      9999 time -> nothing @10000
      10000 time -> kill-hook, forward(TERM) @12000
      10000 told 1 +command -> nothing @12000
      10001 hook 137 -> nothing @12000
      11999 time -> nothing @12000
      12000 time -> kill @12100
      12001 ended 137 -> say-ended(137,stopping) @12100
      12001 last -> say-summary(137,12001,forced), exit(137) @-`,
  },
  {
    name: "a hook that hangs without a deadline hangs until the engine's",
    options: "--pre-stop drain --delay 5s",
    trace: `0 TERM -> say-stop(TERM,5000), run-hook(0) @-
      3600000 time -> nothing @-`,
  },
  {
    name: "only the hook that hangs is killed, and the others are not run",
    options: "--pre-stop first --pre-stop second --pre-stop third --deadline 10s",
    trace: `0 TERM -> say-stop(TERM,0), run-hook(0) @10000
      2000 hook 0 -> say-hook(0,2000), run-hook(1) @10000
      10000 time -> kill-hook, forward(TERM) @12000
      10001 hook 137 -> nothing @12000
      12000 time -> kill @12100`,
  },
  {
    name: "a second stop signal kills the hook, and the others and the delay are left out",
    options: "--pre-stop first --pre-stop second --delay 5s --deadline 30s",
    trace: `0 TERM -> say-stop(TERM,5000), run-hook(0) @30000
      1000 TERM -> say-hurry(TERM), kill-hook, forward(TERM) @30000
      1000 told 1 +command -> nothing @30000
      1001 hook 137 -> nothing @30000
      1500 TERM -> pass(TERM) @30000
      2000 ended 0 last -> say-ended(0,stopping), say-summary(0,2000), exit(0) @-`,
  },
  {
    name: "another stop signal kills the hook, and the first one is passed on",
    options: "--pre-stop drain --delay 5s",
    trace: `0 TERM -> say-stop(TERM,5000), run-hook(0) @-
      1000 QUIT -> say-hurry(QUIT), kill-hook, forward(TERM) @-
      1001 hook 137 -> nothing @-`,
  },
  {
    name: "a second stop signal after the deadline has two seconds too",
    options: "--pre-stop drain --deadline 10s",
    trace: `0 TERM -> say-stop(TERM,0), run-hook(0) @10000
      10050 INT -> say-hurry(INT), kill-hook, forward(TERM) @12050
      10050 told 1 +command -> nothing @12050
      10051 hook 137 -> nothing @12050
      12049 time -> nothing @12050
      12050 time -> kill @12150`,
  },
  {
    name: "a second stop signal between a hook and its end: the end is of no interest any more",
    options: "--pre-stop first --pre-stop second --delay 1s",
    trace: `0 TERM -> say-stop(TERM,1000), run-hook(0) @-
      500 TERM -> say-hurry(TERM), kill-hook, forward(TERM) @-
      500 hook 0 -> nothing @-`,
  },
  {
    name: "a second stop signal in the delay after a hook",
    options: "--pre-stop drain --delay 5s",
    trace: `0 TERM -> say-stop(TERM,5000), run-hook(0) @-
      500 hook 0 -> say-hook(0,500) @5500
      1000 TERM -> say-hurry(TERM), forward(TERM) @-`,
  },
  {
    name: "other signals are passed on while a hook runs",
    options: "--pre-stop drain -r WINCH:0",
    trace: `0 TERM -> say-stop(TERM,0), run-hook(0) @-
      10 HUP -> pass(HUP) @-
      20 WINCH -> say-dropped(WINCH) @-
      30 USR1 -> pass(USR1) @-
      40 hook 0 -> say-hook(0,40), forward(TERM) @-`,
  },
  {
    name: "a hook that ends with less than two seconds left: the app has two",
    options: "--pre-stop drain --deadline 10s",
    trace: `0 TERM -> say-stop(TERM,0), run-hook(0) @10000
      9500 hook 0 -> say-hook(0,9500), forward(TERM) @11500
      9500 told 1 +command -> nothing @11500
      10000 time -> nothing @11500
      11499 time -> nothing @11500
      11500 time -> kill @11600`,
  },
  {
    name: "a hook that ends with two seconds left, or more, moves nothing",
    options: "--pre-stop drain --deadline 10s",
    trace: `0 TERM -> say-stop(TERM,0), run-hook(0) @10000
      8000 hook 0 -> say-hook(0,8000), forward(TERM) @10000
      9999 time -> nothing @10000
      10000 time -> kill @10100`,
  },
  {
    name: "a hook that ends at the deadline, before its time was noticed",
    options: "--pre-stop drain --deadline 10s",
    trace: `0 TERM -> say-stop(TERM,0), run-hook(0) @10000
      10000 hook 0 -> say-hook(0,10000), forward(TERM) @12000
      11999 time -> nothing @12000
      12000 time -> kill @12100`,
  },
  {
    name: "a hook leaves the delay less than its length: the deadline ends it, and the app has two seconds",
    options: "--pre-stop drain --delay 5s --deadline 6s",
    trace: `0 TERM -> say-stop(TERM,5000), run-hook(0) @6000
      3000 hook 0 -> say-hook(0,3000) @6000
      5999 time -> nothing @6000
      6000 time -> forward(TERM) @8000
      6000 told 1 +command -> nothing @8000
      8000 time -> kill @8100`,
  },
  {
    name: "a delay after a hook that ends shortly before the deadline",
    options: "--pre-stop drain --delay 5s --deadline 10s",
    trace: `0 TERM -> say-stop(TERM,5000), run-hook(0) @10000
      4500 hook 0 -> say-hook(0,4500) @9500
      9500 time -> forward(TERM) @11500
      11500 time -> kill @11600`,
  },
  {
    name: "the last hook ends after the deadline, with a delay to come",
    options: "--pre-stop drain --delay 5s --deadline 10s",
    trace: `0 TERM -> say-stop(TERM,5000), run-hook(0) @10000
      10500 hook 0 -> say-hook(0,10500) @10000
      10500 time -> forward(TERM) @12500
      12500 time -> kill @12600`,
  },
  {
    name: "deadline 0 runs no hook",
    options: "--pre-stop drain --delay 0 --deadline 0",
    trace: `0 TERM -> say-stop(TERM,0), kill @100
      4 last -> nothing @100
      5 ended 137 last -> say-ended(137,stopping), say-summary(137,5,forced), exit(137) @-`,
  },
  {
    name: "the app ends while a hook runs, and nobody is left but the hook: no wait",
    options: "--pre-stop drain --delay 5s --deadline 30s",
    trace: `0 TERM -> say-stop(TERM,5000), run-hook(0) @30000
      700 ended 0 -> say-ended(0,stopping), kill-hook, tell-leftovers(TERM) @2700
      701 last -> say-summary(0,701), exit(0) @-
      702 hook 137 -> nothing @-`,
  },
  {
    name: "the app ends while a hook runs, and somebody is left",
    options: "--pre-stop first --pre-stop second --delay 5s --deadline 9s",
    trace: `0 TERM -> say-stop(TERM,5000), run-hook(0) @9000
      700 ended 0 -> say-ended(0,stopping), kill-hook, tell-leftovers(TERM) @2700
      700 leftovers told -> nothing @2700
      701 hook 137 -> nothing @2700
      701 orphan -> nothing @2700
      2701 time -> tell-leftovers(TERM,all) @9000
      9000 time -> kill @9100`,
  },
  {
    name: "the app ends in the delay after a hook: no wait",
    options: "--pre-stop drain --delay 5s",
    trace: `0 TERM -> say-stop(TERM,5000), run-hook(0) @-
      700 hook 0 -> say-hook(0,700) @5700
      900 ended 0 last -> say-ended(0,stopping), say-summary(0,900), exit(0) @-`,
  },
  {
    name: "the app and its hook end at once: the app's end comes first, and nothing is run",
    options: "--pre-stop first --pre-stop second --delay 5s",
    trace: `0 TERM -> say-stop(TERM,5000), run-hook(0) @-
      700 ended 3 last -> say-ended(3,stopping), say-summary(3,700), exit(3) @-
      700 hook 0 -> nothing @-`,
  },
  {
    name: "a command that ends by itself has no hooks",
    options: "--pre-stop drain --ready-file /run/ready",
    trace: `0 ended 3 -> say-ended(3), tell-leftovers(TERM) @2000
      10 TERM -> pass(TERM) @2000`,
  },
  {
    name: "the clock jumped over hook, delay and deadline: the app is told and has two seconds",
    options: "--pre-stop drain --delay 5s --deadline 10s",
    trace: `0 TERM -> say-stop(TERM,5000), run-hook(0) @10000
      86400000 time -> kill-hook, forward(TERM) @86402000
      86400001 hook 137 -> nothing @86402000
      86402000 time -> kill @86402100`,
  },
  {
    name: "the clock jumped over hook and delay, and the hook's end was noticed first",
    options: "--pre-stop drain --delay 5s --deadline 10s",
    trace: `0 TERM -> say-stop(TERM,5000), run-hook(0) @10000
      60000 hook 0 -> say-hook(0,60000) @10000
      60000 time -> forward(TERM) @62000
      62000 time -> kill @62100`,
  },
  {
    name: "the clock jumped over a hook's end and a delay that would have been over: it is served all the same",
    options: "--pre-stop drain --delay 5s",
    trace: `0 TERM -> say-stop(TERM,5000), run-hook(0) @-
      60000 hook 0 -> say-hook(0,60000) @65000
      65000 time -> forward(TERM) @-`,
  },
  {
    name: "the clock jumped over the app's last two seconds",
    options: "--pre-stop drain --deadline 10s",
    trace: `0 TERM -> say-stop(TERM,0), run-hook(0) @10000
      10000 time -> kill-hook, forward(TERM) @12000
      90000 time -> kill @90100
      90099 time -> nothing @90100
      95000 time -> say-summary(137,95000,forced), exit(137) @-`,
  },
  {
    name: "--delay auto after a hook, in Kubernetes",
    options: "--pre-stop drain --delay auto",
    inKubernetes: true,
    trace: `0 TERM -> say-stop(TERM,5000), run-hook(0) @-
      700 hook 0 -> say-hook(0,700) @5700
      5700 time -> forward(TERM) @-`,
  },
  {
    name: "--delay auto after a hook, outside of Kubernetes",
    options: "--pre-stop drain --delay auto",
    trace: `0 TERM -> say-stop(TERM,0), run-hook(0) @-
      700 hook 0 -> say-hook(0,700), forward(TERM) @-`,
  },
  {
    name: "files for probes: marked before anything else",
    options: "--ready-file /run/ready --stop-file /run/stop --pre-stop drain --delay 5s",
    trace: `0 TERM -> say-stop(TERM,5000), mark, run-hook(0) @-`,
  },
  {
    name: "files for probes: a ready-file alone",
    options: "--ready-file /run/ready",
    trace: `0 TERM -> say-stop(TERM,0), mark, forward(TERM) @-
      10 TERM -> pass(TERM) @-`,
  },
  {
    name: "files for probes: a stop-file alone, and a delay",
    options: "--stop-file /run/stop --delay 5s",
    trace: `0 TERM -> say-stop(TERM,5000), mark @5000
      10 TERM -> say-hurry(TERM), forward(TERM) @-`,
  },
  {
    name: "files for probes: marked also if everything is killed at once",
    options: "--stop-file /run/stop --deadline 0",
    trace: `0 TERM -> say-stop(TERM,0), mark, kill @100`,
  },
  {
    name: "files for probes: another signal marks nothing",
    options: "--ready-file /run/ready --stop-file /run/stop -r TERM:0",
    trace: `0 HUP -> pass(HUP) @-
      1 TERM -> say-dropped(TERM) @-`,
  },
  {
    name: "settling and --escalate count from when a hook let the signal through",
    options: "--pre-stop drain --settle 1s --escalate INT@3s",
    trace: `0 TERM -> say-stop(TERM,0), run-hook(0) @-
      700 hook 0 -> say-hook(0,700), forward(TERM) @3700
      700 told 1 -> nothing @800
      800 time -> look @900
      800 seen gone -> nothing @1800
      1800 time -> look @1900
      1800 seen gone -> tell-wrapper(TERM) @3700
      3700 time -> escalate(INT) @-`,
  },
];
