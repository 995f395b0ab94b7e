// A Deployment of real processes: does what the controller asks for, tells it what came of it, and keeps the Service's endpoints.

import { setTimeout as sleep } from "node:timers/promises";
import type { Sandbox } from "../drive/sandbox.ts";
import type { Rehearsal } from "../rehearsal.ts";
import { timerMs } from "../timer.ts";
import { type Action, type Event, type Revision, type State, settled, step, wakeMs } from "./controller.ts";
import type { Endpoints } from "./endpoints.ts";
import type { Replica } from "./replica.ts";
import { Replicas } from "./replicas.ts";
import type { Strategy } from "./strategy.ts";

export interface RollingOptions {
  readonly strategy: Strategy;
  /** How long a new replica takes to become ready at the least: what it would take in the cluster, where images have to be pulled. */
  readonly readyTimeMs: number;
}

export interface DeploymentParts {
  open(rehearsal: Rehearsal): Promise<Sandbox>;
  readonly endpoints: Endpoints;
  /** At every change. */
  changed(): void;
  /** What keeps the update from going on. */
  failed(reason: unknown): void;
}

export class Deployment {
  readonly replicas: Replicas;
  /** Resolves when all pods are new ones and available. */
  readonly complete: Promise<void>;
  private readonly rehearsal: Rehearsal;
  private readonly readyTimeMs: number;
  private readonly parts: DeploymentParts;
  private readonly state: State;
  /** Of the pods that come and go: until each receives, or is gone and known to be. */
  private readonly changes: Promise<void>[] = [];
  private readonly over = new AbortController();
  private completed: () => void = () => {};
  private timer: NodeJS.Timeout | undefined;

  constructor(rehearsal: Rehearsal, { strategy, readyTimeMs }: RollingOptions, parts: DeploymentParts) {
    this.rehearsal = rehearsal;
    this.readyTimeMs = readyTimeMs;
    this.parts = parts;
    this.state = settled(strategy);
    this.replicas = new Replicas(rehearsal, parts.open);
    this.complete = new Promise((resolve) => {
      this.completed = resolve;
    });
  }

  /** The old replicas; resolves when all receive. */
  async start(): Promise<void> {
    const start = async (pod: number) => {
      const replica = await this.open(pod, "old", performance.now());
      this.parts.endpoints.add(await replica.ready(0, this.over.signal));
    };
    await Promise.all(this.state.pods.map(({ id }) => start(id)));
  }

  /** There is a new revision. */
  update(atMs: number): void {
    this.feed({ kind: "begin" }, atMs);
  }

  /** Behind `complete`: resolves when the last pod has gone, and everything is known to the endpoints. */
  async rest(): Promise<void> {
    await Promise.all(this.changes);
  }

  /** Ends what is left. */
  async remove(): Promise<void> {
    clearTimeout(this.timer);
    this.over.abort();
    await this.replicas.remove();
  }

  private feed(event: Event, atMs = performance.now()): void {
    if (this.over.signal.aborted) return;
    for (const action of step(this.state, event, atMs)) this.act(action, atMs);
    clearTimeout(this.timer);
    const wake = wakeMs(this.state, atMs);
    if (Number.isFinite(wake)) this.timer = setTimeout(() => this.feed({ kind: "time" }), timerMs(wake - atMs));
    this.parts.changed();
  }

  private act(action: Action, atMs: number): void {
    if (action.kind === "complete") {
      this.completed();
      return;
    }
    const { pod } = action;
    const change = action.kind === "create" ? this.create(pod, action.revision, atMs) : this.delete(pod, atMs);
    change.catch((reason) => this.parts.failed(reason));
    this.changes.push(change);
  }

  private async open(pod: number, revision: Revision, atMs: number): Promise<Replica> {
    const replica = await this.replicas.start(pod, revision, atMs, this.over.signal);
    const failed = (reason: unknown) => this.parts.failed(reason);
    replica.failed().then(failed, failed);
    return replica;
  }

  /** The endpoints hear of a pod that is ready as late as of one that is deleted. */
  private async create(pod: number, revision: Revision, atMs: number): Promise<void> {
    const replica = await this.open(pod, revision, atMs);
    const endpoint = await replica.ready(this.readyTimeMs, this.over.signal);
    this.feed({ kind: "pod-ready", pod });
    await sleep(this.rehearsal.endpointLagMs, undefined, { signal: this.over.signal });
    this.parts.endpoints.add(endpoint);
  }

  private async delete(pod: number, atMs: number): Promise<void> {
    const { endpoints } = this.parts;
    let gone = false;
    const listener = {
      endpointsEnded: () => {
        endpoints.terminate(pod);
        if (gone) endpoints.gone(pod);
      },
      exited: () => {
        gone = true;
        endpoints.gone(pod);
        this.feed({ kind: "pod-gone", pod });
      },
    };
    await this.replicas.of(pod)?.stop(atMs, listener, this.over.signal);
    this.parts.changed();
  }
}
