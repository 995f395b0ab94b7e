// The processes of a container as `docker top` and `podman top` show them, for an engine whose processes we cannot read in /proc.

import { SIGRTMAX, signalName } from "../../core/signal.ts";
import { ask, type Cli } from "./container-cli.ts";
import type { Seen } from "./sandbox.ts";

/** Docker hands these to ps(1) on the engine's machine; masks are known to the ps of procps only. */
const WITH_MASKS = ["-eo", "pid,ppid,s,caught,ignored,comm,args"];
const WITHOUT_MASKS = ["-eo", "pid,ppid,s,comm,args"];
/** podman's own names; it has no masks. */
const OF_PODMAN = ["pid", "ppid", "state", "comm", "args"];

export class Top {
  private readonly cli: Cli;
  private readonly container: string;
  /** PID 1 on the engine's machine. */
  private readonly hostPid: number;
  private masks = true;

  constructor(cli: Cli, container: string, hostPid: number) {
    this.cli = cli;
    this.container = container;
    this.hostPid = hostPid;
  }

  /** Empty once the container has ended. */
  async look(): Promise<Seen[]> {
    if (this.cli === "podman") return podmanRows(await this.ask(OF_PODMAN));
    if (this.masks) {
      const text = await this.ask(WITH_MASKS);
      if (text !== "") return dockerRows(text, true, this.hostPid);
      const plain = dockerRows(await this.ask(WITHOUT_MASKS), false, this.hostPid);
      this.masks = plain.length === 0;
      return plain;
    }
    return dockerRows(await this.ask(WITHOUT_MASKS), false, this.hostPid);
  }

  private async ask(format: readonly string[]): Promise<string> {
    const answer = await ask(this.cli, ["top", this.container, ...format]);
    return answer.code === 0 ? answer.stdout : "";
  }
}

/** Ids are those of the engine's machine, but for PID 1, which is `first` there. */
export function dockerRows(text: string, masks: boolean, first: number): Seen[] {
  const lines = text.trim().split("\n").slice(1);
  const rows = lines.map((line) => fields(line, masks ? 6 : 4));
  const pids = new Set(rows.map(([pid]) => Number(pid)));
  const inside = (pid: number) => (pid === first ? 1 : pid);
  const seen = rows.map((row): Seen => {
    const [pid, parent, state] = row as [string, string, string];
    const [name, commandLine] = row.slice(-2) as [string, string];
    return {
      pid: inside(Number(pid)),
      hostPid: Number(pid),
      parent: pids.has(Number(parent)) ? inside(Number(parent)) : 0,
      name,
      commandLine,
      state: state.slice(0, 1),
      catches: masks ? namesOf(row[3]) : [],
      ignores: masks ? namesOf(row[4]) : [],
      sockets: [],
    };
  });
  return seen.sort((one, other) => one.pid - other.pid);
}

/** Ids are those inside; hostPid is the same, for nobody may use it. */
export function podmanRows(text: string): Seen[] {
  const rows = text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => fields(line, 4));
  const seen = rows.map(([pid, parent, state, name, commandLine]): Seen => {
    const id = Number(pid);
    const nothing = { catches: [], ignores: [], sockets: [] };
    return {
      pid: id,
      hostPid: id,
      parent: Number(parent),
      name: name ?? "",
      commandLine: commandLine ?? "",
      state: state ?? "",
      ...nothing,
    };
  });
  return seen.sort((one, other) => one.pid - other.pid);
}

/** So many words, then the rest. */
function fields(line: string, count: number): string[] {
  const words = line.trim().split(/\s+/);
  return [...words.slice(0, count), words.slice(count).join(" ")];
}

/** Of 16 hexadecimal digits; ps may cut them short with a "<" in front. */
function namesOf(mask: string | undefined): string[] {
  if (mask === undefined || !/^<?[0-9a-f]+$/i.test(mask)) return [];
  const bits = BigInt(`0x${mask.replace("<", "")}`);
  const names: string[] = [];
  for (let signal = 1; signal <= SIGRTMAX; signal++) {
    if ((bits >> BigInt(signal - 1)) & 1n) names.push(signalName(signal));
  }
  return names;
}
