// A kernel for the init's Wasm: the imports of src/init/sys.ts over processes that are JavaScript objects and a clock
// that moves only while the init sleeps. Nothing here reaches the real kernel, kill(2) least of all.

import { signalBaseName } from "../../src/core/signal.ts";
import { FakeMemory } from "./fake-memory.ts";
import { FakeProcess, type Traits } from "./fake-process.ts";

export const errno = {
  EPERM: -1,
  ENOENT: -2,
  ESRCH: -3,
  EINTR: -4,
  ENXIO: -6,
  ENOEXEC: -8,
  EBADF: -9,
  ECHILD: -10,
  EAGAIN: -11,
  ENOMEM: -12,
  EACCES: -13,
  EBUSY: -16,
  EEXIST: -17,
  ENODEV: -19,
  ENOTDIR: -20,
  EISDIR: -21,
  EINVAL: -22,
  ENOTTY: -25,
  EMFILE: -24,
  EFBIG: -27,
  ENOSPC: -28,
  EROFS: -30,
  EPIPE: -32,
  ENAMETOOLONG: -36,
  ENOSYS: -38,
  EPROTONOSUPPORT: -93,
  ENOBUFS: -105,
  ECONNRESET: -104,
  ETIMEDOUT: -110,
  ECONNREFUSED: -111,
  ESTALE: -116,
} as const;

const SIGKILL = 9;
const SIGCHLD = 17;
const SIGCONT = 18;
const SIGSTOP = 19;
/** Ignored where they are not caught (signal(7)). */
const harmless = [SIGCHLD, SIGCONT, 23, 28];

const CLD_EXITED = 1;
const CLD_KILLED = 2;
const CLD_STOPPED = 5;
export const SI_USER = 0;
export const SI_KERNEL = 0x80;
export const SI_QUEUE = -1;

const S_IFMT = 0o170000;
const S_IFIFO = 0o010000;
const S_IFDIR = 0o040000;
const O_WRONLY = 1;
const CLOCK_BOOTTIME = 7;
const POLLOUT = 4;
const AF_NETLINK = 16;
const NETLINK_SOCK_DIAG = 4;
const NETLINK = "netlink";
const S_IFLNK = 0o120000;
const O_CREAT = 0o100;
const O_EXCL = 0o200;
const O_SYNC = 0o4000000;
const PR_GET_DUMPABLE = 3;
const STDERR_COPY = 99;
const SOCKET = "a socket of our own";

/** More than any test needs between two sleeps: the init is busy for nothing. */
const MOST_CALLS = 5_000_000;

/** Why a run was over. */
export type Ending =
  | { how: "exit"; code: number }
  | { how: "asleep" }
  | { how: "exec"; path: string; argv: string[]; env: string[] };

class Over {
  constructor(readonly ending: Ending) {}
}

export interface Sent {
  signal: number;
  code?: number;
  pid?: number;
  value?: number;
}

export interface Options {
  /** The name that it is started by. */
  program?: string;
  /** The init's own process id. */
  pid?: number;
  parent?: number;
  argv?: string[];
  env?: string[];
  /** What the command is, once it is started. */
  command?: Traits;
  /** What a hook is, once it is started. */
  hook?: Traits;
  /** What runs is the child, from spawn() on. */
  asChild?: boolean;
  /** Who the init is; root if it is not given. */
  uid?: number;
  gid?: number;
  /** What runs is the first hook, from spawn() or fork() on. */
  asHook?: boolean;
  /** A run counts as asleep from then on: an app that is deaf to a stop without a deadline is looked at for ever. */
  untilMs?: number;
}

/** The result of a system call instead of the usual one; undefined for the usual one. */
export type Fault = (call: string, args: (number | bigint)[], times: number, kernel: FakeKernel) => number | undefined;

type Import = (...args: never[]) => number | bigint | undefined;

