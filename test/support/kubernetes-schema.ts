// Kubernetes objects against the schemas of kubernetes-models, strictly. Its validators are compiled from Kubernetes' own
// OpenAPI document and let unknown fields pass; so it is watched which fields they look at.
import { validate as deployment } from "kubernetes-models/_schemas/IoK8sApiAppsV1Deployment";
import { validate as service } from "kubernetes-models/_schemas/IoK8sApiCoreV1Service";
import { validate as disruptionBudget } from "kubernetes-models/_schemas/IoK8sApiPolicyV1PodDisruptionBudget";

interface Validator {
  (data: unknown): boolean;
  errors?: { instancePath: string; message?: string; keyword: string; params: unknown }[] | null;
}

const validators: Record<string, Validator> = {
  "apps/v1 Deployment": deployment,
  "v1 Service": service,
  "policy/v1 PodDisruptionBudget": disruptionBudget,
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** The same value; each of its fields that is read goes into `seen`. */
function watched(value: unknown, path: string, seen: Set<string>): unknown {
  if (!isObject(value)) return value;
  return new Proxy(value, {
    get(target, key) {
      if (typeof key === "symbol") return Reflect.get(target, key);
      const at = `${path}/${key}`;
      seen.add(at);
      return watched(target[key], at, seen);
    },
  });
}

function pathsOf(value: unknown, path: string): string[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [`${path}/${key}`, ...pathsOf(inner, `${path}/${key}`)]);
}

const at = (object: unknown, path: string): unknown =>
  path
    .split("/")
    .slice(1)
    .reduce((inner: unknown, key) => (isObject(inner) ? inner[key] : undefined), object);

/** What is wrong with an object: a line for each; none if nothing is. */
export function problemsOf(object: unknown): string[] {
  const kind = isObject(object) ? `${object.apiVersion} ${object.kind}` : String(object);
  const validate = validators[kind];
  if (validate === undefined) return [`no schema for ${kind}`];
  const seen = new Set<string>();
  const valid = validate(watched(object, "", seen));
  const errors = (valid ? [] : (validate.errors ?? [])).map((error) => `${error.instancePath}: ${error.keyword}`);
  const paths = pathsOf(object, "");
  // Below an unknown field nothing is looked at, either: one line for all of it.
  const parentOf = (path: string) => path.slice(0, path.lastIndexOf("/"));
  const unknown = paths.filter((path) => !seen.has(path) && (parentOf(path) === "" || seen.has(parentOf(path))));
  // `key:` with nothing behind it: the schemas let null pass, the API server takes it for an absent field.
  const empty = paths.filter((path) => at(object, path) === null);
  return [
    ...errors,
    ...unknown.map((path) => `${path}: unknown field`),
    ...empty.map((path) => `${path}: nothing behind the colon`),
  ];
}
