// Starts the words of PID 1 behind those of a Way, and waits until they have been executed. Owns the child process, its output, and the
// pid of PID 1 on this machine.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { CannotStart } from "./cannot-start.ts";
import { OutputLines } from "./output-lines.ts";
import { namespaceOf, OWN_NAMESPACE, send } from "./pids.ts";
import type { Pipes } from "./pipes.ts";
import { ProcessHandle } from "./process-handle.ts";
import type { Way } from "./ways.ts";

const START_LIMIT_MS = 10_000;
/** Somebody whom the kernel did not end with PID 1 can hold the pipes open; nobody waits longer for their end than this. */
const LAST_OUTPUT_MS = 100;

const UNSHARE = "unshare: ";
/**
 * unshare(1) resets the handler of the signal that has ended its child, and unblocks it, before it sends that to itself: for SIGKILL
 * neither is possible. Newer ones know; in other languages it counts if we have sent it.
 */
const killedBehindUnshare = /unshare: (signal handler reset|sigprocmask unblock|child exit) failed: [^\n]*\n?$/;

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

export class Start {
  readonly output = new OutputLines();
  /**
   * The exit code of PID 1, 128 + n for signal n. unshare(1) leaves with its child's code, or ends itself by its child's signal, so the
   * two look alike; but of SIGKILL util-linux 2.38 makes an error and code 1 (see killedBehindUnshare). Where there is no unshare, an end
   * by a real-time signal reads as 0, since libuv has no name for it.
   */
  readonly exited: Promise<number>;
  /** Null before it is known, and once it has ended. */
  first: ProcessHandle | null = null;
  /** Of the PID namespace that it is in, as readlink(2) of /proc/PID/ns/pid has it. */
  namespace = "";
  /** Runs when PID 1 has ended, while others may still hold its output. */
  onExit: () => void = () => {};
  private readonly child: ChildProcess;
  private readonly streams: readonly Readable[];
  private readonly way: Way;
  private readonly words: readonly string[];
  private over = false;
  private failure: Error | null = null;
  private code: number | null = null;
  private abandoned = false;
  private killed = false;
  private found = false;

  /** Throws what spawn throws: for words that are too long together, for example. */
  constructor(way: Way, command: readonly string[], { env, cwd }: Surroundings, pipes: Pipes | null) {
    this.way = way;
    this.words = [...way.words, ...command];
    const [out, error] = pipes?.descriptors ?? (["pipe", "pipe"] as const);
    try {
      // A session of its own: Ctrl-C at our terminal is for us.
      const options = { cwd, env, detached: true };
      this.child = spawn(this.words[0] as string, this.words.slice(1), { ...options, stdio: ["ignore", out, error] });
    } catch (problem) {
      pipes?.stdout.destroy();
      pipes?.stderr.destroy();
      throw problem;
    } finally {
      pipes?.closeDescriptors();
    }
    const { stdout, stderr } = pipes ?? this.child;
    // There are none if there are too many open files, which "error" tells.
    this.streams = [stdout, stderr].filter((stream): stream is Readable => Boolean(stream));
    if (stdout) this.output.attach("stdout", stdout);
    if (stderr) this.output.attach("stderr", stderr, UNSHARE);
    this.exited = this.end();
  }

  /** Resolves when the command runs, or has ended already. Rejects with CannotStart, or when `abandon` was called. */
  async executed(): Promise<void> {
    const giveUpMs = performance.now() + START_LIMIT_MS;
    while (!this.over) {
      if (this.first === null) this.findFirst();
      // Not before it has been found: unshare's end alone would not end a child that has not yet asked for that.
      if (this.abandoned && this.first) this.killFirst();
      else if (this.first && this.hasExecuted(this.first.hostPid)) return;
      if (performance.now() > giveUpMs) {
        this.killNow();
        throw new CannotStart(`cannot start '${this.command}': not executed within ${START_LIMIT_MS / 1000} s`);
      }
      await sleep(1);
    }
    if (this.abandoned) throw new CannotStart(`cannot start '${this.command}': ended while it was being started`);
    const problem = this.problem();
    if (problem !== null) throw new CannotStart(`cannot start '${this.command}': ${problem}`);
  }

  /** Ends it while it is being started: `executed` rejects then. */
  abandon(): void {
    this.abandoned = true;
  }

