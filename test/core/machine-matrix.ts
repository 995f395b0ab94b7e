// Every event in every phase of the stop sequence, in the notation of test/support/trace.ts.

/** For each phase how it is reached, and what each event does there. Every line is played for itself. */
export const matrix: { phase: string; options: string; lead: string[]; rows: string }[] = [
  {
    phase: "running",
    options: "-r WINCH:0 --deadline 30s --linger 20s",
    lead: [],
    rows: `1000 HUP -> pass(HUP) @-
      1000 TERM -> say-stop(TERM,0), forward(TERM) @31000
      1000 INT -> say-stop(INT,0), forward(INT) @31000
      1000 WINCH -> say-dropped(WINCH) @-
      999 time -> nothing @-
      1000 time -> nothing @-
      1000 ended 3 -> say-ended(3), tell-leftovers(TERM) @3000
      1000 ended 3 last -> say-ended(3), exit(3) @-
      1000 last -> nothing @-
      1000 told 2 -> nothing @-
      1000 told 2 +command -> nothing @-
      1000 seen alive -> nothing @-
      1000 seen gone -> nothing @-
      1000 orphan -> nothing @-
      1000 leftovers told -> nothing @-
      1000 leftovers passed-over -> nothing @-
      1000 hook 0 -> nothing @-
      1000 hook 1 -> nothing @-
      1000 traffic 900 -> nothing @-
      1000 traffic never -> nothing @-
      1000 traffic unknown -> nothing @-`,
  },
  {
    phase: "hooks",
    options: "-r WINCH:0 --deadline 30s --linger 20s --pre-stop one",
    lead: ["500 TERM"],
    rows: `1000 HUP -> pass(HUP) @30500
      1000 TERM -> say-hurry(TERM), kill-hook, forward(TERM) @30500
      1000 INT -> say-hurry(INT), kill-hook, forward(TERM) @30500
      1000 WINCH -> say-dropped(WINCH) @30500
      999 time -> nothing @30500
      1000 time -> nothing @30500
      1000 ended 3 -> say-ended(3,stopping), kill-hook, tell-leftovers(TERM) @3000
      1000 ended 3 last -> say-ended(3,stopping), say-summary(3,500), exit(3) @-
      1000 last -> nothing @30500
      1000 told 2 -> nothing @30500
      1000 told 2 +command -> nothing @30500
      1000 seen alive -> nothing @30500
      1000 seen gone -> nothing @30500
      1000 orphan -> nothing @30500
      1000 leftovers told -> nothing @30500
      1000 leftovers passed-over -> nothing @30500
      1000 hook 0 -> say-hook(0,500), forward(TERM) @30500
      1000 hook 1 -> say-hook(0,500,failed), forward(TERM) @30500
      1000 traffic 900 -> nothing @30500
      1000 traffic never -> nothing @30500
      1000 traffic unknown -> nothing @30500`,
  },
  {
    phase: "hooks",
    options: "-r WINCH:0 --deadline 30s --linger 20s --pre-stop one --pre-stop two --delay 10s",
    lead: ["500 TERM"],
    rows: `1000 HUP -> pass(HUP) @30500
      1000 TERM -> say-hurry(TERM), kill-hook, forward(TERM) @30500
      1000 INT -> say-hurry(INT), kill-hook, forward(TERM) @30500
      1000 WINCH -> say-dropped(WINCH) @30500
      999 time -> nothing @30500
      1000 time -> nothing @30500
      1000 ended 3 -> say-ended(3,stopping), kill-hook, tell-leftovers(TERM) @3000
      1000 ended 3 last -> say-ended(3,stopping), say-summary(3,500), exit(3) @-
      1000 last -> nothing @30500
      1000 told 2 -> nothing @30500
      1000 told 2 +command -> nothing @30500
      1000 seen alive -> nothing @30500
      1000 seen gone -> nothing @30500
      1000 orphan -> nothing @30500
      1000 leftovers told -> nothing @30500
      1000 leftovers passed-over -> nothing @30500
      1000 hook 0 -> say-hook(0,500), run-hook(1) @30500
      1000 hook 1 -> say-hook(0,500,failed), run-hook(1) @30500
      1000 traffic 900 -> nothing @30500
      1000 traffic never -> nothing @30500
      1000 traffic unknown -> nothing @30500`,
  },
  {
    phase: "hooks",
    options: "-r WINCH:0 --deadline 30s --linger 20s --pre-stop one --pre-stop two --delay 10s --until-idle 3s",
    lead: ["500 TERM", "700 hook 1"],
    rows: `1000 HUP -> pass(HUP) @30500
      1000 TERM -> say-hurry(TERM), kill-hook, forward(TERM) @30500
      1000 INT -> say-hurry(INT), kill-hook, forward(TERM) @30500
      1000 WINCH -> say-dropped(WINCH) @30500
      999 time -> nothing @30500
      1000 time -> nothing @30500
      1000 ended 3 -> say-ended(3,stopping), kill-hook, tell-leftovers(TERM) @3000
      1000 ended 3 last -> say-ended(3,stopping), say-summary(3,500), exit(3) @-
      1000 last -> nothing @30500
      1000 told 2 -> nothing @30500
      1000 told 2 +command -> nothing @30500
      1000 seen alive -> nothing @30500
      1000 seen gone -> nothing @30500
      1000 orphan -> nothing @30500
      1000 leftovers told -> nothing @30500
      1000 leftovers passed-over -> nothing @30500
      1000 hook 0 -> say-hook(1,300), look-at-traffic(first) @11000
      1000 hook 1 -> say-hook(1,300,failed), look-at-traffic(first) @11000
      1000 traffic 900 -> nothing @30500
      1000 traffic never -> nothing @30500
      1000 traffic unknown -> nothing @30500`,
  },
  {
    phase: "hooks",
    options: "-r WINCH:0 --deadline 500ms --linger 20s --pre-stop one",
    lead: ["500 TERM"],
    rows: `1000 HUP -> pass(HUP) @1000
      1000 TERM -> say-hurry(TERM), kill-hook, forward(TERM) @3000
      1000 INT -> say-hurry(INT), kill-hook, forward(TERM) @3000
      1000 WINCH -> say-dropped(WINCH) @1000
      999 time -> nothing @1000
      1000 time -> kill-hook, forward(TERM) @3000
      1000 ended 3 -> say-ended(3,stopping), kill-hook, tell-leftovers(TERM) @1000
      1000 ended 3 last -> say-ended(3,stopping), say-summary(3,500), exit(3) @-
      1000 last -> nothing @1000
      1000 told 2 -> nothing @1000
      1000 told 2 +command -> nothing @1000
      1000 seen alive -> nothing @1000
      1000 seen gone -> nothing @1000
      1000 orphan -> nothing @1000
      1000 leftovers told -> nothing @1000
      1000 leftovers passed-over -> nothing @1000
      1000 hook 0 -> say-hook(0,500), forward(TERM) @3000
      1000 hook 1 -> say-hook(0,500,failed), forward(TERM) @3000
      1000 traffic 900 -> nothing @1000
      1000 traffic never -> nothing @1000
      1000 traffic unknown -> nothing @1000`,
  },
  {
    phase: "delay",
    options: "-r WINCH:0 --deadline 30s --linger 20s --delay 10s",
    lead: ["500 TERM"],
    rows: `1000 HUP -> pass(HUP) @10500
      1000 TERM -> say-hurry(TERM), forward(TERM) @30500
      1000 INT -> say-hurry(INT), forward(TERM) @30500
      1000 WINCH -> say-dropped(WINCH) @10500
      999 time -> nothing @10500
      1000 time -> nothing @10500
      1000 ended 3 -> say-ended(3,stopping), tell-leftovers(TERM) @3000
      1000 ended 3 last -> say-ended(3,stopping), say-summary(3,500), exit(3) @-
      1000 last -> nothing @10500
      1000 told 2 -> nothing @10500
      1000 told 2 +command -> nothing @10500
      1000 seen alive -> nothing @10500
      1000 seen gone -> nothing @10500
      1000 orphan -> nothing @10500
      1000 leftovers told -> nothing @10500
      1000 leftovers passed-over -> nothing @10500
      1000 hook 0 -> nothing @10500
      1000 hook 1 -> nothing @10500
      1000 traffic 900 -> nothing @1250
      1000 traffic never -> nothing @1250
      1000 traffic unknown -> nothing @10500`,
  },
  {
    phase: "delay",
    options: "-r WINCH:0 --deadline 30s --linger 20s --delay 10s --until-idle 1s --delay-min 200ms",
    lead: ["500 TERM", "500 traffic 0"],
    rows: `1000 HUP -> pass(HUP) @750
      1000 TERM -> say-hurry(TERM), forward(TERM) @30500
      1000 INT -> say-hurry(INT), forward(TERM) @30500
      1000 WINCH -> say-dropped(WINCH) @750
      999 time -> look-at-traffic @10500
      1000 time -> look-at-traffic @10500
      1000 ended 3 -> say-ended(3,stopping), tell-leftovers(TERM) @3000
      1000 ended 3 last -> say-ended(3,stopping), say-summary(3,500), exit(3) @-
      1000 last -> nothing @750
      1000 told 2 -> nothing @750
      1000 told 2 +command -> nothing @750
      1000 seen alive -> nothing @750
      1000 seen gone -> nothing @750
      1000 orphan -> nothing @750
      1000 leftovers told -> nothing @750
      1000 leftovers passed-over -> nothing @750
      1000 hook 0 -> nothing @750
      1000 hook 1 -> nothing @750
      1000 traffic 900 -> nothing @1250
      1000 traffic never -> nothing @1250
      1000 traffic unknown -> nothing @750`,
  },
  {
    phase: "delay",
    options: "-r WINCH:0 --deadline 30s --linger 20s --delay 10s --until-idle 1s",
    lead: ["500 TERM", "500 traffic unknown"],
    rows: `1000 HUP -> pass(HUP) @10500
      1000 TERM -> say-hurry(TERM), forward(TERM) @30500
      1000 INT -> say-hurry(INT), forward(TERM) @30500
      1000 WINCH -> say-dropped(WINCH) @10500
      999 time -> nothing @10500
      1000 time -> nothing @10500
      1000 ended 3 -> say-ended(3,stopping), tell-leftovers(TERM) @3000
      1000 ended 3 last -> say-ended(3,stopping), say-summary(3,500), exit(3) @-
      1000 last -> nothing @10500
      1000 told 2 -> nothing @10500
      1000 told 2 +command -> nothing @10500
      1000 seen alive -> nothing @10500
      1000 seen gone -> nothing @10500
      1000 orphan -> nothing @10500
      1000 leftovers told -> nothing @10500
      1000 leftovers passed-over -> nothing @10500
      1000 hook 0 -> nothing @10500
      1000 hook 1 -> nothing @10500
      1000 traffic 900 -> nothing @1250
      1000 traffic never -> nothing @1250
      1000 traffic unknown -> nothing @10500`,
  },
  {
    phase: "delay",
    options: "-r WINCH:0 --deadline 1s --linger 20s --delay 500ms --until-idle 100ms --pre-stop one",
    lead: ["500 TERM", "1000 hook 0"],
    rows: `1000 HUP -> pass(HUP) @1500
      1000 TERM -> say-hurry(TERM), forward(TERM) @3000
      1000 INT -> say-hurry(INT), forward(TERM) @3000
      1000 WINCH -> say-dropped(WINCH) @1500
      999 time -> nothing @1500
      1000 time -> nothing @1500
      1000 ended 3 -> say-ended(3,stopping), tell-leftovers(TERM) @1500
      1000 ended 3 last -> say-ended(3,stopping), say-summary(3,500), exit(3) @-
      1000 last -> nothing @1500
      1000 told 2 -> nothing @1500
      1000 told 2 +command -> nothing @1500
      1000 seen alive -> nothing @1500
      1000 seen gone -> nothing @1500
      1000 orphan -> nothing @1500
      1000 leftovers told -> nothing @1500
      1000 leftovers passed-over -> nothing @1500
      1000 hook 0 -> nothing @1500
      1000 hook 1 -> nothing @1500
      1000 traffic 900 -> nothing @1250
      1000 traffic never -> nothing @1250
      1000 traffic unknown -> nothing @1500`,
  },
  {
    phase: "stopping",
    options: "-r WINCH:0 --deadline 30s --linger 20s",
    lead: ["500 TERM", "500 told 1 +command"],
    rows: `1000 HUP -> pass(HUP) @30500
      1000 TERM -> pass(TERM) @30500
      1000 INT -> pass(INT) @30500
      1000 WINCH -> say-dropped(WINCH) @30500
      999 time -> nothing @30500
      1000 time -> nothing @30500
      1000 ended 3 -> say-ended(3,stopping), tell-leftovers(TERM) @3000
      1000 ended 3 last -> say-ended(3,stopping), say-summary(3,500), exit(3) @-
      1000 last -> nothing @30500
      1000 told 2 -> nothing @1100
      1000 told 2 +command -> nothing @30500
      1000 seen alive -> nothing @1100
      1000 seen gone -> nothing @3000
      1000 orphan -> nothing @30500
      1000 leftovers told -> nothing @30500
      1000 leftovers passed-over -> nothing @30500
      1000 hook 0 -> nothing @30500
      1000 hook 1 -> nothing @30500
      1000 traffic 900 -> nothing @30500
      1000 traffic never -> nothing @30500
      1000 traffic unknown -> nothing @30500`,
  },
  {
    phase: "stopping",
    options: "-r WINCH:0 --deadline 30s --linger 20s",
    lead: ["500 TERM", "500 told 1", "900 time", "900 seen gone"],
    rows: `1000 HUP -> pass(HUP) @2900
      1000 TERM -> pass(TERM) @2900
      1000 INT -> pass(INT) @2900
      1000 WINCH -> say-dropped(WINCH) @2900
      999 time -> nothing @2900
      1000 time -> nothing @2900
      1000 ended 3 -> say-ended(3,stopping), tell-leftovers(TERM) @3000
      1000 ended 3 last -> say-ended(3,stopping), say-summary(3,500), exit(3) @-
      1000 last -> nothing @2900
      1000 told 2 -> nothing @1100
      1000 told 2 +command -> nothing @2900
      1000 seen alive -> nothing @1100
      1000 seen gone -> nothing @2900
      1000 orphan -> nothing @2900
      1000 leftovers told -> nothing @2900
      1000 leftovers passed-over -> nothing @2900
      1000 hook 0 -> nothing @2900
      1000 hook 1 -> nothing @2900
      1000 traffic 900 -> nothing @2900
      1000 traffic never -> nothing @2900
      1000 traffic unknown -> nothing @2900`,
  },
  {
    phase: "stopping",
    options: "-r WINCH:0 --deadline 30s --linger 20s",
    lead: ["500 TERM", "500 told 1", "500 ended 7"],
    rows: `1000 HUP -> pass(HUP) @2500
      1000 TERM -> pass(TERM) @2500
      1000 INT -> pass(INT) @2500
      1000 WINCH -> say-dropped(WINCH) @2500
      999 time -> nothing @2500
      1000 time -> nothing @2500
      1000 ended 3 -> say-ended(3,stopping), tell-leftovers(TERM) @3000
      1000 ended 3 last -> say-ended(3,stopping), say-summary(3,500), exit(3) @-
      1000 last -> say-summary(7,500), exit(7) @-
      1000 told 2 -> nothing @2500
      1000 told 2 +command -> nothing @2500
      1000 seen alive -> nothing @2500
      1000 seen gone -> nothing @2500
      1000 orphan -> nothing @2500
      1000 leftovers told -> nothing @2500
      1000 leftovers passed-over -> nothing @3000
      1000 hook 0 -> nothing @2500
      1000 hook 1 -> nothing @2500
      1000 traffic 900 -> nothing @2500
      1000 traffic never -> nothing @2500
      1000 traffic unknown -> nothing @2500`,
  },
  {
    phase: "stopping",
    options: "-r WINCH:0 --deadline 30s --linger 20s --escalate INT@500ms,QUIT@2s",
    lead: ["500 TERM", "500 told 1 +command"],
    rows: `1000 HUP -> pass(HUP) @1000
      1000 TERM -> pass(TERM) @1000
      1000 INT -> pass(INT) @1000
      1000 WINCH -> say-dropped(WINCH) @1000
      999 time -> nothing @1000
      1000 time -> escalate(INT) @2500
      1000 ended 3 -> say-ended(3,stopping), tell-leftovers(TERM) @1000
      1000 ended 3 last -> say-ended(3,stopping), say-summary(3,500), exit(3) @-
      1000 last -> nothing @1000
      1000 told 2 -> nothing @1000
      1000 told 2 +command -> nothing @1000
      1000 seen alive -> nothing @1000
      1000 seen gone -> nothing @1000
      1000 orphan -> nothing @1000
      1000 leftovers told -> nothing @1000
      1000 leftovers passed-over -> nothing @1000
      1000 hook 0 -> nothing @1000
      1000 hook 1 -> nothing @1000
      1000 traffic 900 -> nothing @1000
      1000 traffic never -> nothing @1000
      1000 traffic unknown -> nothing @1000`,
  },
  {
    phase: "stopping",
    options: "-r WINCH:0 --deadline 30s --linger 20s --escalate INT@500ms,QUIT@2s",
    lead: ["500 TERM", "500 told 1", "500 ended 7"],
    rows: `1000 HUP -> pass(HUP) @1000
      1000 TERM -> pass(TERM) @1000
      1000 INT -> pass(INT) @1000
      1000 WINCH -> say-dropped(WINCH) @1000
      999 time -> nothing @1000
      1000 time -> escalate(INT) @2500
      1000 ended 3 -> say-ended(3,stopping), tell-leftovers(TERM) @1000
      1000 ended 3 last -> say-ended(3,stopping), say-summary(3,500), exit(3) @-
      1000 last -> say-summary(7,500), exit(7) @-
      1000 told 2 -> nothing @1000
      1000 told 2 +command -> nothing @1000
      1000 seen alive -> nothing @1000
      1000 seen gone -> nothing @1000
      1000 orphan -> nothing @1000
      1000 leftovers told -> nothing @1000
      1000 leftovers passed-over -> nothing @1000
      1000 hook 0 -> nothing @1000
      1000 hook 1 -> nothing @1000
      1000 traffic 900 -> nothing @1000
      1000 traffic never -> nothing @1000
      1000 traffic unknown -> nothing @1000`,
  },
  {
    phase: "stopping",
    options: "-r WINCH:0 --deadline 500ms --linger 20s --pre-stop one",
    lead: ["400 TERM", "900 time"],
    rows: `1000 HUP -> pass(HUP) @2900
      1000 TERM -> pass(TERM) @2900
      1000 INT -> pass(INT) @2900
      1000 WINCH -> say-dropped(WINCH) @2900
      999 time -> nothing @2900
      1000 time -> nothing @2900
      1000 ended 3 -> say-ended(3,stopping), tell-leftovers(TERM) @2900
      1000 ended 3 last -> say-ended(3,stopping), say-summary(3,600), exit(3) @-
      1000 last -> nothing @2900
      1000 told 2 -> nothing @1100
      1000 told 2 +command -> nothing @2900
      1000 seen alive -> nothing @1100
      1000 seen gone -> nothing @2900
      1000 orphan -> nothing @2900
      1000 leftovers told -> nothing @2900
      1000 leftovers passed-over -> nothing @2900
      1000 hook 0 -> nothing @2900
      1000 hook 1 -> nothing @2900
      1000 traffic 900 -> nothing @2900
      1000 traffic never -> nothing @2900
      1000 traffic unknown -> nothing @2900`,
  },
  {
    phase: "lingering",
    options: "-r WINCH:0 --deadline 30s --linger 20s",
    lead: ["500 ended 7"],
    rows: `1000 HUP -> pass(HUP) @2500
      1000 TERM -> pass(TERM) @2500
      1000 INT -> pass(INT) @2500
      1000 WINCH -> say-dropped(WINCH) @2500
      999 time -> nothing @2500
      1000 time -> nothing @2500
      1000 ended 3 -> say-ended(3), tell-leftovers(TERM) @3000
      1000 ended 3 last -> say-ended(3), exit(3) @-
      1000 last -> exit(7) @-
      1000 told 2 -> nothing @2500
      1000 told 2 +command -> nothing @2500
      1000 seen alive -> nothing @2500
      1000 seen gone -> nothing @2500
      1000 orphan -> nothing @2500
      1000 leftovers told -> nothing @2500
      1000 leftovers passed-over -> nothing @3000
      1000 hook 0 -> nothing @2500
      1000 hook 1 -> nothing @2500
      1000 traffic 900 -> nothing @2500
      1000 traffic never -> nothing @2500
      1000 traffic unknown -> nothing @2500`,
  },
  {
    phase: "killing",
    options: "-r WINCH:0 --linger 20s --deadline 400ms",
    lead: ["500 TERM", "900 time"],
    rows: `1000 HUP -> nothing @1000
      1000 TERM -> nothing @1000
      1000 INT -> nothing @1000
      1000 WINCH -> say-dropped(WINCH) @1000
      999 time -> nothing @1000
      1000 time -> kill-again @1100
      1000 ended 3 -> say-ended(3,stopping) @1000
      1000 ended 3 last -> say-ended(3,stopping), say-summary(3,500,forced), exit(3) @-
      1000 last -> nothing @1000
      1000 told 2 -> nothing @1000
      1000 told 2 +command -> nothing @1000
      1000 seen alive -> nothing @1000
      1000 seen gone -> nothing @1000
      1000 orphan -> nothing @1000
      1000 leftovers told -> nothing @1000
      1000 leftovers passed-over -> nothing @1000
      1000 hook 0 -> nothing @1000
      1000 hook 1 -> nothing @1000
      1000 traffic 900 -> nothing @1000
      1000 traffic never -> nothing @1000
      1000 traffic unknown -> nothing @1000`,
  },
  {
    phase: "killing",
    options: "-r WINCH:0 --linger 20s --deadline 400ms --pre-stop one --delay 100ms --until-idle 0 --delay-min 0",
    lead: ["500 TERM", "900 hook 0", "900 traffic 0", "2900 time"],
    rows: `3000 HUP -> nothing @3000
      3000 TERM -> nothing @3000
      3000 INT -> nothing @3000
      3000 WINCH -> say-dropped(WINCH) @3000
      2999 time -> nothing @3000
      3000 time -> kill-again @3100
      3000 ended 3 -> say-ended(3,stopping) @3000
      3000 ended 3 last -> say-ended(3,stopping), say-summary(3,2500,forced), exit(3) @-
      3000 last -> nothing @3000
      3000 told 2 -> nothing @3000
      3000 told 2 +command -> nothing @3000
      3000 seen alive -> nothing @3000
      3000 seen gone -> nothing @3000
      3000 orphan -> nothing @3000
      3000 leftovers told -> nothing @3000
      3000 leftovers passed-over -> nothing @3000
      3000 hook 0 -> nothing @3000
      3000 hook 1 -> nothing @3000
      3000 traffic 900 -> nothing @3000
      3000 traffic never -> nothing @3000
      3000 traffic unknown -> nothing @3000`,
  },
  {
    phase: "killing",
    options: "-r WINCH:0 --deadline 30s --linger 0",
    lead: ["900 ended 7"],
    rows: `1000 HUP -> nothing @1000
      1000 TERM -> nothing @1000
      1000 INT -> nothing @1000
      1000 WINCH -> say-dropped(WINCH) @1000
      999 time -> nothing @1000
      1000 time -> kill-again @1100
      1000 ended 3 -> say-ended(3) @1000
      1000 ended 3 last -> say-ended(3), exit(3) @-
      1000 last -> exit(7) @-
      1000 told 2 -> nothing @1000
      1000 told 2 +command -> nothing @1000
      1000 seen alive -> nothing @1000
      1000 seen gone -> nothing @1000
      1000 orphan -> nothing @1000
      1000 leftovers told -> nothing @1000
      1000 leftovers passed-over -> nothing @1000
      1000 hook 0 -> nothing @1000
      1000 hook 1 -> nothing @1000
      1000 traffic 900 -> nothing @1000
      1000 traffic never -> nothing @1000
      1000 traffic unknown -> nothing @1000`,
  },
  {
    phase: "done",
    options: "-r WINCH:0 --deadline 30s --linger 20s",
    lead: ["500 ended 7 last"],
    rows: `1000 HUP -> nothing @-
      1000 TERM -> nothing @-
      1000 INT -> nothing @-
      1000 WINCH -> nothing @-
      999 time -> nothing @-
      1000 time -> nothing @-
      1000 ended 3 -> nothing @-
      1000 ended 3 last -> nothing @-
      1000 last -> nothing @-
      1000 told 2 -> nothing @-
      1000 told 2 +command -> nothing @-
      1000 seen alive -> nothing @-
      1000 seen gone -> nothing @-
      1000 orphan -> nothing @-
      1000 leftovers told -> nothing @-
      1000 leftovers passed-over -> nothing @-
      1000 hook 0 -> nothing @-
      1000 hook 1 -> nothing @-
      1000 traffic 900 -> nothing @-
      1000 traffic never -> nothing @-
      1000 traffic unknown -> nothing @-`,
  },
];
