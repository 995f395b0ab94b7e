// What a rolling update can be told besides what is rehearsed, as properties of the library and as flags of the command line.

import type { Duration } from "../values.ts";

/** How the replicas are replaced: the fields of a Deployment. Times as in RehearseOptions. */
export interface UpdateOptions {
  /** How many processes there are: 1 to 999. Each listens on a port of its own: $PORT, or {port} in its words. Default: the manifest's. */
  readonly replicas?: number | string | undefined;
  /** How many more than `replicas` there may be: a number, or a part like "25%". Default: the manifest's, else 25%. */
  readonly maxSurge?: number | string | undefined;
  /** How many of `replicas` may be missing: a number, or a part like "25%". Default: the manifest's, else 25%. */
  readonly maxUnavailable?: number | string | undefined;
  /** minReadySeconds: how long a replica has to be ready to count. Default: the manifest's, else 0. */
  readonly minReady?: Duration | undefined;
  /** How long a replica takes to get ready at the least, for in a cluster its image has to be pulled. Default: 0. */
  readonly readyTime?: Duration | undefined;
}

export const updateKeys = [
  "replicas",
  "maxSurge",
  "maxUnavailable",
  "minReady",
  "readyTime",
] as const satisfies readonly (keyof UpdateOptions)[];
