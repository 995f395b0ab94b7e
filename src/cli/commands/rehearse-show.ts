// Where `lastcall rehearse` shows something besides standard output: the live line, the page of --html, the summary of a GitHub job.

import { accessSync, appendFileSync, constants, existsSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Audience } from "../../rehearse/audience.ts";
import { page, print } from "../../rehearse/output.ts";
import { createLive, type Live, type LiveStream } from "../../rehearse/render/live.ts";
import { PLAIN } from "../../rehearse/render/look.ts";
import type { Result } from "../../rehearse/result.ts";
import { Failure, quote, reasonOf } from "../failure.ts";
import type { Context } from "../main.ts";
import type { Output } from "../output.ts";

interface LiveOn {
  /** For the next rehearsal; the line of the one before is taken away. */
  audience(title: string | null): Audience;
  /** Takes the line away. Can be called twice. */
  end(): void;
}

export function liveOn(stream: LiveStream, env: Context["env"]): LiveOn {
  let shown: Live | null = null;
  const end = () => shown?.end();
  return {
    end,
    audience(title) {
      end();
      let stopMs: number | null = null;
      const clock = () => (stopMs === null ? null : performance.now() - stopMs);
      const live = createLive(stream, { env, clock, ...(title === null ? {} : { title }) });
      shown = live;
      return {
        phase: (phase) => live.show({ kind: "phase", phase, atMs: clock() }),
        counts: (counts) => live.show({ kind: "counts", ...counts }),
        alive: (processes) => live.show({ kind: "alive", processes }),
        stopBegan(atMs) {
          stopMs = atMs;
        },
      };
    },
  };
}

/** Before minutes are spent on what cannot be written. */
export function refusePage(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Failure(`--html ${quote(path)}: is a folder`);
  try {
    accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
  } catch (error) {
    throw new Failure(`--html ${quote(path)}: ${reasonOf(error)}`);
  }
}

export function writePage(path: string, result: Result): void {
  try {
    writeFileSync(path, page(result));
  } catch (error) {
    throw new Failure(`--html ${quote(path)}: ${reasonOf(error)}`);
  }
}

/** The Markdown, behind what other steps of the job have put there. Where that fails the verdict is no other. */
export function appendSummary(path: string | undefined, result: Result, output: Output): void {
  if (!path) return;
  try {
    appendFileSync(path, print(result, "markdown", PLAIN));
  } catch (error) {
    output.err(`note: GITHUB_STEP_SUMMARY ${quote(path)}: ${reasonOf(error)}`);
  }
}
