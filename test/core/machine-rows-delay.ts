// Traces of delays that end early: with the traffic, by a second stop signal; in the notation of test/support/trace.ts.

import type { Trace } from "./machine-rows.ts";

export const delayTraces: Trace[] = [
  {
    name: "idle: the signal is passed on when no byte has arrived for that long",
    options: "--delay 15s --until-idle 3s",
    trace: `0 TERM -> say-stop(TERM,15000), look-at-traffic(first) @15000
      0 traffic 100 -> nothing @250
      250 time -> look-at-traffic @15000
      250 traffic 50 -> nothing @500
      500 time -> look-at-traffic @15000
      500 traffic 300 -> nothing @750
      750 time -> look-at-traffic @15000
      750 traffic 550 -> nothing @1000
      3199 time -> look-at-traffic @15000
      3199 traffic 2999 -> nothing @3209
      3209 time -> look-at-traffic @15000
      3209 traffic 3009 -> say-idle(3209), forward(TERM) @-
      3209 told 1 +command -> nothing @-
      4000 ended 0 last -> say-ended(0,stopping), say-summary(0,4000), exit(0) @-`,
  },
  {
    name: "idle: a look comes when the time would be over, and not sooner",
    options: "--delay 15s --until-idle 300ms --delay-min 0",
    trace: `0 TERM -> say-stop(TERM,15000), look-at-traffic(first) @15000
      0 traffic 100 -> nothing @200
      200 time -> look-at-traffic @15000
      200 traffic 300 -> say-idle(200), forward(TERM) @-`,
  },
  {
    name: "idle: nothing has ever arrived: the least delay is served",
    options: "--delay 15s --until-idle 3s",
    trace: `0 TERM -> say-stop(TERM,15000), look-at-traffic(first) @15000
      0 traffic never -> nothing @250
      250 time -> look-at-traffic @15000
      250 traffic never -> nothing @500
      999 time -> look-at-traffic @15000
      999 traffic never -> nothing @1009
      1009 time -> look-at-traffic @15000
      1009 traffic never -> say-idle(1009), forward(TERM) @-`,
  },
  {
    name: "idle: the least delay, where it is longer than the quiet",
    options: "--delay 15s --until-idle 1s --delay-min 4s",
    trace: `0 TERM -> say-stop(TERM,15000), look-at-traffic(first) @15000
      0 traffic 900 -> nothing @250
      250 time -> look-at-traffic @15000
      250 traffic 1150 -> nothing @500
      3750 time -> look-at-traffic @15000
      3750 traffic 4650 -> nothing @4000
      4000 time -> look-at-traffic @15000
      4000 traffic 4900 -> say-idle(4000), forward(TERM) @-`,
  },
  {
    name: "idle: no least delay, and it has been quiet for long: told at once",
    options: "--delay 15s --until-idle 3s --delay-min 0",
    trace: `0 TERM -> say-stop(TERM,15000), look-at-traffic(first) @15000
      0 traffic 3000 -> say-idle(0), forward(TERM) @-
      0 told 1 +command -> nothing @-`,
  },
  {
    name: "idle: --until-idle 0 is over with the least delay, whatever arrives",
    options: "--delay 15s --until-idle 0",
    trace: `0 TERM -> say-stop(TERM,15000), look-at-traffic(first) @15000
      0 traffic 0 -> nothing @250
      999 time -> look-at-traffic @15000
      999 traffic 0 -> nothing @1009
      1009 time -> look-at-traffic @15000
      1009 traffic 0 -> say-idle(1009), forward(TERM) @-`,
  },
  {
    name: "idle: where nothing can be seen, the whole delay is served",
    options: "--delay 15s --until-idle 3s",
    trace: `0 TERM -> say-stop(TERM,15000), look-at-traffic(first) @15000
      0 traffic unknown -> nothing @15000
      14999 time -> nothing @15000
      15000 time -> forward(TERM) @-`,
  },
  {
    name: "idle: from when on nothing can be seen any more, the whole delay is served",
    options: "--delay 15s --until-idle 3s",
    trace: `0 TERM -> say-stop(TERM,15000), look-at-traffic(first) @15000
      0 traffic 3000 -> nothing @250
      250 time -> look-at-traffic @15000
      250 traffic unknown -> nothing @15000
      15000 time -> forward(TERM) @-`,
  },
  {
    name: "idle: traffic that never stops ends with the delay",
    options: "--delay 1s --until-idle 300ms",
    trace: `0 TERM -> say-stop(TERM,1000), look-at-traffic(first) @1000
      0 traffic 20 -> nothing @250
      250 time -> look-at-traffic @1000
      250 traffic 0 -> nothing @500
      500 time -> look-at-traffic @1000
      500 traffic 10 -> nothing @750
      750 time -> look-at-traffic @1000
      750 traffic 249 -> nothing @1000
      1000 time -> forward(TERM) @-
      1000 traffic 0 -> nothing @-`,
  },
  {
    name: "idle: time that comes after the delay's end ends it, and nobody looks again",
    options: "--delay 1s --until-idle 300ms",
    trace: `0 TERM -> say-stop(TERM,1000), look-at-traffic(first) @1000
      0 traffic 20 -> nothing @250
      1200 time -> forward(TERM) @-`,
  },
  {
    name: "idle: bytes whose connection is gone count on",
    options: "--delay 15s --until-idle 3s",
    trace: `0 TERM -> say-stop(TERM,15000), look-at-traffic(first) @15000
      0 traffic 10 -> nothing @250
      250 time -> look-at-traffic @15000
      250 traffic never -> nothing @500
      500 time -> look-at-traffic @15000
      500 traffic 4000 -> nothing @750
      2990 time -> look-at-traffic @15000
      2990 traffic never -> say-idle(2990), forward(TERM) @-`,
  },
  {
    name: "idle: the default of --delay-min does not lengthen a shorter delay",
    options: "--delay 500ms --until-idle 100ms",
    trace: `0 TERM -> say-stop(TERM,500), look-at-traffic(first) @500
      0 traffic never -> nothing @250
      250 time -> look-at-traffic @500
      250 traffic never -> nothing @500
      500 time -> forward(TERM) @-`,
  },
  {
    name: "idle: a second stop signal cuts the delay short",
    options: "--delay 15s --until-idle 3s",
    trace: `0 TERM -> say-stop(TERM,15000), look-at-traffic(first) @15000
      0 traffic 0 -> nothing @250
      250 time -> look-at-traffic @15000
      250 traffic 0 -> nothing @500
      300 INT -> say-hurry(INT), forward(TERM) @-
      300 traffic 5000 -> nothing @-
      500 time -> nothing @-`,
  },
  {
    name: "idle: other signals are passed on and end nothing",
    options: "--delay 15s --until-idle 3s",
    trace: `0 TERM -> say-stop(TERM,15000), look-at-traffic(first) @15000
      0 traffic 0 -> nothing @250
      100 HUP -> pass(HUP) @250`,
  },
  {
    name: "idle: the app ends in the delay",
    options: "--delay 15s --until-idle 3s --deadline 20s",
    trace: `0 TERM -> say-stop(TERM,15000), look-at-traffic(first) @15000
      0 traffic 0 -> nothing @250
      100 ended 0 last -> say-ended(0,stopping), say-summary(0,100), exit(0) @-`,
  },
  {
    name: "idle: the app ends in the delay, others are left, and nothing is looked at any more",
    options: "--delay 15s --until-idle 3s --deadline 20s",
    trace: `0 TERM -> say-stop(TERM,15000), look-at-traffic(first) @15000
      0 traffic 0 -> nothing @250
      100 ended 0 -> say-ended(0,stopping), tell-leftovers(TERM) @2100
      100 leftovers told -> nothing @2100
      250 traffic 9000 -> nothing @2100
      2100 time -> tell-leftovers(TERM,all) @20000`,
  },
  {
    name: "idle: the delay and its looks begin after the hooks",
    options: "--pre-stop drain --delay 15s --until-idle 3s --deadline 30s",
    trace: `0 TERM -> say-stop(TERM,15000), run-hook(0) @30000
      6000 hook 0 -> say-hook(0,6000), look-at-traffic(first) @21000
      6000 traffic 5000 -> nothing @6250
      6250 time -> look-at-traffic @21000
      6250 traffic 5250 -> nothing @6500
      7000 time -> look-at-traffic @21000
      7000 traffic 6000 -> say-idle(1000), forward(TERM) @30000`,
  },
  {
    name: "idle: the deadline comes in the delay, as a hook took long",
    options: "--pre-stop drain --delay 5s --until-idle 3s --deadline 10s",
    trace: `0 TERM -> say-stop(TERM,5000), run-hook(0) @10000
      9000 hook 1 -> say-hook(0,9000,failed), look-at-traffic(first) @10000
      9000 traffic 0 -> nothing @9250
      9250 time -> look-at-traffic @10000
      9250 traffic 0 -> nothing @9500
      10000 time -> forward(TERM) @12000
      12000 time -> kill @12100`,
  },
  {
    name: "idle: without a delay nobody is looked for",
    options: "--delay auto --until-idle 3s",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @-`,
  },
  {
    name: "idle: --delay auto in Kubernetes",
    options: "--delay auto --until-idle 1s",
    inKubernetes: true,
    trace: `0 TERM -> say-stop(TERM,5000), look-at-traffic(first) @5000
      0 traffic 0 -> nothing @250
      250 time -> look-at-traffic @5000
      250 traffic 0 -> nothing @500
      1250 time -> look-at-traffic @5000
      1250 traffic 1000 -> say-idle(1250), forward(TERM) @-`,
  },
  {
    name: "idle: --delay auto in Kubernetes, and it never is",
    options: "--delay auto --until-idle 1s",
    inKubernetes: true,
    trace: `0 TERM -> say-stop(TERM,5000), look-at-traffic(first) @5000
      0 traffic 0 -> nothing @250
      4999 time -> look-at-traffic @5000
      4999 traffic 0 -> nothing @5000
      5000 time -> forward(TERM) @-`,
  },
  {
    name: "idle: the clock jumped over everything: the deadline counts, and the app has two seconds",
    options: "--delay 15s --until-idle 3s --deadline 20s",
    trace: `0 TERM -> say-stop(TERM,15000), look-at-traffic(first) @15000
      0 traffic 0 -> nothing @250
      60000 time -> forward(TERM) @62000
      62000 time -> kill @62100`,
  },
  {
    name: "idle: the clock jumped over looks: one of them is made up for",
    options: "--delay 15s --until-idle 3s",
    trace: `0 TERM -> say-stop(TERM,15000), look-at-traffic(first) @15000
      0 traffic 0 -> nothing @250
      2900 time -> look-at-traffic @15000
      2900 traffic 100 -> nothing @3150
      2900 time -> nothing @3150`,
  },
  {
    name: "idle: the clock jumped over the quiet and the delay: the delay is over",
    options: "--delay 15s --until-idle 3s",
    trace: `0 TERM -> say-stop(TERM,15000), look-at-traffic(first) @15000
      0 traffic 0 -> nothing @250
      60000 time -> forward(TERM) @-`,
  },
  {
    name: "two different stop signals: the first one is passed on, rewritten; the second one, rewritten as well, later",
    options: "--delay 5s -r TERM:QUIT -r INT:USR1",
    trace: `0 TERM -> say-stop(TERM,5000) @5000
      1000 INT -> say-hurry(INT), forward(QUIT) @-
      1000 told 1 +command -> nothing @-
      2000 INT -> pass(USR1) @-
      2100 TERM -> pass(QUIT) @-`,
  },
  {
    name: "a second stop signal that is dropped cuts nothing short",
    options: "--delay 5s -r INT:0",
    trace: `0 TERM -> say-stop(TERM,5000) @5000
      1000 INT -> say-dropped(INT) @5000
      5000 time -> forward(TERM) @-`,
  },
  {
    name: "a stop signal at the very end of the delay",
    options: "--delay 5s",
    trace: `0 TERM -> say-stop(TERM,5000) @5000
      5000 TERM -> say-hurry(TERM), forward(TERM) @-
      5000 time -> nothing @-`,
  },
  {
    name: "the clock jumped, and a second stop signal was noticed before the deadline",
    options: "--delay 5s --deadline 6s",
    trace: `0 TERM -> say-stop(TERM,5000) @5000
      60000 TERM -> say-hurry(TERM), forward(TERM) @62000
      60000 time -> nothing @62000
      62000 time -> kill @62100`,
  },
];
