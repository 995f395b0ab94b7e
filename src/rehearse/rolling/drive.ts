// A rolling update from the first replica to the last: the old ones, the load on them through a balancer that stands for the Service, the
// update under that load, and what was seen of it.

import { setTimeout as sleep } from "node:timers/promises";
import { allFailed } from "../all-failed.ts";
import { honestArrivals } from "../arrivals.ts";
import type { Sandbox } from "../drive/sandbox.ts";
import type { Generator } from "../load/generator.ts";
import { countsOf, generatorsOf, unsentOf } from "../load/generators.ts";
import { Pulse } from "../pulse.ts";
import type { Rehearsal } from "../rehearsal.ts";
import type { RequestRecord } from "../report.ts";
import { type Balancer, openBalancer } from "./balancer.ts";
import { Deployment, type RollingOptions } from "./deployment.ts";
import { RollingFailed } from "./failure.ts";
import type { PodCounts } from "./replicas.ts";
import type { RollingReport } from "./report.ts";
import { summarise } from "./summary.ts";

/** For the live display. */
export interface RollingStatus {
  readonly phase: "starting" | "load" | "update" | "draining" | "ended";
  /** Since the update began; null before. */
  readonly sinceMs: number | null;
  readonly pods: PodCounts;
  readonly sent: number;
  readonly ok: number;
  readonly lost: number;
}

export interface RollingParts {
  open(rehearsal: Rehearsal): Promise<Sandbox>;
  /** At every change, and every so often. */
  progress(status: RollingStatus): void;
  /** Ctrl-C. */
  readonly cancelled: AbortSignal;
}

const PROGRESS_MS = 100;
/** Of a request: its own, and two of the balancer. */
const DESCRIPTORS = 3;

/**
 * Plays one rolling update and leaves nothing behind. Rejects with RollingFailed (a replica that does not get ready or that ends by
 * itself: both revisions are the same program, so that is no verdict on its stop), with what `open` rejects with, or with the reason of
 * `cancelled`.
 */
export async function rollingUpdate(
  rehearsal: Rehearsal,
  options: RollingOptions,
  parts: RollingParts,
): Promise<RollingReport> {
  const balancer = await openBalancer();
  const update = new Update(rehearsal, options, parts, balancer);
  try {
    return await update.play();
  } finally {
    await update.remove();
    await balancer.close();
  }
}

class Update {
  private readonly rehearsal: Rehearsal;
  private readonly options: RollingOptions;
  private readonly parts: RollingParts;
  private readonly balancer: Balancer;
  private readonly deployment: Deployment;
  private readonly generators: readonly Generator[];
  private readonly failed: Promise<never>;
  private readonly over = new AbortController();
  private readonly pulse = new Pulse();
  private phase: RollingStatus["phase"] = "starting";
  private zeroMs = 0;
  private readonly ticker: NodeJS.Timeout;

  constructor(rehearsal: Rehearsal, options: RollingOptions, parts: RollingParts, balancer: Balancer) {
    this.rehearsal = rehearsal;
    this.options = options;
    this.parts = parts;
    this.balancer = balancer;
    let fail: (reason: unknown) => void = () => {};
    this.failed = new Promise((_resolve, reject) => {
      fail = reject;
    });
    // Whoever waits at the time gets it; if nobody does, the update is over.
    this.failed.catch(() => {});
    const { cancelled } = parts;
    cancelled.addEventListener("abort", () => fail(cancelled.reason), { signal: this.over.signal });
    const changed = () => this.tell();
    const { host, port, endpoints } = balancer;
    this.deployment = new Deployment(rehearsal, options, { open: parts.open, endpoints, changed, failed: fail });
    this.generators = generatorsOf(
      rehearsal,
      () => ({ host, port }),
      () => performance.now() - this.zeroMs,
      DESCRIPTORS,
    );
    this.ticker = setInterval(changed, PROGRESS_MS);
  }

  async play(): Promise<RollingReport> {
    const { deployment, generators } = this;
    this.parts.cancelled.throwIfAborted();
    this.enter("starting");
    await this.orFail(deployment.start());
    this.enter("load");
    for (const generator of generators) void generator.start();
    await this.orFail(sleep(this.rehearsal.warmUpMs, undefined, { signal: this.over.signal }));
    const failure = allFailed(generators, []);
    if (failure !== null) throw new RollingFailed(failure);
    this.zeroMs = performance.now();
    this.enter("update");
    deployment.update(this.zeroMs);
    await this.orFail(deployment.complete);
    const completeMs = performance.now() - this.zeroMs;
    this.enter("draining");
    await this.orFail(deployment.rest());
    const records = await this.orFail(Promise.all(generators.map((generator) => generator.stop())));
    this.enter("ended");
    return this.report(records.flat(), completeMs);
  }

  /** Ends what is left, whether it is over or not. */
  async remove(): Promise<void> {
    clearInterval(this.ticker);
    this.pulse.stop();
    this.over.abort();
    for (const generator of this.generators) generator.abort();
    await this.deployment.remove();
  }

  private orFail<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.failed]);
  }

  private enter(phase: RollingStatus["phase"]): void {
    this.phase = phase;
    this.tell();
  }

  private tell(): void {
    const { phase, deployment, zeroMs } = this;
    const sinceMs = zeroMs === 0 ? null : performance.now() - zeroMs;
    this.parts.progress({ phase, sinceMs, pods: deployment.replicas.counts(), ...countsOf(this.generators) });
  }

  private report(requests: readonly RequestRecord[], completeMs: number): RollingReport {
    const { rehearsal, options, balancer, generators, pulse, zeroMs } = this;
    const { replicas } = this.deployment;
    const stalls = pulse.stalls.map(({ fromMs, toMs }) => ({ fromMs: fromMs - zeroMs, toMs: toMs - zeroMs }));
    const unsent = unsentOf([...generators, balancer]);
    const arrivals = honestArrivals(requests, stalls, unsent, Number.POSITIVE_INFINITY);
    return summarise({
      rehearsal,
      options,
      pods: replicas.records(zeroMs, balancer.refused),
      requests: arrivals.requests,
      completeMs,
      unserved: balancer.unserved,
      blind: [...replicas.blind(), ...arrivals.blind],
    });
  }
}
