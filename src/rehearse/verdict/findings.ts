// Every rule, in the order in which a reader wants to hear: who was not told, what that did, what else is wrong, what was not seen.

import type { Finding, Severity } from "../report.ts";
import { beforeStop } from "./findings/before-stop.ts";
import { blind } from "./findings/blind.ts";
import { delayTwice } from "./findings/delay-twice.ts";
import { doesNotFit } from "./findings/does-not-fit.ts";
import { doubleTold } from "./findings/double-told.ts";
import { exitCode } from "./findings/exit-code.ts";
import { graceTooShort } from "./findings/grace-too-short.ts";
import { hookAteGrace } from "./findings/hook-ate-grace.ts";
import { hookFailed } from "./findings/hook-failed.ts";
import { httpErrors } from "./findings/http-errors.ts";
import { initLeftEarly } from "./findings/init-left-early.ts";
import { keepAliveReset } from "./findings/keep-alive-reset.ts";
import { killed } from "./findings/killed.ts";
import { listenerClosedEarly } from "./findings/listener-closed-early.ts";
import { neverTold } from "./findings/never-told.ts";
import { noRequests } from "./findings/no-requests.ts";
import { responseCut } from "./findings/response-cut.ts";
import { sessionsCut } from "./findings/sessions-cut.ts";
import { signalIgnored } from "./findings/signal-ignored.ts";
import { signalSwallowed } from "./findings/signal-swallowed.ts";
import { timedOut } from "./findings/timed-out.ts";
import { wrongSignal } from "./findings/wrong-signal.ts";
import { zombies } from "./findings/zombies.ts";
import type { Rule, Scene } from "./scene.ts";

const rules: readonly Rule[] = [
  signalIgnored,
  signalSwallowed,
  neverTold,
  wrongSignal,
  initLeftEarly,
  killed,
  graceTooShort,
  listenerClosedEarly,
  keepAliveReset,
  responseCut,
  httpErrors,
  timedOut,
  hookFailed,
  hookAteGrace,
  delayTwice,
  doubleTold,
  exitCode,
  sessionsCut,
  zombies,
  doesNotFit,
  beforeStop,
  noRequests,
  blind,
];

const order: readonly Severity[] = ["error", "warning", "note"];

/** Errors first, then warnings, then notes. */
export function findingsOf(scene: Scene): Finding[] {
  const found = rules.flatMap((rule) => rule(scene));
  return order.flatMap((severity) => found.filter((finding) => finding.severity === severity));
}
