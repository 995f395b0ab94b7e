// Traces of --escalate, and of all options together, in the notation of test/support/trace.ts.

import type { Trace } from "./machine-rows.ts";

export const escalationTraces: Trace[] = [
  {
    name: "escalation: each step in its order, counted from when the signal was passed on",
    options: "--escalate INT@10s,QUIT@15s",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @10000
      0 told 1 +command -> nothing @10000
      9999 time -> nothing @10000
      10000 time -> escalate(INT) @15000
      14999 time -> nothing @15000
      15000 time -> escalate(QUIT) @-
      99000 time -> nothing @-
      99000 ended 131 last -> say-ended(131,stopping), say-summary(131,99000), exit(131) @-`,
  },
  {
    name: "escalation: counted from the end of the delay",
    options: "--delay 5s --escalate INT@10s --deadline 20s",
    trace: `0 TERM -> say-stop(TERM,5000) @5000
      5000 time -> forward(TERM) @15000
      15000 time -> escalate(INT) @20000
      20000 time -> kill @20100`,
  },
  {
    name: "escalation: counted from the second stop signal that ended the delay",
    options: "--delay 5s --escalate INT@10s",
    trace: `0 TERM -> say-stop(TERM,5000) @5000
      1000 TERM -> say-hurry(TERM), forward(TERM) @11000
      10999 time -> nothing @11000
      11000 time -> escalate(INT) @-`,
  },
  {
    name: "escalation: a step is due in the moment of the forwarding",
    options: "--escalate INT@0s,QUIT@1ms",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @0
      0 time -> escalate(INT) @1
      1 time -> escalate(QUIT) @-`,
  },
  {
    name: "escalation: the clock jumped over two steps: both are taken, in order, one at a time",
    options: "--escalate INT@10s,QUIT@15s,USR1@40s",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @10000
      20000 time -> escalate(INT) @15000
      20000 time -> escalate(QUIT) @40000
      20000 time -> nothing @40000
      40000 time -> escalate(USR1) @-`,
  },
  {
    name: "escalation: none after the deadline",
    options: "--escalate INT@10s --deadline 15s",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @10000
      15000 time -> kill @15100
      15100 time -> kill-again @15200`,
  },
  {
    name: "escalation: a hook took so long that a step would come after the deadline, which the hook moved",
    options: "--pre-stop drain --escalate INT@1s,QUIT@3s --deadline 10s",
    trace: `0 TERM -> say-stop(TERM,0), run-hook(0) @10000
      10000 time -> kill-hook, forward(TERM) @11000
      11000 time -> escalate(INT) @12000
      12000 time -> kill @12100
      12100 time -> kill-again @12200`,
  },
  {
    name: "escalation: a hook took so long that a step would come at the deadline",
    options: "--pre-stop drain --escalate INT@3s --deadline 10s",
    trace: `0 TERM -> say-stop(TERM,0), run-hook(0) @10000
      7000 hook 0 -> say-hook(0,7000), forward(TERM) @10000
      10000 time -> kill @10100`,
  },
  {
    name: "escalation: none once all is over",
    options: "--escalate INT@1s",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @1000
      100 ended 0 last -> say-ended(0,stopping), say-summary(0,100), exit(0) @-
      1000 time -> nothing @-`,
  },
  {
    name: "escalation: after the command's end, for those who were told and are still there",
    options: "--escalate INT@1s,QUIT@5s --settle 2s",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @1000
      0 told 2 +command -> nothing @1000
      100 ended 0 -> say-ended(0,stopping), tell-leftovers(TERM) @1000
      100 leftovers told -> nothing @1000
      1000 time -> escalate(INT) @2100
      2100 time -> tell-leftovers(TERM,all) @5000
      2100 leftovers told -> nothing @5000
      5000 time -> escalate(QUIT) @-
      6000 last -> say-summary(0,6000), exit(0) @-`,
  },
  {
    name: "escalation: none where the command ended before anybody was told",
    options: "--delay 5s --escalate INT@1s",
    trace: `0 TERM -> say-stop(TERM,5000) @5000
      100 ended 0 -> say-ended(0,stopping), tell-leftovers(TERM) @2100
      100 leftovers told -> nothing @2100
      2100 time -> tell-leftovers(TERM,all) @-`,
  },
  {
    name: "escalation: none for leftovers without a stop",
    options: "--escalate INT@1s",
    trace: `0 ended 0 -> say-ended(0), tell-leftovers(TERM) @2000
      1000 TERM -> pass(TERM) @2000
      2000 time -> tell-leftovers(TERM,all) @5000
      5000 time -> kill @5100`,
  },
  {
    name: "escalation: stop signals that are sent anew are passed on, and put off nothing",
    options: "--escalate INT@10s",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @10000
      9000 TERM -> pass(TERM) @10000
      9500 INT -> pass(INT) @10000
      10000 time -> escalate(INT) @-
      10001 TERM -> pass(TERM) @-`,
  },
  {
    name: "escalation: steps and looks that are due at once",
    options: "--escalate INT@200ms --settle 1s",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @200
      0 told 1 -> nothing @100
      100 time -> look @200
      100 seen alive -> nothing @200
      200 time -> escalate(INT), look @300
      200 seen alive -> nothing @300`,
  },
  {
    name: "escalation: the same signal as the stop signal's",
    options: "--escalate TERM@10s,TERM@20s,KILL@30s",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @10000
      10000 time -> escalate(TERM) @20000
      20000 time -> escalate(TERM) @30000
      30000 time -> escalate(KILL) @-`,
  },
  {
    name: "escalation: rewrites are for signals that come, and not for steps",
    options: "-r INT:USR1 --escalate INT@1s",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @1000
      1000 time -> escalate(INT) @-`,
  },
  {
    name: "escalation: the whole sequence",
    options:
      "--ready-file /run/ready --pre-stop drain --delay 15s --until-idle 3s --escalate INT@2s,QUIT@4s --settle 1s --deadline 20s",
    trace: `0 TERM -> say-stop(TERM,15000), mark, run-hook(0) @20000
      1000 hook 0 -> say-hook(0,1000), look-at-traffic(first) @16000
      1000 traffic 0 -> nothing @1250
      1250 time -> look-at-traffic @16000
      1250 traffic 250 -> nothing @1500
      4000 time -> look-at-traffic @16000
      4000 traffic 3000 -> say-idle(3000), forward(TERM) @6000
      4000 told 1 -> nothing @4100
      4100 time -> look @4200
      4100 seen alive -> nothing @4200
      6000 time -> escalate(INT), look @6100
      6000 seen alive -> nothing @6100
      8000 time -> escalate(QUIT), look @8100
      8000 seen alive -> nothing @8100
      8100 time -> look @8200
      8100 seen gone -> nothing @9100
      8600 ended 143 -> say-ended(143,stopping), tell-leftovers(TERM) @9600
      8600 leftovers passed-over -> nothing @9600
      9600 time -> tell-leftovers(TERM,all) @20000
      9600 leftovers told -> nothing @20000
      20000 time -> kill @20100
      20050 last -> say-summary(143,20050,forced), exit(143) @-`,
  },
];
