// A shell, a package manager or an init between PID 1 and the app kept the stop signal to itself.

import type { ProcessRecord } from "../../report.ts";
import { execAdvice, initAdvice } from "../advice.ts";
import { list, who } from "../say.ts";
import type { Rule, Scene } from "../scene.ts";
import { whatWrapperDoes } from "../wrappers.ts";

export const signalSwallowed: Rule = (scene) => {
  const wrapper = swallower(scene);
  if (scene.delivered !== false || wrapper === null) return [];
  const untold = scene.apps.filter((app) => scene.told(app) === false);
  const how = whatWrapperDoes(wrapper, wrapper === scene.root, scene.signal);
  const chain = [...scene.chain, ...untold.slice(0, 1)].map(who).join(" → ");
  return [
    {
      code: "signal-swallowed",
      severity: "error",
      message: `${list(untold.map(who))} never got ${scene.signal}. ${who(wrapper)} stands in between: ${how}.`,
      advice: `Put lastcall-init in front, which looks through wrappers and waits for the app: ${initAdvice(scene)}. Or ${execAdvice(scene)}.`,
      evidence: { processes: [wrapper.pid, ...untold.map(({ pid }) => pid)], facts: [chain, wrapper.commandLine] },
    },
  ];
};

/** The last of the chain that heard it, for behind that one nobody did. A program in the chain is an app, and no wrapper. */
function swallower({ chain, told }: Scene): ProcessRecord | null {
  const wrappers = chain.filter(({ kind }) => kind !== "program");
  return wrappers.findLast((wrapper) => told(wrapper) === true) ?? wrappers[0] ?? null;
}
