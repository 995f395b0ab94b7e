// The tables of docs/migrate.md that have an outcome for each line are played, theirs and ours as PID 1, at a SIGTERM.
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { fixture } from "../support/fixtures.ts";
import { count } from "../support/init.ts";
import { inNamespace } from "../support/namespace.ts";
import { describeIf } from "../support/needs.ts";
import { needsCompanions, needsInits } from "../support/programs.ts";
import { until } from "../support/until.ts";

const page = readFileSync(join(resolve(import.meta.dirname, "../.."), "docs/migrate.md"), "utf8");

/** The rows of every table with this heading, as cells. */
function rows(heading: string): string[][] {
  const tables = page.split(`\n${heading}\n`).slice(1);
  const lines = tables.flatMap((text) => text.split("\n\n")[0].split("\n").slice(1));
  return lines.map((line) =>
    line
      .replaceAll("`", "")
      .split(" | ")
      .map((cell) => cell.replace(/^\| | \|$/g, "")),
  );
}

const scripted = rows(
  "| line | theirs, and ours under that name | with `LASTCALL_WAIT=all` | with `LASTCALL_TARGET=app` |",
);
const pairs = rows("| theirs | | ours | |");
const configuration = page.match(/^```ini\n(\[supervisord\][\s\S]*?)^```$/m)?.[1] ?? "";

const folder = mkdtempSync(join(tmpdir(), "lastcall-migrate-"));
const names = join(folder, "names");
const theirs = `${folder}:${process.env.PATH}:/usr/sbin:/usr/bin`;
const ours = `${names}:${theirs}`;

beforeAll(() => {
  // Another user runs the app.
  chmodSync(folder, 0o755);
  copyFileSync(fixture("app.pl"), join(folder, "app.pl"));
  const script = (name: string, text: string) =>
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}`, { mode: 0o755 });
  script("my-server", `id -u\nexec perl ${folder}/app.pl drain=400 code=3\n`);
  script("entrypoint.sh", "my-server\necho script goes on\n");
  mkdirSync(names);
  for (const name of ["lastcall-init", "tini", "dumb-init", "catatonit"]) symlinkSync(initPath, join(names, name));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  /** In the words of the page. */
  says: string;
  user: string;
}

/** `want` decides what cannot be seen: whether an app that was killed at once has been told. */
async function play(
  line: string,
  want: string,
  path: string,
  variables: Record<string, string> = {},
): Promise<Outcome> {
  const cwd = mkdtempSync(join(folder, "run-"));
  const [command, program] = line.split(", which runs ");
  if (program)
    writeFileSync(join(cwd, "supervisord.conf"), configuration.replace("command=my-server", `command=${program}`));
  // A file, since /dev/stdout and /dev/stderr cannot be opened where they are sockets, as Node's pipes are.
  const pre = ["sh", "-c", 'exec "$@" >>log 2>&1', "sh"];
  const log = join(cwd, "log");
  writeFileSync(log, "");
  const running = inNamespace(command.split(" "), { cwd, pre, env: { PATH: path, ...variables } });
  const written = () => readFileSync(log, "utf8");
  try {
    await until(`the app behind ${line}`, () => written().includes("app ready"));
    running.signal("SIGTERM");
    const { code } = await running.exited;
    const text = written();
    const told = count(text, /^app got TERM$/m);
    const drained = /^app done$/m.test(text);
    if (drained) expect(told).toBe(1);
    const end = drained ? "drained" : told > 0 || want.startsWith("cut off") ? "cut off" : "not told";
    const on = /^script goes on$/m.test(text) ? ", script goes on" : "";
    return { says: `${end}${on}, exit ${code}`, user: text.match(/^\d+$/m)?.[0] ?? "" };
  } finally {
    await running.stop();
  }
}

test("the tables are there", () => {
  expect(scripted.length).toBe(6);
  expect(pairs.length).toBe(4);
  expect(configuration).toMatch(/^command=my-server$/m);
});

describeIf(needsInits, "behind a script", () => {
  for (const [line, bare, waiting, app] of scripted) {
    test.concurrent(`${line}: theirs`, async () => expect((await play(line, bare, theirs)).says).toBe(bare));
    test.concurrent(`${line}: ours`, async () => expect((await play(line, bare, ours)).says).toBe(bare));
    test.concurrent(`${line}: LASTCALL_WAIT=all`, async () => {
      expect((await play(line, waiting, ours, { LASTCALL_WAIT: "all" })).says).toBe(waiting);
    });
    test.concurrent(`${line}: LASTCALL_TARGET=app`, async () => {
      expect((await play(line, app, ours, { LASTCALL_TARGET: "app" })).says).toBe(app);
    });
  }
});

describeIf(needsCompanions, "their line, and ours", () => {
  for (const [before, was, after, is] of pairs) {
    test.concurrent(`${before}: ${after}`, async () => {
      const [old, own] = await Promise.all([play(before, was, theirs), play(after, is, ours)]);
      expect([old.says, own.says]).toEqual([was, is]);
      expect(own.user).toBe(old.user);
      expect(old.user === "0").toBe(!before.includes("nobody"));
    });
  }
});
