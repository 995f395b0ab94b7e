// What a rolling update's report says of it: one function for each finding, with what proves it and what to do. Pure.

import { formatDuration } from "../../core/duration.ts";
import type { Rehearsal } from "../rehearsal.ts";
import type { Finding } from "../report.ts";
import type { Loss } from "../verdict/losses.ts";
import { count, time } from "../verdict/say.ts";
import { course } from "./formula.ts";
import { settingsFor } from "./recommend.ts";
import type { PodRecord, RollingReport } from "./report.ts";

/** No grace period should be longer: the cluster autoscaler waits no longer by default (--max-graceful-termination-sec). */
const LONGEST_STOP_MS = 600_000;
const DAY_MS = 86_400_000;
/** What the number of Deployments is worked out for, where there is one for each release. */
const RELEASES_PER_DAY = 4;

/** What they are made of; the report without its findings. */
interface Scene {
  readonly report: RollingReport;
  readonly rehearsal: Rehearsal;
  readonly losses: readonly Loss[];
}

type Find = (scene: Scene) => Finding | null;

/** In the order in which they are to be dealt with. */
export function findingsOf(scene: Scene): Finding[] {
  return [hookFailed, killed, requestsLost, surgeExplodes, longJobs]
    .map((find) => find(scene))
    .filter((finding) => finding !== null);
}

const hookFailed: Find = ({ report, rehearsal }) => {
  const failed = report.pods.filter((pod) => pod.hookError !== null);
  if (failed.length === 0) return null;
  return {
    code: "hook-failed",
    severity: "error",
    message: `The hook failed in ${count(failed.length, "replica")}, so that the stop signal came at once.`,
    advice: `Let the init wait, which cannot fail, instead of a hook that sleeps: ${settingsFor(report, rehearsal).entrypoint}.`,
    evidence: { facts: failed.map((pod) => `replica ${pod.pod}: ${pod.hookError}`) },
  };
};

const killed: Find = ({ report, rehearsal: { graceMs } }) => {
  const forced = report.pods.filter((pod) => pod.forced);
  if (forced.length === 0) return null;
  return {
    code: "killed",
    severity: "error",
    message: `SIGKILL was needed for ${count(forced.length, "replica")}: the grace period of ${time(graceMs)} was over.`,
    advice: "Rehearse a single stop, without --replicas: it says who got the stop signal and who did not.",
    evidence: { facts: forced.map((pod) => `replica ${pod.pod}: exit code ${pod.exitCode ?? "none"}`) },
  };
};

const requestsLost: Find = (scene) => {
  const { report, losses } = scene;
  const { dropped, total, newConnections, reusedConnections } = report.requests;
  if (dropped === 0) return null;
  const facts = [`${newConnections.dropped} on new connections, ${reusedConnections.dropped} on reused ones`];
  for (const outcome of new Set(losses.map(({ request }) => request.outcome))) {
    facts.push(`${outcome}: ${losses.filter(({ request }) => request.outcome === outcome).length}`);
  }
  const refusing = report.pods.filter((pod) => pod.refused > 0);
  const refused = refusing.reduce((sum, pod) => sum + pod.refused, 0);
  if (refused > 0)
    facts.push(`${count(refused, "connection")} refused by replicas that listened no more: ${each(refusing)}`);
  if (report.unserved > 0) facts.push(`${count(report.unserved, "connection")} while no replica was to receive any`);
  return {
    code: "requests-lost",
    severity: "error",
    message: `The update lost ${dropped} of ${count(total, "request")}.`,
    advice: adviceOnLosses(scene, refused),
    evidence: { requests: losses.map(({ request }) => request.id), facts },
  };
};

function adviceOnLosses({ report, rehearsal, losses }: Scene, refused: number): string {
  if (refused > 0) {
    const { delay, entrypoint, graceSeconds } = settingsFor(report, rehearsal);
    return `Go on serving until the endpoints have forgotten the replica, with a grace period that has room for that: ${entrypoint} (or LASTCALL_DELAY=${delay} behind a lastcall-init), and terminationGracePeriodSeconds: ${graceSeconds}.`;
  }
  const killed = report.pods.some(({ forced }) => forced);
  if (!killed && losses.some(({ how }) => how === "kept-alive"))
    return "Answer with `Connection: close` during the delay, and close idle connections last.";
  return "Rehearse a single stop, without --replicas: it says what became of each request.";
}

/** More than one round of deleted pods at once: they pile up. */
const surgeExplodes: Find = ({ report: { strategy, formula, peak } }) => {
  const rounds = Math.ceil(formula.terminationMs / formula.availableMs);
  const counted = strategy.replicas + strategy.maxSurge;
  if (rounds < 2 || peak.pods <= counted) return null;
  const minReadyMs = strategy.minReadyMs + formula.terminationMs - formula.availableMs;
  const slower =
    strategy.readyTimeMs > 0
      ? ""
      : " If the app takes longer to become ready in the cluster than here, give --ready-time.";
  return {
    code: "surge-explodes",
    severity: "warning",
    message: `The surge allows ${count(counted, "pod")}, but ${peak.pods} ran at once: those that terminate are not counted, and a stop takes longer than the next replicas need to become available.`,
    advice: `Have room (nodes, quotas, database connections) for ${count(formula.peakPods, "pod")}, or let a round last as long as a stop: minReadySeconds of ${Math.ceil(minReadyMs / 1000)} or more.${slower}`,
    evidence: {
      facts: [
        `a new replica is available after ${time(formula.availableMs)}, a deleted one has gone after ${time(formula.terminationMs)}: ${rounds} rounds terminate at once`,
        `if each stop took the whole grace period: ${count(formula.peakAtFullGrace, "pod")}`,
      ],
    },
  };
};

const longJobs: Find = ({ report: { strategy, formula }, rehearsal: { graceMs } }) => {
  const longestMs = Math.max(graceMs, formula.terminationMs);
  if (longestMs <= LONGEST_STOP_MS) return null;
  const live = Math.ceil((longestMs / DAY_MS) * RELEASES_PER_DAY) + 1;
  const { peakPods } = course(strategy, formula.availableMs, longestMs);
  return {
    code: "long-jobs",
    severity: "warning",
    message: `A stop may take ${formatDuration(longestMs)}: node drains, the cluster autoscaler and spot instances do not wait that long.`,
    advice:
      "Do not raise the grace period for long jobs. Make a Deployment for each release, point the Service at the new one, and delete the old one when its jobs are done; or let the queue hand out again what was not finished.",
    evidence: {
      facts: [
        `a rolling update may have ${peakPods} pods for that long`,
        `with a Deployment for each of ${RELEASES_PER_DAY} releases a day: ${live} at once, ${live * strategy.replicas} pods`,
      ],
    },
  };
};

function each(pods: readonly PodRecord[]): string {
  return pods.map((pod) => `${pod.refused} by replica ${pod.pod}`).join(", ");
}
