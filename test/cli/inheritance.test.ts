// What a command inherits through dist/lastcall is what it would inherit without: each line of shell prepares
// something, then becomes a command that reports it, once directly and once under `lastcall run`.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { finished, startBare } from "../support/init.ts";
import { describeIf, needsNamespaces } from "../support/needs.ts";
import { executablePath } from "./executable-path.ts";

const SIGNALS = ["grep", "-E", "^Sig(Ign|Blk)", "/proc/self/status"];
const LIMITS = ["cat", "/proc/self/limits"];
const DESCRIPTORS = ["ls", "/proc/self/fd"];

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lastcall-inherit-"));
  writeFileSync(
    join(folder, "block.pl"),
    `use POSIX; POSIX::sigprocmask(SIG_BLOCK, POSIX::SigSet->new(SIGUSR2, SIGTERM, SIGUSR1, 40));
     $SIG{HUP} = $SIG{XFSZ} = $SIG{NUM50} = "IGNORE"; exec @ARGV or die;`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `line` becomes "$@", which is the command itself or the executable with the command. */
async function both(line: string, command: string[], env: Record<string, string> = {}) {
  const report = async (words: string[]) => {
    const ended = await finished(startBare(["sh", "-c", line, "sh", ...words], { env }));
    return { out: ended.out, code: ended.code };
  };
  const [plain, under] = [await report(command), await report([executablePath, "run", "--", ...command])];
  return { plain, under };
}

const cases: [string, string, string[]][] = [
  ["nothing special", 'exec "$@"', SIGNALS],
  ["ignored signals", "trap '' HUP USR1; exec \"$@\"", SIGNALS],
  ["an ignored SIGPIPE, which Node ignores by itself", "trap '' PIPE; exec \"$@\"", SIGNALS],
  ["all limits", 'exec "$@"', LIMITS],
  ["a soft limit of open files", 'ulimit -Sn 512; exec "$@"', LIMITS],
  ["a closed stdin", 'exec "$@" <&-', DESCRIPTORS],
  ["a closed stderr", 'exec "$@" 2>&-', DESCRIPTORS],
  ["a closed stdin and stderr", 'exec "$@" <&- 2>&-', DESCRIPTORS],
  ["an open descriptor 7", 'exec "$@" 7</dev/null', DESCRIPTORS],
  ["words that are empty or not ASCII", 'exec "$@"', ["printf", "%s|", "", "é", "a b", "--", "-x"]],
];

describeIf(needsNamespaces, "through dist/lastcall a command inherits", () => {
  test.each(cases)("%s", async (_, line, command) => {
    const { plain, under } = await both(line, command);
    expect(plain.code).toBe(0);
    expect(under).toEqual(plain);
  });

  test("a blocked mask, and ignored signals that are not the usual ones", async () => {
    const { plain, under } = await both(`exec perl ${join(folder, "block.pl")} "$@"`, SIGNALS);
    expect(plain.out).toMatch(/SigBlk:\t0000008000004a00/);
    expect(under).toEqual(plain);
  });

  test("descriptors beyond the first sixteen", async () => {
    const line = 'exec bash -c \'exec 9<&0 16<&0 17<&0 30<&0; exec "$@"\' bash "$@"';
    const { plain, under } = await both(line, DESCRIPTORS);
    expect(plain.out).toMatch(/^17$/m);
    expect(under).toEqual(plain);
  });

  test("words that are not UTF-8", async () => {
    const line = 'word=$(printf "\\377\\376"); exec "$@" "$word"';
    const { plain, under } = await both(line, ["printf", "%s"]);
    expect(plain.out).toBe("\xff\xfe");
    expect(under).toEqual(plain);
  });

  test("the environment, with bytes that are not UTF-8", async () => {
    const line = 'X=$(printf "\\377"); export X; exec "$@"';
    const { plain, under } = await both(line, ["env"], { Y: "" });
    const sorted = (text: string) =>
      text
        .split("\n")
        .filter((one) => !one.startsWith("_="))
        .sort();
    expect(sorted(plain.out)).toContain("X=\xff");
    expect(sorted(under.out)).toEqual(sorted(plain.out));
  });

  test("NODE_OPTIONS, which lastcall itself does not read", async () => {
    const { under } = await both('exec "$@"', ["printenv", "NODE_OPTIONS"], {
      NODE_OPTIONS: "--bogus",
    });
    expect(under).toEqual({ out: "--bogus\n", code: 0 });
  });
});
