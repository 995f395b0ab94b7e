// --install on the fake kernel: what is there after each way in which it can end, and that every failure is one line and 125.

import { describe, expect, test } from "vitest";
import { errno, type FakeKernel, type Fault } from "../support/fake-kernel.ts";
import { play } from "../support/init-wasm.ts";

const SELF = "/proc/self/exe";
const PATH = "/shared/init";
const S_IFREG = 0o100000;
const S_IFDIR = 0o040000;
const S_IFLNK = 0o120000;
/** Larger than one read, and no two pieces of it alike. */
const program = Array.from({ length: 5000 }, (_, index) => `${index}\0`).join("");

function install(setUp: (kernel: FakeKernel) => void = () => {}, flags: string[] = []) {
  return play({ argv: [...flags, "--install", PATH] }, (k) => {
    k.files.set(SELF, program);
    setUp(k);
  });
}

/** What was made, changed or moved; the name of the temporary file is in `temporary`. */
function deeds(kernel: FakeKernel): string[] {
  const done = kernel.trace.filter((line) => / (create|unlink|rename|fchmod|hook|kill|execve) /.test(line));
  return done.map((line) => line.replace(/^\d+ /, "").replaceAll(/\/shared\/init\.\d+/g, "TEMPORARY"));
}

/** Files below /shared. */
const left = (kernel: FakeKernel) => [...kernel.files.keys()].filter((name) => name.startsWith("/shared/"));

/** The n-th call of a kind fails; a write fails on the temporary file only, as the log has to be written too. */
const failing =
  (which: string, result: number, nth = 0): Fault =>
  (call, args, times) =>
    call === which && times === nth && (call !== "write" || (args[2] as number) > 1000) ? result : undefined;

function existing(k: FakeKernel, text: string, mode = S_IFREG | 0o755): void {
  k.disk.set(PATH, { mode, text });
  if (mode & 0o111) k.executables[PATH] = 0;
}

const whole = ["create TEMPORARY durably", "fchmod TEMPORARY 555", `rename TEMPORARY ${PATH}`];

describe("--install", () => {
  test("writes all of it to a file beside that is executable and on the disk, and renames that, without a word", () => {
    const { kernel, ending } = install();
    expect(ending).toEqual({ how: "exit", code: 0 });
    expect(kernel.files.get(PATH)).toBe(program);
    expect(left(kernel)).toEqual([PATH]);
    expect(deeds(kernel)).toEqual(whole);
    expect(kernel.stderr + kernel.stdout).toBe("");
    expect(kernel.calls.get("spawn")).toBeUndefined();
    // An open file could not be executed.
    expect(kernel.openFiles()).toEqual([]);
  });

  test("takes the rest of a short write and of a short read, and tries again what a signal interrupted", () => {
    const { kernel, ending } = install((k) => {
      k.readBytes = 1000;
      k.fault = (call, args, times) => {
        if ((call === "read" || call === "write") && times % 2 === 0) return errno.EINTR;
        if (call !== "write" || (args[2] as number) <= 100) return undefined;
        return k.sys_write(args[0] as number, args[1] as number, 100);
      };
    });
    expect(ending).toEqual({ how: "exit", code: 0 });
    expect(kernel.files.get(PATH)).toBe(program);
    expect(deeds(kernel)).toEqual(whole);
  });

  test("writes nothing where the same is there already", () => {
    const { kernel, ending } = install((k) => existing(k, program));
    expect(ending).toEqual({ how: "exit", code: 0 });
    expect(deeds(kernel)).toEqual([]);
    expect(kernel.calls.get("write")).toBeUndefined();
  });

  test.each<[string, (k: FakeKernel) => void]>([
    ["whose last byte is another", (k) => existing(k, `${program.slice(0, -1)}x`)],
    ["whose first byte is another", (k) => existing(k, `x${program.slice(1)}`)],
    ["that is a beginning of it", (k) => existing(k, program.slice(0, -1))],
    ["that has more behind it", (k) => existing(k, `${program}\0`)],
    ["that is empty", (k) => existing(k, "")],
    ["that may not be executed", (k) => existing(k, program, S_IFREG | 0o644)],
    ["that is a link to the same", (k) => existing(k, program, S_IFLNK | 0o777)],
    [
      "that may not be read",
      (k) => {
        existing(k, program);
        k.fault = failing("open", errno.EACCES, 2);
      },
    ],
    [
      "that cannot be read",
      (k) => {
        existing(k, program);
        k.fault = (call, _args, times) => (call === "read" && times > 6 ? -5 : undefined);
      },
    ],
  ])("replaces a file %s", (_what, setUp) => {
    const { kernel, ending } = install(setUp);
    expect(kernel.stderr).toBe("");
    expect(ending).toEqual({ how: "exit", code: 0 });
    expect(kernel.disk.has(PATH)).toBe(false);
    expect(kernel.files.get(PATH)).toBe(program);
    expect(deeds(kernel)).toEqual(whole);
  });

  test("takes another name where somebody has its own, and leaves that alone", () => {
    let taken = "";
    const { kernel, ending } = install((k) => {
      k.fault = (call, args) => {
        if (call !== "open" || taken !== "") return undefined;
        const name = k.memory.text(args[0] as number);
        if (!name.startsWith(`${PATH}.`)) return undefined;
        taken = name;
        k.disk.set(name, { mode: S_IFREG, text: "half" });
        k.nowMs += 1;
        return undefined;
      };
    });
    expect(ending).toEqual({ how: "exit", code: 0 });
    expect(deeds(kernel)).toEqual(whole);
    expect(kernel.disk.get(taken)?.text).toBe("half");
    expect(left(kernel)).toEqual([PATH]);
  });
});

