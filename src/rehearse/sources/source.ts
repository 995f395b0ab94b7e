// What a manifest or a Compose file says of one container. Null where it says nothing.

import type { Hook, Ready, Rollout } from "../rehearsal.ts";

export interface Source {
  /** Where it stands, for messages: `deploy.yaml:12`. */
  readonly where: string;
  /** Of the container, or the Compose file's service. */
  readonly name: string | null;
  readonly image: string | null;
  /** In place of the image's ENTRYPOINT. */
  readonly entrypoint: readonly string[] | null;
  /** In place of its CMD. */
  readonly args: readonly string[] | null;
  /** Whether `args` alone can be run where there is no image: in Compose, where few images have an ENTRYPOINT that matters. */
  readonly argsAreCommand: boolean;
  readonly env: Readonly<Record<string, string>>;
  /** Variables that only the cluster has, with the line to say so where nobody sets them. */
  readonly missingEnv: ReadonlyMap<string, string>;
  readonly cwd: string | null;
  readonly graceMs: number | null;
  readonly stopSignal: string | null;
  readonly hook: Hook | null;
  readonly ready: Ready | null;
  readonly readyTimeoutMs: number | null;
  /** The first TCP port that it declares. */
  readonly port: number | null;
  /** From the ports that Compose publishes on the machine to those that they are inside. */
  readonly published: ReadonlyMap<number, number>;
  readonly init: boolean;
  /** Of a manifest's workload. */
  readonly rollout?: Rollout;
  /** What is not played, a line each. */
  readonly notes: readonly string[];
}
