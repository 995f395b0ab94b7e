// What `container inspect` tells of a container, in the fields in which docker and podman agree.

import { ask, type Cli } from "./container-cli.ts";
import type { NetworkSettings } from "./container-network.ts";

export interface ContainerState {
  readonly Id: string;
  readonly State: {
    readonly Running: boolean;
    /** On the engine's machine. */
    readonly Pid: number;
    readonly ExitCode: number;
    readonly OOMKilled: boolean;
    /** Why it could not be started; podman has no such text. */
    readonly Error?: string;
    readonly StartedAt: string;
    readonly FinishedAt: string;
  };
  readonly NetworkSettings: NetworkSettings;
}

/** Null if there is no such container, or nobody answers. */
export async function stateOf(cli: Cli, container: string): Promise<ContainerState | null> {
  const answer = await ask(cli, ["container", "inspect", container]);
  if (answer.code !== 0) return null;
  const [state] = JSON.parse(answer.stdout) as ContainerState[];
  return state ?? null;
}

/** Whether its PID 1 was ever executed. Go's zero time stands for never. */
export function hasStarted({ State }: ContainerState): boolean {
  return !State.StartedAt.startsWith("0001-") && !State.Error;
}
