// Takes a container away, whatever it is doing, also when we are killed.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { ask, type Cli, causeOf } from "./container-cli.ts";

const GONE = /no such container|no container with (name|id)|already in progress/i;

/** `rm --force` of podman gives the app ten seconds first, unless it is dead. */
const WORDS: Record<Cli, readonly (readonly string[])[]> = {
  docker: [["rm", "--force", "--volumes"]],
  podman: [
    ["kill", "--signal", "KILL"],
    ["rm", "--force", "--volumes"],
  ],
};

/** Also of one that is not there. Rejects with the engine's reason. */
export async function forceRemove(cli: Cli, container: string): Promise<void> {
  for (const words of WORDS[cli]) {
    const answer = await ask(cli, [...words, container]);
    if (words[0] === "rm" && answer.code !== 0 && !GONE.test(answer.stderr))
      throw new Error(causeOf(cli, answer.stderr));
  }
}

/** The same for Node's "exit", where nothing can be waited for. */
export function removeNow(cli: Cli, container: string): void {
  for (const words of WORDS[cli]) spawnSync(cli, [...words, container], { stdio: "ignore", timeout: 10_000 });
}

// $1 is the engine's command, $2 the container. Twice, for it may be that it was just being created.
const WHEN_WE_END = `
read -r _
for wait in 2 0; do
  "$1" kill --signal KILL "$2"
  "$1" rm --force --volumes "$2"
  sleep $wait
done
`;

/** Takes a container away when we are gone, by SIGKILL too; not any more once the function that it answers with was called. */
export function removeWhenWeEnd(cli: Cli, container: string): () => Promise<void> {
  // A session of its own: what ends us in a terminal must not end it.
  const words = ["-c", WHEN_WE_END, "sh", cli, container];
  const guard = spawn("/bin/sh", words, { stdio: ["pipe", "ignore", "ignore"], detached: true });
  const gone = once(guard, "exit").catch(() => {});
  // EPIPE when somebody has ended it.
  guard.stdin?.on("error", () => {});
  return async () => {
    guard.kill("SIGKILL");
    await gone;
  };
}
