// What a rehearsal can be told, as properties of the library and as flags of the command line; src/rehearse/settle.ts makes one Rehearsal of all of it.
// Options win over files, files over the engine's defaults.

import type { EngineName } from "./engines.ts";
import type { LagName } from "./lags.ts";
import type { Duration, Pairs } from "./values.ts";

export type { Duration, Pairs } from "./values.ts";

/**
 * What is rehearsed and how. All are optional, but something has to be run: `command`, `image`, `manifest` or `compose`.
 *
 * Times are texts as on the command line ("500ms", "5s", "1m30s"; "5" is 5 s) or numbers of milliseconds, as everywhere in Node and in
 * the report.
 */
export interface RehearseOptions {
  /**
   * The ENTRYPOINT and its arguments; they become PID 1. With an image: the words behind its ENTRYPOINT. A text is split into words,
   * without a shell. Default: `command` and `args` of the manifest, `entrypoint` and `command` of the Compose file.
   */
  readonly command?: string | readonly string[];
  /**
   * Run a container of this image, through docker or podman. Default: none; but where a file names an image and no command, that image.
   */
  readonly image?: string;
  /** A Kubernetes manifest, or `-` for stdin: YAML or JSON, several documents, lists. Default: none. */
  readonly manifest?: string;
  /**
   * The container of the manifest: NAME, WORKLOAD/NAME or KIND/WORKLOAD/NAME. Default: the only one, or the one that the annotation
   * kubectl.kubernetes.io/default-container names.
   */
  readonly container?: string;
  /** A Compose file, or `-` for stdin. Default: none. */
  readonly compose?: string;
  /** The service of the Compose file. Default: the only one. */
  readonly service?: string;
  /** Whose stop is played. Default: `compose` with a Compose file, else `kubernetes`. */
  readonly engine?: EngineName | (string & {});
  /**
   * From the beginning of the stop to SIGKILL. Default: the file's, else the engine's: kubernetes 30 s, docker 10 s, compose 10 s, ecs
   * 30 s, nomad 5 s, cloud-run 10 s.
   */
  readonly grace?: Duration;
  /** The signal that asks the app to stop: TERM, SIGTERM, 15, RTMIN+3. Default: the file's, else the image's STOPSIGNAL, else TERM. */
  readonly stopSignal?: string | number;
  /** A preStop hook of the kind exec: a command, without a shell. Default: the file's hook. Kubernetes and Compose only. */
  readonly preStop?: string | readonly string[];
  /** A preStop hook of the kind httpGet: a URL of the app, whose status nobody looks at. Default: the file's hook. Kubernetes only. */
  readonly preStopHttp?: string;
  /** A preStop hook of the kind sleep. Default: the file's hook. Kubernetes only. */
  readonly preStopSleep?: Duration;
  /**
   * How long new connections keep coming after the stop began: a time, or what stands in front: clusterip 3 s, ingress-nginx 4.3 s, mesh
   * 10 s, alb 25 s, neg 60 s, nlb 120 s. Default: clusterip for kubernetes, 0 for the others.
   */
  readonly endpointLag?: LagName | Duration;
  /**
   * When the app is ready: a URL that answers with 200 to 399, `tcp:PORT` that is open, or `log:REGEXP` (or a RegExp) that a line of its
   * output matches. Default: the file's probe, else the port of `url`, else the first port that listens.
   */
  readonly ready?: string | RegExp;
  /** How long it may take to get ready. Default: what the file's startup probe gives, else 30 s. */
  readonly readyTimeout?: Duration;
  /**
   * What is requested all the time: http://HOST:PORT/PATH, :PORT/PATH, or a path on the port that the file declares or that the app
   * listens on. Requests go to the rehearsed app, whatever the host. Default: no requests.
   */
  readonly url?: string;
  /** Requests of `url`: "50/s", "3000/m", or a number for each second. Default: 50/s. */
  readonly rate?: string | number;
  /** The method of these requests. Default: GET, or POST with a body. */
  readonly method?: string;
  /** Header fields of all requests: { Name: value }, or texts like "Name: value". Default: none but the usual. */
  readonly header?: Pairs;
  /** The body of the requests of `url`. Default: none. */
  readonly body?: string;
  /** The part of the requests that come on a connection of their own: 0 to 1, or "30%". Default: 0.5. */
  readonly newConnections?: string | number;
  /** What is requested besides, and takes long, as a URL like `url`. Default: nothing. */
  readonly slow?: string;
  /** Requests of `slow`, as `rate`. Default: 2/s. */
  readonly slowRate?: string | number;
  /** How many sessions are opened before the stop, and watched. Default: 0. */
  readonly hold?: string | number;
  /** Where: ws://HOST:PORT/PATH for WebSockets, tcp://HOST:PORT for plain TCP. Default: TCP, at the port of `url`. */
  readonly holdUrl?: string;
  /** Variables of the app's environment: { NAME: value }, or texts like "NAME=VALUE"; besides those of the file. Default: none. */
  readonly env?: Pairs;
  /** Where the app runs. Default: the file's working directory where that is there, else the current one; with an image the image's. */
  readonly cwd?: string;
  /** How long the load runs before the stop. Default: 2 s. */
  readonly warmUp?: Duration;
  /** How long a request may take before its client gives up. Default: 30 s. */
  readonly timeout?: Duration;
}

/** The defaults that neither engine nor file has, as a user would write them. */
export const defaults = {
  readyTimeout: "30s",
  rate: "50/s",
  slowRate: "2/s",
  newConnections: "0.5",
  warmUp: "2s",
  timeout: "30s",
} as const;
