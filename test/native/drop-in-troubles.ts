// Scenes of the bugs that these programs have: races that strace widens, inherited state, denied permissions.
import { inNamespace } from "../support/namespace.ts";
import { readProcess } from "../support/processes.ts";
import { heldBack } from "../support/strace.ts";
import { until } from "../support/until.ts";
import type { Scene } from "./drop-in.ts";
import { end, inside, split, title, type Words, withSignals } from "./drop-in-ends.ts";
import { childrenOf, consumed, playing } from "./drop-in-signals.ts";

/** On a busy machine a race may be missed; but it may never be hit where it is not to be. */
async function hit(what: string, once: () => Promise<string>): Promise<string> {
  let seen = "";
  for (let tries = 0; tries < 5 && seen !== what; tries++) seen = await once();
  return seen;
}

const LOST = "the signal is lost";

/** SIGTERM for a child that is held back in front of these system calls for 300 ms. */
export function early(words: Words, calls: string): Scene {
  const outside = heldBack(calls);
  // Each folder of PATH costs a try, which is held back as well. What comes during one that fails is seen to by the
  // child itself; after one that succeeds its handlers are gone.
  const at = { PATH: "/nowhere:/usr/bin:/bin" };
  const once = (init: string) =>
    playing(inNamespace([init, ...split(words), "sleep", "1000"], { outside, env: at }), async (running) => {
      const child = await until("the child", () => childrenOf(running.pid)[0]);
      running.signal("SIGTERM");
      const exited = running.exited.then(({ code }) => `ends with ${code}`);
      const sleeps = (pid: number) => readProcess(pid)?.state === "S";
      // The init first: once that sleeps again it has done what it does, and whom a signal ends is woken at once.
      const isOver = () => consumed(running.pid) && sleeps(running.pid);
      const lost = until("sleep", () => isOver() && readProcess(child)?.comm === "sleep" && sleeps(child));
      return Promise.race([
        exited,
        lost.then(
          () => LOST,
          () => exited,
        ),
      ]);
    });
  return {
    name: `${title(words)} gets SIGTERM before its child has called ${calls}`,
    async look(init, want) {
      return want === LOST ? hit(LOST, () => once(init)) : once(init);
    },
  };
}

/** SIGCHLD is ignored when it starts; then its command ends. */
export function childrenIgnored(words: Words): Scene {
  const at = { pre: withSignals("ignore=17") };
  return {
    name: title(words, at),
    look: (init) =>
      playing(
        inNamespace(inside(init, [...split(words), "sh", "-c", "read go; exit 5"], at), { stdin: "pipe" }),
        async (running) => {
          // Both wait: catatonit asks for its child by kill(2) once it has forked, and gives up if that has ended already.
          await until("the command to read, and the init to wait", () => {
            const child = childrenOf(running.pid)[0];
            const command = child === undefined ? undefined : readProcess(child);
            return command?.comm === "sh" && command.state === "S" && readProcess(running.pid)?.state === "S";
          });
          running.type("go\n");
          let over = "";
          void running.exited.then(({ code }) => {
            over = `ends with ${code}`;
          });
          await until("the command to be gone", () => over !== "" || childrenOf(running.pid).length === 0);
          // It has taken three more signals, without a command: nothing will end it any more.
          for (let told = 0; told < 3 && over === ""; told++) {
            // The machine may need a while to tell us of its end.
            if (readProcess(running.pid)?.state === "S") running.signal("SIGTERM");
            await until("it to take the signal or to end", () => over !== "" || consumed(running.pid));
            await until("it to sleep or to end", () => over !== "" || readProcess(running.pid)?.state === "S");
          }
          return over || "stays for ever";
        },
      ),
  };
}

const withoutKill = ["setpriv", "--bounding-set", "-kill", "--inh-caps", "-kill"];
const asNobody = ["setpriv", "--reuid", "65534", "--clear-groups", "--"];
const untilTold = [...asNobody, "sh", "-c", "echo ready; read go; exit 6"];

/** It may not signal its command, which runs as another user. */
export function denied(words: Words): Scene {
  return {
    name: `${title(words)} may not signal its command, and gets SIGTERM`,
    look: (init) => {
      const argv = inside(init, [...split(words), ...untilTold], { pre: withoutKill });
      return playing(inNamespace(argv, { stdin: "pipe" }), async (running) => {
        await running.line(/ready/);
        running.signal("SIGTERM");
        await until("it to take the signal", () => consumed(running.pid));
        running.type("on\n");
        return `ends with ${(await running.exited).code}`;
      });
    },
  };
}

/** The same without anybody's signal, where the command is another user's before the init has called kill(2). */
export function deniedAtStart(words: Words): Scene {
  const outside = heldBack("kill");
  const once = (init: string) => {
    const argv = inside(init, [...split(words), ...untilTold], { pre: withoutKill });
    return playing(inNamespace(argv, { stdin: "pipe", outside }), async (running) => {
      running.type("on\n");
      return `ends with ${(await running.exited).code}`;
    });
  };
  return {
    name: `${title(words)} may not signal its command`,
    look: (init, want) => (want === "ends with 6" ? once(init) : hit(want, () => once(init))),
  };
}

/** Another process is one too many. */
export function cannotFork(words: Words): Scene {
  // The limit is on all processes of a user, so nobody else may be it: one for each of the test's processes.
  const uid = `${60_000 + (process.pid % 5_000)}`;
  const pre = ["prlimit", "--nproc=1:1", "setpriv", "--reuid", uid, "--clear-groups", "--inh-caps=-all", "--"];
  return {
    name: `${title(words)} cannot fork`,
    async look(init) {
      const { code, err } = await end(init, [...split(words), "true"], { pre });
      return `${code} ${err === "" ? "silent" : "stderr"}`;
    },
  };
}
