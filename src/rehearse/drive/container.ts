// A rehearsal in a real container, through the `docker` or `podman` command.

import { randomBytes } from "node:crypto";
import { parseSignal } from "../../core/signal.ts";
import type { Hook, Rehearsal } from "../rehearsal.ts";
import { LONGEST_TIMER_MS } from "../timer.ts";
import { CannotStart } from "./cannot-start.ts";
import { closed, type Open, opened } from "./clean-up.ts";
import { Attached } from "./container-attach.ts";
import { ask, askDone, type Cli, causeOf } from "./container-cli.ts";
import { execHook, hookFromHere } from "./container-hooks.ts";
import { inspectImage } from "./container-image.ts";
import { putInit } from "./container-init.ts";
import { blindOfNetwork, type Looker, lookInto } from "./container-look.ts";
import { type Address, addressOf, chooseNetwork, directHost, isNetworkTrouble } from "./container-network.ts";
import { checkPortsFree } from "./container-ports.ts";
import { forceRemove, removeNow, removeWhenWeEnd } from "./container-remove.ts";
import { type ContainerState, stateOf } from "./container-state.ts";
import { type ContainerOptions, createWords, type Network } from "./container-words.ts";
import { type HookResult, runHookHere } from "./hooks.ts";
import type { LineListener } from "./output-lines.ts";
import type { Sandbox, Seen, SignalSent } from "./sandbox.ts";
import { type SignalTrace, traceSignals } from "./signal-trace.ts";
import { checkStatic } from "./static-program.ts";

/**
 * Creates and starts a container of `rehearsal.image`; resolves when its PID 1 runs, or has run already. What the image says is used as
 * it is, but for what the rehearsal sets; the stop signal is the caller's affair (`inspectImage` tells the image's). CannotStart has the
 * cause in one line if the engine does not answer, has no such image, or cannot start it; then nothing is left behind.
 */
export async function openContainer(rehearsal: Rehearsal, cli: Cli, options: ContainerOptions = {}): Promise<Sandbox> {
  if (options.init !== undefined) checkStatic(options.init.path);
  try {
    return await new Container(cli).open(rehearsal, options, await chooseNetwork(cli));
  } catch (error) {
    if (!(error instanceof NoNetwork)) throw error;
    return await new Container(cli).open(rehearsal, options, "host");
  }
}

/** The engine could not give the container a network of its own. */
class NoNetwork extends CannotStart {}

class Container implements Sandbox, Open {
  readonly kind = "container";
  readonly name = `lastcall-rehearse-${process.pid}-${randomBytes(4).toString("hex")}`;
  blind: readonly string[] = [];
  readonly exited: Promise<number>;
  private readonly cli: Cli;
  private network: Network = "host";
  private readonly attached: Attached;
  private looker: Looker | null = null;
  private first: ContainerState | null = null;
  private last: ReturnType<NonNullable<Sandbox["ending"]>> = null;
  private step: Promise<unknown> = Promise.resolve();
  private removing: Promise<void> | null = null;
  /** Not null once the engine was asked for it. */
  private unguard: (() => Promise<void>) | null = null;
  private trace: SignalTrace | null = null;
  private readonly leaving = new AbortController();

  constructor(cli: Cli) {
    this.cli = cli;
    this.attached = new Attached(cli, this.name);
    this.exited = this.attached.ended.then((code) => this.findExitCode(code));
    opened(this);
  }

  /** Leaves nothing behind if it fails. */
  async open(rehearsal: Rehearsal, options: ContainerOptions, network: Network): Promise<this> {
    this.network = network;
    try {
      await this.start(rehearsal, options);
      return this;
    } catch (error) {
      const wanted = this.removing === null;
      await this.remove();
      const retry = wanted && network !== "host" && error instanceof CannotStart && isNetworkTrouble(error.message);
      throw retry ? new NoNetwork(error.message) : error;
    }
  }

  private async start(rehearsal: Rehearsal, options: ContainerOptions): Promise<void> {
    if (this.network === "host") await this.next(() => checkPortsFree(rehearsal));
    const facts = await this.next(() => inspectImage(this.cli, rehearsal.image ?? ""));
    const words = createWords(this.name, rehearsal, facts, this.network, options);
    this.unguard = removeWhenWeEnd(this.cli, this.name);
    await this.next(() => askDone(this.cli, words));
    const { init } = options;
    if (init !== undefined) await this.next(() => putInit(this.cli, this.name, init));
    this.trace = await this.next(() => traceSignals(parseSignal(rehearsal.stopSignal)));
    const state = await this.next(() => this.attached.start());
    this.first = state;
    this.looker = await this.look(state);
    if (rehearsal.ready.kind === "listen" && this.looker?.local === false) {
      throw new CannotStart("nobody can see from here when the app listens: say --ready URL, tcp:PORT or log:REGEXP");
    }
    const direct = directHost(state.NetworkSettings) !== null;
    this.blind = [...(this.looker?.blind ?? []), ...blindOfNetwork(this.network, direct)];
    this.refuseRemoved();
  }

