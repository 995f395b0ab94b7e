// Kubernetes manifests that cannot be rehearsed: one line each, with file and line.

import { expect, test } from "vitest";
import { settle } from "../../../src/rehearse/settle.ts";
import { refusal, surroundings } from "../surroundings.ts";
import { deployment } from "./pods.ts";
import { expectSettledOrRefused } from "./scrambled.ts";

function refused(text: string, options: object = {}): string {
  return refusal({ manifest: "m.yaml", ...options }, { files: { "m.yaml": text } });
}

const render = "is a template: render it first, as in 'helm template . | lastcall rehearse --manifest -'";
const x = "command: [x]\n";

const rows: [what: string, text: string, message: string][] = [
  ["nothing", "", "m.yaml: expected a Pod, Deployment, StatefulSet, DaemonSet, Job or CronJob with containers"],
  [
    "no workload",
    "kind: Service\n",
    "m.yaml: expected a Pod, Deployment, StatefulSet, DaemonSet, Job or CronJob with containers",
  ],
  ["a list", "- 1\n", "m.yaml:1: the document '- 1': expected a mapping"],
  ["a text", "hello\n", "m.yaml:1: the document 'hello': expected a mapping"],
  [
    "no YAML",
    "kind: Pod\nspec: [a\n",
    "m.yaml:3: not YAML: flow sequence in block collection must be sufficiently indented and end with a ]",
  ],
  ["a key twice", "kind: Pod\nkind: Pod\n", "m.yaml:2: not YAML: map keys must be unique"],
  ["an anchor inside of itself", "kind: Pod\nspec: &a { containers: [*a] }\n", "m.yaml:2: name '': expected a text"],
  [
    "an anchor that is merged into itself",
    "kind: Pod\nspec: &a\n  <<: *a\n",
    "m.yaml:3: <<: a mapping cannot be merged into itself",
  ],
  [
    "an anchor inside of itself as a list",
    "kind: Pod\nspec: &a { containers: *a }\n",
    "m.yaml:2: containers '{ containers: *a }': expected a list",
  ],
  [
    "a grace period of a container",
    deployment(`${x}terminationGracePeriodSeconds: 5`),
    "m.yaml:9: terminationGracePeriodSeconds: expected in the spec of the pod, not of a container",
  ],
  [
    "a hook without its lifecycle",
    deployment(`${x}preStop: { sleep: { seconds: 5 } }`),
    "m.yaml:9: preStop: expected in the container's lifecycle",
  ],
  [
    "a hook that is misspelled",
    deployment(`${x}lifecycle: { prestop: { sleep: { seconds: 5 } } }`),
    "m.yaml:9: lifecycle 'prestop': did you mean preStop?",
  ],
  [
    "an unknown lifecycle",
    deployment(`${x}lifecycle: { onExit: {} }`),
    "m.yaml:9: lifecycle 'onExit': expected postStart, preStop, stopSignal",
  ],
  ["an unknown anchor", "kind: Pod\nspec: *a\n", "m.yaml:2: unknown anchor '*a'"],
  [
    "no container",
    "kind: Pod\nspec: { containers: [] }\n",
    "m.yaml: expected a Pod, Deployment, StatefulSet, DaemonSet, Job or CronJob with containers",
  ],
  [
    "a container without a name",
    "kind: Pod\nspec: { containers: [{ image: a }] }\n",
    "m.yaml:2: name '': expected a text",
  ],
  [
    "neither command nor image",
    deployment("args: [a]"),
    "m.yaml:7: neither command nor image: expected the command behind --, or --image",
  ],
  [
    "an image that is an option",
    deployment("image: --rm"),
    "m.yaml:7: image '--rm': expected an image like nginx:1.27 or registry.example.com/web@sha256:...",
  ],
  [
    "an action of Helm",
    "kind: Deployment\n{{- if .Values.x }}\nspec: {}\n{{- end }}\n",
    `m.yaml:2: '{{- if .Values.x }}' ${render}`,
  ],
  ["a value of Helm", deployment(`${x}image: {{ .Values.image }}`), `m.yaml:9: '{{ .Values.image }}' ${render}`],
  [
    "a quoted value of Helm",
    deployment(`image: "{{ .Values.image }}:{{ .Values.tag }}"`),
    `m.yaml:8: '{{ .Values.image }}' ${render}`,
  ],
  [
    "a grace period of Helm",
    deployment(x, "terminationGracePeriodSeconds: {{ .Values.grace }}"),
    `m.yaml:6: '{{ .Values.grace }}' ${render}`,
  ],
  [
    "a block of Helm",
    deployment(`${x}env:\n{{ toYaml .Values.env | indent 2 }}`),
    `m.yaml:10: '{{ toYaml .Values.env | indent 2 }}' ${render}`,
  ],
  ["a kind of Helm", "kind: {{ .Values.kind }}\n", `m.yaml:1: '{{ .Values.kind }}' ${render}`],
  ["a document of Helm", '{{ include "web" . }}\n', `m.yaml:1: '{{ include "web" . }}' ${render}`],
  ["a statement of Jinja", "kind: Pod\n{% if x %}\nspec: 1\n{% endif %}\n", `m.yaml:2: '{% if x %}' ${render}`],
  [
    "a grace period as text",
    deployment(x, 'terminationGracePeriodSeconds: "30"'),
    "m.yaml:6: terminationGracePeriodSeconds '30': expected a whole number of seconds, 0 or more",
  ],
  [
    "a grace period with a unit",
    deployment(x, "terminationGracePeriodSeconds: 30s"),
    "m.yaml:6: terminationGracePeriodSeconds '30s': expected a whole number of seconds, 0 or more",
  ],
  [
    "a negative grace period",
    deployment(x, "terminationGracePeriodSeconds: -1"),
    "m.yaml:6: terminationGracePeriodSeconds '-1': expected a whole number of seconds, 0 or more",
  ],
  [
    "half a second",
    deployment(x, "terminationGracePeriodSeconds: 0.5"),
    "m.yaml:6: terminationGracePeriodSeconds '0.5': expected a whole number of seconds, 0 or more",
  ],
  [
    "a command as text",
    deployment("command: node app.js"),
    "m.yaml:8: command 'node app.js': expected a list of words, like [node, app.js]",
  ],
  ["a number as word", deployment("command: [sleep, 5]"), `m.yaml:8: command '5': expected a text: write "5"`],
  [
    "a number as variable",
    deployment(`${x}env:\n  - name: PORT\n    value: 8080`),
    `m.yaml:11: value '8080': expected a text: write "8080"`,
  ],
  [
    "a boolean as variable",
    deployment(`${x}env: [{ name: A, value: true }]`),
    `m.yaml:9: value 'true': expected a text: write "true"`,
  ],
  ["a mapping as environment", deployment(`${x}env: { A: b }`), "m.yaml:9: env '{ A: b }': expected a list"],
  [
    "a port that is none",
    deployment(`${x}ports: [{ containerPort: 70000 }]`),
    "m.yaml:9: containerPort '70000': expected a port from 1 to 65535",
  ],
  [
    "a hook without a handler",
    deployment(`${x}lifecycle: { preStop: {} }`),
    "m.yaml:9: preStop: expected one of exec, httpGet, sleep",
  ],
  [
    "a hook with two",
    deployment(`${x}lifecycle: { preStop: { sleep: { seconds: 1 }, exec: { command: [a] } } }`),
    "m.yaml:9: preStop: expected one of exec, httpGet, sleep, not several",
  ],
  [
    "a tcpSocket hook",
    deployment(`${x}lifecycle:\n  preStop:\n    tcpSocket: { port: 1 }`),
    "m.yaml:11: preStop.tcpSocket always fails (kubelet: invalid handler): expected exec, httpGet or sleep",
  ],
  [
    "an unknown hook",
    deployment(`${x}lifecycle: { preStop: { grpc: { port: 1 } } }`),
    "m.yaml:9: preStop.grpc: expected exec, httpGet or sleep",
  ],
  [
    "a hook's command as text",
    deployment(`${x}lifecycle: { preStop: { exec: { command: sleep 5 } } }`),
    "m.yaml:9: command 'sleep 5': expected a list of words, like [sleep, 5]",
  ],
  [
    "a hook without a command",
    deployment(`${x}lifecycle: { preStop: { exec: { command: [] } } }`),
    "m.yaml:9: preStop.exec.command: expected a command, as words",
  ],
  [
    "a sleep that is too long",
    deployment(`${x}lifecycle: { preStop: { sleep: { seconds: 31 } } }`),
    "m.yaml:9: preStop.sleep '31s': the API server takes no more than the grace period: terminationGracePeriodSeconds is 30",
  ],
  [
    "a sleep with a unit",
    deployment(`${x}lifecycle: { preStop: { sleep: { seconds: 5s } } }`),
    "m.yaml:9: seconds '5s': expected a whole number of seconds, 0 or more",
  ],
  [
    "a hook without a port",
    deployment(`${x}lifecycle: { preStop: { httpGet: { path: / } } }`),
    "m.yaml:9: port '': expected a port from 1 to 65535",
  ],
  [
    "a hook's unknown port",
    deployment(`${x}ports: [{ name: web, containerPort: 80 }]\nlifecycle: { preStop: { httpGet: { port: http } } }`),
    "m.yaml:10: port 'http': expected web",
  ],
  [
    "a probe's unnamed port",
    deployment(`${x}readinessProbe: { tcpSocket: { port: http } }`),
    "m.yaml:9: port 'http': the container names no port",
  ],
  [
    "a probe's scheme",
    deployment(`${x}readinessProbe: { httpGet: { port: 1, scheme: FTP } }`),
    "m.yaml:9: scheme 'ftp': expected HTTP or HTTPS",
  ],
  [
    "a signal without SIG",
    deployment(`${x}lifecycle: { stopSignal: QUIT }`),
    "m.yaml:9: stopSignal 'QUIT': expected the name SIGQUIT",
  ],
  [
    "a signal as number",
    deployment(`${x}lifecycle: { stopSignal: 3 }`),
    `m.yaml:9: stopSignal '3': expected a text: write "3"`,
  ],
  [
    "an unknown signal",
    deployment(`${x}lifecycle: { stopSignal: SIGQIUT }`),
    "m.yaml:9: stopSignal 'SIGQIUT': did you mean SIGQUIT?",
  ],
];

