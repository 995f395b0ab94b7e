// From kill() on the init to the first line of the app's handler, in each mode, against the peers that have it.
import type { Programs } from "../compile.ts";
import type { Contestant } from "../contestants.ts";
import { firstStop, type Samples, steadyLatency, type Variant } from "../measure.ts";
import { type Detail, type Figure, fixed, type Result, ratio, spreadCells } from "../report.ts";
import { spreadOf } from "../statistics.ts";

const steadyRounds = 1200;
const freshRounds = 300;

// Two runs of one and the same binary differ by a few per cent here; "no slower" allows for that and no more.
const tolerance = 1.05;

interface Mode {
  title: string;
  reference: string;
  variants: (Variant & { ours: boolean })[];
}

/** A shell that does not trap, does not exec and has something left to do: the entrypoint scripts of this world. */
export function behindShell(command: string): string[] {
  return ["/bin/sh", "-c", `${command}; true`];
}

function modesOf(programs: Programs, inits: Contestant[]): Mode[] {
  const direct = [programs.app, "answer"];
  const shell = behindShell(`'${programs.app}' answer`);
  const variant = (init: Contestant, words: string[], command: string[], where: string) => ({
    label: [init.name, ...words, where].filter((word) => word !== "").join(" "),
    argv: [init.path, ...words, "--", ...command],
    ours: init.ours,
  });
  const peers = inits.filter((init) => !init.ours);
  const own = inits.filter((init) => init.ours);
  return [
    {
      title: "child mode",
      reference: "",
      variants: inits.map((init) => variant(init, init.child, direct, "")),
    },
    {
      title: "group mode",
      reference: "",
      variants: inits.map((init) => variant(init, init.group, direct, "")),
    },
    {
      title: "app mode, child direct",
      reference: "child mode: ",
      variants: [
        ...own.map((init) => variant(init, [], direct, "")),
        ...peers.map((init) => variant(init, init.child, direct, "")),
      ],
    },
    {
      title: "app mode, behind a shell",
      reference: "group mode, no shell: ",
      variants: [
        ...own.map((init) => variant(init, [], shell, "(behind a shell)")),
        ...peers.map((init) => variant(init, init.group, direct, "")),
      ],
    },
  ];
}

/** `judged`: against the fastest peer in the same mode. The first stop signal is not: it costs what finds the app and keeps account of it. */
function figureOf(what: string, mode: Mode, samples: Samples, judged: boolean): Figure {
  const p50 = (one: Variant) => spreadOf(samples.get(one.label) ?? []).p50;
  const own = mode.variants.find((one) => one.ours);
  const [fastest] = mode.variants.filter((one) => !one.ours).sort((a, b) => p50(a) - p50(b));
  const value = own ? p50(own) : Number.NaN;
  const reference = fastest ? p50(fastest) : Number.NaN;
  const share = value / reference;
  const sameMode = judged && mode.reference === "";
  return {
    what: `${what}, ${mode.title}`,
    lastcall: own ? `${fixed(value / 1e3, 1, "µs")} = ${ratio(share)}` : "-",
    reference: fastest ? `${mode.reference}${fastest.label} ${fixed(reference / 1e3, 1, "µs")}` : "-",
    must: sameMode ? "no slower" : "",
    aim: "",
    met: Number.isNaN(share) ? "not measured" : !sameMode ? "" : share <= tolerance ? "yes" : "NO",
  };
}

export function latency(programs: Programs, inits: Contestant[]): Result {
  const modes = modesOf(programs, inits);
  const every = modes.flatMap((mode) => mode.variants);
  const variants = [...new Map(every.map((variant) => [variant.label, variant])).values()];
  const pinned = steadyLatency(programs, "pinned", steadyRounds, variants);
  const free = steadyLatency(programs, "free", steadyRounds, variants);
  const fresh = firstStop(programs, "pinned", freshRounds, variants).latency;
  const detail = (title: string, note: string, samples: Samples): Detail => ({
    title,
    note,
    header: ["init", "p10", "p50", "p90", "samples"],
    rows: variants.map(({ label }) => [label, ...spreadCells(samples.get(label) ?? [], 1e3, 1)]),
  });
  return {
    figures: [
      ...modes.map((mode) => figureOf("signal to handler, p50", mode, pinned, true)),
      ...modes.map((mode) => figureOf("first SIGTERM to handler, p50", mode, fresh, false)),
    ],
    details: [
      detail(
        "Signal to handler",
        `µs from kill() on PID 1 to the handler of the app, SIGUSR1, inits running side by side, everybody on one CPU: otherwise which CPU happens to be awake weighs more than the init. "No slower" is up to ${tolerance} ×. App mode has no peer: behind a shell the others' child mode reaches the shell only, and their group mode ends the shell and themselves; so it stands beside what they do without a shell.`,
        pinned,
      ),
      detail("Signal to handler, on any CPU", "µs, the same as the scheduler likes it.", free),
      detail(
        "First SIGTERM to handler",
        "µs, with the signal that begins a stop; a new init for every sample, on one CPU.",
        fresh,
      ),
    ],
  };
}