export class FakeKernel {
  readonly memory = new FakeMemory();
  readonly processes = new Map<number, FakeProcess>();
  /** Every kill(2), rt_sigqueueinfo(2) and what else changes something outside, with its time. */
  readonly trace: string[] = [];
  /** The raw arguments of every kill(2). */
  readonly kills: { pid: number; signal: number }[] = [];
  readonly calls = new Map<string, number>();
  stderr = "";
  stdout = "";
  nowMs = 0;
  command = 0;
  /** The processes of the hooks, in order. */
  readonly hooks: number[] = [];
  /** What connect(2) answers; what comes to be read then, a piece a time, or an error; and whether it is closed behind that. */
  connects = 0;
  answer: (string | number)[] = [];
  hangs = false;
  /** What was written to the socket. */
  request = "";
  /** What execve(2) answers for a path; ENOENT if it is not listed, 0 for success. */
  executables: Record<string, number> = {};
  fault: Fault = () => undefined;
  /** Files that are not as the processes would have them: "/proc/12/stat". What a function answers is read when the file is opened. */
  files = new Map<string, string | (() => string)>();
  /** What sock_diag answers to a request: the bytes, or -errno, of one read after the other. Without it there is no sock_diag. */
  sockDiag: ((request: DataView) => (Uint8Array | number)[]) | undefined;
  /** What a descriptor's link leads to, where that is a file: its st_mode and inode. */
  nodes = new Map<string, { mode: number; inode: number }>();
  /** Files outside of /proc: their st_mode, and their bytes, one character each. */
  disk = new Map<string, { mode: number; text: string }>();
  /** CLOCK_BOOTTIME is so far ahead of CLOCK_MONOTONIC: the machine has slept. */
  sleptMs = 20_000;
  /** What /proc/self leads to; the init itself if it is not given. */
  self = 0;
  /** What stderr is (inode(7)), and whether the pipe takes a line. */
  stderrMode = S_IFIFO;
  stderrTakes = true;
  /** What PR_GET_DUMPABLE answers. */
  dumpable = 1;
  /** A file of /proc has so many bytes a read. */
  readBytes = 4096;

  private readonly own: number;
  private readonly pending: Required<Sent>[] = [];
  private readonly agenda: { atMs: number; what: () => void }[] = [];
  private readonly open = new Map<number, { path: string; text: string; at: number; names: string[] | undefined }>();
  private readonly answers = new Map<number, (Uint8Array | number)[]>();
  private nextFd = 3;
  private nextPid = 10;
  private spawned = 0;
  private total = 0;

  constructor(private readonly options: Options = {}) {
    this.own = options.pid ?? 1;
    const parent = options.parent ?? (this.own === 1 ? 0 : this.own - 1);
    this.nextPid = this.own + 9;
    this.processes.set(
      this.own,
      new FakeProcess(this.own, parent, 1, { commandLine: "lastcall-init", group: this.own }),
    );
  }

  /** Puts something on the agenda for when the init sleeps. */
  at(atMs: number, what: () => void): this {
    // Behind what was put there for the same time.
    let index = this.agenda.length;
    while (index > 0 && (this.agenda[index - 1]?.atMs ?? 0) > atMs) index--;
    this.agenda.splice(index, 0, { atMs, what });
    return this;
  }

  /** A process that exists from now on; `pid` where one of old is used again. */
  spawn(parent: number, traits: Traits = {}, pid = this.nextPid++): FakeProcess {
    const process = new FakeProcess(pid, parent, 1000 + this.spawned++, traits);
    this.processes.set(pid, process);
    return process;
  }

  /** A process ends: its children go to the init, which hears of its own. */
  end(pid: number, code = 0, signal = 0): void {
    const process = this.processes.get(pid);
    if (!process?.alive) return;
    process.state = "Z";
    process.status = signal === 0 ? code << 8 : signal;
    for (const other of this.processes.values()) {
      if (other.parent !== pid || pid === this.own) continue;
      other.parent = this.own;
      if (!other.alive) this.tellParent(other);
    }
    this.tellParent(process);
  }

  /** A process stops, as on Ctrl-Z. */
  stop(pid: number): void {
    const process = this.processes.get(pid);
    if (!process?.alive) return;
    process.state = "T";
    process.stopUntold = true;
    if (process.parent === this.own) this.queue({ signal: SIGCHLD, code: CLD_STOPPED, pid });
  }

