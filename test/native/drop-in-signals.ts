// Scenes of signals that are sent to the init: which of them its command gets, and what becomes of the init.
import { basename } from "node:path";
import { fixture, printSignals, sendWithValues, type Valued } from "../support/fixtures.ts";
import { inNamespace, type Running } from "../support/namespace.ts";
import { firstChild, readProc, readProcess, statusField } from "../support/processes.ts";
import { until } from "../support/until.ts";
import type { Scene } from "./drop-in.ts";
import { type Circumstances, inside, split, title, type Words } from "./drop-in-ends.ts";

/** Comes last of all that are pending (signal(7)), so all that was sent before it has been seen to. */
const last = 64;

/** A command that prints what it gets, and ends with 0 on `last`. */
export const printer: readonly string[] = printSignals(`exit=${last}:0`);

/** Plays with a running namespace, which is gone afterwards. */
export async function playing<T>(running: Running, play: (running: Running) => Promise<T>): Promise<T> {
  try {
    return await play(running);
  } finally {
    await running.stop();
  }
}

export const started = (init: string, words: readonly string[], at: Circumstances = {}): Running =>
  inNamespace(inside(init, words, at), { cwd: at.cwd, env: at.env });

/** The children of a process that is still there. */
export const childrenOf = (pid: number): number[] =>
  (readProc(pid, `task/${pid}/children`) ?? "").trim().split(" ").filter(Boolean).map(Number);

/** Numbers of the signals that were printed, but for the last; sorted, since several at a time have no order. */
export const printed = (out: string): string => {
  const numbers = [...out.matchAll(/^(\d+) code=/gm)].map((match) => Number(match[1])).filter((one) => one !== last);
  return numbers.sort((a, b) => a - b).join(" ") || "none";
};

/** Sends them all to the init as PID 1 and answers those that its command got, in order of their numbers. */
export function arriving(words: Words, send: readonly number[], at: Circumstances = {}): Scene {
  return {
    name: `${title(words, at)} gets ${send.join(" ")}`,
    look: (init) =>
      playing(started(init, [...split(words), ...printer], at), async (running) => {
        await running.line(/^ready/m);
        for (const signal of [...send, last]) running.signal(signal);
        const { code } = await running.exited;
        return `${code === 0 ? "" : `code ${code}, `}${printed(running.stdout())}`;
      }),
  };
}

/** The same with what siginfo says: si_code, the sender and the value. */
export function queued(words: Words, send: readonly Valued[]): Scene {
  return {
    name: `${title(words)} gets ${send.map(({ signal, value }) => `${signal} with ${value}`).join(", ")}`,
    look: (init) =>
      playing(started(init, [...split(words), ...printer]), async (running) => {
        await running.line(/^ready/m);
        sendWithValues(running.pid, [...send, { signal: last, value: 0 }]);
        await running.exited;
        return [...running.stdout().matchAll(/^(?!64)(\d+) code=\S+ pid=\S+ (value=\S+)/gm)]
          .map((match) => `${match[1]} ${match[2]}`)
          .join(", ");
      }),
  };
}

/** Who gets SIGTERM: the command alone, or its child in the same process group as well. */
export function group(words: Words, at: Circumstances = {}): Scene {
  const command = `perl ${fixture("print-signals.pl")} & exec ${printer.join(" ")}`;
  return {
    name: `${title(words, at)} gets SIGTERM for a command with a child`,
    look: (init) =>
      playing(started(init, [...split(words), "sh", "-c", command], at), async (running) => {
        await running.line(/^ready[\s\S]*^ready/m);
        const [child = 0] = childrenOf(running.pid);
        const [grandchild = 0] = childrenOf(child);
        if (grandchild < 2) throw new Error("the command's child is gone");
        running.signal("SIGTERM");
        running.signal("SIGURG");
        await running.line(/^23 code/m);
        // By the time one of them has it, SIGTERM was sent to all who are sent it; what they print for this one comes after.
        for (const pid of [child, grandchild]) process.kill(pid, "SIGSYS");
        await running.line(/^31 code[\s\S]*^31 code/m);
        const count = [...running.stdout().matchAll(/^15 code/gm)].length;
        return count === 2 ? "both" : `${count}`;
      }),
  };
}