  /** False from the first moment of its end on, when it still waits for the kernel to end everybody else. */
  get isAlive(): boolean {
    return this.first?.look() === true && this.first.status.state !== "Z" && this.first.status.state !== "X";
  }

  /** Sends to PID 1, if it is still there and still in the namespace that it was found in. */
  signalFirst(signal: number): void {
    const hostPid = this.first?.hostPid ?? 0;
    if (this.isAlive && namespaceOf(hostPid) === this.namespace) send(hostPid, signal);
  }

  killFirst(): void {
    this.killed = true;
    this.signalFirst(constants.signals.SIGKILL);
  }

  /** Without waiting for anything. */
  killNow(): void {
    if (this.over) return;
    if (this.first === null) this.findFirst();
    this.killFirst();
    this.child.kill("SIGKILL");
  }

  /** Where unshare's own words begin behind those of an app that was killed; -1 if there are none. */
  private unshareSpeaks(): number {
    const text = this.output.lastWords("stderr");
    const at = text.lastIndexOf(UNSHARE);
    const means = this.way.kind !== "none" && this.code === 1 && (this.killed || killedBehindUnshare.test(text));
    return means ? at : -1;
  }

  private get command(): string {
    return this.words[this.way.words.length] as string;
  }

  private async end(): Promise<number> {
    const closed = Promise.all(
      this.streams.map((stream) => new Promise<void>((resolve) => stream.on("close", resolve))),
    );
    await new Promise<void>((resolve) => {
      this.child.on("error", (error) => {
        this.failure = error;
        if (this.child.pid === undefined) resolve();
      });
      this.child.on("exit", (code, signal) => {
        this.code = code ?? 128 + (signal ? constants.signals[signal] : 0);
        resolve();
      });
    });
    this.onExit();
    await Promise.race([closed, sleep(LAST_OUTPUT_MS)]);
    for (const stream of this.streams) stream.destroy();
    const cutFrom = this.unshareSpeaks();
    if (cutFrom >= 0) this.code = 128 + constants.signals.SIGKILL;
    this.output.finish(cutFrom);
    this.over = true;
    this.first?.close();
    this.first = null;
    return this.code ?? 0;
  }

  private findFirst(): void {
    const parent = this.child.pid;
    // One that has been waited for may be somebody else.
    if (parent === undefined || this.code !== null) return;
    const found = this.way.kind === "none" ? parent : childOf(parent);
    const process = found === null ? null : ProcessHandle.open(found);
    if (process === null) return;
    const namespace = namespaceOf(process.hostPid);
    // A child that unshare makes for other purposes is not number 1, and not in a namespace of its own.
    const isFirst = namespace !== OWN_NAMESPACE && process.status.pids.at(-1) === 1;
    if (namespace !== "" && (this.way.kind === "none" || isFirst)) {
      this.first = process;
      this.namespace = namespace;
      this.found = true;
    } else process.close();
  }

  /** Until then its words are those of the programs in front of the command. */
  private hasExecuted(hostPid: number): boolean {
    const line = readText(`/proc/${hostPid}/cmdline`);
    if (line === "") return false;
    return !this.way.words.some((_, at) => line === `${this.words.slice(at).join("\0")}\0`);
  }

  /** Why the command was never executed; null if nothing speaks for that. */
  private problem(): string | null {
    if (this.failure) return this.failure.message;
    const line = this.output.lastEarly("stderr") ?? "";
    // "setsid: failed to execute FILE: No such file or directory", with 127 for ENOENT and 126 for the rest (util-linux, errexec).
    if ((this.code === 126 || this.code === 127) && /^(setsid|setpriv): /.test(line))
      return line.split(": ").at(-1) ?? line;
    // The way was tried before; a limit was reached in between (/proc/sys/user/max_pid_namespaces).
    return !this.found && line.startsWith(UNSHARE) ? line : null;
  }
}

function childOf(parent: number): number | null {
  const file = `/proc/${parent}/task/${parent}/children`;
  const first = readText(file).trim().split(" ")[0];
  if (first) return Number(first);
  // A kernel without CONFIG_PROC_CHILDREN has no such file.
  if (existsSync(file) || !existsSync(`/proc/${parent}`)) return null;
  const line = `\nPPid:\t${parent}\n`;
  const found = readdirSync("/proc").find(
    (name) => Number(name) > 0 && readText(`/proc/${name}/status`).includes(line),
  );
  return found === undefined ? null : Number(found);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