  /** The init gets a signal. As in the kernel a standard one is pending once at most. */
  queue({ signal, code = SI_USER, pid = 4242, value = 0 }: Sent): void {
    if (signal < 32 && this.pending.some((one) => one.signal === signal)) return;
    this.pending.push({ signal, code, pid, value });
  }

  childrenOf(pid: number): FakeProcess[] {
    return [...this.processes.values()].filter((process) => process.parent === pid);
  }

  /** Whoever is alive, without the init. */
  alive(): number[] {
    return [...this.processes.values()].filter(({ pid, alive }) => alive && pid !== this.own).map(({ pid }) => pid);
  }

  log(): string[] {
    return this.stderr.split("\n").filter((line) => line.length > 0);
  }

  /** Runs the init to its end, or until it sleeps with nothing to wake it. */
  run(module: WebAssembly.Module): Ending {
    const instance = new WebAssembly.Instance(module, { sys: this.imports() });
    this.memory.linear = instance.exports.memory as WebAssembly.Memory;
    this.instance = instance;
    const words = [this.options.program ?? "lastcall-init", ...(this.options.argv ?? ["app"])];
    const { argv, envp } = this.memory.stack(words, this.options.env ?? ["PATH=/bin"]);
    const main = instance.exports.main as (argc: number, argv: bigint, envp: bigint) => number;
    const watch = instance.exports.watch as () => number;
    try {
      const code = main(words.length, argv, envp);
      // Below 0 the command runs, and is to be watched over (src/native/init.c).
      return { how: "exit", code: code < 0 ? watch() : code };
    } catch (error) {
      if (error instanceof Over) return error.ending;
      throw error;
    }
  }

  /** Of the last run. */
  instance: WebAssembly.Instance | undefined;

  private imports(): Record<string, Import> {
    const imports: Record<string, Import> = {};
    for (const name of Object.getOwnPropertyNames(FakeKernel.prototype).filter((one) => one.startsWith("sys_"))) {
      const call = name.slice("sys_".length);
      const usual = (this as unknown as Record<string, Import>)[name] as Import;
      imports[call] = (...args: never[]) => {
        const times = this.calls.get(call) ?? 0;
        this.calls.set(call, times + 1);
        if (++this.total > MOST_CALLS) throw new Error(`fake kernel: ${MOST_CALLS} calls, the last one ${call}`);
        return this.fault(call, args, times, this) ?? usual.apply(this, args);
      };
    }
    return imports;
  }

  private note(what: string): void {
    this.trace.push(`${this.nowMs} ${what}`);
  }

  private tellParent(process: FakeProcess): void {
    const parent = this.processes.get(process.parent);
    if (process.parent === this.own) {
      const code = process.status < 256 && process.status > 0 ? CLD_KILLED : CLD_EXITED;
      this.queue({ signal: SIGCHLD, code, pid: process.pid });
    } else if (!parent?.traits.on?.[SIGCHLD]) this.processes.delete(process.pid);
  }

  private deliver(process: FakeProcess, signal: number): void {
    if (!process.alive) return;
    if (process.pid === this.own) {
      this.queue({ signal, pid: this.own });
    } else if (signal === SIGKILL) {
      if (!process.traits.unkillable) this.end(process.pid, 0, SIGKILL);
    } else if (signal === SIGSTOP) {
      this.stop(process.pid);
    } else {
      if (signal === SIGCONT) {
        process.state = "S";
        process.stopUntold = false;
      }
      const handler = process.traits.on?.[signal];
      if (handler) handler(process);
      else if (!harmless.includes(signal) && !process.traits.ignores?.includes(signal))
        this.end(process.pid, 0, signal);
    }
  }

  // --- processes

  sys_exit(code: number): undefined {
    throw new Over({ how: "exit", code });
  }

  sys_spawn(): number {
    if (this.options.asChild) {
      const child = this.instance?.exports.child as () => number;
      throw new Over({ how: "exit", code: child() });
    }
    if (this.command > 0) return this.startHook();
    const process = this.spawn(this.own, { ...this.options.command, group: this.own });
    this.command = process.pid;
    return process.pid;
  }

  sys_fork(): number {
    return this.startHook();
  }

