// What is rehearsed: everything that options, a manifest or a Compose file say, settled. Made by src/rehearse/settle.ts, never changed
// after.

/** A pre-stop hook, as Kubernetes has them (v1.LifecycleHandler). */
export type Hook =
  | { readonly kind: "exec"; readonly command: readonly string[] }
  | { readonly kind: "http"; readonly url: string }
  | { readonly kind: "sleep"; readonly ms: number };

/** When the app counts as ready. `listen`: the first port that listens. */
export type Ready =
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "tcp"; readonly port: number }
  | { readonly kind: "log"; readonly pattern: RegExp }
  | { readonly kind: "exec"; readonly command: readonly string[] }
  | { readonly kind: "listen" };

export interface Load {
  /** Host and port may be left out: then the port that the app listens on. */
  readonly url: string;
  readonly perSecond: number;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** The part of the requests that come on a connection of their own, 0 to 1. */
  readonly newConnections: number;
  readonly timeoutMs: number;
}

/** How an engine stops a container; the figures have their source in src/rehearse/engines.ts. */
export interface Engine {
  readonly name: "kubernetes" | "docker" | "compose" | "ecs" | "nomad" | "cloud-run";
  readonly stopSignal: string;
  readonly graceMs: number;
  /** What is left at the least for the signal once a hook has used up the time; 0 where the engine knows no such thing. */
  readonly floorMs: number;
  /** Whether the hook's time is inside the grace period. */
  readonly hookInsideGrace: boolean;
  /** Whether the engine goes on sending requests after the signal by itself (endpoints lag behind). */
  readonly endpointLagMs: number;
}

/** How the workload of a manifest is rolled out, as far as it says so: what a rolling update's flags leave open. */
export interface Rollout {
  readonly where: string;
  /** `Deployment`, or another workload, of which nothing else is taken. */
  readonly kind: string;
  readonly recreates: boolean;
  readonly replicas: number | null;
  /** A number of pods, or a part of the replicas like `25%`. */
  readonly maxSurge: number | `${number}%` | null;
  readonly maxUnavailable: number | `${number}%` | null;
  readonly minReadyMs: number | null;
}

export interface Rehearsal {
  /** The words of PID 1; with an image the words behind its ENTRYPOINT, perhaps none. */
  readonly command: readonly string[];
  readonly image: string | null;
  /** With an image: in place of its ENTRYPOINT (and then its CMD does not count either); null for the image's own. */
  readonly entrypoint: readonly string[] | null;
  /** Compose's `init: true`: Docker's tini is PID 1, with the command behind it. Once it is played it is among the words. */
  readonly init: boolean;
  /** As the manifest calls the container, or the Compose file the service; the patch that is recommended names it. */
  readonly container?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | null;
  readonly engine: Engine;
  readonly stopSignal: string;
  /** False: nobody chose it, and the STOPSIGNAL of an image comes before it. */
  readonly stopSignalChosen: boolean;
  readonly graceMs: number;
  readonly hook: Hook | null;
  readonly endpointLagMs: number;
  readonly ready: Ready;
  readonly readyTimeoutMs: number;
  readonly load: Load | null;
  readonly slow: Load | null;
  /** Sessions that are opened before the stop and watched: WebSocket where the URL says ws:, else raw TCP. */
  readonly hold: { readonly count: number; readonly url: string } | null;
  /** How long the load runs before the stop. */
  readonly warmUpMs: number;
  /** Of the manifest; a single stop has no use for it. */
  readonly rollout?: Rollout;
  /** Where what is played is not what was asked for, or what the engine would do with it: one line each. */
  readonly notes: readonly string[];
}
