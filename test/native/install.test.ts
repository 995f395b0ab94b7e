// --install with real files: what a folder holds afterwards, who may execute it, and that nobody ever meets half a file.
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { describeIf, needsNamespaces } from "../support/needs.ts";
import { unshareCommand } from "../support/unshare.ts";

const top = mkdtempSync(join(tmpdir(), "lastcall-install-"));
afterAll(() => rmSync(top, { recursive: true, force: true }));

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(top, "volume-"));
  path = join(folder, "lastcall-init");
});

/** A line of shell in a PID and mount namespace of its own; $0 is the init, $1 the folder. */
function shell(line: string) {
  const [unshare, ...options] = unshareCommand;
  const words = [...options, "sh", "-c", line, initPath, folder];
  const { status, stdout, stderr } = spawnSync(unshare, words, { encoding: "utf8", timeout: 60_000 });
  return { code: status, out: stdout, err: stderr };
}

const install = (at = path) => shell(`exec "$0" --install '${at}'`);
const quiet = { code: 0, out: "", err: "" };
const mode = (at = path) => lstatSync(at).mode & 0o7777;
const fails = (what: string, reason: string) => ({
  code: 125,
  out: "",
  err: `lastcall: --install: '${what}': ${reason}\n`,
});

/** Not the built file itself but a program all the same: an ELF with something behind it. */
function otherVersion(): string {
  const other = join(folder, "other");
  copyFileSync(initPath, other);
  appendFileSync(other, "another version");
  chmodSync(other, 0o755);
  return other;
}

