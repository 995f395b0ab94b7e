// Scenes on a terminal: who has it, and what comes of the keys.
import { readProcess, statusField } from "../support/processes.ts";
import { ctrlZ, inTerminal, interactiveShell, type Terminal, type TerminalOptions } from "../support/pty.ts";
import { until } from "../support/until.ts";
import type { Scene } from "./drop-in.ts";
import { split, title, type Words } from "./drop-in-ends.ts";
import { childrenOf, consumed, printed, printer } from "./drop-in-signals.ts";

async function playing<T>(terminal: Terminal, play: (terminal: Terminal) => Promise<T>): Promise<T> {
  try {
    return await play(terminal);
  } finally {
    await terminal.stop();
  }
}

/** Whose the terminal is; `line` is a line of shell that becomes the init and its command, which are `$@`. */
export function terminal(words: Words, line = 'exec "$@"', options: TerminalOptions = {}): Scene {
  const ended = "; echo over";
  return {
    name: `${title(words)} on a terminal (${line}${options.controlling === false ? ", which controls nothing" : ""})`,
    look: (init) => {
      const command = ["cat", "/proc/1/stat", "/proc/self/stat"];
      return playing(
        inTerminal(["sh", "-c", line, "sh", init, ...split(words), ...command], options),
        async (screen) => {
          const code = await screen.exited;
          // pid, comm, state, ppid, pgrp, session, tty_nr, tpgid: proc(5)
          const rows = [...screen.screen().matchAll(/^\d+ \([\w-]+\) .*$/gm)].map((match) => match[0].split(" "));
          const [first, own] = rows;
          if (own === undefined) return `code ${code}, ${ended}`;
          const who = (id: string) =>
            id === own[0] ? "its own" : id === first[4] ? "ours" : id === "-1" ? "none" : "?";
          const has = (row: string[]) => (row[6] === "0" ? "no terminal" : "the terminal");
          return `init has ${has(first)}; command has ${has(own)}, group ${who(own[4])}, session ${who(own[5])}, foreground ${who(own[7])}`;
        },
      );
    },
  };
}

/** Signals from outside and keys, once its command is ready: what that gets. */
export function typed(words: Words, signals: readonly number[], keys: string): Scene {
  return {
    name: `${title(words)} on a terminal gets ${[...signals, JSON.stringify(keys)].join(" ")}`,
    look: (init) =>
      playing(inTerminal([init, ...split(words), ...printer]), async (screen) => {
        await screen.sees(/ready/);
        for (const signal of signals) screen.signal(signal);
        screen.type(keys);
        // The terminal sends these to the command, so they are waited for before what the init passes on.
        if (keys !== "") await until("the key", () => /code=128/.test(screen.screen()), 2_000).catch(() => undefined);
        screen.signal(64);
        await screen.exited;
        const text = screen
          .screen()
          .replaceAll("\r", "")
          .replaceAll(/\^[CZ\\]/g, "");
        return [...new Set(printed(text).split(" "))].join(" ");
      }),
  };
}

/** Ctrl-Z, then SIGTERM to the init. */
export function stoppedThenTold(words: Words): Scene {
  return {
    name: `${title(words)} on a terminal gets Ctrl-Z, then SIGTERM`,
    look: (init) =>
      playing(inTerminal([init, ...split(words), "cat"]), async (screen) => {
        const child = await until("cat", () => childrenOf(screen.pid).find((pid) => readProcess(pid)?.comm === "cat"));
        await until("the foreground", () => readProcess(child)?.tpgid === readProcess(child)?.pgrp);
        screen.type(`${ctrlZ}word\n`);
        // The terminal shows it as it is typed, and a second time if cat goes on.
        const goesOn = () => /word\r\n[\s\S]*word\r\n/.test(screen.screen());
        await until("Ctrl-Z to be seen to", () => goesOn() || readProcess(child)?.state === "T");
        const before = goesOn() ? "not stopped" : "stopped";
        screen.signal("SIGTERM");
        const pending = () => (Number(`0x${statusField(child, "ShdPnd")}`) & (1 << 14)) !== 0;
        // In this order: once it has taken the signal, it sleeps when it has done all that it does about it.
        const inVain = () =>
          consumed(screen.pid) &&
          readProcess(screen.pid)?.state === "S" &&
          readProcess(child)?.state === "T" &&
          pending();
        const stuck = until("SIGTERM to be pending", inVain, 2_000);
        const exited = screen.exited.then((code) => `ends with ${code}`);
        const after = await Promise.race([
          exited,
          stuck.then(
            () => "stays, told in vain",
            () => exited,
          ),
        ]);
        return `${before}, ${after}`;
      }),
  };
}

/** Started with `&` by an interactive shell: whether that can go on. */
export function inBackground(words: Words): Scene {
  return {
    name: `${title(words)} in the background of an interactive shell`,
    look: (init) =>
      playing(inTerminal(interactiveShell), async (screen) => {
        await screen.sees(/ready> /);
        screen.type(`${[init, ...split(words)].join(" ")} sleep 1000 &\n`);
        const asleep = () =>
          childrenOf(screen.pid)
            .flatMap(childrenOf)
            .some((pid) => readProcess(pid)?.comm === "sleep");
        const answers = async () => {
          await until("sleep", asleep);
          // The shell may have been reading already; what it reads next needs the foreground.
          for (const sum of [42, 43, 44]) {
            screen.type(`echo $((${sum} + 0))\n`);
            await screen.sees(new RegExp(`(\\n|> )${sum}\\r\\n`));
          }
          return "the shell reads on";
        };
        const lost = screen.exited.then(() => "the shell has lost its terminal");
        return Promise.race([answers().catch(() => lost), lost]);
      }),
  };
}
