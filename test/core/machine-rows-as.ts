// Traces of the stop sequence where the command's end is the end: --wait command, and the other inits.

import type { Trace } from "./machine-rows.ts";

export const asTraces: Trace[] = [
  {
    name: "--wait command: whoever is left is left",
    options: "--wait command",
    trace: `0 ended 3 -> say-ended(3), exit(3) @-`,
  },
  {
    name: "--wait command: also in a stop",
    options: "--wait command --deadline 10s",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @10000
      0 told 1 +command -> nothing @10000
      250 ended 143 -> say-ended(143,stopping), say-summary(143,250), exit(143) @-`,
  },
  {
    name: "--wait command: the end of others is nobody's concern",
    options: "--wait command",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @-
      0 told 1 +command -> nothing @-
      100 orphan -> nothing @-
      250 ended 0 last -> say-ended(0,stopping), say-summary(0,250), exit(0) @-`,
  },
  {
    name: "--wait command: in the delay",
    options: "--wait command --delay 5s",
    trace: `0 TERM -> say-stop(TERM,5000) @5000
      1000 ended 0 -> say-ended(0,stopping), say-summary(0,1000), exit(0) @-`,
  },
  {
    name: "--wait command: in a hook, which is killed",
    options: "--wait command --pre-stop drain",
    trace: `0 TERM -> say-stop(TERM,0), run-hook(0) @-
      1000 ended 0 -> say-ended(0,stopping), kill-hook, say-summary(0,1000), exit(0) @-`,
  },
  {
    name: "tini leaves with its child",
    options: "--as tini",
    trace: `0 TERM -> say-stop(TERM,0), forward(TERM) @-
      0 told 1 +command -> nothing @-
      250 ended 143 -> say-ended(143,stopping), say-summary(143,250), exit(143) @-`,
  },
  {
    name: "dumb-init tells its child's group on the way out",
    options: "--as dumb-init",
    trace: `0 ended 3 -> say-ended(3), group(TERM), exit(3) @-`,
  },
  {
    name: "dumb-init tells it what TERM is rewritten to",
    options: "--as dumb-init -r 15:3",
    trace: `0 ended 3 -> say-ended(3), group(QUIT), exit(3) @-`,
  },
  {
    name: "dumb-init tells it also where nobody is ours to wait for: without a subreaper they are somebody else's",
    options: "--as dumb-init",
    trace: `0 ended 3 last -> say-ended(3), group(TERM), exit(3) @-`,
  },
  {
    name: "tini drops what asks for the terminal",
    options: "--as tini",
    trace: `0 TTIN -> say-dropped(TTIN) @-
      1 TSTP -> pass(TSTP) @-`,
  },
  {
    name: "dumb-init stops its child's session for good",
    options: "--as dumb-init",
    trace: `0 TTIN -> pass(STOP) @-
      1 TSTP -> pass(STOP) @-
      2 CONT -> pass(CONT) @-`,
  },
];
