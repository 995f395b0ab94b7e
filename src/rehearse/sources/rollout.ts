// How a workload is rolled out, as its manifest says (apps/v1 DeploymentSpec).

import type { Rollout } from "../rehearsal.ts";
import { type Amount, parseAmount } from "../rolling/strategy.ts";
import type { Cursor } from "./yaml.ts";

/** Of the whole document. For what is no Deployment nothing but its kind counts. Throws BadOption. */
export function readRollout(document: Cursor): Rollout {
  const kind = document.get("kind").text();
  const where = document.where;
  const nothing = {
    where,
    kind,
    recreates: false,
    replicas: null,
    maxSurge: null,
    maxUnavailable: null,
    minReadyMs: null,
  };
  if (kind !== "Deployment") return nothing;
  const spec = document.get("spec");
  const strategy = spec.get("strategy");
  const type = strategy.get("type");
  if (!["RollingUpdate", "Recreate"].includes(type.scalar() ?? "RollingUpdate"))
    type.fail(`strategy.type: expected RollingUpdate or Recreate`);
  const recreates = type.scalar() === "Recreate";
  const rolling = strategy.get("rollingUpdate");
  const replicas = spec.get("replicas");
  const minReady = spec.get("minReadySeconds");
  return {
    where: strategy.missing ? where : strategy.where,
    kind,
    recreates,
    replicas: replicas.missing ? null : replicas.whole("a number of pods, 0 or more", 0),
    maxSurge: amountOf(rolling.get("maxSurge")),
    maxUnavailable: amountOf(rolling.get("maxUnavailable")),
    minReadyMs: minReady.missing ? null : minReady.seconds() * 1000,
  };
}

/** An IntOrString: a text is a part, and a number is none. */
function amountOf(amount: Cursor): Amount | null {
  if (amount.missing) return null;
  const part = parseAmount(amount.scalar() ?? "");
  return typeof part === "string" ? part : amount.whole("a number of pods, or a part like 25%", 0);
}
