// What the init knows: the plan that the options come to, and the state of the stop sequence. There is one of each, made at build
// time, so that their place in memory is a constant.

import { Plan } from "../core/plan.ts";
import { State } from "../core/state.ts";

export const plan = new Plan();
export const state = new State(plan, false);