  private startHook(): number {
    if (this.options.asHook) {
      const child = this.instance?.exports.child as () => number;
      throw new Over({ how: "exit", code: child() });
    }
    const process = this.spawn(this.own, { commandLine: "hook", ...this.options.hook, group: this.own });
    this.hooks.push(process.pid);
    this.note(`hook ${process.pid}`);
    return process.pid;
  }

  sys_execve(path: bigint, argv: bigint, envp: bigint): number {
    const file = this.memory.textAt(path);
    const result = this.executables[file] ?? errno.ENOENT;
    this.note(`execve ${file} ${result}`);
    if (result < 0) return result;
    throw new Over({ how: "exec", path: file, argv: this.memory.strings(argv), env: this.memory.strings(envp) });
  }

  sys_forgetStart(): undefined {}

  sys_getpid(): number {
    return this.own;
  }

  sys_getppid(): number {
    return this.processes.get(this.own)?.parent ?? 0;
  }

  sys_getpgid(pid: number): number {
    return this.processes.get(pid || this.own)?.group ?? errno.ESRCH;
  }

  sys_setpgid(pid: number, group: number): number {
    const process = this.processes.get(pid || this.own);
    if (!process) return errno.ESRCH;
    process.group = group || process.pid;
    return 0;
  }

  sys_setsid(): number {
    this.note("setsid");
    return this.sys_setpgid(0, 0) || this.own;
  }

  // --- signals

  sys_kill(pid: number, signal: number): number {
    // Signal 0 asks whether one could be sent, and is no signal.
    if (signal === 0 && pid > 0) return this.killOne(this.processes.get(pid), 0);
    this.kills.push({ pid, signal });
    this.note(`kill ${pid} ${signalBaseName(signal) || signal}`);
    if (pid > 0) return this.killOne(this.processes.get(pid), signal);
    const others = [...this.processes.values()].filter((process) =>
      pid === -1 ? process.pid !== this.own : process.group === -pid,
    );
    if (others.length === 0) return errno.ESRCH;
    return others.map((process) => this.killOne(process, signal)).includes(0) ? 0 : errno.EPERM;
  }

  sys_sigqueue(pid: number, signal: number, info: number): number {
    const view = this.memory.view();
    this.note(`sigqueue ${pid} ${signalBaseName(signal) || signal} ${view.getInt32(info + 24, true)}`);
    this.kills.push({ pid, signal });
    if (view.getInt32(info, true) !== signal || view.getInt32(info + 8, true) !== SI_QUEUE) return errno.EINVAL;
    return this.killOne(this.processes.get(pid), signal);
  }

  private killOne(process: FakeProcess | undefined, signal: number): number {
    if (!process) return errno.ESRCH;
    if (process.traits.denied) return errno.EPERM;
    if (signal === 0) return 0;
    this.deliver(process, signal);
    return 0;
  }

  sys_sigmask(how: number, set: number, old: number): number {
    const bits = set === 0 ? "" : this.memory.view().getBigUint64(set, true).toString(16);
    if (set !== 0 && (this.options.asChild || this.options.asHook)) this.note(`sigmask ${how} ${bits}`);
    if (old !== 0) this.memory.view().setBigUint64(old, 0x80n, true);
    return 0;
  }

  sys_sigdispose(signal: number, disposition: number): number {
    this.note(`sigdispose ${signalBaseName(signal)} ${disposition}`);
    return 0;
  }

  sys_sigtimedwait(set: number, info: number, timeout: number): number {
    const view = this.memory.view();
    let untilMs = Infinity;
    if (timeout !== 0) {
      untilMs = this.nowMs + Number(view.getBigInt64(timeout, true)) * 1000;
      untilMs += Number(view.getBigInt64(timeout + 8, true)) / 1e6;
    }
    const waits = view.getBigUint64(set, true) !== 0n;
    if (this.nowMs >= (this.options.untilMs ?? Infinity)) throw new Over({ how: "asleep" });
    for (;;) {
      if (waits && this.pending.length > 0) return this.take(info);
      const next = this.agenda[0];
      if (next && next.atMs <= untilMs) {
        this.agenda.shift();
        this.nowMs = Math.max(this.nowMs, next.atMs);
        next.what();
      } else if (untilMs !== Infinity) {
        this.nowMs = untilMs;
        return errno.EAGAIN;
      } else throw new Over({ how: "asleep" });
    }
  }

