// The Deployments of deploy/kubernetes with what the tests ask of them.
import { deployText, manifestNames, readYaml } from "./deploy-files.ts";
import { type Stop, stopOf } from "./stop-times.ts";

export interface Container {
  name: string;
  image: string;
  command?: string[];
  args?: string[];
  restartPolicy?: string;
  env?: { name: string; value: string }[];
  lifecycle?: unknown;
  ports?: { name: string; containerPort: number }[];
  startupProbe?: Probe;
  readinessProbe?: Probe;
  livenessProbe?: Probe;
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
  securityContext?: { capabilities?: { drop?: string[]; add?: string[] }; [field: string]: unknown };
  volumeMounts?: { name: string; mountPath: string; readOnly?: boolean }[];
}

export interface Probe {
  httpGet: { port: string };
  terminationGracePeriodSeconds?: number;
}

export interface PodSpec {
  terminationGracePeriodSeconds: number;
  containers: Container[];
  initContainers?: Container[];
  securityContext: Record<string, unknown>;
  volumes?: { name: string; image?: { reference: string }; emptyDir?: object }[];
  [field: string]: unknown;
}

export type Labels = Record<string, string>;

export interface KubernetesObject {
  kind: string;
  metadata: { name: string; labels: Labels };
  spec: {
    selector: Labels & { matchLabels: Labels };
    ports: { targetPort: string }[];
    maxUnavailable: number;
    template: { metadata: { labels: Labels }; spec: PodSpec };
    [field: string]: unknown;
  };
}

export interface Workload {
  /** For the names of tests. */
  title: string;
  deployment: KubernetesObject;
  pod: PodSpec;
  labels: Labels;
  /** All that is in the same file. */
  beside: KubernetesObject[];
}

export const workloads: Workload[] = manifestNames.flatMap((file) => {
  const beside = readYaml(deployText(file)) as KubernetesObject[];
  return beside
    .filter(({ kind }) => kind === "Deployment")
    .map((deployment) => ({
      title: `${file}: ${deployment.metadata.name}`,
      deployment,
      pod: deployment.spec.template.spec,
      labels: deployment.spec.template.metadata.labels,
      beside,
    }));
});

export const isSidecar = ({ restartPolicy }: Container): boolean => restartPolicy === "Always";
export const sidecarsOf = (pod: PodSpec): Container[] => (pod.initContainers ?? []).filter(isSidecar);

/** Of a container whose image begins with lastcall-init, or whose command does. */
export function stopOfContainer({ command, args = [], env = [] }: Container): Stop {
  const variables = Object.fromEntries(env.map(({ name, value }) => [name, value]));
  const argv = command ?? ["lastcall-init", "--", "the-image-says"];
  return stopOf([...argv, ...args], variables);
}
