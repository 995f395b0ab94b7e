// How honest the load of `rehearse` is: by how much requests begin later than they are due, at 2,000 a second, with the app and the
// generator on the same two CPUs. wrk and ab stand beside it where they are installed: they wait for answers, so nothing is due with
// them, and what they show is what the app can do.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fixed, judge, type Result } from "../report.ts";

const perSecond = 2_000;
const seconds = 5;
const connections = 16;
/** The median of them counts: what else runs on the machine can take both CPUs away for longer than any limit. */
const rounds = 3;
const client = join(import.meta.dirname, "../load-client.ts");
const app =
  'const server = require("node:http").createServer((_, response) => response.end("hello\\n"));' +
  'server.listen(0, "127.0.0.1", () => console.log(server.address().port));';

interface Run {
  sent: number;
  lost: number;
  late: [number, number, number];
  took: [number, number];
  cpuMs: number;
  waitedMs: number;
}

/** Milliseconds of a second that the generator waited for a CPU: with more, other programs have been measured. */
const mostWaitedMs = 150;

/** The first two CPUs that we may use, as taskset(1) takes them. */
function twoCpus(): string {
  const list = /^Cpus_allowed_list:\s+(.*)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  const all = list.split(",").flatMap((range) => {
    const [from = 0, to = from] = range.split("-").map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
  return all.slice(0, 2).join(",");
}

function run(command: string, args: string[]): string | null {
  const child = spawnSync("taskset", ["-c", twoCpus(), command, ...args], { encoding: "utf8", timeout: 60_000 });
  return child.status === 0 ? child.stdout : null;
}

/** In ms; wrk says `1.20ms` or `812.00us`. */
function wrkMs(text: string, share: string): number {
  const [, figure, unit] = new RegExp(`${share}%\\s+([\\d.]+)(us|ms|s)`).exec(text) ?? [];
  return Number(figure) * ({ us: 0.001, ms: 1, s: 1000 }[unit ?? ""] ?? Number.NaN);
}

const found = (text: string, pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? Number.NaN);

/** Null where it is not installed. */
function wrk(url: string): string[] | null {
  const text = run("wrk", ["--latency", "-t1", `-c${connections}`, `-d${seconds}s`, url]);
  if (text === null) return null;
  const rate = found(text, /Requests\/sec:\s+([\d.]+)/);
  // Said only where there are any.
  const errors = /Socket errors: (.*)/.exec(text)?.[1]?.match(/\d+/g) ?? [];
  const lost = [...errors, /Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1] ?? 0].reduce<number>(
    (sum, one) => sum + Number(one),
    0,
  );
  return [
    rate.toFixed(0),
    `${lost}`,
    "-",
    "-",
    "-",
    wrkMs(text, "50").toFixed(2),
    wrkMs(text, "99").toFixed(2),
    "-",
    "-",
  ];
}

function ab(url: string, words: string[]): string[] | null {
  const text = run("ab", [...words, "-q", "-c", `${connections}`, "-n", `${perSecond * seconds}`, url]);
  if (text === null) return null;
  const [rate, failed] = [found(text, /Requests per second:\s+([\d.]+)/), found(text, /Failed requests:\s+(\d+)/)];
  const took = [found(text, /50%\s+(\d+)/), found(text, /99%\s+(\d+)/)].map((ms) => ms.toFixed(0));
  return [rate.toFixed(0), `${failed}`, "-", "-", "-", ...took, "-", "-"];
}

/** The run of the median p99. */
function median(words: string[]): Run {
  const runs = Array.from({ length: rounds }, () => JSON.parse(run(process.execPath, words) ?? "null") as Run | null);
  const whole = runs.filter((one) => one !== null).sort((a, b) => a.late[1] - b.late[1]);
  const middle = whole[Math.floor(whole.length / 2)];
  if (middle === undefined) throw new Error("the load did not run");
  return middle;
}

export async function load(): Promise<Result> {
  const server = spawn("taskset", ["-c", twoCpus(), process.execPath, "-e", app], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = await once(server.stdout, "data");
    const port = Number(line);
    const url = `http://127.0.0.1:${port}/`;
    const ours = [
      { label: "rehearse, half on new connections", share: 0.5, busyMs: 0 },
      { label: "rehearse, all on new connections", share: 1, busyMs: 0 },
      { label: "rehearse, all on kept connections", share: 0, busyMs: 0 },
      { label: "rehearse, half, 2 ms of other work every 20 ms", share: 0.5, busyMs: 2 },
    ];
    const figures: Result["figures"] = [];
    const rows: string[][] = [];
    for (const { label, share, busyMs } of ours) {
      const words = [client, ...[port, perSecond, share, seconds, busyMs].map(String)];
      const { sent, lost, late, took, cpuMs, waitedMs } = median(words);
      rows.push([
        label,
        (sent / seconds).toFixed(0),
        `${lost}`,
        ...[...late, ...took].map((ms) => ms.toFixed(2)),
        cpuMs.toFixed(0),
        waitedMs.toFixed(0),
      ]);
      // What was due in the last few milliseconds may not have begun.
      const short = sent < perSecond * seconds * 0.99 || lost > 0;
      figures.push({
        what: `${label}: p99 of how late a request begins`,
        lastcall: fixed(late[1], 2, "ms"),
        reference: "",
        must: "10 ms",
        aim: "3 ms",
        met: waitedMs > mostWaitedMs ? "not measured" : short ? "NO" : judge(late[1], 10, 3),
      });
    }
    const peers: [string, string[] | null][] = [
      [`wrk -t1 -c${connections}, kept connections`, wrk(url)],
      [`ab -k -c${connections}, kept connections`, ab(url, ["-k"])],
      [`ab -c${connections}, new connections`, ab(url, [])],
    ];
    for (const [label, cells] of peers) if (cells !== null) rows.push([label, ...cells]);
    const title = `Load: ${perSecond} requests a second`;
    const note = `For ${seconds} s, in ms; a small Node server and the generator on the same two CPUs. An answer's time counts from when the request was due; wrk and ab ask as fast as they are answered, and count from there. Where the generator waited for a CPU for more than ${mostWaitedMs} ms of each second, other programs were measured, so there is no verdict.`;
    const header = [
      "by",
      "a second",
      "lost",
      "late p50",
      "p99",
      "most",
      "answer p50",
      "p99",
      "CPU ms a second",
      "waited for one",
    ];
    return { figures, details: [{ title, note, header, rows }] };
  } finally {
    server.kill("SIGKILL");
  }
}
