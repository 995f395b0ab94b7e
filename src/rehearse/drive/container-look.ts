// Looks into a running container: through this machine's /proc where its processes are there and may be read, else through the engine.

import { readFileSync } from "node:fs";
import type { Cli } from "./container-cli.ts";
import { Top } from "./container-top.ts";
import type { Network } from "./container-words.ts";
import { Listeners } from "./listeners.ts";
import { inNamespace } from "./members.ts";
import { namespaceOf } from "./pids.ts";
import { Processes } from "./processes.ts";
import type { Sandbox, Seen, SignalSent } from "./sandbox.ts";
import type { SignalTrace } from "./signal-trace.ts";

export interface Looker extends Pick<Sandbox, "blind" | "processes" | "listeners"> {
  /** Whether the container's processes are this machine's. */
  readonly local: boolean;
  /** Those of the trace that were for somebody inside. */
  signals(trace: SignalTrace): readonly SignalSent[] | null;
  /** Where a port is listened on, of this machine's own addresses. */
  hostOf(port: number): string;
  close(): void;
}

/** `hostPid` is the engine's answer, which on another machine, or from inside of a container, is somebody else's number. */
export function lookInto(cli: Cli, container: string, id: string, hostPid: number): Looker {
  if (namespaceOf(hostPid) !== "" && isContainer(hostPid, id)) return new LocalLooker(hostPid);
  return new RemoteLooker(new Top(cli, container, hostPid));
}

class LocalLooker implements Looker {
  readonly blind: readonly string[] = [];
  readonly local = true;
  private readonly hostPid: number;
  private readonly table: Processes;
  private readonly ports = new Listeners();

  constructor(hostPid: number) {
    this.hostPid = hostPid;
    this.table = new Processes(inNamespace(namespaceOf(hostPid)));
  }

  processes = async (): Promise<readonly Seen[]> => this.table.look();
  listeners = async (): Promise<ReadonlyMap<number, number>> => this.ports.look(this.hostPid, this.table);
  hostOf = (port: number): string => this.ports.hostOf(port);
  close = (): void => this.table.close();

  signals(trace: SignalTrace): readonly SignalSent[] | null {
    const events = trace.events();
    if (events === null) return null;
    return events.flatMap(({ from, to, ...rest }) => {
      const pid = this.table.pidOf(to);
      return pid === 0 ? [] : [{ ...rest, from: this.table.pidOf(from), to: pid }];
    });
  }
}

class RemoteLooker implements Looker {
  readonly blind = [
    "the engine's processes are not in this machine's /proc, or may not be read: who owns a socket, and when the app stopped " +
      "listening, cannot be seen",
    "process ids are those that the engine shows; processes that live shorter than a call of the engine are not seen",
  ];
  readonly local = false;
  private readonly top: Top;

  constructor(top: Top) {
    this.top = top;
  }

  processes = (): Promise<readonly Seen[]> => this.top.look();
  listeners = async (): Promise<ReadonlyMap<number, number>> => new Map();
  signals = (): readonly SignalSent[] => [];
  hostOf = (): string => "127.0.0.1";
  close = (): void => {};
}

/** What the network keeps from being seen as it is in a cluster. */
export function blindOfNetwork(network: Network, direct: boolean): string[] {
  if (network !== "published" || direct) return [];
  return [
    "connections go through the engine's port forwarder, which accepts them before the app does: one that the app refuses is seen as reset",
  ];
}

/** PID 1 of a namespace right below ours, in a cgroup that is called after the container. */
function isContainer(hostPid: number, id: string): boolean {
  try {
    const pids = /^NSpid:\t(.*)$/m.exec(readFileSync(`/proc/${hostPid}/status`, "utf8"))?.[1]?.split("\t") ?? [];
    return pids.length === 2 && pids[1] === "1" && readFileSync(`/proc/${hostPid}/cgroup`, "utf8").includes(id);
  } catch {
    return false;
  }
}
