// The parts of docs/rehearse.md that come from the source: the flags as commander knows them, engines and presets with their sources, and
// the example.

import { readFileSync } from "node:fs";
import type { EngineFacts } from "../../src/rehearse/engines.ts";
import type { Lag } from "../../src/rehearse/lags.ts";
import type { Commands } from "../build/commands.ts";
import { importSource } from "../build/core.ts";
import { fromRoot } from "../build/paths.ts";

interface Source {
  readonly engines: Readonly<Record<string, EngineFacts>>;
  readonly lags: Readonly<Record<string, Lag>>;
  formatDuration(ms: number): string;
}

/** Each part of the page by the name of its markers. */
export async function rehearseParts(commands: Commands): Promise<Record<string, string>> {
  const { engines, lags, formatDuration } = await importSource<Source>(`
    export { engines } from "./src/rehearse/engines.ts";
    export { lags } from "./src/rehearse/lags.ts";
    export { formatDuration } from "./src/core/duration.ts";
  `);
  const graceOf = ({ engine }: EngineFacts) => {
    const floor = engine.floorMs > 0 ? `; ${formatDuration(engine.floorMs)} at the least for the signal` : "";
    return `${formatDuration(engine.graceMs)}${floor}`;
  };
  const hooksOf = ({ engine, hooks }: EngineFacts) => {
    if (hooks.length === 0) return "none";
    return `${hooks.join(", ")}; ${engine.hookInsideGrace ? "inside" : "before"} the grace period`;
  };
  return {
    flags: table(["option", "default", "what it does"], flagRows(commands)),
    engines: table(
      ["`--engine`", "grace period", "endpoint lag", "hooks", "where that stands"],
      Object.entries(engines).map(([name, facts]) => [
        code(name),
        graceOf(facts),
        formatDuration(facts.engine.endpointLagMs),
        hooksOf(facts),
        facts.sources.join("; "),
      ]),
    ),
    lags: table(
      ["`--endpoint-lag`", "time", "where that comes from"],
      Object.entries(lags).map(([name, { ms, source }]) => [code(name), formatDuration(ms), source]),
    ),
    example: `\`\`\`ts\n${readFileSync(fromRoot("examples/stop.test.ts"), "utf8")}\`\`\``,
  };
}

function flagRows({ commands }: Commands): string[][] {
  const rehearse = commands.find(({ name }) => name === "rehearse");
  const options = rehearse?.options.filter(({ long }) => long !== "help" && long !== "version") ?? [];
  return options.map(({ long, value, help }) => {
    const [, text = help, fallback = ""] = /^(.*?)(?: \(default: (.*)\))?$/.exec(help) ?? [];
    return [code(`--${long}${value && ` ${value}`}`), fallback, text];
  });
}

function code(text: string): string {
  return `\`${text}\``;
}

/** A table of Markdown; a cell may have no line's end. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => text.replaceAll("|", "\\|");
  return [head, head.map(() => "---"), ...rows.map((row) => row.map(cell))]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
