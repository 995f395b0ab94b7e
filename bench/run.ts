// `npm run bench`: measures the figures in one go, prints them and writes bench/RESULTS.md. Names of figures as
// arguments measure only those and leave the file alone. Exit code 1 where a must is not met.
import { writeFileSync } from "node:fs";
import { availableParallelism, release } from "node:os";
import { join } from "node:path";
import { compile, type Programs } from "./compile.ts";
import { type Contestant, ours, peers } from "./contestants.ts";
import { handover } from "./figures/handover.ts";
import { latency } from "./figures/latency.ts";
import { load } from "./figures/load.ts";
import { occupancy } from "./figures/occupancy.ts";
import { orphans } from "./figures/orphans.ts";
import { spawn } from "./figures/spawn.ts";
import { target } from "./figures/target.ts";
import { traffic } from "./figures/traffic.ts";
import { figureTable, markdown, type Result, table } from "./report.ts";

type Measure = (programs: Programs, inits: Contestant[]) => Result | Promise<Result>;
const measures: Record<string, Measure> = { occupancy, spawn, latency, orphans, target, traffic, handover, load };

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in measures));
if (unknown !== undefined) {
  console.error(`bench: unknown figure '${unknown}' (${Object.keys(measures).join(", ")})`);
  process.exit(125);
}
if (process.platform !== "linux" || process.getuid?.() !== 0) {
  console.error("bench: needs Linux and root, to give every init a PID namespace of its own");
  process.exit(125);
}

const own = ours();
if (own === null) console.error("bench: dist/lastcall-init is not built: measuring the others only");
const inits = [...peers(), ...(own ? [own] : [])];
const programs = compile();
const began = performance.now();
const results: Result[] = [];
for (const [name, measure] of Object.entries(measures)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.error(`bench: ${name}`);
  const result = await measure(programs, inits);
  results.push(result);
  for (const detail of result.details) {
    console.log(`\n${detail.title}\n${detail.note}\n${table(detail.header, detail.rows)}`);
  }
}
const figures = results.flatMap((result) => result.figures);
console.log(`\n${figureTable(figures)}`);

const seconds = Math.round((performance.now() - began) / 1000);
const facts = [
  `Date: ${new Date().toISOString().slice(0, 10)}`,
  `Machine: ${availableParallelism()} cores, ${process.arch}, Linux ${release().split("-")[0]}`,
  `Inits: ${inits.map((init) => init.name).join(", ")}; interleaved in one run of ${seconds} s, every init as PID 1 of its own namespace`,
];
console.log(facts.join("\n"));
if (wanted.length === 0 && own !== null) {
  writeFileSync(join(import.meta.dirname, "RESULTS.md"), markdown(results, facts));
}
process.exitCode = figures.some((figure) => figure.met === "NO") ? 1 : 0;
