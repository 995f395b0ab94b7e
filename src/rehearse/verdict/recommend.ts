// The settings that would have lost nothing, with how each came about.

import { formatDuration } from "../../core/duration.ts";
import type { Recommendation } from "../report.ts";
import { entrypointOf } from "./entrypoint.ts";
import { exactDrain, SLACK_MS } from "./figures.ts";
import { patchOf } from "./patch.ts";
import { time } from "./say.ts";
import { betterSignal, type Scene } from "./scene.ts";
import { canBeCaught, includes, shortName } from "./signals.ts";

/** Longer than that nobody should wait for a pod: FIELD, "Long jobs". */
const LONG_JOB_MS = 600_000;

export function recommend(scene: Scene): Recommendation {
  const { figures, measured, rehearsal, recording } = scene;
  const signals = signalsFor(scene);
  const command = recording.command.length > 0 ? recording.command : rehearsal.command;
  const entrypoint = entrypointOf(command, rehearsal.env, { ...figures, ...signals });
  const dockerfile = [
    ...(signals.signal === "SIGTERM" && scene.signal === "SIGTERM" ? [] : [`STOPSIGNAL ${signals.signal}`]),
    `ENTRYPOINT ${JSON.stringify(entrypoint)}`,
  ].join("\n");
  return {
    delayMs: figures.delayMs,
    deadlineMs: figures.deadlineMs,
    terminationGracePeriodSeconds: figures.graceSeconds,
    stopSignal: signals.signal,
    entrypoint,
    dockerfile,
    manifest: patchOf(rehearsal, figures, signals.signal),
    because: [...measured.because, ...reasons(scene), ...signals.because, ...limitsOf(scene, command.length)],
  };
}

/** What the engine sends, and what lastcall-init makes of it. */
function signalsFor(scene: Scene): { signal: string; rewriteTo: string | null; because: string[] } {
  const { signal, server } = scene;
  const better = betterSignal(scene);
  if (!canBeCaught(signal)) {
    const why = `${signal} cannot be caught: SIGTERM begins a stop`;
    return { signal: "SIGTERM", rewriteTo: better === "SIGTERM" ? null : better, because: [why] };
  }
  if (server === null) return { signal, rewriteTo: null, because: [] };
  const { process, known } = server;
  if (better !== null) {
    const why = `${process.name} finishes its requests on ${better}: lastcall-init makes it of ${signal}`;
    return { signal, rewriteTo: better, because: [why] };
  }
  // What begins no stop by itself reaches the app without a delay: the engine sends TERM then.
  if (
    known.graceful.length > 0 &&
    !["TERM", "INT", "QUIT"].includes(shortName(signal)) &&
    includes(known.graceful, signal)
  ) {
    const why = `${signal} begins no stop of lastcall-init: SIGTERM does, and becomes ${signal} for ${process.name}; a lifecycle.stopSignal in a manifest would overrule it`;
    return { signal: "SIGTERM", rewriteTo: signal, because: [why] };
  }
  return { signal, rewriteTo: null, because: [] };
}

function reasons({ figures, measured, rehearsal }: Scene): string[] {
  const { delayMs, deadlineMs, graceSeconds } = figures;
  const formulaMs = Math.max(measured.longestMs, measured.tailMs) + measured.cleanUpMs;
  const drain = measured.drainedMs > formulaMs ? "what the app took" : "max(R, K) + C";
  const was =
    Math.ceil(rehearsal.graceMs / 1000) === graceSeconds ? ", as it was" : `, it was ${time(rehearsal.graceMs)}`;
  if (!figures.fits && rehearsal.engine.name === "cloud-run") return [];
  return [
    delayMs === 0
      ? "delay 0s: nobody sends new requests once the stop has begun"
      : `delay ${formatDuration(delayMs)} ≥ L + 2 s = ${time(measured.lagMs + SLACK_MS)}`,
    `deadline ${formatDuration(deadlineMs)} ≥ delay + ${drain} + 2 s = ${time(delayMs + exactDrain(measured) + SLACK_MS)}`,
    `terminationGracePeriodSeconds ${graceSeconds} ≥ H + deadline + 2 s = ${time(measured.hookMs + deadlineMs + SLACK_MS)}${was}`,
  ];
}

function limitsOf(scene: Scene, words: number): string[] {
  const { figures, measured, inits, server } = scene;
  const { limit, fits, delayMs, deadlineMs, neededMs, graceSeconds } = figures;
  const said: string[] = [];
  if (limit !== null && !fits)
    said.push(
      `${limit.what}: ${time(neededMs)} would be needed; delay ${formatDuration(delayMs)} and deadline ${formatDuration(deadlineMs)} are what is recommended`,
    );
  if (delayMs > 0 && waitsByItself(scene))
    said.push(
      "the app itself goes on serving until the endpoints are gone: leave that out or the delay, for they add up",
    );
  if (graceSeconds > 600 && limit === null)
    said.push("cluster-autoscaler cuts grace periods off at 600 s (--max-graceful-termination-sec)");
  if (measured.longestMs > LONG_JOB_MS)
    said.push("requests of more than 10 minutes: a Deployment for each release is better than a grace period for them");
  if (inits.some(({ isOurs, plan }) => isOurs && plan.hooks !== null))
    said.push("lastcall-init's own --pre-stop is inside of the deadline and was not measured: add what it takes");
  if (server?.known.instead !== undefined) said.push(`${server.process.name}: ${server.known.instead}`);
  if (words === 0) said.push("the image's own ENTRYPOINT belongs behind the --");
  return said;
}

/** It was told before the endpoints were gone, and closed no listener until then. */
function waitsByItself({ measured, recording, losses, forced, delivered }: Scene): boolean {
  if (delivered !== true || forced || losses.length > 0 || recording.listeners.length === 0) return false;
  const { toldMs, lagMs } = measured;
  return toldMs !== null && toldMs < lagMs && recording.listeners.every(({ toMs }) => toMs !== null && toMs >= lagMs);
}