const line = (what: string) => `lastcall: --install: '${PATH}': ${what}\n`;

describe("--install that cannot", () => {
  test.each<[string, Fault, string, string[]]>([
    ["a folder is missing", failing("open", errno.ENOENT, 3), "ENOENT (no such file or directory)", []],
    ["the file system is read-only", failing("open", errno.EROFS, 3), "EROFS (read-only file system)", []],
    ["the folder may not be written", failing("open", errno.EACCES, 3), "EACCES (permission denied)", []],
    ["the name is too long", failing("open", errno.ENAMETOOLONG, 3), "ENAMETOOLONG (path too long)", []],
    ["there is no room", failing("write", errno.ENOSPC), "ENOSPC (no space left)", whole.slice(0, 2)],
    ["nothing is written, without a reason", failing("write", 0), "ENOSPC (no space left)", whole.slice(0, 2)],
    ["the file would be too large", failing("write", errno.EFBIG), "errno 27", whole.slice(0, 2)],
    ["the mode is refused", failing("fchmod", errno.EPERM), "EPERM (operation not permitted)", whole.slice(0, 1)],
    ["the path is a mount point", failing("rename", errno.EBUSY), "errno 16", whole.slice(0, 2)],
    [
      "a folder came to be there meanwhile",
      failing("rename", errno.EISDIR),
      "EISDIR (is a directory)",
      whole.slice(0, 2),
    ],
  ])("says so where %s: the old file stays, the temporary one goes", (_what, fault, reason, before) => {
    const { kernel, ending } = install((k) => {
      existing(k, "older");
      k.fault = fault;
    });
    expect(ending).toEqual({ how: "exit", code: 125 });
    expect(kernel.stderr).toBe(line(reason));
    expect(kernel.disk.get(PATH)?.text).toBe("older");
    expect(left(kernel)).toEqual([]);
    expect(deeds(kernel)).toEqual(before.length > 0 ? [...before, "unlink TEMPORARY"] : []);
  });

  test("says so where the path is a directory, and does nothing", () => {
    const { kernel, ending } = install((k) => existing(k, "", S_IFDIR | 0o755));
    expect(ending).toEqual({ how: "exit", code: 125 });
    expect(kernel.stderr).toBe(line("EISDIR (is a directory)"));
    expect(deeds(kernel)).toEqual([]);
  });

  test("names /proc where that is missing", () => {
    const { kernel, ending } = install((k) => k.files.delete(SELF));
    expect(ending).toEqual({ how: "exit", code: 125 });
    expect(kernel.stderr).toBe("lastcall: --install: '/proc/self/exe': ENOENT (no such file or directory)\n");
    expect(deeds(kernel)).toEqual([]);
  });

  test("writes nothing where its own file cannot be read to the end", () => {
    const { kernel, ending } = install((k) => {
      k.fault = failing("read", -5, 3);
    });
    expect(ending).toEqual({ how: "exit", code: 125 });
    expect(kernel.stderr).toBe("lastcall: --install: '/proc/self/exe': errno 5\n");
    expect(deeds(kernel)).toEqual([]);
  });

  test.each([[["-q"]], [["-v"]]])("says it with %j as well", (flags) => {
    const { kernel } = install((k) => existing(k, "", S_IFDIR), flags);
    expect(kernel.stderr).toBe(line("EISDIR (is a directory)"));
  });

  test("says it as JSON", () => {
    const { kernel } = install((k) => existing(k, "", S_IFDIR), ["--log", "json"]);
    const said = { level: "error", event: "cannot-install", path: PATH, error: "EISDIR (is a directory)" };
    expect(JSON.parse(kernel.stderr)).toMatchObject(said);
  });
});