  /** The lowest number first, as the kernel does. */
  private take(info: number): number {
    let index = 0;
    this.pending.forEach((one, at) => {
      if (one.signal < (this.pending[index]?.signal ?? 0)) index = at;
    });
    const [sent] = this.pending.splice(index, 1);
    if (!sent) return errno.EAGAIN;
    if (info === 0) return sent.signal;
    const view = this.memory.view();
    for (let at = 0; at < 128; at += 4) view.setInt32(info + at, 0, true);
    view.setInt32(info, sent.signal, true);
    view.setInt32(info + 8, sent.code, true);
    view.setInt32(info + 16, sent.pid, true);
    view.setInt32(info + 24, sent.value, true);
    return sent.signal;
  }

  sys_wait4(pid: number, status: number): number {
    if (pid !== -1) throw new Error(`fake kernel: wait4(${pid})`);
    const children = this.childrenOf(this.own);
    if (children.length === 0) return errno.ECHILD;
    for (const child of children) {
      if (child.stopUntold) {
        child.stopUntold = false;
        this.memory.view().setInt32(status, (20 << 8) | 0x7f, true);
        return child.pid;
      }
      if (child.alive) continue;
      if (status !== 0) this.memory.view().setInt32(status, child.status, true);
      this.processes.delete(child.pid);
      return child.pid;
    }
    return 0;
  }

  sys_prctl(option: number, argument: number): number {
    if (option === PR_GET_DUMPABLE) return this.dumpable;
    this.note(`prctl ${option} ${argument}`);
    return 0;
  }

  sys_getuid(): number {
    return this.options.uid ?? 0;
  }

  sys_getgid(): number {
    return this.options.gid ?? 0;
  }

  sys_setgroups(count: number, groups: number): number {
    const view = this.memory.view();
    const ids = Array.from({ length: count }, (_, index) => view.getInt32(groups + 4 * index, true));
    this.note(`setgroups ${ids.join(",")}`);
    return 0;
  }

  sys_setgid(gid: number): number {
    this.note(`setgid ${gid}`);
    return 0;
  }

  sys_setuid(uid: number): number {
    this.note(`setuid ${uid}`);
    return 0;
  }

  sys_setfsgid(gid: number): number {
    this.note(`setfsgid ${gid}`);
    return this.sys_getgid();
  }

  sys_setfsuid(uid: number): number {
    this.note(`setfsuid ${uid}`);
    return this.sys_getuid();
  }

  // --- files

  private textOf(path: string): string | undefined {
    const set = this.files.get(path);
    if (set !== undefined) return typeof set === "string" ? set : set();
    const [, pid, rest] = /^\/proc\/(\d+)\/(.*)$/.exec(path) ?? [];
    const process = this.processes.get(Number(pid));
    return process?.file(
      rest as string,
      this.childrenOf(Number(pid)).map((child) => child.pid),
    );
  }

  private namesOf(path: string): string[] | undefined {
    if (path === "/proc") return [".", "..", "self", "cpuinfo", ...[...this.processes.keys()].map(String)];
    const [, pid] = /^\/proc\/(\d+)\/task$/.exec(path) ?? [];
    return pid && this.processes.has(Number(pid)) ? [".", "..", pid] : undefined;
  }

  /** The file behind /proc/PID/fd/N. */
  private nodeOf(path: string): { mode: number; inode: number } | undefined {
    const [, pid, fd] = /^\/proc\/(\d+)\/fd\/([012])$/.exec(path) ?? [];
    const process = this.processes.get(Number(pid));
    return process && this.nodes.get(process.descriptors[Number(fd) as 0 | 1 | 2].link);
  }

