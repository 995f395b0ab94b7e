// The command line without its process: what is said, and that a failure is one line.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Failure } from "../../src/cli/failure.ts";
import type { Context } from "../../src/cli/main.ts";
import { interpret } from "../../src/cli/program.ts";
import { version } from "../../src/core/version.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lastcall-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function say(words: string[], changes: Partial<Context> = {}) {
  let out = "";
  let err = "";
  const context: Context = {
    words,
    env: {},
    platform: "linux",
    arch: "x64",
    packed: false,
    ...changes,
  };
  const output = {
    out: (text: string) => {
      out += text;
    },
    err: () => {},
  };
  const code = await interpret(context, output).catch((error) => {
    if (!(error instanceof Failure)) throw error;
    err = error.message;
    return 125;
  });
  return { code, out, err };
}

test.each([
  [["--help"]],
  [["-h"]],
  [["help"]],
  [["install", "--help"]],
  [["completion", "--help"]],
  [["run", "--help"]],
  [["help", "run"]],
  [["help", "install"]],
])("%j prints help with an example", async (words) => {
  const { code, out } = await say(words);
  expect(code).toBe(0);
  expect(out).toMatch(/^Usage: lastcall/);
  expect(out).toMatch(/Example/);
});

test.each([[["--version"]], [["-V"]], [["install", "-V"]], [["run", "-V"]], [["run", "--version"]]])(
  "%j prints the version",
  async (words) => {
    expect(await say(words)).toEqual({ code: 0, out: `lastcall ${version}\n`, err: "" });
  },
);

test("help run is what run --help is", async () => {
  expect(await say(["help", "run"])).toEqual(await say(["run", "--help"]));
});

const failures: [string[], RegExp][] = [
  [["help", "rnu"], /unknown command 'rnu': did you mean run\?/],
  [["help", "-x"], /unknown option '-x'/],
  [[], /no command.*run or install/],
  [["instal"], /'instal'.*did you mean install\?/],
  [["frobnicate"], /'frobnicate'.*expected one of run, install/],
  [["--verson"], /'--verson'.*did you mean --version\?/],
  [["install"], /'path'.*usage: lastcall install.*<path>/],
  [["install", "a", "b"], /too many arguments.*usage/],
  [["install", "--arc", "x64", "a"], /'--arc'.*did you mean --arch\?/],
  [["install", "--arch"], /--arch.*missing/],
  [["install", "--arch", "x86", "a"], /--arch 'x86': expected x64 or arm64/],
  [["completion"], /'shell'.*usage: lastcall completion.*<shell>/],
  [["completion", "tcsh"], /completion 'tcsh': expected bash, zsh, fish/],
  [["run"], /no COMMAND/],
  [["run", "--dealy", "5s", "true"], /'--dealy'.*did you mean --delay\?/],
  [["run", "--delay", "5x", "true"], /--delay '5x': expected.*5s/],
  [["run", "-g", "-c", "true"], /-c.*contradicts -g/],
  [["run", "-r", "TREM:INT", "true"], /-r 'TREM:INT': did you mean TERM\?/],
];

test.each(failures)("%j fails in one line", async (words, said) => {
  const { code, err } = await say(words);
  expect(code).toBe(125);
  expect(err).toMatch(said);
  expect(err).not.toContain("\n");
});

test("run names the variable that cannot be parsed", async () => {
  const { code, err } = await say(["run", "true"], { env: { LASTCALL_DEADLINE: "soon" } });
  expect(code).toBe(125);
  expect(err).toMatch(/LASTCALL_DEADLINE 'soon'/);
});

test("run is refused on another system, after its options were found right", async () => {
  const { code, err } = await say(["run", "-v", "true"], { platform: "darwin" });
  expect(code).toBe(125);
  expect(err).toMatch(/needs Linux/);
});

test("install without --arch is refused on a machine without an init", async () => {
  const { code, err } = await say(["install", join(folder, "init")], { arch: "riscv64" });
  expect(code).toBe(125);
  expect(err).toMatch(/'riscv64': expected x64 or arm64/);
});

test("install does not touch a folder, and leaves nothing behind when it fails", async () => {
  writeFileSync(join(folder, "kept"), "as it was");
  const before = readdirSync(folder);
  const { replaceFile } = await import("../../src/cli/replace-file.ts");
  const bytes = new Uint8Array([1]);
  expect(() => replaceFile(folder, bytes, 0o755)).toThrow(/is a directory: .*lastcall-init/);
  expect(() => replaceFile(join(folder, "kept", "x"), bytes, 0o755)).toThrow(/cannot write/);
  expect(() => replaceFile(join(folder, "none", "x"), bytes, 0o755)).toThrow(/ENOENT/);
  expect(readdirSync(folder)).toEqual(before);
  expect(readFileSync(join(folder, "kept"), "utf8")).toBe("as it was");
});
