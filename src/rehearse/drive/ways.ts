// Which kind of PID namespace this machine lets us have: found out by making one. All of it through util-linux's unshare(1), so that no
// native code is needed.

import { spawn } from "node:child_process";
import type { Recording } from "../report.ts";
import { findTool } from "./programs.ts";

/** The words to put before a command. */
export interface Way {
  readonly kind: Recording["sandbox"];
  /** Before the command's own words; the last program of them executes the command in its place. */
  readonly words: readonly string[];
  /** The same for a command that joins PID 1, whose pid on this machine is given, in a folder. Null where nsenter(1) is missing. */
  readonly join: ((hostPid: number, cwd: string) => readonly string[]) | null;
  readonly blind: readonly string[];
}

/** `--kill-child` ends the namespace with unshare; `--mount-proc` makes a mount namespace, too. */
const PID = ["--pid", "--fork", "--kill-child", "--mount-proc"];
/** The app keeps its uid and has no capability, as in an image with USER: with root's uid, nginx or PostgreSQL would not start. */
const USER = ["--user", "--map-current-user"];
const PROBE_LIMIT_MS = 10_000;

/** The best way there is: as root, in a user namespace, or none, which `blind` gives the reason for. */
export async function findWay(folders?: readonly string[]): Promise<Way> {
  const unshare = findTool("unshare", folders);
  const setsid = findTool("setsid", folders);
  if (unshare === null || setsid === null)
    return withoutNamespace(`${unshare ? "setsid" : "unshare"} is not installed`, folders);
  const attempts: readonly { kind: "namespace" | "user-namespace"; options: readonly string[] }[] = [
    { kind: "namespace", options: PID },
    { kind: "user-namespace", options: [...USER, ...PID] },
  ];
  let reason = "";
  for (const { kind, options } of attempts) {
    // By its path: PATH is the app's affair, and may lead nowhere.
    const problem = await problemOf([unshare, ...options, "--", setsid, "--", findTool("true", folders) ?? "true"]);
    if (problem === null) {
      // In a session of its own, as runc starts a container: a `kill 0` in a script must not reach unshare.
      const words = [...untilWeEnd(folders), unshare, ...options, "--", setsid, "--"];
      return { kind, words, join: joinBy(kind, setsid, folders), blind: [] };
    }
    reason = problem;
  }
  return withoutNamespace(reason, folders);
}

/** A process group and session of its own on this machine, and nothing else. If we are killed by SIGKILL, only PID 1 ends with us. */
export function withoutNamespace(reason: string, folders?: readonly string[]): Way {
  return {
    kind: "none",
    words: untilWeEnd(folders),
    join: () => [],
    blind: [
      `no PID namespace (${reason}): the app is not PID 1, has no /proc of its own and sees all processes of this machine`,
      "orphans become children of this machine's init: whether PID 1 waits for zombies cannot be seen",
      "a process that leaves its parents and clears its environment at once is not found",
    ],
  };
}

/** Whether the parent is still the one that it should be. */
const STILL_OURS = '[ "$PPID" = "$0" ] || exit 1; exec "$@"';

/**
 * SIGKILL when we are killed without a chance to clean up (PR_SET_PDEATHSIG, prctl(2)); not every system has setpriv(1). If we were killed
 * just before it asked for that, it would never be told, so sh looks who its parent is.
 */
function untilWeEnd(folders?: readonly string[]): readonly string[] {
  const setpriv = findTool("setpriv", folders);
  const sh = findTool("sh", folders);
  if (setpriv === null) return [];
  return [setpriv, "--pdeathsig", "KILL", "--", ...(sh === null ? [] : [sh, "-c", STILL_OURS, `${process.pid}`])];
}

function joinBy(kind: string, setsid: string, folders?: readonly string[]): Way["join"] {
  const nsenter = findTool("nsenter", folders);
  if (nsenter === null) return null;
  // In the user namespace we are nobody else than we are here; without the option nsenter would ask to become root.
  const user = kind === "user-namespace" ? ["--user", "--preserve-credentials"] : [];
  // The folder is opened before the namespaces are entered, so it is named as it is seen inside.
  return (hostPid, cwd) => {
    const folder = `--wd=/proc/${hostPid}/root${cwd}`;
    return [nsenter, "--target", `${hostPid}`, ...user, "--mount", "--pid", folder, "--", setsid, "--"];
  };
}

/** The reason why a command fails; null if it does not. */
function problemOf(words: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(words[0] as string, words.slice(1), {
      stdio: ["ignore", "ignore", "pipe"],
      env: { PATH: process.env.PATH, LC_ALL: "C" },
      timeout: PROBE_LIMIT_MS,
      killSignal: "SIGKILL",
    });
    let text = "";
    // There is none if there are too many open files, which "error" tells.
    child.stderr?.on("data", (bytes) => {
      text += bytes;
    });
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code) =>
      resolve(
        code === 0 ? null : text.trim().split("\n").at(-1) || (code === null ? "no answer" : `exit code ${code}`),
      ),
    );
  });
}
