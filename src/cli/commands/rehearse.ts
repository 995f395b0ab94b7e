// `lastcall rehearse` as commander knows it: its flags. What it does is rehearse-action.ts' affair, which is loaded when it is asked for.

import type { Command } from "commander";
import { version } from "../../core/version.ts";
import { flagOf, flags } from "../../rehearse/flags.ts";
import { formats } from "../../rehearse/formats.ts";
import type { RehearseOptions } from "../../rehearse/options.ts";
import { contestants } from "../../rehearse/variants.ts";
import type { Context } from "../main.ts";
import type { Output } from "../output.ts";

/** Those that are not about one stop. */
export interface OwnFlags {
  prove?: true;
  compare?: string;
  replicas?: string;
  maxSurge?: string;
  maxUnavailable?: string;
  minReady?: string;
  readyTime?: string;
  format?: string;
  html?: string;
}

const examples = `
Examples:
  lastcall rehearse --url :8080/ -- /entrypoint.sh
  lastcall rehearse --url :8080/ --slow :8080/report --endpoint-lag alb --grace 60s --prove -- npm start
  lastcall rehearse --manifest deployment.yaml --url / --html report.html
  lastcall rehearse --image my-app --engine docker --url :8080/
  lastcall rehearse --compare none,sh,tini,dumb-init,catatonit,lastcall-init --url :8080/ -- ./server
  lastcall rehearse --replicas 4 --max-surge 1 --max-unavailable 0 --url / -- node server.js

Exit: 0 the app stops well, 1 it does not, 125 it could not be rehearsed, which is said in one line.
`;

export function describeRehearse(
  program: Command,
  context: Context,
  output: Output,
  done: (code: number) => void,
): void {
  const command = program
    .command("rehearse")
    .description("play the last minute of a pod, and say what was lost and what to change")
    .usage("[options] [--] [ENTRYPOINT [ARG...]]")
    .argument("[words...]", "the words of ENTRYPOINT; with --image, what stands behind it")
    .helpOption("-h, --help", "print this help and exit")
    .version(`lastcall ${version}`, "-V, --version", "print the version and exit")
    .passThroughOptions()
    .addHelpText("after", examples);
  for (const key of Object.keys(flags) as (keyof RehearseOptions)[]) {
    const flag = flags[key];
    if (flag === null) continue;
    if (flag.repeats) command.option(flagOf(key), flag.help, (one: string, all: string[] = []) => [...all, one]);
    else command.option(flagOf(key), flag.help);
  }
  command
    .option("--prove", "rehearse again as recommended, with lastcall-init in front, and show both")
    .option("--compare <LIST>", `the same behind each of ${contestants.join(",")}`)
    .option(
      "--replicas <N>",
      "play a rolling update of N replicas, each on a port of its own: $PORT, or {port} in the words (default with another flag of a rolling update: the manifest's)",
    )
    .option(
      "--max-surge <N>",
      "how many more than N there may be, a number or like 25% (default: the manifest's, else 25%)",
    )
    .option("--max-unavailable <N>", "how many of N may be missing (default: the manifest's, else 25%)")
    .option(
      "--min-ready <TIME>",
      "minReadySeconds: how long a replica has to be ready to count (default: the manifest's, else 0s)",
    )
    .option("--ready-time <TIME>", "how long a replica takes to get ready at the least (default: 0s)")
    .option("--format <NAME>", `${formats.join(", ")} (default: text)`)
    .option("--html <FILE>", "write the report as one HTML file, too")
    .action(async (words: string[], options: RehearseOptions & OwnFlags) => {
      const { rehearse } = await import("./rehearse-action.ts");
      done(await rehearse(context, output, words, options));
    });
}
