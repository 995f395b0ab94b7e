// The fixture apps of whole rehearsals, each wrong in one way, and what has to be found of each. All are played with the same load and
// the same stop, `appStop`: endpoints lag behind for less than the 1.5 s that a right app goes on serving.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { RehearseOptions } from "../../src/rehearse/options.ts";
import { type Need, needsNamespaces, needsProgram } from "../support/needs.ts";

export interface AppCase {
  readonly name: string;
  /** What is played, besides `appStop`. */
  readonly options: RehearseOptions;
  readonly needs: Need;
  readonly verdict: "pass" | "fail";
  /** Codes of the findings that have to be there. */
  readonly codes: readonly string[];
  /** Codes of what follows from it; any other error or warning is one too many. */
  readonly follows: readonly string[];
}

/** The slow requests go to /slow, whose answer takes 300 ms. */
export const appStop: RehearseOptions = {
  endpointLag: "400ms",
  warmUp: "600ms",
  grace: "10s",
  url: "/",
  rate: 40,
  slow: "/slow",
  slowRate: 8,
};

const folder = fileURLToPath(new URL("apps", import.meta.url));
const npm = fileURLToPath(new URL("../fixtures/managers/node_modules/npm11/bin/npm-cli.js", import.meta.url));
const node = process.execPath;
const python = needsProgram("python3", "--version");
/** Itself, and not a script of pyenv's that looks for it. */
const own = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" });
const python3 = own.stdout?.trim() || "python3";

// A request that is in hand when SIGKILL comes is lost one way or another.
const ofKill = ["keep-alive-reset", "response-cut", "listener-closed-early", "exit-code", "timed-out"];
/** Of those that need SIGKILL, the grace period is less than the formula asks for. */
const short = "3s";
const ofShort = [...ofKill, "grace-too-short"];

function app(name: string, command: readonly string[], rest: Partial<AppCase> = {}): AppCase {
  const options = { cwd: folder, command, ...rest.options };
  return { name, needs: needsNamespaces, verdict: "pass", codes: [], follows: [], ...rest, options };
}

export const apps: readonly AppCase[] = [
  app("right", [node, "right.cjs"]),
  app("right, in Python", [python3, "right.py"], { needs: python }),
  app("ignores the signal", [node, "deaf.cjs"], {
    options: { grace: short },
    verdict: "fail",
    codes: ["signal-ignored", "killed"],
    follows: ofShort,
  }),
  app("a shell swallows the signal", ["sh", "./swallow.sh", node], {
    options: { grace: short },
    verdict: "fail",
    codes: ["signal-swallowed", "killed"],
    follows: ofShort,
  }),
  app("npm start", [node, npm, "start", "--no-update-notifier", "--logs-max=0", "--script-shell=dash"], {
    options: { cwd: `${folder}/npm` },
    needs: needsProgram("dash", "-c", "true"),
    verdict: "fail",
    codes: ["signal-swallowed", "exit-code"],
    // What it was in the middle of is lost some moments before npm has cleaned up and gone.
    follows: [...ofKill, "init-left-early"],
  }),
  app("closes the listener at once", [node, "closes-at-once.cjs"], {
    verdict: "fail",
    codes: ["listener-closed-early"],
  }),
  app("resets kept-alive connections", [node, "resets-keep-alive.cjs"], {
    verdict: "fail",
    codes: ["keep-alive-reset"],
    // A reset that a busy machine delivers late looks as if it had cut an answer.
    follows: ["response-cut"],
  }),
  app("cuts responses", [node, "cuts-responses.cjs"], { verdict: "fail", codes: ["response-cut"] }),
  app("hangs until SIGKILL", [node, "hangs.cjs"], {
    options: { grace: short },
    verdict: "fail",
    codes: ["killed"],
    follows: ["exit-code", "grace-too-short"],
  }),
  app("exits with 143", [node, "exits-143.cjs"], { codes: ["exit-code"] }),
  app("leaves the app behind", ["sh", "./leaves-at-once.sh", node], {
    verdict: "fail",
    codes: ["init-left-early"],
    follows: ofKill,
  }),
  app("leaves a worker behind", [python3, "leaves-worker.py"], { needs: python, codes: ["init-left-early"] }),
  app("leaves zombies", [python3, "zombies.py"], { needs: python, codes: ["zombies"] }),
  app("a hook that is not there", [node, "right.cjs"], {
    options: { preStop: ["no-such-program", "5"] },
    codes: ["hook-failed"],
  }),
  app("a hook that eats the grace period", [node, "right.cjs"], {
    options: { preStop: ["sleep", "4"], grace: "2s" },
    codes: ["hook-ate-grace"],
    follows: ["grace-too-short"],
  }),
];
