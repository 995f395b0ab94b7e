// One container of a pod (core/v1 PodSpec and Container): how it is started and how it is stopped.

import { formatDuration } from "../../core/duration.ts";
import { nearest } from "../../core/suggest.ts";
import { indexOfWord } from "../../core/word-list.ts";
import { quote, wrong } from "../bad-option.ts";
import type { Hook } from "../rehearsal.ts";
import { signalNamed } from "../values.ts";
import { expand } from "./expand.ts";
import { httpUrl, type Ports, readiness, startupMs } from "./probes.ts";
import type { Source } from "./source.ts";
import type { Cursor } from "./yaml.ts";

/** core/v1 PodSpec. */
const DEFAULT_GRACE_S = 30;

/** Fields of core/v1 Lifecycle. */
const lifecycles = "postStart, preStop, stopSignal";

/** Throws BadOption. */
export function readContainer(pod: Cursor, container: Cursor): Source {
  refuseMisplaced(container);
  const notes: string[] = [];
  const { env, missingEnv } = readEnv(container, notes);
  const ports = readPorts(container);
  const grace = pod.get("terminationGracePeriodSeconds");
  const graceS = grace.missing ? null : grace.seconds();
  const words = (key: string) => {
    const list = container.get(key);
    return list.missing ? null : list.texts().map((word) => expand(word, env));
  };
  const image = container.get("image");
  const cwd = container.get("workingDir");
  const { ready, note } = readiness(container.get("readinessProbe"), ports);
  if (note !== undefined) notes.push(note);
  const entrypoint = words("command");
  const args = words("args");
  const shared = pod.get("shareProcessNamespace");
  if (shared.scalar() === "true") {
    notes.push(`${shared.where}: shareProcessNamespace makes pause PID 1; here the command is PID 1`);
  }
  return {
    where: container.where,
    name: container.get("name").scalar(),
    image: image.missing ? null : image.text(),
    entrypoint: entrypoint?.length === 0 ? null : entrypoint,
    args: args?.length === 0 ? null : args,
    argsAreCommand: false,
    env,
    missingEnv,
    cwd: cwd.missing ? null : cwd.text(),
    graceMs: graceS === null ? null : graceS * 1000,
    stopSignal: readStopSignal(pod, container, notes),
    hook: readHook(container.get("lifecycle").get("preStop"), ports, graceS ?? DEFAULT_GRACE_S, notes),
    ready,
    readyTimeoutMs: startupMs(container.get("startupProbe")),
    port: ports.first,
    published: new Map(),
    init: false,
    notes,
  };
}

/** What would be ignored, and the stop would be another one than the file seems to say. */
function refuseMisplaced(container: Cursor): void {
  const grace = container.get("terminationGracePeriodSeconds");
  if (!grace.missing) grace.fail("terminationGracePeriodSeconds: expected in the spec of the pod, not of a container");
  for (const key of ["preStop", "stopSignal"]) {
    const field = container.get(key);
    if (!field.missing) field.fail(`${key}: expected in the container's lifecycle`);
  }
  for (const [key, field] of container.get("lifecycle").entries()) {
    if (indexOfWord(lifecycles, key) >= 0) continue;
    const guess = nearest(key, lifecycles);
    field.fail(`lifecycle ${quote(key)}: ${guess === "" ? `expected ${lifecycles}` : `did you mean ${guess}?`}`);
  }
}

function readPorts(container: Cursor): Ports {
  const byName = new Map<string, number>();
  let first: number | null = null;
  for (const port of container.get("ports").items()) {
    const number = port.get("containerPort").port();
    const name = port.get("name");
    if (!name.missing) byName.set(name.text(), number);
    if ((port.get("protocol").scalar() ?? "TCP") === "TCP") first ??= number;
  }
  return { byName, first };
}

function readEnv(container: Cursor, notes: string[]): { env: Record<string, string>; missingEnv: Map<string, string> } {
  const env: Record<string, string> = {};
  const missingEnv = new Map<string, string>();
  for (const variable of container.get("env").items()) {
    const name = variable.get("name").text();
    const value = variable.get("value");
    if (!value.missing) env[name] = expand(value.text(), env);
    else if (variable.get("valueFrom").missing) env[name] = "";
    else missingEnv.set(name, `${variable.where}: ${name} is not set: only the cluster has its value (valueFrom)`);
  }
  const from = container.get("envFrom");
  if (from.items().length > 0) notes.push(`${from.where}: envFrom is left out: only the cluster has its values`);
  return { env, missingEnv };
}

/** KEP-4960: names with SIG only, and the API server asks for the operating system. */
function readStopSignal(pod: Cursor, container: Cursor, notes: string[]): string | null {
  const signal = container.get("lifecycle").get("stopSignal");
  if (signal.missing) return null;
  const name = signal.read((text) => {
    const known = signalNamed(text);
    return text === known || /^SIGRT(?:MIN|MAX)/.test(text) ? known : wrong(`expected the name ${known}`);
  });
  if (pod.get("os").get("name").missing) {
    notes.push(`${signal.where}: the API server takes lifecycle.stopSignal only with spec.os.name, which is missing`);
  }
  return name;
}

/** As in pkg/kubelet/lifecycle/handlers.go. */
function readHook(preStop: Cursor, ports: Ports, graceS: number, notes: string[]): Hook | null {
  if (preStop.missing) return null;
  const handlers = [...preStop.entries()].filter(([, value]) => !value.missing);
  const [handler] = handlers;
  if (handlers.length !== 1 || handler === undefined) {
    preStop.fail(`preStop: expected one of exec, httpGet, sleep${handlers.length > 1 ? ", not several" : ""}`);
  }
  const [kind, value] = handler;
  switch (kind) {
    case "exec": {
      const command = value.get("command").texts();
      if (command.length === 0) value.fail("preStop.exec.command: expected a command, as words");
      return { kind: "exec", command };
    }
    case "httpGet": {
      const headers = value.get("httpHeaders");
      if (!headers.missing) notes.push(`${headers.where}: the hook's request goes without its httpHeaders`);
      return { kind: "http", url: httpUrl(value, ports) };
    }
    case "sleep": {
      const seconds = value.get("seconds");
      const ms = seconds.seconds() * 1000;
      if (ms > graceS * 1000) {
        const most = `terminationGracePeriodSeconds is ${graceS}`;
        seconds.fail(
          `preStop.sleep ${quote(formatDuration(ms))}: the API server takes no more than the grace period: ${most}`,
        );
      }
      return { kind: "sleep", ms };
    }
    case "tcpSocket":
      return value.fail("preStop.tcpSocket always fails (kubelet: invalid handler): expected exec, httpGet or sleep");
    default:
      return value.fail(`preStop.${kind}: expected exec, httpGet or sleep`);
  }
}
