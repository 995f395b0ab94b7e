// What an init adds to fork+exec+wait of /bin/true.
import type { Programs } from "../compile.ts";
import type { Contestant } from "../contestants.ts";
import { spawnTimes } from "../measure.ts";
import { fixed, judge, type Result, ratio, spreadCells } from "../report.ts";
import { over, spreadOf } from "../statistics.ts";

const rounds = 700;

export function spawn(programs: Programs, inits: Contestant[]): Result {
  const command = "/bin/true";
  const variants = [
    { label: "bare", argv: [command] },
    ...inits.map((init) => ({ label: init.name, argv: [init.path, "--", command] })),
  ];
  const placements = (["pinned", "free"] as const).map((placement) => {
    const samples = spawnTimes(programs, placement, rounds, variants);
    const bare = samples.get("bare") ?? [];
    const added = (label: string) => over(samples.get(label) ?? [], bare);
    const ours = spreadOf(added("lastcall-init")).p50;
    const reference = spreadOf(added("tini-static")).p50;
    return { placement, bare, added, ours, reference, share: ours / reference };
  });
  const where = { pinned: "everybody on one CPU", free: "on any CPU" };
  return {
    figures: placements.map(({ placement, ours, reference, share }) => ({
      what: `time over bare fork+exec+wait, ${where[placement]}`,
      lastcall: `${fixed(ours / 1e6, 3, "ms")} = ${ratio(share)}`,
      reference: `tini-static ${fixed(reference / 1e6, 3, "ms")}`,
      must: "0.6 × tini-static",
      aim: "0.4 ×",
      met: judge(share, 0.6, 0.4),
    })),
    details: placements.map(({ placement, bare, added, reference }) => ({
      title: `Start and end of /bin/true, ${where[placement]}`,
      note: "ms from execve to the return of waitpid, each as PID 1 of a namespace of its own; the inits' rows are what they add to the bare one of the same round.",
      header: ["init", "p10", "p50", "p90", "samples", "of tini-static"],
      rows: variants.map(({ label }) => [
        label,
        ...spreadCells(label === "bare" ? bare : added(label), 1e6, 3),
        label === "bare" ? "" : ratio(spreadOf(added(label)).p50 / reference),
      ]),
    })),
  };
}
