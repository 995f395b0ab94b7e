// A load of its own process for bench/figures/load.ts, so that it has the CPUs that taskset gives it. Prints what came of it as JSON.
import { readFileSync } from "node:fs";
import { createLoad } from "../src/rehearse/load/generator.ts";

const [port, perSecond, newConnections, seconds, busyMs] = process.argv.slice(2).map(Number);
const load = { url: "/", perSecond: perSecond ?? 0, method: "GET", headers: {}, body: null, timeoutMs: 10_000 };
const generator = createLoad(
  { ...load, newConnections: newConnections ?? 0 },
  { host: "127.0.0.1", port: port ?? 0 },
  () => performance.now(),
);

/** What else a rehearsal does on this thread: looks at processes, draws. */
if (busyMs) {
  setInterval(() => {
    const until = performance.now() + busyMs;
    while (performance.now() < until);
  }, 20).unref();
}

/** How long this thread was ready to run and had no CPU (Documentation/scheduler/sched-stats). */
const waitedMs = () => Number(readFileSync("/proc/self/schedstat", "utf8").split(" ")[1]) / 1e6;

const before = process.cpuUsage();
const waitedBefore = waitedMs();
generator.start();
await new Promise((resolve) => setTimeout(resolve, (seconds ?? 0) * 1000));
const records = await generator.stop();
const { user, system } = process.cpuUsage(before);
const waited = waitedMs() - waitedBefore;
const sorted = (values: number[]) => values.sort((a, b) => a - b);
const at = (values: number[], share: number) => values[Math.floor(values.length * share)];
const late = sorted(records.map((record) => record.startMs - record.dueMs));
const took = sorted(records.map((record) => record.endMs - record.dueMs));
console.log(
  JSON.stringify({
    sent: records.length,
    lost: generator.counts.lost,
    late: [at(late, 0.5), at(late, 0.99), late.at(-1)],
    took: [at(took, 0.5), at(took, 0.99)],
    cpuMs: (user + system) / 1000 / (seconds ?? 1),
    waitedMs: waited / (seconds ?? 1),
  }),
);
