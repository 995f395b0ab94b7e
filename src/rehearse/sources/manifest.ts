// Kubernetes manifests: finds the container that is meant, in whatever workload of whatever document.

import { nearest } from "../../core/suggest.ts";
import { BadOption, quote } from "../bad-option.ts";
import { readContainer } from "./pod.ts";
import { readRollout } from "./rollout.ts";
import type { Source } from "./source.ts";
import { type Cursor, YamlFile } from "./yaml.ts";

/** Where the pod template of each kind is. */
const workloads: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};

/** kubectl's own word for which container is meant where none is named. */
const DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

interface Found {
  /** `Deployment/web/app`. */
  readonly name: string;
  readonly pod: Cursor;
  readonly container: Cursor;
  readonly document: Cursor;
  /** One of `containers`, not a sidecar among `initContainers`. */
  readonly main: boolean;
  readonly isDefault: boolean;
}

/**
 * What `text` says of the container `wanted`: its name, or WORKLOAD/NAME, or KIND/WORKLOAD/NAME. Null: the only one, or the one that the
 * annotation kubectl.kubernetes.io/default-container names. `flag` is the option's name for errors. Throws BadOption.
 */
export function readManifest(file: string, text: string, wanted: string | null, flag: string): Source {
  const yaml = new YamlFile(file, text);
  const found = yaml.documents.flatMap((document) => containersOf(document));
  if (found.length === 0) {
    const kinds = Object.keys(workloads).filter((kind) => kind !== "ReplicaSet");
    throw new BadOption(`${file}: expected a ${kinds.slice(0, -1).join(", ")} or ${kinds.at(-1)} with containers`);
  }
  const { document, pod, container, main } = choose(file, found, wanted, flag);
  const source = { ...readContainer(pod, container), rollout: readRollout(document) };
  if (main) return source;
  const late =
    "a sidecar is told to stop when the main containers have ended, with what is left of the grace period; here at once";
  return { ...source, notes: [...source.notes, `${source.where}: ${late}`] };
}

function containersOf(document: Cursor): Found[] {
  if (document.missing) return [];
  const kind = document.get("kind");
  if (kind.isMap) document.refuseTemplates();
  const name = kind.scalar();
  if (name?.endsWith("List")) return document.get("items").items().flatMap(containersOf);
  if (name === null || !Object.hasOwn(workloads, name)) return [];
  document.refuseTemplates();
  let template = document;
  for (const key of workloads[name] ?? []) template = template.get(key);
  const pod = template.get("spec");
  const chosen = template.get("metadata").get("annotations").get(DEFAULT_CONTAINER).scalar();
  const workload = `${name}/${document.get("metadata").get("name").scalar() ?? ""}`;
  const read = (container: Cursor, main: boolean): Found => {
    const own = container.get("name").text();
    return { name: `${workload}/${own}`, document, pod, container, main, isDefault: own === chosen };
  };
  const sidecars = pod
    .get("initContainers")
    .items()
    .filter((one) => one.get("restartPolicy").scalar() === "Always");
  return [
    ...pod
      .get("containers")
      .items()
      .map((one) => read(one, true)),
    ...sidecars.map((one) => read(one, false)),
  ];
}

function choose(file: string, found: readonly Found[], wanted: string | null, flag: string): Found {
  const named = found.filter(({ name }) => wanted !== null && (name === wanted || name.endsWith(`/${wanted}`)));
  const usual = found.filter(({ main }) => main);
  const defaults = usual.filter(({ isDefault }) => isDefault);
  const candidates = wanted !== null ? named : usual.length === 1 ? usual : defaults;
  const [only] = candidates;
  if (candidates.length === 1 && only !== undefined) return only;
  const several = candidates.length > 1 ? candidates : found;
  const short = several.map(({ name }) => name.slice(name.lastIndexOf("/") + 1));
  const names = new Set(short).size === short.length ? short : several.map(({ name }) => name);
  const choice = `expected ${names.join(" or ")}`;
  if (wanted === null) throw new BadOption(`${flag}: ${file} has ${found.length} containers: ${choice}`);
  const guess = candidates.length === 0 ? nearest(wanted, short.join(" ")) : "";
  throw new BadOption(`${flag} ${quote(wanted)}: ${guess === "" ? choice : `did you mean ${guess}?`}`);
}