  address(port: number): Address {
    if (this.network === "host") return { host: this.looker?.hostOf(port) ?? "127.0.0.1", port };
    const found = this.first && addressOf(port, this.first.NetworkSettings);
    if (found) return found;
    throw new CannotStart(
      `port ${port} of the container is not reached from here: name it in --url or --ready, or EXPOSE it`,
    );
  }

  processes = async (): Promise<readonly Seen[]> => this.looker?.processes() ?? [];
  listeners = async (): Promise<ReadonlyMap<number, number>> => this.looker?.listeners() ?? new Map();
  signals = (): readonly SignalSent[] | null => {
    return this.trace && this.looker?.local ? this.looker.signals(this.trace) : null;
  };
  traced = async (): Promise<void> => this.trace?.caughtUp();
  onLine = (listener: LineListener): void => this.attached.lines.onLine(listener);
  ending = (): ReturnType<NonNullable<Sandbox["ending"]>> => this.last;

  /** By number, which both engines take for every signal. */
  async signal(name: string): Promise<void> {
    const number = parseSignal(name);
    if (number < 1) throw new Error(`'${name}' is no signal`);
    await this.send(`${number}`);
  }

  kill(): Promise<void> {
    return this.send("9");
  }

  async runHook(hook: Hook, signal: AbortSignal): Promise<HookResult> {
    if (hook.kind === "exec") return execHook(this.cli, this.name, hook.command, signal);
    const here = hook.kind === "http" ? hookFromHere(hook, (port) => this.address(port)) : hook;
    return runHookHere(here, AbortSignal.any([signal, this.leaving.signal]));
  }

  remove(): Promise<void> {
    this.removing ??= this.removeOnce().catch((error) => {
      // The next call tries again.
      this.removing = null;
      throw error;
    });
    return this.removing;
  }

  killNow(): void {
    if (this.unguard !== null) removeNow(this.cli, this.name);
  }

  private async removeOnce(): Promise<void> {
    this.leaving.abort();
    // What is being created could not be removed yet.
    await this.step.catch(() => {});
    if (this.unguard !== null) await forceRemove(this.cli, this.name);
    await this.unguard?.();
    await this.attached.close();
    this.looker?.close();
    await this.trace?.remove();
    closed(this);
  }

  /** Null for one that has ended already: it has no processes to look at. */
  private async look(state: ContainerState): Promise<Looker | null> {
    if (!state.State.Running) return null;
    const looker = lookInto(this.cli, this.name, state.Id, state.State.Pid);
    if (looker.local || (await stateOf(this.cli, this.name))?.State.Running) return looker;
    return null;
  }

  /** The next step of the start, unless the container is being removed. */
  private async next<T>(step: () => Promise<T>): Promise<T> {
    this.refuseRemoved();
    const running = step();
    this.step = running;
    return await running;
  }

  private refuseRemoved(): void {
    if (this.removing !== null) throw new CannotStart("the container was removed before it had started");
  }

  private async send(signal: string): Promise<void> {
    const answer = await ask(this.cli, ["kill", "--signal", signal, this.name]);
    // It may have ended in between.
    if (
      answer.code === 0 ||
      /not running|can only kill running|no such container|no container with/i.test(answer.stderr)
    )
      return;
    throw new Error(causeOf(this.cli, answer.stderr));
  }

  /** The engine's own answer counts: the command that is attached may have been ended by somebody. */
  private async findExitCode(ofCommand: number): Promise<number> {
    let state = await stateOf(this.cli, this.name);
    if (state?.State.Running) {
      await ask(this.cli, ["wait", this.name], LONGEST_TIMER_MS);
      state = await stateOf(this.cli, this.name);
    }
    if (state === null || state.State.Running) return ofCommand;
    const agoMs = this.looker?.local ? Math.max(0, Date.now() - Date.parse(state.State.FinishedAt)) : null;
    this.last = { oomKilled: state.State.OOMKilled, agoMs };
    return state.State.ExitCode;
  }
}
