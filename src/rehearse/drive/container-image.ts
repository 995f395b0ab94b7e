// What an image says of the container that is made of it: what `docker image inspect` tells, settled.

import { parseSignal, signalName } from "../../core/signal.ts";
import { CannotStart } from "./cannot-start.ts";
import { ask, type Cli, causeOf } from "./container-cli.ts";

export interface ImageFacts {
  readonly entrypoint: readonly string[];
  /** CMD: what stands behind the entrypoint unless words are given. */
  readonly command: readonly string[];
  /** STOPSIGNAL as "SIGQUIT", whether the image says "QUIT" or "3"; null where it has none. */
  readonly stopSignal: string | null;
  /** The TCP ports of EXPOSE. */
  readonly ports: readonly number[];
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly user: string;
}

/** CannotStart if the engine has no such image: nothing is pulled, for a rehearsal should not wait for a registry. */
export async function inspectImage(cli: Cli, image: string): Promise<ImageFacts> {
  // A name that begins with a dash would be an option.
  if (image === "" || image.startsWith("-")) throw new CannotStart(`--image '${image}': no name of an image`);
  const answer = await ask(cli, ["image", "inspect", image]);
  if (answer.code === 0) return imageFacts(answer.stdout);
  if (/no such (image|object)|image not known|no such file/i.test(answer.stderr)) {
    throw new CannotStart(`--image '${image}': ${cli} has no such image (${cli} pull ${image}, or build it)`);
  }
  throw new CannotStart(causeOf(cli, answer.stderr));
}

interface Config {
  Entrypoint?: string[] | null;
  Cmd?: string[] | null;
  StopSignal?: string;
  ExposedPorts?: Record<string, unknown> | null;
  Env?: string[] | null;
  WorkingDir?: string;
  User?: string;
}

/** From the JSON of `image inspect`, in which docker and podman agree. */
export function imageFacts(json: string): ImageFacts {
  const [image] = JSON.parse(json) as { Config?: Config | null }[];
  const config = image?.Config ?? {};
  const number = parseSignal(config.StopSignal ?? "");
  return {
    entrypoint: config.Entrypoint ?? [],
    command: config.Cmd ?? [],
    stopSignal: number > 0 ? signalName(number) : null,
    ports: Object.keys(config.ExposedPorts ?? {}).flatMap(tcpPort),
    env: Object.fromEntries((config.Env ?? []).map(splitEntry)),
    workdir: config.WorkingDir || "/",
    user: config.User ?? "",
  };
}

/** "8080/tcp" or "8080". */
function tcpPort(text: string): number[] {
  const match = /^(\d+)(?:\/tcp)?$/.exec(text);
  return match ? [Number(match[1])] : [];
}

function splitEntry(entry: string): [string, string] {
  const at = entry.indexOf("=");
  return at < 0 ? [entry, ""] : [entry.slice(0, at), entry.slice(at + 1)];
}

/** Nothing said. */
export const NO_IMAGE: ImageFacts = {
  entrypoint: [],
  command: [],
  stopSignal: null,
  ports: [],
  env: {},
  workdir: "/",
  user: "",
};
