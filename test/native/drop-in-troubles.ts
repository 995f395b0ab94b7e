// Scenes of the bugs that these programs have: races that strace widens, inherited state, denied permissions.
import { inNamespace } from "../support/namespace.ts";
import { readProcess } from "../support/processes.ts";
import { until } from "../support/until.ts";
import type { Scene } from "./drop-in.ts";
import { inside, split, title, type Words, withSignals } from "./drop-in-ends.ts";
import { childrenOf, consumed, playing } from "./drop-in-signals.ts";

const LOST = "the signal is lost";

/** SIGTERM for a child that is held back in front of these system calls for 300 ms. */
export function early(words: Words, calls: string): Scene {
  const inject = ["-e", `trace=${calls}`, "-e", `inject=${calls}:delay_enter=300000`];
  const outside = ["strace", "-f", "--seccomp-bpf", "-o", "/dev/null", ...inject];
  const once = (init: string) =>
    playing(inNamespace([init, ...split(words), "sleep", "1000"], { outside }), async (running) => {
      const child = await until("the child", () => childrenOf(running.pid)[0]);
      running.signal("SIGTERM");
      const exited = running.exited.then(({ code }) => `ends with ${code}`);
      const asleep = () => readProcess(child)?.comm === "sleep" && readProcess(child)?.state === "S";
      const lost = until("sleep", () => asleep() && consumed(running.pid));
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
      // On a busy machine the signal may be too late to be lost; but it never may be where it is not to be.
      for (let tries = 0; tries < 4 && want === LOST; tries++) if ((await once(init)) === LOST) return LOST;
      return once(init);
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
          await until("the command", () => childrenOf(running.pid)[0]);
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

/** It may not signal its command, which runs as another user. */
export function denied(words: Words): Scene {
  const pre = ["setpriv", "--bounding-set", "-kill", "--inh-caps", "-kill"];
  const asNobody = ["setpriv", "--reuid", "65534", "--clear-groups", "--"];
  const command = [...asNobody, "sh", "-c", "echo ready; read go; exit 6"];
  return {
    name: `${title(words)} may not signal its command, and gets SIGTERM`,
    look: (init) =>
      playing(inNamespace(inside(init, [...split(words), ...command], { pre }), { stdin: "pipe" }), async (running) => {
        await running.line(/ready/);
        running.signal("SIGTERM");
        await until("it to take the signal", () => consumed(running.pid));
        running.type("on\n");
        return `ends with ${(await running.exited).code}`;
      }),
  };
}
