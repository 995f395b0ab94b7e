// Who is told: from the command down through wrappers that would swallow the signal, to the top-most real programs.
//
//   real program                 told; its children are its own affair
//   package manager, su, timeout never told while there is a child to look at (src/core/wrappers.ts)
//   shell without a trap         as those
//   shell that traps the signal  told. Its foreground child is looked at too, as the shell runs the trap only after that child
//                                has ended (POSIX.1-2024, 2.12 Signals and Error Handling); its background children hear from it
//   hears from a shell           not told. A wrapper that dies of it, or keeps it to itself, leaves its children unheard: those are looked at
//   downstream pipeline member   left out: it ends when its input ends
//   wrapper without any child    told itself
//
// Each process is told at most once: the Sink keeps account.

import { SIGHUP, SIGINT, SIGQUIT, SIGTERM } from "./signal.ts";
import { Kind } from "./wrappers.ts";

const SIGALRM: i32 = 14;
/** Nobody nests wrappers deeper; a loop in a table that changes while it is read ends here. */
const DEEPEST: i32 = 64;

/** A list of process ids that the caller owns; the search uses it as a stack. */
export interface PidList {
  length(): i32;
  at(index: i32): i32;
  push(pid: i32): void;
  /** Takes what is at [from, to) out. */
  takeOut(from: i32, to: i32): void;
  truncate(length: i32): void;
}

/** The processes as /proc shows them. What cannot be read is answered as if it were not so. */
export interface ProcessView {
  kind(pid: i32): Kind;
  /** SigCgt of /proc/PID/status. */
  catches(pid: i32, signal: i32): bool;
  /** SigIgn of /proc/PID/status. */
  ignores(pid: i32, signal: i32): bool;
  /** The inode of the pipe that is its standard input; -1 if that is no pipe. */
  inputPipe(pid: i32): f64;
  /** Whether its standard output or standard error is that pipe. */
  writes(pid: i32, pipe: f64): bool;
  /** Whether its standard input is a /dev/null that its parent did not have: what a shell gives to `app &`. */
  hasOwnNull(pid: i32, parent: i32): bool;
  /** Whether its standard input is a socket that is not its parent's: what Node gives to a child whose input it writes. */
  isFed(pid: i32, parent: i32): bool;
  /** Whether a shell is in its `wait` command, so that none of its children is in the foreground; false where that does not show. */
  waits(pid: i32): bool;
  /** Appends its children. */
  children(pid: i32, list: PidList): void;
}

/** Where the search puts what it finds. */
export interface Sink {
  /** Sends the signal, unless this process was told before or is spared. False: it cannot be signalled (EPERM), or is gone. */
  tell(pid: i32): bool;
  /** It hears from somebody else, so we must not tell it. */
  spare(pid: i32): void;
  /** Whether it was told before, or is spared. */
  knows(pid: i32): bool;
}

/** Generic, so that asc calls the methods of these directly, and not by a table. */
export class TargetSearch<View extends ProcessView, List extends PidList, Out extends Sink> {
  private signal: i32 = 0;

  constructor(
    private view: View,
    private list: List,
    private sink: Out,
  ) {}

  /** Tells the target at and below `root`, and answers how many processes were told. */
  tell(root: i32, signal: i32): i32 {
    this.signal = signal;
    return this.visit(root, 0);
  }

  private visit(pid: i32, depth: i32): i32 {
    if (this.sink.knows(pid)) return 1;
    const kind = this.view.kind(pid);
    if (kind === Kind.Gone) return 0;
    let told: i32 = 0;
    if (depth < DEEPEST && kind !== Kind.Program) {
      const from = this.list.length();
      const trapped = this.collect(pid, kind, depth);
      const to = this.list.length();
      // The shell first: it goes on with its next command as soon as its child has ended.
      if (trapped && this.sink.tell(pid)) told = 1;
      for (let at = from; at < to; at++) told += this.visit(this.list.at(at), depth + 1);
      this.list.truncate(from);
    }
    // A wrapper is told itself where nobody below it can be.
    if (told === 0 && this.sink.tell(pid)) told = 1;
    return told;
  }

