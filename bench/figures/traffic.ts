// What a look at 20,000 connections costs during a delay with --until-idle: the CPU time of the init, of its own and in the kernel,
// divided by how often it looked. Only lastcall looks, so it has no peers here.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Programs } from "../compile.ts";
import type { Contestant } from "../contestants.ts";
import { fixed, judge, type Result } from "../report.ts";

/** A process may have some 20,000 descriptors, and both ends of a connection are in the same. */
const crowds = ["8080 6667", "8081 6667", "8082 6666"];
/** Bytes on another port: what has come has to be looked for among all, in vain. */
const elsewhere = "8090 1 50";
const ownNetwork = join(import.meta.dirname, "../../test/fixtures/own-network.py");
const connections = join(import.meta.dirname, "../connections.cjs");
const measuredMs = 5_000;

interface Cost {
  ms: number;
  looks: number;
  allocatedKb: number;
}

const firstChild = (pid: number) => Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ")[0]);
const status = (pid: number, name: string) =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
/** Nanoseconds on a CPU (Documentation/scheduler/sched-stats). */
const cpuNs = (pid: number) => Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]);

async function cost(init: string, network: string[], busy: boolean): Promise<Cost> {
  const all = busy ? [...crowds, elsewhere] : crowds;
  const script = `${all.map((crowd) => `'${process.execPath}' '${connections}' ${crowd} &`).join(" ")} wait`;
  const flags = ["--delay", "1h", "--until-idle", "59m", "--port", "8080,8081,8082", "--", "sh", "-c", script];
  const namespace = ["--pid", "--fork", "--kill-child", "--mount-proc", "--"];
  const argv = [...namespace, "python3", ownNetwork, ...network, init, ...flags];
  const child = spawn("unshare", argv, { stdio: ["ignore", "pipe", "inherit"] });
  try {
    let said = "";
    for await (const text of child.stdout) {
      said += text;
      if (said.split("connected").length > all.length) break;
    }
    const pid = firstChild(child.pid ?? 0);
    process.kill(pid, "SIGTERM");
    // The first look writes the pages that the others use again, and connections have to come to rest.
    await sleep(3_000);
    const before = [cpuNs(pid), status(pid, "voluntary_ctxt_switches"), status(pid, "VmRSS")] as const;
    await sleep(measuredMs);
    const looks = status(pid, "voluntary_ctxt_switches") - before[1];
    return { ms: (cpuNs(pid) - before[0]) / 1e6 / looks, looks, allocatedKb: status(pid, "VmRSS") - before[2] };
  } finally {
    child.kill("SIGKILL");
  }
}

export async function traffic(_programs: Programs, inits: Contestant[]): Promise<Result> {
  const init = inits.find((one) => one.ours)?.path;
  const ways = [
    { label: "sock_diag, all of them", network: [], busy: true, must: 20 },
    { label: "sock_diag, no segment came", network: [], busy: false, must: 20 },
    { label: "/proc/net/tcp, all of them", network: ["--no-netlink"], busy: true, must: 0 },
    { label: "/proc/net/tcp, no segment came", network: ["--no-netlink"], busy: false, must: 20 },
  ];
  const figures: Result["figures"] = [];
  const rows: string[][] = [];
  for (const { label, network, busy, must } of init ? ways : []) {
    const { ms, looks, allocatedKb } = await cost(init ?? "", network, busy);
    figures.push({
      what: `a look at 20,000 connections, ${label}`,
      lastcall: fixed(ms, 2, "ms"),
      reference: "",
      must: must > 0 ? `${must} ms` : "",
      aim: "",
      met: must > 0 ? judge(ms, must, 0) : "",
    });
    rows.push([label, ms.toFixed(2), `${looks}`, `${allocatedKb}`]);
  }
  const note =
    "CPU time of the init, in the kernel and outside, over its looks in 5 s. All clients are on the same machine, so the kernel's table, and " +
    "/proc/net/tcp, have 40,000 rows.";
  const header = ["by", "ms a look", "looks", "kB taken meanwhile"];
  return { figures, details: [{ title: "Looking at 20,000 connections", note, header, rows }] };
}
