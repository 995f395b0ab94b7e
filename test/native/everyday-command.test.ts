// Which file the init executes for COMMAND, and what its exit code says afterwards.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { finished, run, startBare } from "../support/init.ts";
import { describeIf, needsNamespaces } from "../support/needs.ts";

let root = "";
const path = (...names: string[]) => join(root, ...names);

function script(at: string, text: string, mode = 0o755): void {
  mkdirSync(join(at, ".."), { recursive: true });
  writeFileSync(at, text);
  chmodSync(at, mode);
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "lastcall-path-"));
  chmodSync(root, 0o755);
  script(path("first", "tool"), '#!/bin/sh\necho first "$@"\n');
  script(path("second", "tool"), '#!/bin/sh\necho second "$@"\n');
  script(path("second", "only-second"), '#!/bin/sh\necho found "$@"\n');
  script(path("locked", "tool"), "#!/bin/sh\necho locked\n", 0o644);
  script(path("locked", "only-locked"), "#!/bin/sh\necho locked\n", 0o644);
  script(path("first", "no-shebang"), 'echo "by $0 with $1"\nexit 9\n');
  script(path("first", "lost-interpreter"), "#!/nowhere/interpreter\n");
  mkdirSync(path("first", "a-folder"));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describeIf(needsNamespaces, "finding COMMAND", () => {
  test("takes the first match in PATH", async () => {
    const env = { PATH: `${path("first")}:${path("second")}:${process.env.PATH}` };
    expect((await run([], ["tool", "a b", ""], { env })).out).toBe("first a b \n");
  });

  test("skips entries of PATH that do not hold it, that are missing and that are files", async () => {
    const files = `${path("first")}:${path("nowhere")}:${path("first", "tool")}:${path("second")}`;
    const env = { PATH: `${files}:${process.env.PATH}` };
    const { out, code } = await run([], ["only-second", "x"], { env });
    expect({ out, code }).toEqual({ out: "found x\n", code: 0 });
  });

  test("goes on in PATH after a file that it may not execute", async () => {
    const env = { PATH: `${path("locked")}:${path("second")}:${process.env.PATH}` };
    expect((await run([], ["tool"], { env })).out).toBe("second\n");
  });

  test("reads an empty entry of PATH as the working directory", async () => {
    for (const at of ["before", "middle", "behind"]) {
      const env = {
        PATH: { before: ":/usr/bin:/bin", middle: "/usr/bin::/bin", behind: "/usr/bin:/bin:" }[at],
      };
      const { out } = await run([], ["only-second", at], { env, cwd: path("second") });
      expect(out).toBe(`found ${at}\n`);
    }
  });

  test("does not look in the working directory otherwise", async () => {
    const { code } = await run([], ["only-second"], { cwd: path("second") });
    expect(code).toBe(127);
  });

  test("looks in /bin and /usr/bin if PATH is not set", async () => {
    const { out } = await run([], ["cat", "/proc/self/environ"], { pre: ["env", "-u", "PATH"] });
    expect(out).toContain("LANG=C");
    expect(out).not.toContain("PATH=");
  });

  test("does not search PATH for a word with a slash", async () => {
    const env = { PATH: `${path("first")}:${process.env.PATH}` };
    expect((await run([], ["./tool", "here"], { env, cwd: path("second") })).out).toBe("second here\n");
    expect((await run([], ["./only-second"], { env, cwd: path("first") })).code).toBe(127);
  });

  test("runs a script without a shebang through /bin/sh, found in PATH or by its path", async () => {
    const env = { PATH: `${path("first")}:${process.env.PATH}` };
    for (const word of ["no-shebang", path("first", "no-shebang")]) {
      const { out, code } = await run([], [word, "a b"], { env });
      expect({ out, code }).toEqual({
        out: `by ${path("first", "no-shebang")} with a b\n`,
        code: 9,
      });
    }
  });
});

describeIf(needsNamespaces, "exit code", () => {
  test("is 127 where COMMAND does not exist, and names what was tried", async () => {
    for (const word of ["no-such-command", path("first", "missing"), path("first", "tool", "x")]) {
      const { code, err, out } = await run([], [word]);
      expect({ word, code, out }).toEqual({ word, code: 127, out: "" });
      expect(err).toContain(word);
      expect(err).toMatch(/^lastcall: .*\n$/);
    }
  });

  test("is 127 for an empty COMMAND and for a script whose interpreter is missing", async () => {
    expect((await run([], [""])).code).toBe(127);
    const lost = await run([], [path("first", "lost-interpreter")]);
    expect(lost.code).toBe(127);
    expect(lost.err).toContain(path("first", "lost-interpreter"));
  });

  test("is 126 where COMMAND may not be executed, and names the path that was tried", async () => {
    const env = { PATH: `${path("locked")}:${path("second")}:${process.env.PATH}` };
    const cases: Array<[string, string]> = [
      ["only-locked", path("locked", "only-locked")],
      [path("locked", "tool"), path("locked", "tool")],
      [path("first", "a-folder"), path("first", "a-folder")],
    ];
    for (const [word, tried] of cases) {
      const { code, err, out } = await run([], [word], { env });
      expect({ word, code, out }).toEqual({ word, code: 126, out: "" });
      expect(err).toContain(tried);
    }
  });

  test("is 125 where the init itself cannot go on", async () => {
    expect((await run(["--no-such-option"], ["true"])).code).toBe(125);
  });

  test("is the command's", async () => {
    for (const code of [0, 1, 42, 125, 126, 127, 128, 255]) {
      expect((await run([], ["sh", "-c", `exit ${code}`])).code).toBe(code);
    }
  });

  test("is 128 + n where signal n ended the command, real-time signals included", async () => {
    for (const signal of [1, 2, 6, 9, 11, 15, 34, 50, 64]) {
      expect((await run([], ["sh", "-c", `kill -${signal} $$`])).code).toBe(128 + signal);
    }
  });

  test("is 0 for a code given with -e, which can be repeated, and only for that", async () => {
    const flags = ["-e", "143", "--success-code", "7"];
    expect((await run(flags, ["sh", "-c", "exit 7"])).code).toBe(0);
    expect((await run(flags, ["sh", "-c", "kill -TERM $$"])).code).toBe(0);
    expect((await run(flags, ["sh", "-c", "exit 8"])).code).toBe(8);
    expect((await run(flags, ["sh", "-c", "exit 1"])).code).toBe(1);
  });

  test("options end at the first word that is not one", async () => {
    const words = ["printf", "%s.", "-e", "--help", "-x", "--"];
    const { out, code } = await finished(startBare([initPath, "-v", ...words]));
    expect({ out, code }).toEqual({ out: "-e.--help.-x.--.", code: 0 });
  });
});
