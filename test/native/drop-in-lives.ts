// Scenes of the processes around the init: its parent, orphans, those that outlive the command; and of what the
// init itself keeps.
import { readdirSync, readlinkSync } from "node:fs";
import { fixture, printSignals } from "../support/fixtures.ts";
import { inNamespace } from "../support/namespace.ts";
import { firstChild } from "../support/processes.ts";
import { until } from "../support/until.ts";
import { folder, type Scene } from "./drop-in.ts";
import { type Circumstances, split, title, type Words } from "./drop-in-ends.ts";
import { childrenOf, playing, printed, printer, started } from "./drop-in-signals.ts";

/** The words of a command that makes an orphan; see its head. */
export const orphan: readonly string[] = ["perl", fixture("orphan.pl")];

/** What a child of the command hears when the command ends and leaves it behind. `wrapper` starts that child. */
export function leftBehind(words: Words, wrapper = ""): Scene {
  const command = `${wrapper} ${printSignals().join(" ")} & read go; exit 5`;
  return {
    name: `${title(words)}, not PID 1, whose command ends and leaves a child ${wrapper}`.trim(),
    look(init) {
      // PID 1 stays, and with it the namespace.
      const first = ["sh", "-c", '"$@"; echo code $?; read on', "sh"];
      const argv = [...first, init, ...split(words), "sh", "-c", command];
      return playing(inNamespace(argv, { stdin: "pipe" }), async (running) => {
        await running.line(/^ready/m);
        const shell = childrenOf(childrenOf(running.pid)[0] ?? 0)[0] ?? 0;
        // `setsid` forks where it has to.
        const left = await until("the child that is left", () => childrenOf(shell)[0]);
        running.type("go\n");
        await running.line(/^code 5$/m);
        process.kill(left, "SIGURG");
        await running.line(/^23 code/m);
        return printed(running.stdout());
      });
    },
  };
}

/** The parent of the init ends: what the command gets. */
export function orphaned(words: Words): Scene {
  const inner = `sh -c '"$@" & read go' sh "$@"; while :; do wait; sleep 1000; done`;
  return {
    name: `${title(words)} whose parent ends`,
    look: (init) =>
      playing(
        inNamespace(["sh", "-c", inner, "sh", init, ...split(words), ...printer], { stdin: "pipe" }),
        async (running) => {
          await running.line(/^ready/m);
          running.type("go\n");
          await running.line(/^\d+ code/m);
          return printed(running.stdout());
        },
      ),
  };
}

/** The init's own working directory, and which of descriptors 7 and 9 it and its command have. */
export function kept(words: Words): Scene {
  const at: Circumstances = { cwd: folder, line: 'exec 7</etc/passwd 9>/dev/null; exec "$@"' };
  const open = (pid: number) =>
    readdirSync(`/proc/${pid}/fd`)
      .filter((fd) => Number(fd) > 2 && /^(\/etc\/passwd|\/dev\/null)$/.test(readlinkSync(`/proc/${pid}/fd/${fd}`)))
      .join(" ") || "none";
  return {
    name: `${title(words)}: working directory and descriptors`,
    look: (init, want) =>
      playing(started(init, [...split(words), ...printer], at), async (running) => {
        await running.line(/^ready/m);
        const child = firstChild(running.pid);
        const seen = () => {
          const own = readlinkSync(`/proc/${running.pid}/cwd`) === folder ? "stays" : "leaves";
          const its = readlinkSync(`/proc/${child}/cwd`) === folder ? "stays" : "leaves";
          return `init ${own}, keeps ${open(running.pid)}; command ${its}, has ${open(child)}`;
        };
        // They see to themselves after the fork, so the command may be ready first.
        await until("it to be as it is to be", () => seen() === want, 2_000).catch(() => undefined);
        return seen();
      }),
  };
}
