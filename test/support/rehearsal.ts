// A rehearsal in which nothing is played but what a test asks for, and a look at what is left of it.
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import type { Sandbox } from "../../src/rehearse/drive/sandbox.ts";
import type { Rehearsal } from "../../src/rehearse/rehearsal.ts";
import { readProc } from "./processes.ts";

export function rehearsalOf(command: readonly string[], changes: Partial<Rehearsal> = {}): Rehearsal {
  return {
    command,
    image: null,
    entrypoint: null,
    init: false,
    stopSignalChosen: false,
    notes: [],
    env: {},
    cwd: null,
    engine: {
      name: "kubernetes",
      stopSignal: "SIGTERM",
      graceMs: 30_000,
      floorMs: 2_000,
      hookInsideGrace: true,
      endpointLagMs: 0,
    },
    stopSignal: "SIGTERM",
    graceMs: 30_000,
    hook: null,
    endpointLagMs: 0,
    ready: { kind: "listen" },
    readyTimeoutMs: 10_000,
    load: null,
    slow: null,
    hold: null,
    warmUpMs: 0,
    ...changes,
  };
}

/** A sandbox of nobody: nothing happens in it but what a test asks for. */
export function fakeSandbox(changes: Partial<Sandbox> = {}): Sandbox {
  return {
    kind: "none",
    blind: [],
    address: (port) => ({ host: "127.0.0.1", port }),
    processes: async () => [],
    listeners: async () => new Map(),
    signal: async () => {},
    kill: async () => {},
    runHook: async () => ({ exitCode: 0 }),
    onLine: () => {},
    exited: new Promise(() => {}),
    remove: async () => {},
    ...changes,
  };
}

/** Whether a process of this machine is there, other than as a zombie. */
export function isRunning(hostPid: number): boolean {
  const state = readProc(hostPid, "status")?.match(/^State:\t(.)/m)?.[1];
  return state !== undefined && state !== "Z" && state !== "X";
}

/** The ids of this machine's processes whose command line has these words in it, each ended by a NUL. */
export function runningWith(words: string): number[] {
  const all = readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0);
  return all.filter((pid) => readProc(pid, "cmdline")?.includes(words));
}

/** The instances of the kernel's trace that a process of ours has made. */
export function traceInstances(pid: number): string[] {
  const script = "mount -t tracefs t /sys/kernel/tracing && ls /sys/kernel/tracing/instances";
  const names = execFileSync("unshare", ["--mount", "sh", "-c", script], { encoding: "utf8" }).split("\n");
  return names.filter((name) => name.startsWith(`lastcall-${pid}-`));
}
