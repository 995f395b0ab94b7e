// What somebody sees who is not root: the sandbox is opened by a Node that setpriv(1) has made another user.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeIf, type Need, needsProgram, needsRoot } from "../../support/needs.ts";

const root = resolve(import.meta.dirname, "../../..");
/** nobody, as Debian and Alpine number it. */
const somebody = ["--reuid", "65534", "--regid", "65534", "--clear-groups", "--"];
const userNamespace = ["unshare", "--user", "--map-current-user", "--pid", "--fork", "--mount-proc", "true"];
const asSomebody = (...words: string[]): Need => needsProgram("setpriv", ...somebody, ...words);
/** The last one also needs this Node to be where everybody may execute it. */
const needsUserNamespaces: Need =
  [needsRoot, asSomebody(...userNamespace), asSomebody(process.execPath, "-e", "0")].find(({ ok }) => !ok) ?? needsRoot;

describeIf(needsUserNamespaces, "a sandbox of somebody who is not root", () => {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  const bundle = join(folder, "sandbox.cjs");
  beforeAll(async () => {
    execFileSync("chmod", ["755", folder]);
    const entry = join(root, "src/rehearse/drive/namespace.ts");
    await build({
      entryPoints: [entry],
      bundle: true,
      platform: "node",
      format: "cjs",
      outfile: bundle,
      target: "node22",
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Runs a script as nobody that has `open(command)`, and answers what it prints as JSON. */
  function played(script: string, before: readonly string[] = []) {
    const file = join(folder, "played.cjs");
    writeFileSync(
      file,
      `const { openNamespace } = require("./sandbox.cjs");
       const open = (...command) => openNamespace({ command, env: { SEEN: "yes" }, cwd: "/usr", stopSignal: "SIGTERM" });
       const until = async (probe) => { for (;;) { const it = await probe(); if (it) return it; await new Promise((go) => setTimeout(go, 5)); } };
       (async () => { ${script} })().then((it) => console.log(JSON.stringify(it)));`,
    );
    const words = [...before, "setpriv", ...somebody, process.execPath, file];
    return JSON.parse(
      execFileSync(words[0] as string, words.slice(1), { encoding: "utf8", cwd: "/", timeout: 25_000 }),
    );
  }

  test("is a user namespace in which the app is who it was, with no capability", () => {
    const script = 'echo "$(id -u) $$ $SEEN $PWD $(grep CapEff /proc/1/status | tr -d "[:space:]")"';
    const seen = played(`
      const sandbox = await open("sh", "-c", ${JSON.stringify(script)});
      const lines = [];
      sandbox.onLine((_, line) => lines.push(line));
      return { code: await sandbox.exited, kind: sandbox.kind, blind: sandbox.blind, lines };`);
    expect(seen).toEqual({
      code: 0,
      kind: "user-namespace",
      blind: [expect.stringContaining("trace of signals")],
      lines: ["65534 1 yes /usr CapEff:0000000000000000"],
    });
  });

  test("shows the tree, who listens, and what a hook does, is signalled and killed, and leaves nothing", () => {
    const server =
      'require("net").createServer().listen(0, "127.0.0.1", () => process.on("SIGTERM", () => console.log("told")))';
    const seen = played(`
      const sandbox = await open("sh", "-c", ${JSON.stringify(`${process.execPath} -e '${server}'; true`)});
      const ports = await until(async () => { const all = [...(await sandbox.listeners())]; return all.length && all; });
      const tree = await until(async () => { const all = await sandbox.processes(); return all[1]?.catches.includes("SIGTERM") && all; });
      const hook = (...command) => sandbox.runHook({ kind: "exec", command }, new AbortController().signal);
      const hooks = [await hook("sh", "-c", 'test "$PWD $(id -u) $(cat /proc/1/comm)" = "/usr 65534 sh"'), await hook("sh", "-c", "exit 9")];
      const sent = sandbox.signals();
      await sandbox.signal("TERM");
      const alive = (await sandbox.processes()).length;
      await sandbox.kill();
      const code = await sandbox.exited;
      await sandbox.remove();
      const left = tree.filter(({ hostPid }) => require("fs").existsSync("/proc/" + hostPid));
      const owners = tree.filter(({ sockets }) => sockets.includes(ports[0][1])).map(({ pid }) => pid);
      return { tree: tree.map(({ pid, parent }) => [pid, parent]), owners, hooks, sent, alive, code, left };`);
    expect(seen).toEqual({
      tree: [
        [1, 0],
        [2, 1],
      ],
      owners: [2],
      hooks: [{ exitCode: 0 }, { exitCode: 9 }],
      sent: null,
      alive: 2,
      code: 137,
      left: [],
    });
  });

  test("is none where the machine allows no namespaces, and says so", () => {
    // In a user namespace of ours that may have no others below it.
    const none = [
      "unshare",
      "--user",
      "--map-root-user",
      "sh",
      "-c",
      'echo 0 >/proc/sys/user/max_user_namespaces; exec "$@"',
      "sh",
    ];
    const file = join(folder, "none.cjs");
    writeFileSync(
      file,
      `require("./sandbox.cjs").openNamespace({ command: ["sh", "-c", "exit 3"], env: {}, cwd: null, stopSignal: "SIGTERM" }).then(async (sandbox) =>
         console.log(JSON.stringify({ kind: sandbox.kind, blind: sandbox.blind[0], code: await sandbox.exited })));`,
    );
    const words = ["setpriv", ...somebody, ...none, "setpriv", "--bounding-set", "-all", process.execPath, file];
    const seen = JSON.parse(execFileSync(words[0] as string, words.slice(1), { encoding: "utf8", cwd: "/" }));
    expect(seen).toMatchObject({ kind: "none", code: 3 });
    expect(seen.blind).toMatch(/^no PID namespace \(unshare: .+\)/);
  });
});
