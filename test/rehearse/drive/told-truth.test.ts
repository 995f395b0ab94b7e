// What is inferred, beside what the kernel's trace says of the same stop: it may know less, and must never say otherwise.
import { afterEach, expect, test } from "vitest";
import { cleanUp } from "../../../src/rehearse/drive/clean-up.ts";
import { openNamespace } from "../../../src/rehearse/drive/namespace.ts";
import { type Look, type Told, whoWasTold } from "../../../src/rehearse/drive/told.ts";
import { describeIf, needsTracefs } from "../../support/needs.ts";
import { rehearsalOf } from "../../support/rehearsal.ts";
import { until } from "../../support/until.ts";

afterEach(cleanUp);

const serving = (then: string) =>
  `perl -e 'use Socket; socket(S,PF_INET,SOCK_STREAM,0); bind(S,sockaddr_in(0,INADDR_LOOPBACK)); listen(S,5);
     $SIG{TERM}=sub{${then}}; sleep 1 while 1'`;
const drains = serving("close S; select(undef,undef,undef,0.3); exit 0");

/** What each process, by its number, is told: the truth, and what is inferred. */
async function stopped(script: string, processes: number) {
  const sandbox = await openNamespace(rehearsalOf(["bash", "-c", script]));
  const looks: Look[] = [];
  const look = async () => {
    const atMs = performance.now();
    const all = await sandbox.processes();
    looks.push({ atMs, processes: all, listening: [...(await sandbox.listeners()).values()] });
    return all;
  };
  const isSettled = (all: Awaited<ReturnType<typeof look>>) =>
    all.length === processes && all.every(({ name, catches }) => name !== "perl" || catches.includes("SIGTERM"));
  await until("everybody", async () => isSettled(await look()));
  const listens = async () => {
    await look();
    return (looks.at(-1)?.listening.length ?? 0) > 0;
  };
  if (script.includes("listen")) await until("the listener", listens);
  const signalMs = performance.now();
  await sandbox.signal("SIGTERM");
  let overMs = Number.POSITIVE_INFINITY;
  void sandbox.exited.then(() => {
    overMs = Math.min(overMs, performance.now());
  });
  while (overMs === Number.POSITIVE_INFINITY && performance.now() < signalMs + 700) {
    await look();
    await new Promise((go) => setTimeout(go, 5));
  }
  overMs = Math.min(overMs, performance.now());
  await sandbox.traced();
  const sent = (sandbox.signals() ?? []).map(({ at, ...rest }) => ({ atMs: at, ...rest }));
  const stop = { signal: "SIGTERM", signalMs, overMs };
  const truth = whoWasTold({ ...stop, sent }, looks);
  const inferred = whoWasTold({ ...stop, sent: null }, looks);
  return [...truth].map(([pid, told]): [number, Told, Told] => [pid, told, inferred.get(pid) as Told]);
}

describeIf(needsTracefs, "the inference and the truth", () => {
  test.each<[string, string, number, [number, Told, Told][]]>([
    ["an app that replaces its shell", `exec ${drains}`, 1, [[1, "yes", "yes"]]],
    [
      "a shell that swallows the signal, and an app that would have listened",
      `${drains}; true`,
      2,
      [
        [1, "no", "no"],
        [2, "no", "unknown"],
      ],
    ],
    [
      "a shell that swallows the signal, and an app that would have died",
      "sleep 600; true",
      2,
      [
        [1, "no", "no"],
        [2, "no", "no"],
      ],
    ],
    [
      "a shell that tells its app and waits for it",
      `trap 'kill $p; wait $p; exit' TERM; ${drains} & p=$!; wait $p`,
      2,
      [
        [1, "yes", "yes"],
        [2, "yes", "yes"],
      ],
    ],
    [
      "a shell that tells one of two, which dies of it",
      "trap 'kill $p; wait $p; sleep 0.3; exit' TERM; sleep 600 & p=$!; sleep 601 & wait $p",
      3,
      [
        [1, "yes", "yes"],
        // Inferred from how soon it died, for which a busy machine may look too late.
        [2, "yes", expect.toBeOneOf(["yes", "unknown"])],
        [3, "no", "no"],
      ],
    ],
    [
      "an app that takes its workers along by closing their pipe",
      `trap 'kill $p; wait $p; sleep 0.3; exit' TERM; (sleep 600; true) | cat & p=$(pgrep -x sleep); while [ -z "$p" ]; do p=$(pgrep -x sleep); done; wait`,
      4,
      [[1, "yes", "yes"]],
    ],
  ])("%s", async (_, script, processes, expected) => {
    const all = await stopped(script, processes);
    const contradictions = all.filter(
      ([, told, inferred]) => ![told, inferred].includes("unknown") && told !== inferred,
    );
    expect(contradictions).toEqual([]);
    expect(all.slice(0, expected.length)).toEqual(expected);
  });
});
