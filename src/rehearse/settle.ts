// Options and files to a Rehearsal. Options win over files, files over the engine's defaults.

import { nearest } from "../core/suggest.ts";
import { BadOption, quote } from "./bad-option.ts";
import { engineNamed, engines } from "./engines.ts";
import { flags } from "./flags.ts";
import { Given } from "./given.ts";
import { lagMs } from "./lags.ts";
import { loadsOf } from "./load-options.ts";
import { defaults, type RehearseOptions } from "./options.ts";
import { readyWhen } from "./ready.ts";
import type { Ready, Rehearsal } from "./rehearsal.ts";
import { readCompose } from "./sources/compose.ts";
import { readManifest } from "./sources/manifest.ts";
import type { Source } from "./sources/source.ts";
import { graceOf, hookOf } from "./stop-options.ts";
import { machine, readText, type Surroundings } from "./surroundings.ts";
import { durationMs, signalNamed, variables } from "./values.ts";
import { whatRuns } from "./what-runs.ts";

/**
 * Makes one Rehearsal of the options and of the files that they name. Nothing is started. Throws BadOption, whose message is one line:
 * the option or FILE:LINE, the value, what would have been valid.
 */
export function settle(
  options: RehearseOptions,
  surroundings: Surroundings = machine("property", process.env),
): Rehearsal {
  const given = new Given(options, surroundings);
  const notes: string[] = [];
  const source = sourceOf(given);
  const facts = given.take("engine", engineNamed) ?? (given.has("compose") ? engines.compose : engines.kubernetes);
  const what = whatRuns(given, source, notes);
  const env = { ...source?.env, ...given.take("env", variables) };
  const stopSignal = given.take("stopSignal", signalNamed) ?? source?.stopSignal ?? null;
  const graceMs = graceOf(given, facts, source, notes);
  const hook = hookOf(given, facts, source, graceMs, notes);
  const { load, slow, hold, port } = loadsOf(given, source);
  notes.push(...(source?.notes ?? []));
  for (const [name, note] of source?.missingEnv ?? []) {
    if (!Object.hasOwn(env, name)) notes.push(`${note}: ${given.label("env")} sets it`);
  }
  const inside = port === null ? undefined : source?.published.get(port);
  if (inside !== undefined && ![...(source?.published.values() ?? [])].includes(port ?? 0)) {
    notes.push(
      `port ${port} is what Compose publishes; inside it is ${inside}, and that is where requests should go: :${inside}`,
    );
  }
  if (stopSignal === "SIGKILL" || stopSignal === "SIGSTOP")
    notes.push(`${stopSignal} cannot be caught: the app is not asked to stop`);
  if (load === null && slow === null && hold === null) {
    notes.push(`no ${given.label("url")}: nothing is requested, so nothing can be seen to get lost`);
  }
  return {
    ...what,
    ...(source?.name ? { container: source.name } : {}),
    env,
    engine: facts.engine,
    stopSignal: stopSignal ?? facts.engine.stopSignal,
    stopSignalChosen: stopSignal !== null,
    graceMs,
    hook,
    endpointLagMs: given.take("endpointLag", lagMs) ?? facts.engine.endpointLagMs,
    ready: given.take("ready", readyWhen) ?? source?.ready ?? readyBy(port),
    readyTimeoutMs:
      given.take("readyTimeout", durationMs) ?? source?.readyTimeoutMs ?? durationMs(defaults.readyTimeout),
    load,
    slow,
    hold,
    warmUpMs: given.take("warmUp", durationMs) ?? durationMs(defaults.warmUp),
    notes,
    ...(source?.rollout === undefined ? {} : { rollout: source.rollout }),
  };
}

/** Refuses properties that are no options, as a program without types may have them. `others` are options of somebody else. */
export function refuseUnknown(options: object, others: readonly string[] = []): void {
  const known = [...Object.keys(flags), ...others];
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    const guess = nearest(key, known.join(" "));
    const valid = guess === "" ? `expected one of ${known.join(", ")}` : `did you mean ${guess}?`;
    throw new BadOption(`unknown option ${quote(key)}: ${valid}`);
  }
}

function sourceOf(given: Given): Source | null {
  const { manifest = null, container, compose = null, service } = given.options;
  given.refuseSeveral(["manifest", "compose"]);
  given.refuseAlone(["container"], "manifest");
  given.refuseAlone(["service"], "compose");
  if (manifest !== null) {
    const text = readText(given.surroundings, given.label("manifest"), manifest);
    return readManifest(manifest === "-" ? "stdin" : manifest, text, container ?? null, given.label("container"));
  }
  if (compose === null) return null;
  return readCompose(
    compose,
    service ?? null,
    { file: given.label("compose"), service: given.label("service") },
    given.surroundings,
  );
}

/** Without a probe: the port under load, and if that is not known, the first that listens. */
function readyBy(port: number | null): Ready {
  return port === null ? { kind: "listen" } : { kind: "tcp", port };
}