describeIf(needsNamespaces, "--install", () => {
  test("makes a copy that everybody may execute, whatever the umask, and that installs itself in turn", () => {
    expect(shell('umask 0777; exec "$0" --install "$1/lastcall-init"')).toEqual(quiet);
    expect(readFileSync(path).equals(readFileSync(initPath))).toBe(true);
    expect(mode()).toBe(0o555);
    expect(readdirSync(folder)).toEqual(["lastcall-init"]);
    expect(shell('"$1/lastcall-init" --install "$1/second" && "$1/second" -- sh -c "exit 7"').code).toBe(7);
    expect(mode(join(folder, "second"))).toBe(0o555);
  });

  test("leaves the same file alone, its own included, by any other name as well", () => {
    install();
    const before = statSync(path, { bigint: true });
    expect(install()).toEqual(quiet);
    expect(shell('cd "$1" && exec ./lastcall-init --install ./lastcall-init')).toEqual(quiet);
    const { ino, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    expect({ ino, mtimeNs, ctimeNs }).toEqual({ ino: before.ino, mtimeNs: before.mtimeNs, ctimeNs: before.ctimeNs });
  });

  test("writes nothing to a read-only volume that has it, and says so where it has another", () => {
    install();
    const mount = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && ';
    expect(shell(`${mount} exec "$0" --install "$1/lastcall-init"`)).toEqual(quiet);
    chmodSync(path, 0o755);
    writeFileSync(path, "another");
    const refused = fails(path, "EROFS (read-only file system)");
    expect(shell(`${mount} exec "$0" --install "$1/lastcall-init"`)).toEqual(refused);
    expect(readFileSync(path, "utf8")).toBe("another");
  });

  test.each([
    ["another file", () => writeFileSync(path, "another", { mode: 0o600 })],
    ["the same file that may not be executed", () => writeFileSync(path, readFileSync(initPath), { mode: 0o644 })],
    ["a link to the same", () => symlinkSync(initPath, path)],
    ["a link to nowhere", () => symlinkSync("/no/such/file", path)],
    ["a FIFO", () => expect(spawnSync("mkfifo", [path]).status).toBe(0)],
  ])("replaces %s", (_what, make) => {
    const was = readFileSync(initPath);
    make();
    expect(install()).toEqual(quiet);
    expect(lstatSync(path).isFile()).toBe(true);
    expect(readFileSync(path).equals(was)).toBe(true);
    expect(readFileSync(initPath).equals(was)).toBe(true);
    expect(mode()).toBe(0o555);
    expect(readdirSync(folder)).toEqual(["lastcall-init"]);
  });

  test("replaces a file that is being executed", () => {
    // It ends by itself once it has been replaced.
    const wait = ': > "$1/runs"; until [ ! -e "$1/other" ]; do sleep 0.01; done; exit 7';
    const line = `
      "$1/other" -- sh -c '${wait}' sh "$1" &
      until [ -e "$1/runs" ]; do sleep 0.01; done
      "$0" --install "$1/other" && mv "$1/other" "$1/moved"; wait $!`;
    otherVersion();
    expect(shell(line)).toEqual({ code: 7, out: "", err: "" });
    expect(readFileSync(join(folder, "moved")).equals(readFileSync(initPath))).toBe(true);
  });

  test("is whole for whoever executes it at any moment, while two versions replace each other", () => {
    otherVersion();
    const line = `
      replace() { n=0; while [ $n -lt 60 ]; do "$1" --install "$2/x" || exit 1; n=$((n + 1)); done; : > "$2/$3"; }
      "$0" --install "$1/x"
      replace "$0" "$1" one & replace "$1/other" "$1" two &
      runs=0
      until [ -e "$1/one" ] && [ -e "$1/two" ]; do "$1/x" -V || exit 1; runs=$((runs + 1)); done
      wait; echo "$runs runs"`;
    const { code, out, err } = shell(line);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(Number(/(\d+) runs\n$/.exec(out)?.[1])).toBeGreaterThan(0);
    expect(readdirSync(folder).sort()).toEqual(["one", "other", "two", "x"]);
    expect(
      [initPath, join(folder, "other")].map((one) => readFileSync(one).equals(readFileSync(join(folder, "x")))),
    ).toContain(true);
    expect(mode(join(folder, "x"))).toBe(0o555);
  });

  test("keeps the old file, and leaves none behind, where there is no room for the new one", () => {
    const line =
      'mount -t tmpfs -o size=36k none "$1" && echo old > "$1/x" && "$0" --install "$1/x"; echo $?; cat "$1"/*; ls -A "$1"';
    const { out, err } = shell(line);
    expect(err).toBe(fails(`${folder}/x`, "ENOSPC (no space left)").err);
    expect(out).toBe("125\nold\nx\n");
  });

  test("says that /proc is missing", () => {
    const line = 'mount -t tmpfs none /proc && exec "$0" --install "$1/lastcall-init"';
    expect(shell(line)).toEqual(fails("/proc/self/exe", "ENOENT (no such file or directory)"));
    expect(readdirSync(folder)).toEqual([]);
  });

  test("says that something is mounted at the path", () => {
    const line = ': > "$1/x"; mount --bind /dev/null "$1/x" && exec "$0" --install "$1/x"';
    expect(shell(line)).toEqual(fails(`${folder}/x`, "errno 16"));
    expect(readdirSync(folder)).toEqual(["x"]);
  });

  test.each([
    ["", "EISDIR (is a directory)"],
    ["/", "EISDIR (is a directory)"],
    ["/.", "EISDIR (is a directory)"],
    ["/link", "EISDIR (is a directory)"],
    ["/missing/x", "ENOENT (no such file or directory)"],
    ["/missing/", "ENOENT (no such file or directory)"],
    ["/file/x", "ENOTDIR (not a directory)"],
    ["/file/", "ENOTDIR (not a directory)"],
    [`/${"n".repeat(300)}`, "ENAMETOOLONG (path too long)"],
  ])("refuses FOLDER%s: %s", (behind, reason) => {
    mkdirSync(join(folder, "inner"));
    symlinkSync("inner", join(folder, "link"));
    writeFileSync(join(folder, "file"), "");
    expect(install(folder + behind)).toEqual(fails(folder + behind, reason));
    expect(readdirSync(folder).sort()).toEqual(["file", "inner", "link"]);
    expect(readdirSync(join(folder, "inner"))).toEqual([]);
  });
});
