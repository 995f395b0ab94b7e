// PostgreSQL from Debian's package, with a client idle in a transaction: INT (fast) ends it cleanly, TERM (smart)
// waits for that client.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { count, start } from "../support/init.ts";
import type { Running } from "../support/namespace.ts";
import { describeIf } from "../support/needs.ts";
import { initdb, needsPostgres, postgres, postgresUser, psql } from "../support/programs.ts";
import { until } from "../support/until.ts";

const identity = ["setpriv", `--reuid=${postgresUser}`, `--regid=${postgresUser}`, "--init-groups", "--"];

/** A folder with a fresh database, and room for the socket. */
function newDatabase(): string {
  const folder = mkdtempSync(join(tmpdir(), "lastcall-postgres-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o777);
  const words = [initdb, "--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C", "-D", join(folder, "data")];
  const made = spawnSync(identity[0], [...identity.slice(1), ...words], { cwd: "/", encoding: "utf8" });
  if (made.status !== 0) throw new Error(`initdb: ${made.status}: ${made.stderr}`);
  return folder;
}

/** Started and open for clients. No TCP port: tests run side by side. */
async function serve(folder: string, flags: string[]): Promise<Running> {
  const local = ["listen_addresses=", `unix_socket_directories=${folder}`, "dynamic_shared_memory_type=mmap"];
  const words = [postgres, "-D", join(folder, "data"), ...local.flatMap((setting) => ["-c", setting])];
  // An IPC namespace: a server that is killed leaves shared memory behind.
  const options = { cwd: "/", pre: ["unshare", "--ipc", "--"] };
  const running = start(["-v", ...flags], [...identity, ...words], options);
  await running.errLine(/database system is ready to accept connections/);
  return running;
}

interface Client {
  child: ChildProcess;
  output(): string;
}

/** Has begun a transaction, and does nothing more. */
async function idleInTransaction(folder: string): Promise<Client> {
  const child = spawn(psql, ["-X", "-q", "-h", folder, "-U", postgresUser, "-d", "postgres"], { cwd: "/" });
  onTestFinished(() => void child.kill("SIGKILL"));
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (part) => {
      text += part;
    });
  }
  child.stdin.write("begin;\ncreate table guests (name text);\nselect 'se' || 'ated';\n");
  await until("the client's transaction", () => text.includes("seated"));
  return { child, output: () => text };
}

/** The next start is what tells a clean shutdown from another: an immediate one says "is shut down" as well. */
async function startsClean(folder: string): Promise<void> {
  const again = await serve(folder, ["-r", "TERM:INT"]);
  expect(again.stderr()).toMatch(/database system was shut down at/);
  expect(again.stderr()).not.toMatch(/was interrupted|recovery in progress|redo/);
  again.signal("SIGTERM");
  expect((await again.exited).code).toBe(0);
}

describeIf(needsPostgres, "PostgreSQL as the target", () => {
  test("-r TERM:INT: shuts down cleanly though a client is idle in a transaction", async () => {
    const folder = newDatabase();
    const running = await serve(folder, ["-r", "TERM:INT"]);
    await idleInTransaction(folder);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(0);
    const log = running.stderr();
    expect(log).toMatch(/received fast shutdown request/);
    expect(log).toMatch(/database system is shut down/);
    // The postmaster alone: it tells its backends itself.
    expect(count(log, /lastcall: sent /)).toBe(1);
    expect(log).toMatch(/lastcall: sent SIGINT to postgres \(pid 2\)/);
    await startsClean(folder);
  });

  test("--escalate INT@500ms: TERM waits for the client in vain, INT shuts down cleanly", async () => {
    const folder = newDatabase();
    const running = await serve(folder, ["--escalate", "INT@500ms"]);
    await idleInTransaction(folder);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(0);
    expect(running.stderr()).toMatch(/received smart shutdown request.*received fast shutdown request/s);
    await startsClean(folder);
  });

  test("plain TERM waits for the client until the deadline, and the next start has to recover", async () => {
    const folder = newDatabase();
    const running = await serve(folder, ["--deadline", "1s"]);
    const client = await idleInTransaction(folder);
    running.signal("SIGTERM");
    await running.errLine(/received smart shutdown request/);
    expect((await running.exited).code).toBe(137);
    expect(running.stderr()).toMatch(/lastcall: deadline passed.*: SIGKILL to \d+ processes: .*postgres/);
    expect(running.stderr()).not.toMatch(/database system is shut down/);
    expect(client.child.exitCode).toBe(null);

    const again = await serve(folder, ["-r", "TERM:INT"]);
    expect(again.stderr()).toMatch(/database system was interrupted/);
    again.signal("SIGTERM");
    expect((await again.exited).code).toBe(0);
  });
});
