// The processes as src/core/target.ts wants to see them, read from /proc one question at a time.

import { kindOf } from "../core/command-line.ts";
import { isReadOnly, numberAt, parseMask, parsePipe, parseSocket, parseStat, stat } from "../core/proc-text.ts";
import { SIGINT, SignalSet } from "../core/signal.ts";
import { PidList, ProcessView } from "../core/target.ts";
import { byteAt, startsAt } from "../core/text.ts";
import { Kind } from "../core/wrappers.ts";
import { listChildren, StaticPidList } from "./children.ts";
import { O_CLOEXEC, O_PATH, S_IFIFO, S_IFMT } from "./constants.ts";
import { beginPath, path, readDescriptor, readLinkPath, readProc } from "./files.ts";
import { say, sayBytes, sayNumber } from "./log.ts";
import { stat as fileStat, textStart } from "./scratch.ts";
import { close, differentFile, fstat, open } from "./sys.ts";

const SLASH: i32 = 47;
/** rt_sigsuspend(2) on x86-64 and on arm64; the other's number is nothing that a shell sleeps in. */
const SIGSUSPEND_X64: f64 = 130;
const SIGSUSPEND_ARM64: f64 = 133;

/** States in /proc/PID/stat. */
export const STOPPED: i32 = 84;
const ZOMBIE: i32 = 90;
const DEAD: i32 = 88;

export { stat };

const caught = new SignalSet();
const ignored = new SignalSet();
const blocked = new SignalSet();
/** Whose masks those are; 0 for nobody's. */
let maskedPid: i32 = 0;

export class Processes implements ProcessView {
  /** Forgets what was read: masks change, and process ids are used again. */
  forget(): void {
    maskedPid = 0;
  }

  /** Reads name, state and start; false if the process is gone or only its exit code is left. */
  lives(pid: i32): bool {
    readProc(pid, "/stat");
    return parseStat() && stat.state !== ZOMBIE && stat.state !== DEAD;
  }

  /** Whether /proc is there and shows our own PID namespace: ids in another one's mean other processes (pid_namespaces(7)). */
  showOurs(own: i32): bool {
    beginPath("/proc/self");
    readLinkPath();
    return numberAt(0) === (own as f64);
  }

  /** Says "name (pid N)" of a process, or "pid N" and false if it is gone for good. */
  sayName(pid: i32): bool {
    const known = this.lives(pid) || stat.state === ZOMBIE;
    if (known) sayBytes("name", textStart + stat.nameFrom, stat.nameTo - stat.nameFrom);
    say(known ? " (pid " : "pid ");
    sayNumber("pid", pid);
    if (known) say(")");
    return known;
  }

  kind(pid: i32): Kind {
    // A zombie's command line is empty, and so is that of a program which has overwritten its own.
    if (readProc(pid, "/cmdline") > 0) return kindOf();
    return this.lives(pid) ? Kind.Program : Kind.Gone;
  }

  catches(pid: i32, signal: i32): bool {
    return this.readMasks(pid) && caught.has(signal);
  }

  ignores(pid: i32, signal: i32): bool {
    return this.readMasks(pid) && ignored.has(signal);
  }

  inputPipe(pid: i32): f64 {
    return pipeAt(pid, 0);
  }

  writes(pid: i32, pipe: f64): bool {
    return pipeAt(pid, 1) === pipe || pipeAt(pid, 2) === pipe;
  }

  isFed(pid: i32, parent: i32): bool {
    const socket = this.inputSocket(pid);
    return socket >= 0 && socket !== this.inputSocket(parent);
  }

  private inputSocket(pid: i32): f64 {
    readDescriptor(pid, 0);
    return parseSocket();
  }

  /** dash, busybox and zsh sleep in rt_sigsuspend there; so does zsh for a foreground child, but then it blocks INT. */
  waits(pid: i32): bool {
    readProc(pid, "/syscall");
    const call = numberAt(0);
    if (call !== SIGSUSPEND_X64 && call !== SIGSUSPEND_ARM64) return false;
    readProc(pid, "/status");
    return parseMask("SigBlk:\t", blocked) && !blocked.has(SIGINT);
  }

  hasOwnNull(pid: i32, parent: i32): bool {
    if (!this.readsNull(pid)) return false;
    // Engines open /dev/null for reading and writing, shells for reading only.
    return !this.readsNull(parent) || differentFile(pid, parent) > 0;
  }

  children(pid: i32, list: PidList): void {
    listChildren(pid, list as StaticPidList);
  }

  private readsNull(pid: i32): bool {
    if (readDescriptor(pid, 0) !== 9 || !startsAt(0, "/dev/null")) return false;
    readProc(pid, "/fdinfo/0");
    return isReadOnly();
  }

  private readMasks(pid: i32): bool {
    if (maskedPid === pid) return true;
    readProc(pid, "/status");
    maskedPid = parseMask("SigCgt:\t", caught) && parseMask("SigIgn:\t", ignored) ? pid : 0;
    return maskedPid !== 0;
  }
}

export const processes = new Processes();

/** The inode of the pipe, or of the named FIFO, that a descriptor of a process leads to; -1 for anything else. */
export function pipeAt(pid: i32, descriptor: i32): f64 {
  readDescriptor(pid, descriptor);
  if (byteAt(0) !== SLASH) return parsePipe();
  const fd = open(path.start, O_PATH | O_CLOEXEC, 0);
  if (fd < 0) return -1;
  const known = fstat(fd, fileStat) >= 0;
  close(fd);
  // struct statx: stx_mode at 28, stx_ino at 32.
  if (!known || ((load<u16>(fileStat, 28) as i32) & S_IFMT) !== S_IFIFO) return -1;
  return load<u64>(fileStat, 32) as f64;
}