  sys_open(path: number, flags: number): number {
    const name = this.memory.text(path);
    if (flags & O_EXCL && (this.files.has(name) || this.disk.has(name))) return errno.EEXIST;
    if (flags & O_CREAT && !this.files.has(name)) {
      this.note(`create ${name}${flags & O_SYNC ? " durably" : ""}`);
      this.files.set(name, "");
    }
    if (name === "/dev/tty") return errno.ENXIO;
    if (name === "/proc/self/fd/2") return STDERR_COPY;
    const file = this.disk.get(name);
    if (file && (file.mode & S_IFMT) === S_IFDIR && (flags & O_WRONLY) !== 0) return errno.EISDIR;
    const text = file?.text ?? this.textOf(name) ?? (this.nodeOf(name) ? "" : undefined);
    const names = this.namesOf(name);
    if (text === undefined && names === undefined) return errno.ENOENT;
    this.open.set(this.nextFd, { path: name, text: text ?? "", at: 0, names });
    return this.nextFd++;
  }

  sys_unlink(path: number): number {
    const name = this.memory.text(path);
    this.note(`unlink ${name}`);
    return this.files.delete(name) ? 0 : errno.ENOENT;
  }

  sys_closeFrom(first: number): number {
    for (const fd of [...this.open.keys()]) if (fd >= first) this.sys_close(fd);
    return 0;
  }

  sys_rename(from: number, to: number): number {
    const [old, name] = [this.memory.text(from), this.memory.text(to)];
    this.note(`rename ${old} ${name}`);
    const file = this.files.get(old);
    if (file === undefined) return errno.ENOENT;
    this.files.delete(old);
    this.files.set(name, file);
    this.disk.delete(name);
    return 0;
  }

  sys_fchmod(fd: number, mode: number): number {
    this.note(`fchmod ${this.open.get(fd)?.path} ${mode.toString(8)}`);
    return 0;
  }

  sys_close(fd: number): number {
    this.answers.delete(fd);
    return this.open.delete(fd) ? 0 : errno.EBADF;
  }

  /** Descriptors that the init opened and has not closed. */
  openFiles(): string[] {
    return [...this.open.values()].map(({ path }) => path);
  }

  sys_socket(domain: number, type: number, protocol: number): number {
    const isNetlink = domain === AF_NETLINK;
    if (isNetlink && (protocol !== NETLINK_SOCK_DIAG || !this.sockDiag)) return errno.EPROTONOSUPPORT;
    if (!isNetlink) this.note(`socket ${domain} ${type}`);
    this.open.set(this.nextFd, { path: isNetlink ? NETLINK : SOCKET, text: "", at: 0, names: undefined });
    return this.nextFd++;
  }

  sys_connect(_fd: number, address: number, length: number): number {
    this.note(`connect ${Buffer.from(this.memory.bytes(address, length), "latin1").toString("hex")}`);
    return this.connects;
  }

  private receive(buffer: number, length: number): number {
    const piece = this.answer.shift();
    if (piece === undefined && this.hangs) throw new Over({ how: "asleep" });
    return typeof piece === "number" ? piece : this.memory.put(buffer, piece ?? "", length);
  }

  sys_read(fd: number, buffer: number, length: number): number {
    const file = this.open.get(fd);
    if (!file) return errno.EBADF;
    if (file.path === NETLINK) return this.readAnswer(fd, buffer, length);
    if (file.path === SOCKET) return this.receive(buffer, length);
    if (((this.disk.get(file.path)?.mode ?? 0) & S_IFMT) === S_IFDIR) return errno.EISDIR;
    const room = Math.min(length, this.readBytes);
    const count = this.memory.put(buffer, file.text.slice(file.at), room);
    file.at += count;
    return count;
  }

  sys_getdents(fd: number, buffer: number, length: number): number {
    const file = this.open.get(fd);
    if (!file?.names) return errno.ENOTDIR;
    const view = this.memory.view();
    let used = 0;
    while (file.at < file.names.length) {
      const name = file.names[file.at] as string;
      const size = (19 + name.length + 1 + 7) & ~7;
      if (used + size > length) break;
      for (let at = 0; at < size; at++) view.setUint8(buffer + used + at, 0);
      view.setUint16(buffer + used + 16, size, true);
      this.memory.put(buffer + used + 19, name, name.length);
      used += size;
      file.at++;
    }
    return used;
  }

