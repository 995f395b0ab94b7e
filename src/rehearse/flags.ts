// Every option of a rehearsal as a flag, once: its value's placeholder and its help, in the order of `--help`. The command line and its
// documents derive from it; what a value means is settle.ts' affair.

import { spelled } from "./bad-option.ts";
import { defaults, type RehearseOptions } from "./options.ts";

export interface Flag {
  /** The placeholder of its value. */
  readonly value: string;
  readonly help: string;
  /** May be given several times; the property is a list. */
  readonly repeats?: true;
}

/** Null: no flag. The command is what stands behind `--`. */
export const flags: Readonly<Record<keyof RehearseOptions, Flag | null>> = {
  command: null,
  image: {
    value: "IMAGE",
    help: "run a container of IMAGE, through docker or podman; words behind -- follow its ENTRYPOINT",
  },
  manifest: {
    value: "FILE",
    help: "take command, env, probes, hook, signal and grace period from a Kubernetes manifest (-: stdin)",
  },
  container: {
    value: "NAME",
    help: "the container of the manifest: NAME, WORKLOAD/NAME or KIND/WORKLOAD/NAME (default: the only one)",
  },
  compose: { value: "FILE", help: "take the same from a Compose file (-: stdin)" },
  service: { value: "NAME", help: "the service of the Compose file (default: the only one)" },
  engine: {
    value: "NAME",
    help: "whose stop is played: kubernetes, docker, compose, ecs, nomad, cloud-run (default: kubernetes; with --compose: compose)",
  },
  grace: {
    value: "TIME",
    help: "from the beginning of the stop to SIGKILL (default: the file's, else kubernetes 30s, docker 10s, compose 10s, ecs 30s, nomad 5s, cloud-run 10s)",
  },
  stopSignal: {
    value: "SIGNAL",
    help: "the signal that asks the app to stop (default: the file's, else the image's, else TERM)",
  },
  preStop: { value: "COMMAND", help: "a preStop hook of the kind exec, without a shell (default: the file's hook)" },
  preStopHttp: { value: "URL", help: "a preStop hook of the kind httpGet" },
  preStopSleep: { value: "TIME", help: "a preStop hook of the kind sleep" },
  endpointLag: {
    value: "TIME",
    help: "how long new connections keep coming: a time, or clusterip (3s), ingress-nginx (4.3s), mesh (10s), alb (25s), neg (60s), nlb (120s) (default: clusterip for kubernetes, else 0s)",
  },
  ready: {
    value: "WHEN",
    help: "when the app is ready: URL, tcp:PORT or log:REGEXP (default: the file's probe, else the port of --url, else the first that listens)",
  },
  readyTimeout: {
    value: "TIME",
    help: `how long it may take to get ready (default: the file's startup probe, else ${defaults.readyTimeout})`,
  },
  url: {
    value: "URL",
    help: "what is requested all the time: http://HOST:PORT/PATH, :PORT/PATH or /PATH, of the app itself (default: nothing)",
  },
  rate: { value: "RATE", help: `requests of --url, like 50/s or 3000/m (default: ${defaults.rate})` },
  method: { value: "METHOD", help: "their method (default: GET, or POST with a body)" },
  header: {
    value: "FIELD",
    help: "a header field of all requests, like 'Accept: text/html'; repeatable",
    repeats: true,
  },
  body: { value: "TEXT", help: "the body of the requests of --url (default: none)" },
  newConnections: {
    value: "SHARE",
    help: `the part of the requests on a connection of their own, like 30% or 0.3 (default: ${defaults.newConnections})`,
  },
  slow: { value: "URL", help: "what is requested besides and takes long (default: nothing)" },
  slowRate: { value: "RATE", help: `requests of --slow (default: ${defaults.slowRate})` },
  hold: { value: "N", help: "sessions that are opened before the stop and watched (default: 0)" },
  holdUrl: { value: "URL", help: "where: ws://HOST:PORT/PATH or tcp:PORT (default: TCP, at the port of --url)" },
  env: {
    value: "NAME=VALUE",
    help: "a variable of the app's environment, besides the file's; repeatable",
    repeats: true,
  },
  cwd: {
    value: "PATH",
    help: "where the app runs (default: the file's folder if it is there, else the current one; the image's own)",
  },
  warmUp: { value: "TIME", help: `how long the load runs before the stop (default: ${defaults.warmUp})` },
  timeout: { value: "TIME", help: `how long a client waits for an answer (default: ${defaults.timeout})` },
};

/** `--pre-stop <COMMAND>`, as commander has it. */
export function flagOf(key: keyof RehearseOptions): string {
  return `${spelled(key, "flag")} <${flags[key]?.value ?? ""}>`;
}
