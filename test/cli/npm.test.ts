// The npm package, packed and installed elsewhere without a network, on a plain Node.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { completionFiles } from "../../src/cli/completion-files.ts";
import { finished, startBare } from "../support/init.ts";
import { describeIf, needsNamespaces } from "../support/needs.ts";
import { executablePath } from "./executable-path.ts";

const root = dirname(dirname(executablePath));
let folder = "";
let env: Record<string, string> = {};
let tarball = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lastcall-npm-"));
  env = { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, HOME: folder };
  npm(root, "pack", "--ignore-scripts", "--silent", "--pack-destination", folder);
  tarball = join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "no tarball");
  mkdirSync(join(folder, "app"));
  writeFileSync(join(folder, "app", "package.json"), '{ "name": "app", "private": true }');
  npm(join(folder, "app"), "install", tarball);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const npm = (cwd: string, ...words: string[]) =>
  execFileSync("npm", [...words, "--offline", "--no-audit", "--no-fund"], {
    cwd,
    env: { ...env, npm_config_cache: join(folder, "cache") },
    encoding: "utf8",
  });
const npx = (...words: string[]) =>
  startBare(["npx", "--no-install", "lastcall", ...words], { cwd: join(folder, "app"), env });
const plain = (...words: string[]) => startBare([join(folder, "app/node_modules/.bin/lastcall"), ...words], { env });

describeIf(needsNamespaces, "installed from npm", () => {
  test("brings nothing else along", () => {
    const installed = readdirSync(join(folder, "app/node_modules"));
    expect(installed.filter((name) => !name.startsWith("."))).toEqual(["lastcall"]);
  });

  test("has the manual where man looks for it, if installed for everybody", () => {
    npm(folder, "install", "--global", "--prefix", join(folder, "global"), tarball);
    const page = readFileSync(join(folder, "global/share/man/man1/lastcall-init.1"), "utf8");
    expect(page).toBe(readFileSync(join(root, "dist/man/lastcall-init.1"), "utf8"));
  });

  test.each(Object.entries(completionFiles))("prints the completions for %s", async (shell, name) => {
    const { code, out } = await finished(plain("completion", shell));
    expect(code).toBe(0);
    expect(out).toBe(readFileSync(join(root, "dist/completions", name), "utf8"));
  });

  test("npx lastcall run exits as the command does", async () => {
    expect((await finished(npx("run", "--", "sh", "-c", "exit 7"))).code).toBe(7);
  });

  test("run leaves nothing of Node in the process", async () => {
    const running = plain("run", "--", "sh", "-c", "grep Threads /proc/1/status; tr '\\0' ' ' < /proc/1/cmdline");
    const { out } = await finished(running);
    expect(out).toMatch(/Threads:\s+1$/m);
    expect(out).toMatch(/^lastcall-init -- sh -c/m);
  });

  test("run gives the command SIGPIPE and SIGXFSZ back, and no variable of its own", async () => {
    const line = "grep SigIgn /proc/self/status; env";
    const { out } = await finished(plain("run", "--", "sh", "-c", line));
    expect(out).toMatch(/SigIgn:\s+0000000000000000/);
    expect(out).not.toMatch(/LASTCALL_/);
  });

  test("an unknown option is one line and 125", async () => {
    const { code, err } = await finished(npx("run", "--dealy", "5s", "true"));
    expect(code).toBe(125);
    expect(err).toMatch(/^lastcall: [^\n]*'--dealy'[^\n]*--delay/m);
  });

  test("an init that lost its mode is a clear error", async () => {
    const init = join(folder, "app/node_modules/lastcall/dist", `lastcall-init-linux-${process.arch}`);
    spawnSync("chmod", ["0644", init]);
    const { code, err } = await finished(plain("run", "true"));
    spawnSync("chmod", ["0755", init]);
    expect(code).toBe(125);
    expect(err).toMatch(/^lastcall: run: cannot execute the init: [^\n]*EACCES[^\n]*\n$/);
  });
});
