// Starts a container with its output in our hands: `start --attach`, which loses not a line, as `logs` might.

import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { CannotStart } from "./cannot-start.ts";
import { type Cli, causeOf } from "./container-cli.ts";
import { type ContainerState, hasStarted, stateOf } from "./container-state.ts";
import { OutputLines } from "./output-lines.ts";

const POLL_MS = 10;
const LIMIT_MS = 60_000;
const KEPT = 4096;

export class Attached {
  readonly lines = new OutputLines();
  /** The exit code of the command, which passes on that of the container. Never, if `start` was not called. */
  readonly ended: Promise<number>;
  private readonly cli: Cli;
  private readonly container: string;
  private end: (code: number) => void = () => {};
  private child: ChildProcess | null = null;
  private isOver = false;
  private complaint = "";

  constructor(cli: Cli, container: string) {
    this.cli = cli;
    this.container = container;
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  /** Resolves when PID 1 runs, or ran. CannotStart has the engine's reason why it does not. */
  async start(): Promise<ContainerState> {
    this.spawn();
    const giveUpMs = performance.now() + LIMIT_MS;
    for (;;) {
      // Asked first: what the command left behind is then what inspect shows.
      const over = this.isOver;
      const state = await stateOf(this.cli, this.container);
      if (state?.State.Running || (over && state !== null && hasStarted(state))) return state;
      if (over) throw new CannotStart(causeOf(this.cli, state?.State.Error || this.complaint));
      if (performance.now() > giveUpMs) throw new CannotStart(`${this.cli}: not started within ${LIMIT_MS / 1000}s`);
      await sleep(POLL_MS);
    }
  }

  /** Once the container is gone. */
  async close(): Promise<void> {
    if (this.child === null || this.isOver) return;
    // It ends by itself; one that does not has lost its engine.
    const timer = setTimeout(() => this.child?.kill("SIGKILL"), 5_000);
    await this.ended;
    clearTimeout(timer);
  }

  private spawn(): void {
    // A session of its own: Ctrl-C in the terminal would be passed on to the app (there is no --sig-proxy for start).
    const child = spawn(this.cli, ["start", "--attach", this.container], {
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    this.child = child;
    this.lines.attach("stdout", child.stdout);
    this.lines.attach("stderr", child.stderr);
    child.stderr.on("data", (bytes: Buffer) => {
      if (this.complaint.length < KEPT) this.complaint += bytes.toString("utf8");
    });
    const over = (code: number) => {
      this.lines.finish();
      this.isOver = true;
      this.end(code);
    };
    child.on("error", () => over(127));
    child.on("close", (code) => over(code ?? 137));
  }
}
