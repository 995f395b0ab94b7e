// dist/lastcall becomes the init: nothing of Node is left, wherever the init has to be executed from.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { finished, startBare } from "../support/init.ts";
import { describeIf, needsNamespaces, needsRoot } from "../support/needs.ts";
import { until } from "../support/until.ts";
import { executablePath } from "./executable-path.ts";

const RUN = [executablePath, "run", "--"];
const WAIT = ["sh", "-c", "echo ready; read line"];

/** What stays of PID 1 while the command waits: looked at until it is no more than `most`, as the command is there before the init rests. */
async function residentPages(argv: string[], most: number): Promise<{ threads: number; kilobytes: number }> {
  const running = startBare([...argv, ...WAIT], { stdin: "pipe" });
  await running.line(/ready/);
  const read = (file: string, name: string) => {
    const text = readFileSync(`/proc/${running.pid}/${file}`, "utf8");
    return Number(new RegExp(`^${name}:\\s*(\\d+)`, "m").exec(text)?.[1]);
  };
  // VmRSS of status comes from counters that lag behind; this walks the page tables.
  const kilobytes = await until(`at most ${most} kB`, () => {
    const now = read("smaps_rollup", "Rss");
    return now <= most ? now : undefined;
  });
  const threads = read("status", "Threads");
  await running.stop();
  return { threads, kilobytes };
}

/** A mount namespace in which $1 is the folder of dist/lastcall at /mnt, nothing else can be executed from or written to. */
const LOCKED = `mount --make-rprivate / && mount -o bind "$1" /mnt || exit 99
for folder in /tmp /dev/shm /run /var/tmp; do mount -t tmpfs -o noexec none $folder || exit 98; done
mount -o remount,ro,bind / && cd / || exit 97
`;

function locked(line: string, env: Record<string, string> = {}) {
  const words = ["unshare", "--mount", "sh", "-c", LOCKED + line, "sh", dirname(executablePath)];
  return finished(startBare(words, { env: { HOME: "/", ...env } }));
}

const NO_MEMORY = "echo 2 > /proc/sys/vm/memfd_noexec || exit 96; ";

describeIf(needsNamespaces, "after the hand-over", () => {
  test("PID 1 has one thread and is as small as the init", async () => {
    const direct = await residentPages([initPath, "--"], 96);
    // Which pages of the file are in memory by chance differs a little.
    const handed = await residentPages(RUN, direct.kilobytes + 24);
    expect(handed.threads).toBe(1);
  });

  test("the exit code is the command's", async () => {
    expect((await finished(startBare([...RUN, "sh", "-c", "exit 7"]))).code).toBe(7);
    expect((await finished(startBare([...RUN, "/no/such/command"]))).code).toBe(127);
  });

  test("run --install copies the init, of which there may be no file, and not the whole executable", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lastcall-handover-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "lastcall-init");
    const done = await finished(startBare([executablePath, "run", "--install", path]));
    expect(done).toMatchObject({ code: 0, out: "", err: "" });
    expect(readFileSync(path).equals(readFileSync(initPath))).toBe(true);
    const refused = await finished(startBare([executablePath, "run", "--install", folder]));
    expect(refused).toMatchObject({
      code: 125,
      out: "",
      err: `lastcall: --install: '${folder}': EISDIR (is a directory)\n`,
    });
    expect(readdirSync(folder)).toEqual(["lastcall-init"]);
  });

  test.each([
    [["--delay", "5x", "true"]],
    [["--dealy", "5s", "true"]],
    [["-r", "TREM:INT", "true"]],
    [["-g", "-c", "true"]],
  ])("%j is refused in the init's own words", async (words) => {
    const direct = await finished(startBare([initPath, ...words]));
    const handed = await finished(startBare([executablePath, "run", ...words]));
    expect(handed.code).toBe(125);
    expect({ code: handed.code, err: handed.err }).toEqual({ code: direct.code, err: direct.err });
  });
});

describeIf(needsRoot, "the init is executed", () => {
  test("from memory, with a read-only root and nothing writable but noexec mounts", async () => {
    expect(await locked('exec /mnt/lastcall run -- echo "it runs"')).toMatchObject({
      code: 0,
      out: "it runs\n",
    });
  });

  test("without /proc", async () => {
    const line = 'mount --make-rprivate /; mount -t tmpfs none /proc; exec "$@"';
    const words = ["unshare", "--mount", "sh", "-c", line, "sh", ...RUN, "echo", "it runs"];
    expect(await finished(startBare(words))).toMatchObject({ code: 0, out: "it runs\n" });
  });

  test("from a file that is gone again, where the kernel refuses to execute memory", async () => {
    const line = `${NO_MEMORY} mount -t tmpfs none /var/tmp
      /mnt/lastcall run -- echo "it runs" || exit; ls -A /tmp /dev/shm /var/tmp | grep lastcall; exit 0`;
    expect(await locked(line)).toMatchObject({ code: 0, out: "it runs\n" });
  });

  test("nowhere, if there is no such place: one line that names what was tried, and 125", async () => {
    const ended = await locked(`${NO_MEMORY} exec /mnt/lastcall run -- echo "it runs"`);
    expect(ended).toMatchObject({ code: 125, out: "" });
    expect(ended.err).toMatch(/^lastcall: run: .*memory: .*; \/tmp: .*denied.*; \/dev\/shm: [^\n]*\n$/);
  });
});