const ownChild = 1n << 16n;

/** Every signal has been taken from the process's queue, but SIGCHLD, which a stopped process is sent as well. */
export const consumed = (pid: number): boolean =>
  ["ShdPnd", "SigPnd"].every((field) => (BigInt(`0x${statusField(pid, field) ?? 0}`) & ~ownChild) === 0n);

/** S once it sleeps; Z once it has ended. */
const settled = (pid: number): Promise<string> =>
  until("it to sleep or to end", () => /[SZ]/.exec(readProcess(pid)?.state ?? "Z")?.[0]);

/** Signals that only the kernel sends, but for kill(1): what an init that is not PID 1 ends with. */
export function faults(words: Words): Scene {
  const numbers = [4, 5, 6, 7, 8, 11, 31];
  // One shell starts them all, and says how each ends.
  const line = `ulimit -c 0; for s in ${numbers.join(" ")}; do ("$@"; echo "$s code $?") & done; while :; do wait; sleep 1; done`;
  return {
    name: `${title(words)}, not PID 1, gets ${numbers.join(" ")}`,
    look: (init) =>
      playing(
        started("sh", ["-c", line, "sh", init, ...split(words), ...printSignals("exit=23:0")]),
        async (running) => {
          await running.line(/(^ready[\s\S]*){7}/m);
          const inits = childrenOf(running.pid).flatMap(childrenOf);
          for (const [at, signal] of numbers.entries()) process.kill(inits[at], signal);
          for (const pid of inits) await until("the signal to be taken", () => consumed(pid));
          const ended = () => [...running.stdout().matchAll(/^(\d+) code (\d+)$/gm)];
          // Those that are still there end on this one, by way of their command.
          for (const pid of inits) {
            if ((await settled(pid)) === "S") process.kill(pid, "SIGURG");
          }
          await until("all to end", () => ended().length === 7);
          const codes = ended().map((match) => match[2]);
          return `${codes.sort().join(" ")}, commands got ${printed(running.stdout().replaceAll(/^23 .*$/gm, ""))}`;
        },
      ),
  };
}

/** A stop signal: what the init and its command come to, before and after SIGCONT. Nobody can stop PID 1. */
export function suspended(words: Words, signal: number, at: Circumstances = { notFirst: true }): Scene {
  return {
    name: `${title(words, at)} gets ${signal}`,
    look: (init, want) =>
      playing(started(init, [...split(words), ...printer], at), async (running) => {
        await running.line(/^ready/m);
        const pid = at.notFirst ? firstChild(running.pid) : running.pid;
        const [child = 0] = childrenOf(pid);
        process.kill(pid, signal);
        const state = () => `init ${readProcess(pid)?.state}, command ${readProcess(child)?.state}`;
        await until("the signal to be taken", () => consumed(pid));
        const before = () => want.startsWith(state());
        await until("both to be where they are to be", before, 2_000).catch(() => undefined);
        const stopped = state();
        process.kill(pid, "SIGCONT");
        await running.line(/^18 code/m);
        process.kill(pid, last);
        await running.line(/^64 code/m);
        return `${stopped}; command got ${printed(running.stdout())}`;
      }),
  };
}

/** catatonit's pause: which of these end it. */
export function paused(words: Words, ignored: readonly number[], ending: number): Scene {
  return {
    name: `${title(words)} gets ${ignored.join(" ")}, then ${ending}`,
    look: (init) =>
      playing(started(init, split(words)), async (running) => {
        const asleep = () =>
          readProcess(running.pid)?.comm === basename(init) && readProcess(running.pid)?.state === "S";
        await until("it to sleep", asleep);
        for (const signal of ignored) running.signal(signal);
        await until("them to be taken", () => consumed(running.pid));
        const state = await settled(running.pid);
        running.signal(ending);
        return `${state}, ends with ${(await running.exited).code}`;
      }),
  };
}
