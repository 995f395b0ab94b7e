// One rehearsal, all of it: a sandbox is opened, played in, left clean, and what was seen is judged.

import { basename } from "node:path";
import { prefix } from "../core/flags.ts";
import { type Audience, NOBODY } from "./audience.ts";
import { CannotStart } from "./drive/cannot-start.ts";
import { openContainer } from "./drive/container.ts";
import { type Cli, findCli } from "./drive/container-cli.ts";
import { inspectImage } from "./drive/container-image.ts";
import { commandOf } from "./drive/container-words.ts";
import { openNamespace } from "./drive/namespace.ts";
import type { Sandbox } from "./drive/sandbox.ts";
import { refuseTakenPorts } from "./drive/taken.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { Report } from "./report.ts";
import { play } from "./session.ts";
import { shellLine } from "./shell-line.ts";
import type { Variant } from "./variants.ts";
import { judge } from "./verdict/judge.ts";

/** Rejects with CannotStart, NotReady, EndedEarly or TooBusy, each of one line, or with the reason of the abort. */
export async function runOnce(
  variant: Variant,
  audience: Audience = NOBODY,
  cancelled: AbortSignal = new AbortController().signal,
): Promise<Report> {
  cancelled.throwIfAborted();
  audience.phase("starting");
  const { rehearsal, sandbox } = await open(variant);
  try {
    return judge(await play(rehearsal, sandbox, audience, cancelled), rehearsal);
  } finally {
    await sandbox.remove();
  }
}

interface Opened {
  readonly sandbox: Sandbox;
  readonly rehearsal: Rehearsal;
}

async function open({ rehearsal, init, inShell }: Variant): Promise<Opened> {
  if (rehearsal.image === null) {
    refuseTakenPorts(rehearsal);
    const env = { ...settingsIn(process.env), ...rehearsal.env };
    return { rehearsal: { ...rehearsal, env }, sandbox: await openNamespace(rehearsal) };
  }
  const { cli, note } = await findCli();
  const facts = await inspectImage(cli, rehearsal.image).catch((error) => {
    throw note !== null && error instanceof CannotStart ? new CannotStart(`${error.message}; ${note}`) : error;
  });
  const stopSignal = rehearsal.stopSignalChosen ? rehearsal.stopSignal : (facts.stopSignal ?? rehearsal.stopSignal);
  const own = commandOf(rehearsal, facts, rehearsal.entrypoint === null ? {} : { entrypoint: rehearsal.entrypoint });
  const [first, ...rest] = inShell && own.length > 0 ? ["/bin/sh", "-c", shellLine(own)] : own;
  const sandbox = await openContainer({ ...rehearsal, stopSignal, command: rest }, cli, {
    ...(init === null ? {} : { init }),
    entrypoint: first === undefined ? [] : [first],
  });
  // What is judged and recommended has the words that PID 1 really has.
  const before = init === null ? [] : [basename(init.path), ...init.words];
  const engines = rehearsal.init ? [ENGINES_INIT[cli], "--"] : [];
  const command = [...engines, ...before, ...(first === undefined ? [] : [first]), ...rest];
  const env = { ...settingsIn(facts.env), ...rehearsal.env };
  const notes = [...rehearsal.notes, ...(note === null ? [] : [note]), ...noteOfInit(rehearsal, cli)];
  return { sandbox, rehearsal: { ...rehearsal, stopSignal, command, env, notes } };
}

/** What `--init` puts in front. */
const ENGINES_INIT: Record<Cli, string> = { docker: "docker-init", podman: "catatonit" };

function noteOfInit({ init }: Rehearsal, cli: Cli): string[] {
  return init && cli === "podman"
    ? ["init: true is played by podman's own init, which is catatonit unless it was told otherwise, and not tini"]
    : [];
}

/** The variables that an init in front of the app reads, of those that the app gets besides the rehearsal's. */
function settingsIn(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const read = Object.entries(env).filter(([name]) => name.startsWith(prefix) || name === "KUBERNETES_SERVICE_HOST");
  return Object.fromEntries(read) as Record<string, string>;
}