test.each(rows)("%s", (_what, text, message) => {
  expect(refused(text)).toBe(message);
  expect(message).not.toContain("\n");
});

const pod = "kind: Pod\nspec: { containers: [{ name: web, command: [a] }, { name: proxy, command: [b] }] }\n";

test.each([
  [{}, pod, "--container: m.yaml has 2 containers: expected web or proxy"],
  [{ container: "wbe" }, pod, "--container 'wbe': did you mean web?"],
  [{ container: "database" }, pod, "--container 'database': expected web or proxy"],
  [
    { container: "web" },
    `${pod}---\n${pod.replace("spec", "metadata: { name: b }\nspec")}`,
    "--container 'web': expected Pod//web or Pod/b/web",
  ],
])("%j: which container", (options, text, message) => {
  expect(refused(text, options)).toBe(message);
});

test("whatever the text is, it settles or it is refused in one line", () => {
  const lines = deployment(
    `${x}ports: [{ name: web, containerPort: 80 }]\nenv: [{ name: A, value: b }]\nlifecycle: { preStop: { sleep: { seconds: 5 } } }\nreadinessProbe: { httpGet: { port: web } }`,
    "terminationGracePeriodSeconds: 30",
  );
  expectSettledOrRefused(
    lines,
    ["{{ x }}"],
    (text) => settle({ manifest: "m.yaml" }, surroundings({ files: { "m.yaml": text } })),
    /^(?:m\.yaml:\d+: .+|m\.yaml: expected .+|--container.+)$/u,
  );
});