  sys_readlink(path: number, buffer: number, length: number): number {
    const name = this.memory.text(path);
    if (name === "/proc/self") return this.memory.put(buffer, `${this.self || this.own}`, length);
    if (((this.disk.get(name)?.mode ?? 0) & S_IFMT) === S_IFLNK) return this.memory.put(buffer, "elsewhere", length);
    const [, pid, fd] = /^\/proc\/(\d+)\/fd\/([012])$/.exec(name) ?? [];
    const process = this.processes.get(Number(pid));
    if (!process?.alive) return errno.ENOENT;
    return this.memory.put(buffer, process.descriptors[Number(fd) as 0 | 1 | 2].link, length);
  }

  sys_differentFile(pid: number, other: number): number {
    const one = this.processes.get(pid)?.descriptors[0].file;
    const two = this.processes.get(other)?.descriptors[0].file;
    if (one === undefined || two === undefined) return errno.ESRCH;
    return one === two ? 0 : 1;
  }

  sys_access(path: number): number {
    return this.executables[this.memory.text(path)] === undefined ? errno.ENOENT : 0;
  }

  sys_fstat(fd: number, out: number): number {
    const path = this.open.get(fd)?.path ?? "";
    const file = this.disk.get(path);
    const node = this.nodeOf(path);
    this.memory.view().setUint16(out + 28, file?.mode ?? node?.mode ?? this.stderrMode, true);
    this.memory.view().setBigUint64(out + 40, BigInt(file?.text.length ?? 0), true);
    this.memory.view().setBigUint64(out + 32, BigInt(node?.inode ?? 0), true);
    return 0;
  }

  sys_pollnow(entry: number): number {
    this.memory.view().setUint16(entry + 6, this.stderrTakes ? POLLOUT : 0, true);
    return this.stderrTakes ? 1 : 0;
  }

  sys_write(fd: number, buffer: number, length: number): number {
    const text = this.memory.bytes(buffer, length);
    if (fd === 1) this.stdout += text;
    else if (fd === 2 || fd === STDERR_COPY) {
      if (!this.stderrTakes) return errno.EAGAIN;
      this.stderr += text;
    } else {
      const path = this.open.get(fd)?.path ?? "";
      const file = this.disk.get(path);
      const made = this.files.get(path);
      if (path === SOCKET) this.request += text;
      else if (file) file.text += text;
      else if (typeof made === "string") this.files.set(path, made + text);
      else return errno.EBADF;
    }
    return length;
  }

  sys_send(fd: number, buffer: number, length: number): number {
    if (this.open.get(fd)?.path !== NETLINK) return this.sys_write(fd, buffer, length);
    const request = this.memory.view().buffer.slice(buffer, buffer + length) as ArrayBuffer;
    this.answers.set(fd, [...(this.sockDiag?.(new DataView(request)) ?? [])]);
    return length;
  }

  /** As from a datagram socket: what does not fit is lost. */
  private readAnswer(fd: number, buffer: number, length: number): number {
    const answer = this.answers.get(fd)?.shift() ?? errno.EAGAIN;
    if (typeof answer === "number") return answer;
    const taken = answer.subarray(0, length);
    new Uint8Array(this.memory.view().buffer).set(taken, buffer);
    return taken.length;
  }

  sys_ioctl(): number {
    return errno.ENOTTY;
  }

  sys_clock(id: number, out: number): number {
    const view = this.memory.view();
    const now = this.nowMs + (id === CLOCK_BOOTTIME ? this.sleptMs : 0);
    view.setBigInt64(out, BigInt(Math.floor(now / 1000)), true);
    view.setBigInt64(out + 8, BigInt(Math.round((now % 1000) * 1e6)), true);
    return 0;
  }

  // --- the machine's memory

  sys_addressOf(pointer: number): bigint {
    return this.memory.addressOf(pointer);
  }

  sys_peek8(address: bigint): number {
    return this.memory.peek8(address);
  }

  sys_peek64(address: bigint): bigint {
    return this.memory.peek64(address);
  }

  sys_poke64(address: bigint, value: bigint): undefined {
    this.memory.poke64(address, value);
  }
}
