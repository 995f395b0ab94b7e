// One process of the fake kernel, and what its /proc shows.

export interface Descriptor {
  /** What /proc/PID/fd/N leads to. */
  link: string;
  /** Octal, as fdinfo prints it. */
  flags: string;
  /** Open files are the same if this is (kcmp(2)). */
  file: number;
}

/** What a process does with a signal: what is returned is ignored. */
export type Handler = (process: FakeProcess) => void;

export interface Traits {
  commandLine?: string;
  /** comm; the last part of the first word if it is not given. */
  name?: string;
  group?: number;
  /** Signals that it catches, with what they do; the others do what is usual. */
  on?: Record<number, Handler>;
  ignores?: number[];
  /** kill(2) is not permitted. */
  denied?: boolean;
  /** Even SIGKILL does nothing, as in uninterruptible sleep. */
  unkillable?: boolean;
  descriptors?: Partial<Record<0 | 1 | 2, Partial<Descriptor>>>;
}

let files = 1;

export class FakeProcess {
  /** R, S, T or Z. */
  state = "S";
  /** wait4(2)'s status word, once it is a zombie. */
  status = 0;
  /** A stop that nobody was told of yet. */
  stopUntold = false;
  group: number;
  readonly commandLine: string;
  readonly name: string;
  readonly traits: Traits;
  readonly descriptors: Record<0 | 1 | 2, Descriptor>;

  constructor(
    readonly pid: number,
    public parent: number,
    readonly started: number,
    traits: Traits,
  ) {
    this.traits = traits;
    this.group = traits.group ?? pid;
    this.commandLine = traits.commandLine ?? "app";
    this.name = traits.name ?? (this.commandLine.split(" ")[0]?.split("/").pop() ?? "").slice(0, 15);
    const descriptor = (fd: 0 | 1 | 2): Descriptor => ({
      link: `socket:[${pid}${fd}]`,
      flags: "0100002",
      file: files++,
      ...traits.descriptors?.[fd],
    });
    this.descriptors = { 0: descriptor(0), 1: descriptor(1), 2: descriptor(2) };
  }

  get alive(): boolean {
    return this.state !== "Z";
  }

  /** The file /proc/PID/`rest`, one character a byte; undefined if there is none. */
  file(rest: string, children: number[]): string | undefined {
    switch (rest) {
      case "stat":
        return this.stat();
      case "status":
        return this.statusText();
      case "cmdline":
        return this.alive ? `${this.commandLine.replaceAll(" ", "\0")}\0` : "";
      case `task/${this.pid}/children`:
        return children.map((pid) => `${pid} `).join("");
      case "fdinfo/0":
        return this.alive ? `pos:\t0\nflags:\t${this.descriptors[0].flags}\nmnt_id:\t1\n` : undefined;
      default:
        return undefined;
    }
  }

  private stat(): string {
    const fields = Array.from({ length: 50 }, (_, index) =>
      index === 0 ? this.parent : index === 18 ? this.started : 1,
    );
    return `${this.pid} (${this.name}) ${this.state} ${fields.join(" ")}\n`;
  }

  private statusText(): string {
    const mask = (signals: number[]) =>
      signals
        .reduce((bits, signal) => bits | (1n << BigInt(signal - 1)), 0n)
        .toString(16)
        .padStart(16, "0");
    const caught = Object.keys(this.traits.on ?? {}).map(Number);
    return `Name:\t${this.name}\nState:\t${this.state} (fake)\nPid:\t${this.pid}\nPPid:\t${this.parent}\nSigBlk:\t${mask([])}\nSigIgn:\t${mask(this.traits.ignores ?? [])}\nSigCgt:\t${mask(caught)}\n`;
  }
}
