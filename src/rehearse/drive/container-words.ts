// The words of `docker create` for a rehearsal. Pure.

import { basename } from "node:path";
import type { Rehearsal } from "../rehearsal.ts";
import { CannotStart } from "./cannot-start.ts";
import type { ImageFacts } from "./container-image.ts";

/** A program of this machine that is put before the entrypoint. */
export interface InitInFront {
  readonly path: string;
  /** Its options, with the "--" at their end where it wants one. */
  readonly words: readonly string[];
}

export interface ContainerOptions {
  readonly init?: InitInFront;
  /** Takes the place of the image's ENTRYPOINT, and of its CMD, as `command` of a pod does. */
  readonly entrypoint?: readonly string[];
  /** More options of `docker create`, as "--memory", "64m". */
  readonly create?: readonly string[];
}

/** A network of its own whose ports are published on this machine, one that is reached without that, or that of this machine. */
export type Network = "published" | "own" | "host";

/** By this label containers of rehearsals can be found: `docker ps --all --filter label=lastcall.rehearse`. */
export const LABEL = "lastcall.rehearse";

/** The folder in the container that an init in front is put into. */
export const INIT_FOLDER = ".lastcall";

/** Its own name is kept, for an init may go by what it is called. */
const placeOfInit = (init: InitInFront): string => `/${INIT_FOLDER}/${basename(init.path)}`;

export function createWords(
  name: string,
  rehearsal: Rehearsal,
  facts: ImageFacts,
  network: Network,
  options: ContainerOptions,
): string[] {
  const { cwd, engine, env, image } = rehearsal;
  const words = ["create", "--name", name, "--label", `${LABEL}=${process.pid}`];
  // An engine may have been told to put one in front of everything, which the kubelet does not.
  words.push(`--init=${rehearsal.init}`);
  // Only these two run the image's HEALTHCHECK, which would be among the processes that are seen.
  if (engine.name !== "docker" && engine.name !== "compose") words.push("--no-healthcheck");
  // We read the output ourselves, and nobody wants a copy of it.
  words.push("--log-driver", "none");
  if (network === "host") words.push("--network", "host");
  if (network === "published") {
    for (const port of expectedPorts(rehearsal, facts)) words.push("--publish", `127.0.0.1::${port}`);
  }
  for (const [key, value] of Object.entries(env)) words.push("--env", `${key}=${value}`);
  if (cwd !== null) words.push("--workdir", cwd);
  words.push(...(options.create ?? []));
  const [first, ...rest] = commandOf(rehearsal, facts, options);
  if (first === undefined || first === "") {
    throw new CannotStart(`--image '${image}': it has neither ENTRYPOINT nor CMD (say what to start behind --)`);
  }
  return [...words, "--entrypoint", first, image ?? "", ...rest];
}

/** The words of PID 1, as the container will have them. */
export function commandOf(rehearsal: Rehearsal, facts: ImageFacts, options: ContainerOptions = {}): string[] {
  const before = options.init === undefined ? [] : [placeOfInit(options.init), ...options.init.words];
  const command = rehearsal.command.length > 0 || options.entrypoint ? rehearsal.command : facts.command;
  return withoutNothing(before, [...(options.entrypoint ?? facts.entrypoint), ...command]);
}

/** An init alone would not be what is rehearsed. */
const withoutNothing = (before: string[], words: string[]): string[] =>
  words.length === 0 ? [] : [...before, ...words];

/** The ports that are spoken of: in URLs, in the probe, and by EXPOSE. */
export function expectedPorts(rehearsal: Rehearsal, facts: ImageFacts): number[] {
  const { ready, load, slow, hold, hook } = rehearsal;
  const urls = [load?.url, slow?.url, hold?.url];
  if (ready.kind === "url") urls.push(ready.url);
  if (hook?.kind === "http") urls.push(hook.url);
  const ports = urls.flatMap((url) => (url === undefined ? [] : portOf(url)));
  if (ready.kind === "tcp") ports.push(ready.port);
  return [...new Set([...ports, ...facts.ports])];
}

const DEFAULT_PORTS: Record<string, number> = { http: 80, ws: 80, https: 443, wss: 443 };

/** Nothing for a URL without a host, whose port is that of the app. */
function portOf(url: string): number[] {
  const parts = /^([a-z]+):\/\/(?:[^/?#@]*@)?(?:\[[^\]]*\]|[^/?#:]*)(?::(\d+))?/i.exec(url);
  if (parts === null || /^[a-z]+:\/\/(?:[/?#]|$)/i.test(url)) return [];
  const port = parts[2] === undefined ? DEFAULT_PORTS[(parts[1] ?? "").toLowerCase()] : Number(parts[2]);
  return port === undefined ? [] : [port];
}
