// Size on disk, resident memory and its growth over 10,000 signals and 10,000 orphans, wake-ups while idle:
// one run per init, all at the same time, because none of these depends on how fast it goes.
import { statSync } from "node:fs";
import type { Programs } from "../compile.ts";
import { type Contestant, lastcallNode } from "../contestants.ts";
import { type State, type States, states } from "../measure.ts";
import { type Figure, fixed, judge, type Result } from "../report.ts";

const first = 100;
const all = 10_000;
const idleMs = 5_000;

const of = (state: State, name: string) => state.get(name) ?? Number.NaN;

/** The larger of the kernel's two accounts: VmRSS comes from counters, Rss from walking the page tables. */
const resident = (state: State) => Math.max(of(state, "VmRSS"), of(state, "Rss"));
const growth = (state: States) => resident(state.all) - resident(state.first);
const switches = (state: State) => of(state, "voluntary_ctxt_switches") + of(state, "nonvoluntary_ctxt_switches");
const wakeUps = (state: States) => switches(state.idle) - switches(state.all);

const parts = ["RssAnon", "RssFile", "VmSize", "VmStk", "VmPTE", "Rss", "Pss", "Private_Dirty", "Threads"];

export async function occupancy(programs: Programs, inits: Contestant[]): Promise<Result> {
  const variants = inits.map((init) => ({
    label: init.name,
    argv: [init.path, "--", programs.app, "answer"],
  }));
  if (lastcallNode !== null)
    variants.push({
      label: "lastcall run",
      argv: [lastcallNode, "run", "--", programs.app, "answer"],
    });
  const measured = await Promise.all(
    variants.map(async (variant) => ({
      label: variant.label,
      state: await states(programs, variant, first, all, idleMs),
    })),
  );
  const sizes = new Map(inits.map((init) => [init.name, statSync(init.path).size]));
  const state = (label: string) => measured.find((one) => one.label === label)?.state;
  const init = state("lastcall-init");
  const hosted = state("lastcall run");
  const size = (sizes.get("lastcall-init") ?? Number.NaN) / 1024;
  const memory = init ? resident(init.all) : Number.NaN;
  const grown = init ? growth(init) : Number.NaN;
  const woken = init ? wakeUps(init) : Number.NaN;
  const hostedMemory = hosted ? resident(hosted.all) : Number.NaN;
  const threads = hosted ? of(hosted.all, "Threads") : Number.NaN;
  const least = (value: (label: string, state: States) => number, unit: string) => {
    const others = measured.filter((one) => !one.label.startsWith("lastcall"));
    const sorted = others.sort((a, b) => value(a.label, a.state) - value(b.label, b.state));
    const best = sorted[0];
    return best ? `${best.label} ${value(best.label, best.state).toFixed(0)} ${unit}` : "-";
  };
  const figures: Figure[] = [
    {
      what: "size of the static ELF",
      lastcall: fixed(size, 1, "KB"),
      reference: least((label) => (sizes.get(label) ?? 0) / 1024, "KB"),
      must: "48 KB",
      aim: "32 KB",
      met: judge(size, 48, 32),
    },
    {
      what: "resident memory after 10,000 signals and 10,000 orphans",
      lastcall: fixed(memory, 0, "kB"),
      reference: least((_, one) => resident(one.all), "kB"),
      must: "96 kB",
      aim: "40 kB",
      met: judge(memory, 96, 40),
    },
    {
      what: "memory growth over that work",
      lastcall: fixed(grown, 0, "kB"),
      reference: least((_, one) => growth(one), "kB"),
      must: "0",
      aim: "0",
      met: judge(grown, 0, 0),
    },
    {
      what: "wake-ups while idle, in 5 s",
      lastcall: fixed(woken, 0, ""),
      reference: least((_, one) => wakeUps(one), ""),
      must: "0",
      aim: "0",
      met: judge(woken, 0, 0),
    },
    {
      what: "`lastcall run`: resident memory afterwards",
      lastcall: fixed(hostedMemory, 0, "kB"),
      reference: `lastcall-init ${fixed(memory, 0, "kB")}`,
      must: "the init's + 8 kB",
      aim: "",
      met: Number.isNaN(hostedMemory) ? "not measured" : hostedMemory <= memory + 8 ? "yes" : "NO",
    },
    {
      what: "`lastcall run`: threads afterwards",
      lastcall: fixed(threads, 0, ""),
      reference: "",
      must: "1",
      aim: "",
      met: judge(threads, 1, 0),
    },
  ];
  const rows = measured.map((one) => [
    one.label,
    sizes.has(one.label) ? `${sizes.get(one.label)}` : "-",
    ...[of(one.state.first, "VmRSS"), of(one.state.all, "VmRSS")].map(String),
    ...parts.map((part) => String(of(one.state.all, part))),
    String(wakeUps(one.state)),
  ]);
  const note =
    `Bytes of the file; kB from /proc/PID/status and smaps_rollup after ${first} and after ${all} signals and as many orphans; ` +
    `context switches in ${idleMs / 1000} s of nothing to do. VmRSS comes from the kernel's counters, Rss from walking the page tables; the figure above is the larger.`;
  const header = ["init", "bytes", `VmRSS@${first}`, `VmRSS@${all}`, ...parts, "wake-ups"];
  return { figures, details: [{ title: "What an init occupies", note, header, rows }] };
}
