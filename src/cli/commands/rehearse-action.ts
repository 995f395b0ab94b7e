// What `lastcall rehearse` does: flags to a rehearsal, the rehearsal to a report, the report to an exit code.

import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { constants as osConstants, tmpdir } from "node:os";
import { join } from "node:path";
import { EndedEarly, NotReady, TooBusy } from "../../rehearse/app-failure.ts";
import { BadOption, spelled } from "../../rehearse/bad-option.ts";
import { CannotStart } from "../../rehearse/drive/cannot-start.ts";
import { cleanUp } from "../../rehearse/drive/clean-up.ts";
import { formatNamed } from "../../rehearse/formats.ts";
import type { RehearseOptions } from "../../rehearse/options.ts";
import { print } from "../../rehearse/output.ts";
import { type Asked, playAll } from "../../rehearse/play-all.ts";
import { lookOf } from "../../rehearse/render/look.ts";
import { passes } from "../../rehearse/result.ts";
import { RollingFailed } from "../../rehearse/rolling/failure.ts";
import { firstOf, rollingOf } from "../../rehearse/rolling/options.ts";
import type { UpdateOptions } from "../../rehearse/rolling/update-options.ts";
import { settle } from "../../rehearse/settle.ts";
import { machine } from "../../rehearse/surroundings.ts";
import { contestant } from "../../rehearse/variants.ts";
import { Failure, quote, reasonOf } from "../failure.ts";
import { initBytes } from "../images.ts";
import type { Context } from "../main.ts";
import type { Output } from "../output.ts";
import { isArchitecture } from "../platform.ts";
import type { OwnFlags } from "./rehearse.ts";
import { appendSummary, liveOn, refusePage, writePage } from "./rehearse-show.ts";

const FAILED = 1;
const { SIGPIPE } = osConstants.signals;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export async function rehearse(
  context: Context,
  output: Output,
  words: readonly string[],
  options: RehearseOptions & OwnFlags,
): Promise<number> {
  if (context.platform !== "linux") throw new Failure(`rehearse: needs Linux, this is ${context.platform}`);
  const { prove, compare, replicas, maxSurge, maxUnavailable, minReady, readyTime, format, html, ...stop } = options;
  const flags: UpdateOptions = { replicas, maxSurge, maxUnavailable, minReady, readyTime };
  const live = liveOn(process.stderr, context.env);
  const cancel = new AbortController();
  let endedBy = 0;
  const onSignal = (_name: string, number: number) => {
    endedBy = number;
    cancel.abort();
  };
  // A full disk behind our progress is no reason to end; that nobody reads it is one, as for every program.
  process.stderr.on("error", ({ code }: NodeJS.ErrnoException) => code === "EPIPE" && onSignal("SIGPIPE", SIGPIPE));
  let folder: string | null = null;
  const removeFolder = () => folder !== null && rmSync(folder, { recursive: true, force: true });
  process.on("exit", removeFolder);
  try {
    const first = firstOf(flags);
    refuseSeveral(prove && "--prove", compare && "--compare", first !== null && spelled(first, "flag"));
    const as = formatNamed("--format", format ?? "text");
    if (html !== undefined) refusePage(html);
    const command = words.length > 0 ? { command: words } : {};
    const rehearsal = settle({ ...stop, ...command }, machine("flag", context.env));
    const rolling = first === null ? null : rollingOf(flags, rehearsal, "flag");
    const asked: Asked = {
      prove: prove === true,
      compare: compare === undefined ? null : compare.split(",").map((name) => contestant("--compare", name.trim())),
      rolling: rolling?.options ?? null,
    };
    // Not before: reading a file may wait for whoever writes it, and there is nothing to clean up yet.
    for (const name of SIGNALS) process.on(name, onSignal);
    for (const note of [...rehearsal.notes, ...(rolling?.notes ?? [])]) output.err(`note: ${note}`);
    let init: string | null = null;
    const ownInit = () => {
      folder ??= makeFolder();
      init ??= writeInit(context, folder);
      return init;
    };
    const result = await playAll(rehearsal, asked, {
      audience: live.audience,
      ownInit,
      cancelled: cancel.signal,
      path: context.env.PATH ?? "",
    });
    live.end();
    output.out(print(result, as, lookOf(process.stdout, context.env), new Date()));
    if (as === "github") appendSummary(context.env.GITHUB_STEP_SUMMARY, result, output);
    if (html !== undefined) writePage(html, result);
    return passes(result) ? 0 : FAILED;
  } catch (error) {
    // As for whoever such a signal ends.
    if (cancel.signal.aborted) return 128 + endedBy;
    throw asFailure(error);
  } finally {
    live.end();
    await leaveNothing();
    removeFolder();
    process.removeListener("exit", removeFolder);
    for (const name of SIGNALS) process.removeListener(name, onSignal);
  }
}

/** Whatever keeps us from rehearsing is one line; so is what a system call is refused for, such as too many open files. */
function asFailure(error: unknown): unknown {
  const known = [BadOption, CannotStart, NotReady, EndedEarly, TooBusy, RollingFailed];
  if (known.some((one) => error instanceof one)) return new Failure((error as Error).message);
  const { syscall, message } = error as NodeJS.ErrnoException;
  return error instanceof Error && syscall !== undefined ? new Failure(`rehearse: ${message}`) : error;
}

/** A process that does not end, or an engine that no longer answers. */
async function leaveNothing(): Promise<void> {
  await cleanUp().catch((error) => {
    throw new Failure(`rehearse: something is left behind: ${(error as Error).message}`);
  });
}

function refuseSeveral(...flags: (string | undefined | false)[]): void {
  const several = flags.filter(Boolean);
  if (several.length > 1) throw new Failure(`${several[0]} contradicts ${several[1]}`);
}

function makeFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), "lastcall-rehearse-"));
  } catch (error) {
    throw noRoom(error);
  }
}

/** A file that can be executed: the one in the package is inside of an executable, or lacks the permission. */
function writeInit(context: Context, folder: string): string {
  if (!isArchitecture(context.arch)) throw new Failure(`rehearse: no init for ${context.arch}`);
  const path = join(folder, "lastcall-init");
  try {
    writeFileSync(path, initBytes(context.arch, context.packed), { mode: 0o755 });
    accessSync(path, constants.X_OK);
  } catch (error) {
    throw noRoom(error);
  }
  return path;
}

const noRoom = (error: unknown) =>
  new Failure(`rehearse: nowhere to execute lastcall-init from: TMPDIR ${quote(tmpdir())}: ${reasonOf(error)}`);
