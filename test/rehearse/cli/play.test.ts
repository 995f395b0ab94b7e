// `lastcall rehearse` from its words to its exit code: what it prints in every format, what it takes from files, several rehearsals at
// once, and Ctrl-C. Nothing is left behind by any of them.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CliRun, rehearseCli, type Surroundings } from "../../support/cli-run.ts";
import { describeIf, needsNamespaces } from "../../support/needs.ts";
import { needsInits } from "../../support/programs.ts";
import { readXml } from "../render/xml-reader.ts";

const node = process.execPath;
const apps = fileURLToPath(new URL("../apps", import.meta.url));
const right = [node, join(apps, "right.cjs")];
/** Loses requests, soon: it closes its listener at once. */
const wrong = [node, join(apps, "closes-at-once.cjs")];
/** Less than the 1.5 s that the right one goes on serving. */
const short = ["--endpoint-lag", "400ms", "--warm-up", "400ms", "--grace", "5s", "--url", "/", "--rate", "40"];

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rehearse-play-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function play(code: number, words: readonly string[], surroundings?: Surroundings): Promise<CliRun> {
  const run = await rehearseCli(words, surroundings);
  expect(run.code, run.stdout + run.stderr).toBe(code);
  expect(run.left).toEqual([]);
  return run;
}

async function json(code: number, words: readonly string[], surroundings?: Surroundings) {
  return JSON.parse((await play(code, ["--format", "json", ...words], surroundings)).stdout);
}

