// Compose files that cannot be rehearsed: one line each, with file and line.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how Compose writes variables.

import { expect, test } from "vitest";
import { settle } from "../../../src/rehearse/settle.ts";
import { refusal, surroundings } from "../surroundings.ts";
import { expectSettledOrRefused } from "./scrambled.ts";

function refused(text: string, options: object = {}, files: Record<string, string> = {}): string {
  return refusal({ compose: "c.yaml", ...options }, { files: { "c.yaml": text, ...files } });
}

/** A service whose fields begin in the fourth line. */
function service(fields: string): string {
  return `services:\n  web:\n    command: [x]\n${fields.replace(/^/gm, "    ")}\n`;
}

const form = "expected $NAME, ${NAME}, ${NAME:-default}, or $$ for a dollar sign";
const duration = "expected a duration with units, like 30s or 1m30s";

const rows: [what: string, text: string, message: string][] = [
  ["nothing", "", "c.yaml: expected services"],
  ["no services", "name: x\n", "c.yaml: expected services"],
  [
    "an include",
    "include: [other.yaml]\n",
    "c.yaml: expected services; include is not followed: 'docker compose config | lastcall rehearse --compose -' has it in one file",
  ],
  [
    "no YAML",
    "services: {\n",
    "c.yaml:2: not YAML: flow map in block collection must be sufficiently indented and end with a }",
  ],
  ["services as a list", "services: [web]\n", "c.yaml:1: services '[web]': expected a mapping"],
  ["a service as a text", "services: { web: x }\n", "c.yaml:1: web 'x': expected a mapping"],
  [
    "neither command nor image",
    "services: { web: { build: . } }\n",
    "c.yaml:1: neither command nor image: expected the command behind --, or --image",
  ],
  [
    "a grace period without a unit",
    service("stop_grace_period: '30'"),
    `c.yaml:4: stop_grace_period '30': ${duration}`,
  ],
  ["a grace period as number", service("stop_grace_period: 30"), `c.yaml:4: stop_grace_period '30': ${duration}`],
  [
    "a start period as number",
    service("healthcheck: { test: x, start_period: 30 }"),
    `c.yaml:4: start_period '30': ${duration}`,
  ],
  ["an empty grace period", service("stop_grace_period: ''"), `c.yaml:4: stop_grace_period '': ${duration}`],
  [
    "an endless grace period",
    service("stop_grace_period: 99999h"),
    "c.yaml:4: stop_grace_period '99999h': expected at most 1000 days",
  ],
  ["an unknown signal", service("stop_signal: SIGTREM"), "c.yaml:4: stop_signal 'SIGTREM': did you mean SIGTERM?"],
  [
    "a shell's command",
    service("entrypoint: a | b"),
    "c.yaml:4: entrypoint 'a | b': no shell for '|': give sh -c '...'",
  ],
  ["an open quote", service("entrypoint: a 'b"), "c.yaml:4: entrypoint 'a 'b': unclosed '"],
  [
    "a word that is a number",
    service("entrypoint: [sleep, 5]"),
    `c.yaml:4: entrypoint '5': expected a text: write "5"`,
  ],
  ["no boolean", service("init: maybe"), "c.yaml:4: init 'maybe': expected true or false"],
  ["an environment without a name", service("environment: [=x]"), "c.yaml:4: environment '=x': expected NAME=VALUE"],
  [
    "a list in an environment",
    service("environment: { A: [b] }"),
    "c.yaml:4: A '[b]': expected a text, a number or a boolean",
  ],
  [
    "a port that is none",
    service("ports: ['web']"),
    "c.yaml:4: ports 'web': expected [[HOST:]PUBLISHED:]TARGET[/PROTOCOL]",
  ],
  ["a port of 0", service("ports: ['80:0']"), "c.yaml:4: ports '80:0': expected [[HOST:]PUBLISHED:]TARGET[/PROTOCOL]"],
  [
    "a target that is none",
    service("ports: [{ target: http }]"),
    "c.yaml:4: target 'http': expected a port from 1 to 65535",
  ],
  [
    "two hooks",
    service("pre_stop:\n  - command: a\n  - command: b"),
    "c.yaml:6: pre_stop: expected one hook, not several: put them into one script",
  ],
  ["a hook without a command", service("pre_stop: [{ user: root }]"), "c.yaml:4: pre_stop: expected a command"],
  [
    "a test of no kind",
    service("healthcheck: { test: [curl, a] }"),
    "c.yaml:4: healthcheck.test 'curl': expected CMD with words, CMD-SHELL with one, or NONE",
  ],
  ["a file that is not there", service("env_file: a.env"), "c.yaml:4: env_file 'a.env': no such file (ENOENT)"],
  [
    "a file that is not understood",
    service("env_file: bad.env"),
    "c.yaml:4: env_file 'bad.env': line 2: expected NAME=VALUE",
  ],
  [
    "a variable that is required",
    service("entrypoint: ${MAIN:?say which}"),
    "c.yaml:4: entrypoint '${MAIN:?say which}': MAIN is not set: say which",
  ],
  ["a brace that stays open", service("entrypoint: ${MAIN"), `c.yaml:4: entrypoint '\${MAIN': ${form}`],
  ["a dollar sign alone", service("entrypoint: cost 5$"), `c.yaml:4: entrypoint 'cost 5$': ${form}`],
  ["an unknown service to extend", service("extends: base"), "c.yaml:4: extends 'base': no such service in c.yaml"],
  ["a circle", service("extends: web"), "c.yaml:4: extends 'web': in a circle"],
  [
    "a file to extend that is not there",
    service("extends: { file: o.yaml, service: a }"),
    "c.yaml:4: extends 'o.yaml': no such file (ENOENT)",
  ],
];

test.each(rows)("%s", (_what, text, message) => {
  expect(refused(text, {}, { "bad.env": "A=b\n?!\n" })).toBe(message);
  expect(message).not.toContain("\n");
});

const two = "services: { web: { command: a }, db: { command: b } }\n";

test.each([
  [{}, two, "--service: c.yaml has 2 services: expected web or db"],
  [{ service: "wbe" }, two, "--service 'wbe': did you mean web?"],
  [{ service: "cache" }, two, "--service 'cache': expected web or db"],
])("%j: which service", (options, text, message) => {
  expect(refused(text, options)).toBe(message);
});

test("a .env that is not understood", () => {
  expect(refused(two, {}, { ".env": "!" })).toBe("the file '.env': line 1: expected NAME=VALUE");
});

test("whatever the text is, it settles or it is refused in one line", () => {
  const whole = service(
    "image: web:1\nstop_grace_period: 20s\nenvironment: [A=${B:-c}]\nports: ['8080:80']\nhealthcheck: { test: [CMD, a] }\npre_stop: [{ command: b }]",
  );
  expectSettledOrRefused(
    whole,
    ["${", "$"],
    (text) => settle({ compose: "c.yaml" }, surroundings({ files: { "c.yaml": text } })),
    /^(?:c\.yaml:\d+: .+|c\.yaml: expected .+|--service.+)$/u,
  );
});
