// One stop, played: an entrypoint in a PID namespace, SIGTERM to its PID 1 once the app serves, SIGKILL
// when the grace period is over, as a container engine does. Every line said is noted with its time.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { inNamespace } from "../../test/support/namespace.ts";
import { unshareCommand } from "../../test/support/unshare.ts";
import { until } from "../../test/support/until.ts";

export interface Line {
  /** Seconds since SIGTERM, negative before. */
  at: number;
  who: string;
  what: string;
}

export interface Scene {
  seconds: number;
  code: number;
  told: boolean;
  drained: boolean;
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Empty if PID namespaces can be had, else why not. */
export function refusal(): string {
  const probe = spawnSync(unshareCommand[0], [...unshareCommand.slice(1), "true"], {
    encoding: "utf8",
  });
  if (probe.status === 0) return "";
  return probe.error?.message ?? probe.stderr.trim();
}

/** Plays it with `init` and its options in front; `onLine` hears every line at once, if given. */
export async function play(
  init: readonly string[],
  graceSeconds: number,
  onLine: (line: Line) => void = () => {},
): Promise<Scene> {
  // One pipe for both streams, so that the lines keep their order.
  const merged = ["sh", "-c", 'exec "$@" 2>&1', "sh", ...init];
  const scene = inNamespace([...merged, here("entrypoint.sh"), process.execPath, here("app.js")]);
  const early: { time: number; text: string }[] = [];
  let stopAt = 0;
  let read = 0;
  const tell = (time: number, text: string) => {
    const [, who, what] = text.match(/^(\w+): (.*)$/) ?? ["", "", text];
    onLine({ at: (time - stopAt) / 1_000, who, what });
  };
  const collect = () => {
    const said = scene.stdout();
    for (let end = said.indexOf("\n", read); end >= 0; end = said.indexOf("\n", read)) {
      const text = said.slice(read, end);
      read = end + 1;
      if (stopAt === 0) early.push({ time: performance.now(), text });
      else tell(performance.now(), text);
    }
  };
  const reader = setInterval(collect, 2);
  try {
    const serves = until("the app to serve", () => early.some(({ text }) => /answered/.test(text)));
    const tooEarly = scene.exited.then(({ code }) => {
      throw new Error(`PID 1 ended with ${code} before the app served: ${scene.stdout()}`);
    });
    tooEarly.catch(() => {});
    await Promise.race([serves, tooEarly]);
    stopAt = performance.now();
    for (const { time, text } of early) tell(time, text);
    onLine({ at: 0, who: "engine", what: "sends SIGTERM to PID 1" });
    scene.signal("SIGTERM");
    let killed = false;
    const killer = setTimeout(() => {
      killed = true;
      void scene.stop();
    }, graceSeconds * 1_000);
    const exit = await scene.exited;
    clearTimeout(killer);
    collect();
    const seconds = (performance.now() - stopAt) / 1_000;
    // unshare(1) cannot die of SIGKILL after its child, it ends with 1. 128 + 9: shell convention.
    const code = killed ? 137 : (exit.code ?? 137);
    onLine({ at: seconds, who: "engine", what: `PID 1 has ended with exit code ${code}` });
    const said = scene.stdout();
    return { seconds, code, told: /told to stop/.test(said), drained: /the last one/.test(said) };
  } finally {
    clearInterval(reader);
    await scene.stop();
  }
}
