// The app probably got the stop signal twice: from an init that tells the whole group, and from somebody in that group who passes it on.
// Many programs take a second one as "at once".

import { Target } from "../../../core/plan.ts";
import type { Finding, Recording } from "../../report.ts";
import { list, time, verb, who } from "../say.ts";
import type { Rule, Scene } from "../scene.ts";
import { includes, shortName } from "../signals.ts";

export const doubleTold: Rule = (scene) => {
  const { apps, recording, losses } = scene;
  if (recording.signalMs === null) return [];
  const seen = apps.filter(({ toldAgainMs }) => typeof toldAgainMs === "number");
  if (seen.length === 0) return apps.some(({ toldAgainMs }) => toldAgainMs === null) ? [] : guessed(scene);
  const [first] = seen;
  return [
    {
      code: "double-told",
      severity: losses.length > 0 ? "error" : "warning",
      message: `${list(seen.map(who))} got ${scene.signalAtApp} twice, the second time ${time(first?.toldAgainMs ?? 0)} after the stop began. Many programs take a second one as "at once".`,
      advice: ADVICE,
      evidence: { processes: seen.map(({ pid }) => pid) },
    },
  ];
};

const ADVICE = "Let one of them tell it: lastcall-init tells each process once.";

/** Without a trace of signals: who is known to tell whom. */
function guessed({ inits, chain, apps, signal, recording }: Scene): Finding[] {
  const [app] = apps;
  if (app === undefined) return [];
  const toGroup = inits.find(({ isOurs, plan }) => !isOurs && plan.target === Target.Group);
  const passers = chain.filter(
    ({ kind, name, catches }) =>
      kind !== "init" && (name === "timeout" || kind === "manager" || kind === "shell") && includes(catches, signal),
  );
  const alone = chain.filter(({ name }) => name === "timeout");
  const both = toGroup === undefined ? alone : passers;
  if (both.length === 0) return [];
  const printed = linesTwice(recording, signal);
  const how =
    toGroup === undefined
      ? "timeout tells its child, and then its whole group"
      : `${toGroup.name} tells the whole group, and ${list(both.map(who))} ${verb(both.length, "passes", "pass")} the signal on`;
  return [
    {
      code: "double-told",
      severity: printed.length > 0 ? "warning" : "note",
      message: `${who(app)} probably got ${signal} twice: ${how}.`,
      advice: ADVICE,
      evidence: { processes: [...both.map(({ pid }) => pid), app.pid], facts: printed },
    },
  ];
}

/** What the app printed twice after the signal, and names it. */
function linesTwice({ output, signalMs }: Recording, signal: string): string[] {
  const after = output.filter(
    ({ atMs, line }) => atMs >= (signalMs ?? 0) && line.toUpperCase().includes(shortName(signal)),
  );
  return [...new Set(after.map(({ line }) => line))].filter(
    (line) => after.filter((each) => each.line === line).length > 1,
  );
}
