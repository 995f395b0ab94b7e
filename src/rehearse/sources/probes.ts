// Probes of a pod, and the HTTP requests of the kubelet that hooks and probes have in common.

import { quote } from "../bad-option.ts";
import type { Ready } from "../rehearsal.ts";
import type { Cursor } from "./yaml.ts";

/** The ports that a container declares. */
export interface Ports {
  readonly byName: ReadonlyMap<string, number>;
  /** Of TCP. */
  readonly first: number | null;
}

/** A number, or the name of a declared port. */
function portOf(port: Cursor, ports: Ports): number {
  const text = port.scalar() ?? "";
  if (port.missing || /^\d+$/.test(text)) return port.port();
  const number = ports.byName.get(text);
  if (number !== undefined) return number;
  const names = [...ports.byName.keys()].join(" or ");
  return port.fail(`port ${quote(text)}: ${names === "" ? "the container names no port" : `expected ${names}`}`);
}

/** The URL of an HTTPGetAction; its host is the pod, if it names none. */
export function httpUrl(action: Cursor, ports: Ports): string {
  const scheme = (action.get("scheme").scalar() ?? "HTTP").toLowerCase();
  if (scheme !== "http" && scheme !== "https")
    action.get("scheme").fail(`scheme ${quote(scheme)}: expected HTTP or HTTPS`);
  const path = action.get("path").scalar() ?? "/";
  const host = action.get("host").scalar() ?? "localhost";
  const url = `${scheme}://${host}:${portOf(action.get("port"), ports)}${path.startsWith("/") ? "" : "/"}${path}`;
  if (!URL.canParse(url)) action.fail(`httpGet ${quote(url)}: expected a host and a path of a URL`);
  return url;
}

export interface Readiness {
  readonly ready: Ready | null;
  readonly note?: string;
}

/** What the readiness probe asks for. */
export function readiness(probe: Cursor, ports: Ports): Readiness {
  const http = probe.get("httpGet");
  if (!http.missing) return { ready: { kind: "url", url: httpUrl(http, ports) } };
  const tcp = probe.get("tcpSocket");
  if (!tcp.missing) return { ready: { kind: "tcp", port: portOf(tcp.get("port"), ports) } };
  const exec = probe.get("exec");
  if (!exec.missing) {
    const command = exec.get("command").texts();
    if (command.length === 0) exec.fail("readinessProbe.exec.command: expected a command, as words");
    return { ready: { kind: "exec", command } };
  }
  const grpc = probe.get("grpc");
  if (grpc.missing) return { ready: null };
  const port = portOf(grpc.get("port"), ports);
  return {
    ready: { kind: "tcp", port },
    note: `${grpc.where}: of the grpc probe only its port is looked at: ready when ${port} is open`,
  };
}

/** How long a startup probe lets the app start (core/v1 Probe: 10 s, 3 times); null where there is none. */
export function startupMs(probe: Cursor): number | null {
  if (probe.missing) return null;
  const delay = probe.get("initialDelaySeconds");
  const period = probe.get("periodSeconds");
  const failures = probe.get("failureThreshold");
  const delayS = delay.missing ? 0 : delay.seconds();
  const periodS = period.missing ? 10 : period.seconds(1);
  const times = failures.missing ? 3 : failures.whole("a whole number, 1 or more", 1);
  return (delayS + periodS * times) * 1000;
}
