// Process tables for the search for the target, as a text: one process a line, its children indented below it.
//
//   10 sh run.sh [traps=TERM]
//     11 node server.js [in=7 out=8]
//
// A process id, the command line, and in brackets what else is known of it:
//   traps=TERM,INT   signals that it catches           ignores=INT,QUIT   signals that it ignores
//   in=7             its input is the pipe 7            out=8 err=9        so are its output and its errors
//   own-null         its input is a /dev/null that its parent did not have
//   async            ignores INT and QUIT, has a null of its own: what a shell gives to `app &`
//   fed              its input is a socket that its parent does not have
//   waits            a shell in its `wait` command
//   denied           cannot be signalled                told               was told before
//   gone             is a zombie, or no longer there

import type { Core, Processes } from "./core.ts";

interface Process {
  pid: number;
  commandLine: string;
  children: number[];
  catches: Set<number>;
  ignores: Set<number>;
  input: number;
  outputs: number[];
  marks: Set<string>;
}

const LINE = /^( *)(\d+) (.*?)(?: \[(.*)\])?$/;

function parseProcess(core: Core, pid: string, commandLine: string, brackets: string): Process {
  const process: Process = {
    pid: Number(pid),
    commandLine: `${commandLine.replaceAll(" ", "\0")}\0`,
    children: [],
    catches: new Set(),
    ignores: new Set(),
    input: -1,
    outputs: [],
    marks: new Set(),
  };
  const signals = (list: string) => list.split(",").map((name) => core.parseSignal(name));
  for (const word of brackets.split(" ").filter(Boolean)) {
    const [key = "", value = ""] = word.split("=");
    if (key === "traps") process.catches = new Set(signals(value));
    else if (key === "ignores") process.ignores = new Set(signals(value));
    else if (key === "in") process.input = Number(value);
    else if (key === "out" || key === "err") process.outputs.push(Number(value));
    else if (key === "async") {
      process.ignores = new Set(signals("INT,QUIT"));
      process.marks.add("own-null");
    } else if (["own-null", "fed", "waits", "denied", "told", "gone"].includes(key)) process.marks.add(key);
    else throw new Error(`process tree: '${word}' means nothing`);
  }
  return process;
}

/** The processes of a text; the first one is the root. */
export function parseTree(core: Core, text: string): Map<number, Process> {
  const processes = new Map<number, Process>();
  const above: { indent: number; process: Process }[] = [];
  for (const line of text.split("\n").filter((one) => one.trim().length > 0)) {
    const match = LINE.exec(line);
    if (!match) throw new Error(`process tree: '${line}' is no process`);
    const [, blanks = "", pid = "", commandLine = "", brackets = ""] = match;
    const process = parseProcess(core, pid, commandLine, brackets);
    while (above.length > 0 && (above.at(-1)?.indent ?? 0) >= blanks.length) above.pop();
    above.at(-1)?.process.children.push(process.pid);
    above.push({ indent: blanks.length, process });
    processes.set(process.pid, process);
  }
  return processes;
}

/** Searches the tree, and answers what was done in order: `tell 11, spare 12, denied 13`. */
export function search(core: Core, text: string, signal: string): { done: string; count: number } {
  const processes = parseTree(core, text);
  const known = new Set<number>();
  for (const { pid, marks } of processes.values()) if (marks.has("told")) known.add(pid);
  const done: string[] = [];
  const of = (pid: number): Process => {
    const process = processes.get(pid);
    if (!process) throw new Error(`process tree: ${pid} was asked for`);
    return process;
  };
  const view: Processes = {
    kind: (pid) => (of(pid).marks.has("gone") ? 0 : core.kindOf(of(pid).commandLine)),
    catches: (pid, number) => of(pid).catches.has(number),
    ignores: (pid, number) => of(pid).ignores.has(number),
    inputPipe: (pid) => of(pid).input,
    writes: (pid, pipe) => of(pid).outputs.includes(pipe),
    hasOwnNull: (pid, parent) => {
      if (!of(parent).children.includes(pid)) throw new Error(`process tree: ${parent} is no parent of ${pid}`);
      return of(pid).marks.has("own-null");
    },
    isFed: (pid) => of(pid).marks.has("fed"),
    waits: (pid) => of(pid).marks.has("waits"),
    children: (pid) => of(pid).children,
    tell: (pid) => {
      if (known.has(pid)) return true;
      const denied = of(pid).marks.has("denied") || of(pid).marks.has("gone");
      done.push(`${denied ? "denied" : "tell"} ${pid}`);
      if (!denied) known.add(pid);
      return !denied;
    },
    spare: (pid) => {
      done.push(`spare ${pid}`);
      known.add(pid);
    },
    knows: (pid) => known.has(pid),
  };
  const root = processes.keys().next().value as number;
  const count = core.search(view, root, core.parseSignal(signal));
  return { done: done.join(", ") || "nobody", count };
}
