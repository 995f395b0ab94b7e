// What is asked for of a rolling update, in options and in the manifest's Deployment; options win. Pure.

import { attempt, BadOption, quote, type Spelling, spelled, wrong } from "../bad-option.ts";
import type { Rehearsal, Rollout } from "../rehearsal.ts";
import { durationMs, wholeNumber } from "../values.ts";
import type { RollingOptions } from "./deployment.ts";
import { type Amount, parseAmount, settleStrategy } from "./strategy.ts";
import { type UpdateOptions, updateKeys } from "./update-options.ts";

export interface Rolling {
  readonly options: RollingOptions;
  /** Where what is played is not what the manifest says, one line each. */
  readonly notes: readonly string[];
}

/** The first option that asks for a rolling update; null for none. */
export function firstOf(options: UpdateOptions): keyof UpdateOptions | null {
  return updateKeys.find((key) => (options[key] ?? null) !== null) ?? null;
}

/** Throws BadOption. */
export function rollingOf(options: UpdateOptions, rehearsal: Rehearsal, spelling: Spelling): Rolling {
  const first = firstOf(options);
  const label = (key: keyof UpdateOptions | "hold") => spelled(key, spelling);
  const asked = first === null ? "a rolling update" : label(first);
  const read = <T>(key: keyof UpdateOptions, reader: (value: string | number) => T): T | null => {
    const value = options[key] ?? null;
    return value === null ? null : attempt(label(key), value, () => reader(value));
  };
  const { rollout = null, image, hold } = rehearsal;
  if (image !== null)
    throw new BadOption(`${asked}: replicas run on this machine, not in containers of ${image}: expected a command`);
  if (hold !== null) throw new BadOption(`${label("hold")} ${quote(`${hold.count}`)}: does nothing with ${asked}`);
  if (rollout?.recreates)
    throw new BadOption(`${asked}: ${rollout.where}: strategy.type Recreate stops all pods before it starts any`);
  const replicas = read("replicas", (value) => wholeNumber(value, 1, 999)) ?? replicasOf(rollout);
  if (replicas === null) {
    const given = first === null ? asked : `${asked} ${quote(options[first])}`;
    const others = rollout === null ? "" : `, for ${rollout.where} does not say how many`;
    throw new BadOption(`${given}: does nothing without ${label("replicas")}${others}`);
  }
  const maxSurge = read("maxSurge", amount) ?? rollout?.maxSurge ?? undefined;
  const maxUnavailable = read("maxUnavailable", part) ?? rollout?.maxUnavailable ?? undefined;
  if (isNothing(maxSurge) && isNothing(maxUnavailable))
    throw new BadOption(
      `${asked}: neither maxSurge nor maxUnavailable is more than 0: the API server takes no such Deployment`,
    );
  const minReadyMs = read("minReady", durationMs) ?? rollout?.minReadyMs ?? 0;
  return {
    options: {
      strategy: settleStrategy(replicas, maxSurge, maxUnavailable, minReadyMs),
      readyTimeMs: read("readyTime", durationMs) ?? 0,
    },
    notes:
      rollout === null || rollout.kind === "Deployment"
        ? []
        : [`${rollout.where}: a ${rollout.kind} is no Deployment, but its update is played as one's`],
  };
}

function replicasOf(rollout: Rollout | null): number | null {
  if (rollout?.replicas === 0) throw new BadOption(`${rollout.where}: replicas 0: there is nothing to update`);
  return rollout?.replicas ?? null;
}

function amount(value: string | number): Amount {
  return parseAmount(String(value)) ?? wrong("expected a number of replicas, or a part like 25%");
}

/** ValidateRollingUpdateDeployment (pkg/apis/apps/validation): no more than all of them can be missing. */
function part(given: string | number): Amount {
  const value = amount(given);
  return typeof value === "string" && Number.parseInt(value, 10) > 100 ? wrong("expected 100% or less") : value;
}

function isNothing(value: Amount | undefined): boolean {
  return value !== undefined && Number.parseInt(`${value}`, 10) === 0;
}