  /**
   * Appends who is to be looked at below a wrapper, and spares who hears from a shell that traps. Before anybody is told: who is
   * told may end at once, and then nothing shows any more that a sibling reads its output or that a job was its. True if it is
   * such a shell.
   */
  private collect(pid: i32, kind: Kind, depth: i32): bool {
    const trapped = kind === Kind.Shell && this.traps(pid);
    const from = this.list.length();
    this.view.children(pid, this.list);
    const to = this.list.length();
    const waits = trapped && this.view.waits(pid);
    for (let at = from; at < to; at++) {
      const child = this.list.at(at);
      if (this.isDownstream(child, pid, from, to)) continue;
      if (kind !== Kind.Shell && this.isFedBeside(child, pid, from, to)) continue;
      if (trapped && (waits || this.isBackground(child, pid))) this.spare(child, depth + 1, false);
      else this.list.push(child);
    }
    this.list.takeOut(from, to);
    return trapped;
  }

  /**
   * It hears from its parent. Who below it does not, as it ends of that or keeps it to itself, is appended to be looked at. Below a
   * program nobody is looked at: its children are its own affair.
   */
  private spare(pid: i32, depth: i32, belowProgram: bool): void {
    const kind = belowProgram ? Kind.Program : this.view.kind(pid);
    this.sink.spare(pid);
    if (kind === Kind.Gone || depth >= DEEPEST) return;
    if (kind === Kind.Shell || kind === Kind.Relay) {
      this.collect(pid, kind, depth);
      return;
    }
    const from = this.list.length();
    this.view.children(pid, this.list);
    const to = this.list.length();
    // A courier tells its children.
    for (let at = from; at < to; at++) this.spare(this.list.at(at), depth + 1, kind === Kind.Program);
    this.list.takeOut(from, to);
  }

  /** Its input is a pipe that a sibling, or the shell itself by `exec > >(...)`, writes. */
  private isDownstream(child: i32, parent: i32, from: i32, to: i32): bool {
    const pipe = this.view.inputPipe(child);
    if (pipe < 0) return false;
    if (this.view.writes(parent, pipe)) return true;
    for (let at = from; at < to; at++) {
      const sibling = this.list.at(at);
      if (sibling !== child && this.view.writes(sibling, pipe)) return true;
    }
    return false;
  }

  /** Its input comes through a package manager with a shell of its own (yarn 4), and a sibling's does not. */
  private isFedBeside(child: i32, parent: i32, from: i32, to: i32): bool {
    if (to - from < 2 || !this.view.isFed(child, parent)) return false;
    for (let at = from; at < to; at++) {
      if (!this.view.isFed(this.list.at(at), parent)) return true;
    }
    return false;
  }

  /**
   * Whether a shell has set a trap for the signal. What proves nothing, measured with dash 0.5.12, bash 5.2, busybox 1.35, mksh 59c,
   * zsh 5.9 and ksh93u+m: bash with an EXIT trap, and mksh and ksh93 always, catch a whole set of signals, ALRM among them;
   * INT is caught while a child is waited for, HUP by zsh always.
   */
  private traps(pid: i32): bool {
    const view = this.view;
    const signal = this.signal;
    if (!view.catches(pid, signal) || view.catches(pid, SIGALRM)) return false;
    return (signal !== SIGINT && signal !== SIGHUP) || view.catches(pid, SIGTERM);
  }

  /** An asynchronous list without job control ignores INT and QUIT and reads /dev/null (POSIX.1-2024, 2.9.3.1); some programs undo the first. */
  private isBackground(child: i32, shell: i32): bool {
    const view = this.view;
    if (view.ignores(child, SIGINT) && view.ignores(child, SIGQUIT) && !view.ignores(shell, SIGINT)) return true;
    return view.hasOwnNull(child, shell);
  }
}
