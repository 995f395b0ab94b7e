// What is said on stderr, how much of it, and in which form.
import { expect, test } from "vitest";
import { app, appInShell } from "../support/fixtures.ts";
import { finished, start } from "../support/init.ts";
import { describeIf, needsNamespaces } from "../support/needs.ts";

/** A stop with everything in it: a delay, a shell, a leftover, SIGKILL at the deadline. */
async function eventfulStop(flags: string[], env: Record<string, string> = {}) {
  const daemon = appInShell("name=daemon", "stay=1", "daemon=1");
  const script = `${daemon}; ${appInShell("drain=50")}; exit 3`;
  const all = ["--delay", "100ms", "--deadline", "500ms", ...flags];
  const running = start(all, ["sh", "-c", script], { env });
  await running.line(/daemon ready[\s\S]*app ready|app ready[\s\S]*daemon ready/);
  running.signal("SIGTERM");
  return finished(running);
}

const lines = (text: string) => text.split("\n").filter((line) => line !== "");

describeIf(needsNamespaces, "the log", () => {
  test("says nothing while nothing happens", async () => {
    const running = start([], app("code=2"));
    await running.line(/app ready/);
    running.signal("SIGUSR1");
    expect((await finished(running)).err).toBe("");
  });

  test("sums up a quiet stop in one line", async () => {
    const running = start([], app());
    await running.line(/app ready/);
    running.signal("SIGTERM");
    const { err } = await finished(running);
    expect(lines(err)).toHaveLength(1);
    expect(err).toMatch(/^lastcall: .*SIGTERM.*\n$/);
  });

  test("names what it had to end by force", async () => {
    const { err, code } = await eventfulStop([]);
    expect(code).toBe(3);
    expect(err).toMatch(/^lastcall: .*perl.*$/m);
    expect(err).toMatch(/SIGKILL/);
    for (const line of lines(err)) expect(line).toMatch(/^lastcall: \S/);
  });

  test("-v tells the timeline: the signal, the delay, who was told, the end", async () => {
    const plain = await eventfulStop([]);
    const { err, out } = await eventfulStop(["-v"]);
    expect(lines(err).length).toBeGreaterThan(lines(plain.err).length);
    expect(err).toMatch(/SIGTERM/);
    expect(err).toMatch(/100ms/);
    expect(err).toMatch(/perl.*pid/);
    for (const line of lines(err)) expect(line).toMatch(/^lastcall: \S/);
    expect(out).not.toMatch(/lastcall/);
  });

  test("-q says nothing at all about a stop", async () => {
    expect((await eventfulStop(["-q"])).err).toBe("");
  });

  test("-q still says why COMMAND could not be started", async () => {
    const { err, code } = await finished(start(["-q"], ["no-such-command"]));
    expect(code).toBe(127);
    expect(err).toMatch(/no-such-command/);
  });

  test("--log json is one object a line, with the same facts", async () => {
    const { err } = await eventfulStop(["-v", "--log", "json"]);
    const facts = lines(err).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(facts.length).toBeGreaterThan(3);
    for (const fact of facts) {
      expect(fact.message).toEqual(expect.any(String));
      expect(fact.level).toMatch(/^(debug|info|warning|error)$/);
      expect(Math.abs(Date.parse(String(fact.time)) - Date.now())).toBeLessThan(60_000);
    }
    expect(facts.some(({ signal }) => signal === "SIGTERM")).toBe(true);
  });

  test("--log json quotes the bytes of other people's names", async () => {
    const name = 'odd "name"\\ \n';
    const command = ["perl", "-e", `$0 = $ARGV[0]; $| = 1; print "ready\\n"; sleep 1000`, name];
    const running = start(["-v", "--log", "json"], command);
    await running.line(/ready/);
    running.signal("SIGTERM");
    const { err } = await finished(running);
    const facts = lines(err).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(facts.some((fact) => String(fact.name).startsWith('odd "name"\\'))).toBe(true);
  });

  test("--log json also holds for the errors of a start", async () => {
    const { err } = await finished(start(["--log", "json"], ["no-such-command"]));
    expect(JSON.parse(err).message).toMatch(/no-such-command/);
  });
});