// They wait most of the time: all at once.
describe.concurrent("lastcall rehearse", () => {
  describeIf(needsNamespaces, "stops", () => {
    describe("formats", () => {
      test("text of an app that stops well: 0", async () => {
        const { stdout } = await play(0, [...short, "--", ...right]);
        expect(stdout).toMatch(/^PASS {2}No request of \d+ was lost/);
        expect(stdout).toMatch(/TIMELINE[\s\S]*REQUESTS[\s\S]*STOP[\s\S]*RECOMMENDATION/);
      });

      test("JSON of one that does not: 1", async () => {
        const report = await json(1, [...short, "--", ...wrong]);
        expect(report).toMatchObject({ version: 1, verdict: "fail" });
        const { requests, stop, findings, recommendation } = report;
        expect(requests.total).toBe(requests.ok + requests.dropped);
        expect(requests.dropped).toBeGreaterThan(0);
        expect(requests.byOutcome.refused).toBeGreaterThan(0);
        for (const part of [requests.newConnections, requests.reusedConnections]) {
          expect(part).toEqual({ total: expect.any(Number), dropped: expect.any(Number) });
        }
        expect(stop).toMatchObject({ signal: "SIGTERM", delivered: true, forced: false, exitCode: 0 });
        expect(stop.tookMs).toBeGreaterThan(0);
        const finding = findings.find(({ code }: { code: string }) => code === "listener-closed-early");
        expect(finding).toMatchObject({ severity: "error", message: /./, advice: /./, evidence: expect.any(Object) });
        expect(recommendation.delayMs).toBeGreaterThanOrEqual(400);
        expect(recommendation.terminationGracePeriodSeconds * 1000).toBeGreaterThan(recommendation.delayMs);
        expect(recommendation.deadlineMs).toBeGreaterThan(0);
        expect(recommendation.entrypoint[0]).toBe("lastcall-init");
      });

      test("markdown, and a page", async () => {
        const page = join(folder, "page.html");
        const { stdout, stderr } = await play(1, [...short, "--format", "markdown", "--html", page, "--", ...wrong]);
        // What is lost when the app has gone is counted, too.
        expect(stderr).toMatch(/waiting for the last requests at .*, [1-9]\d* lost\n$/);
        expect(stdout).toMatch(/^#+ .*\n[\s\S]*\|/);
        const text = readFileSync(page, "utf8");
        expect(text).toMatch(/^<!doctype html>/i);
        expect(text).toContain("<svg");
        expect(text).toContain("listener-closed-early");
      });

      test("junit", async () => {
        const { stdout } = await play(1, [...short, "--format", "junit", "--", ...wrong]);
        const [suite] = readXml(stdout).children;
        expect(suite?.attributes.timestamp).toMatch(/^20\d\d-/);
        expect(suite?.children.filter(({ children }) => children[0]?.name === "failure")).not.toHaveLength(0);
      });

      test("github", async () => {
        const summary = join(folder, "summary.md");
        writeFileSync(summary, "# Another step\n");
        const env = { GITHUB_STEP_SUMMARY: summary };
        const { stdout } = await play(1, [...short, "--format", "github", "--", ...wrong], { env });
        expect(stdout).toMatch(/^::error /m);
        expect(readFileSync(summary, "utf8")).toMatch(/^# Another step\n### ❌ FAIL: /);
      });
    });

    describe("files", () => {
      test("a manifest", async () => {
        const manifest = `
kind: Pod
metadata: { name: shop }
spec:
  terminationGracePeriodSeconds: 7
  containers:
    - name: web
      image: shop
      command: ${JSON.stringify(right)}
      env: [{ name: COLOUR, value: green }]
      lifecycle: { preStop: { exec: { command: [sh, -c, 'echo $COLOUR > ${folder}/colour'] } } }
`;
        const words = ["--manifest", "-", "--endpoint-lag", "400ms", "--warm-up", "400ms", "--url", "/"];
        const { recording } = await json(0, words, { stdin: manifest });
        expect(recording).toMatchObject({ command: right, settings: { engine: "kubernetes", graceMs: 7000 } });
        expect(recording.hooks).toMatchObject([{ exitCode: 0 }]);
        expect(readFileSync(join(folder, "colour"), "utf8")).toBe("green\n");
      });

      test("a Compose file", async () => {
        const file = join(folder, "compose.yaml");
        const command = JSON.stringify(right);
        writeFileSync(
          file,
          `services: { web: { command: ${command}, stop_grace_period: 6s, init: true }, other: { command: x } }\n`,
        );
        const { recording } = await json(0, [
          "--compose",
          file,
          "--service",
          "web",
          "--warm-up",
          "400ms",
          "--url",
          "/",
        ]);
        expect(recording).toMatchObject({ settings: { engine: "compose", graceMs: 6000 } });
        expect(recording.command.slice(-3)).toEqual(["--", ...right]);
        expect(recording.processes[0]).toMatchObject({ pid: 1, kind: "init" });
        expect(recording.processes[1]).toMatchObject({ parent: 1, kind: "program" });
        expect(recording.notes.join()).toMatch(/^init: true is played by /);
      });
    });

    describe("several", () => {
      test("--prove: a script that swallows the signal fails, and passes as recommended", async () => {
        const script = ["sh", join(apps, "swallow.sh"), node];
        const report = await json(1, [...short, "--grace", "2s", "--prove", "--", ...script]);
        expect(report.verdict).toBe("fail");
        expect(report.proof).toMatchObject({ verdict: "pass", requests: { dropped: 0 }, stop: { forced: false } });
        expect(report.proof.recording.command[0]).toBe("lastcall-init");
      });

      test("--replicas", async () => {
        const words = ["--replicas", "2", "--max-surge", "1", "--max-unavailable", "0", "--format", "json"];
        const load = ["--url", "/", "--endpoint-lag", "400ms", "--grace", "5s"];
        const { stdout, stderr } = await play(0, [...words, ...load, "--", ...right]);
        expect(JSON.parse(stdout)).toMatchObject({ verdict: "pass" });
        // A line when a phase begins, and no more.
        const phases = stderr.split("\n").map((line) => line.replace(/(?: at |,).*/, ""));
        expect(phases).toEqual(["starting", "warming up", "updating", "waiting for the last requests", ""]);
      });
    });

    describe("Ctrl-C", () => {
      test("while it waits", () => interrupted(["--", "sleep", "100"], /waiting until ready/));
      test("during warm-up", () => interrupted(["--url", "/", "--warm-up", "100s", "--", ...right], /warming up/));
      test("during the hook", () =>
        interrupted([...short, "--pre-stop", "sleep 100", "--grace", "100s", "--", ...right], /running the hook/));
      test("during the stop", () =>
        interrupted([...short, "--grace", "100s", "--", node, join(apps, "deaf.cjs")], /stopping/));
      test("during a rolling update", () =>
        interrupted(["--replicas", "2", "--url", "/", "--ready-time", "100s", "--", ...right], /updating/));

      test("nobody reads what it prints any more", async () => {
        const { code, left } = await rehearseCli([...short, "--", ...right], { closeAt: /waiting until ready/ });
        // 128 + SIGPIPE.
        expect(code).toBe(141);
        expect(left).toEqual([]);
      });

      test("a full disk behind its progress changes nothing", async () => {
        const before = ["sh", "-c", 'exec "$@" 2>/dev/full', "sh"];
        const { code, left } = await rehearseCli([...short, "--", ...right], { before });
        expect({ code, left }).toEqual({ code: 0, left: [] });
      });

      async function interrupted(words: readonly string[], interruptAt: RegExp) {
        const { stdout, failures } = await play(130, words, { interruptAt });
        expect({ stdout, failures }).toEqual({ stdout: "", failures: [] });
      }
    });

    // A user namespace in which root may make no further ones, and has no capability.
    const noNamespaces = ["unshare", "--user", "--map-root-user", "sh", "-c"];
    const forbid = 'echo 0 >/proc/sys/user/max_user_namespaces && exec setpriv --bounding-set=-all -- "$@"';
    test("where no namespace is allowed, it says what it cannot see", async () => {
      const { verdict, recording } = await json(0, [...short, "--", ...right], {
        before: [...noNamespaces, forbid, "-"],
      });
      expect(verdict).toBe("pass");
      expect(recording.sandbox).toBe("none");
      expect(recording.blind.join("\n")).toMatch(/PID 1/);
    });
  });

  describeIf(needsInits, "--compare", () => {
    test("has one row for each", async () => {
      const names = ["none", "sh", "tini", "dumb-init", "catatonit", "lastcall-init"];
      const obeys = 'require("node:http").createServer().listen(0); process.on("SIGTERM", () => process.exit(0))';
      const words = ["--compare", names.join(","), "--warm-up", "100ms", "--grace", "2s", "--endpoint-lag", "0s"];
      const page = join(folder, "compare.html");
      const { stdout } = await play(0, [...words, "--html", page, "--", node, "-e", obeys]);
      expect(readFileSync(page, "utf8")).toContain("Side by side");
      for (const name of names) expect(stdout.match(new RegExp(`^ *${name} +(PASS|FAIL) `, "gm"))).toHaveLength(1);
      expect(stdout).toMatch(/^ *sh +FAIL .* 137/m);
    });

    test("says which is not installed", async () => {
      const words = ["--compare", "none,tini", "--warm-up", "200ms", "--url", "/", "--endpoint-lag", "400ms"];
      const { stdout } = await play(0, [...words, "--", ...right], { env: { PATH: "/no-such-folder" } });
      expect(stdout).toMatch(/^ *tini +not installed/m);
    });
  });
});
