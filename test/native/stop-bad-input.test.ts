// Whatever cannot be understood is said in one line and ends with 125, before the command starts.
import { expect, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { finished, startBare } from "../support/init.ts";
import { describeIf, needsNamespaces } from "../support/needs.ts";

const attempt = (words: string[], env: Record<string, string> = {}) =>
  finished(startBare([initPath, ...words], { env }));

interface Row {
  words: string[];
  env?: Record<string, string>;
  /** What the line must name, quote and say. */
  says: RegExp[];
}

const rows: Row[] = [
  { words: ["--dealy", "5s"], says: [/--dealy/, /did you mean --delay\?/] },
  { words: ["--no-such-thing"], says: [/'--no-such-thing'/, /--delay.*--deadline/] },
  { words: ["-x"], says: [/'-x'/] },
  { words: ["-vx"], says: [/-vx|-x/] },
  { words: ["--delay", "10x"], says: [/--delay '10x'/, /500ms|5s/] },
  { words: ["--delay", ""], says: [/--delay ''/] },
  { words: ["--delay", "-5s"], says: [/--delay '-5s'/] },
  { words: ["--delay="], says: [/--delay ''/] },
  { words: ["--deadline", "auto"], says: [/--deadline 'auto'/] },
  { words: ["--deadline", "99999999999999999999s"], says: [/--deadline '9+s'/] },
  { words: ["--settle", "1m 30s"], says: [/--settle '1m 30s'/] },
  { words: ["--linger", "s"], says: [/--linger 's'/] },
  {
    words: ["--stop-signals", "TERM,TERN"],
    says: [/--stop-signals/, /TERN/, /did you mean TERM\?/],
  },
  { words: ["--stop-signals", "KILL"], says: [/--stop-signals 'KILL'/] },
  { words: ["--stop-signals", ""], says: [/--stop-signals ''/] },
  { words: ["--stop-signals", "65"], says: [/--stop-signals '65'/, /64/] },
  { words: ["--target", "grup"], says: [/--target 'grup'/, /did you mean group\?/] },
  { words: ["--target", "x"], says: [/--target 'x'/, /app, child, group, all/] },
  { words: ["-r", "TERM"], says: [/-r 'TERM'/, /FROM:TO/] },
  { words: ["-r", "TERM:FOO"], says: [/-r 'TERM:FOO'/] },
  { words: ["-r", "15:12x"], says: [/-r '15:12x'/] },
  { words: ["-r", "KILL:TERM"], says: [/-r 'KILL:TERM'/] },
  { words: ["-r", "TERM:INT", "-r", "TERM:QUIT"], says: [/TERM:QUIT/, /contradict/] },
  { words: ["-e", ""], says: [/-e ''/] },
  { words: ["-e", "256"], says: [/-e '256'/, /255/] },
  { words: ["-e", "1x"], says: [/-e '1x'/] },
  { words: ["--success-code", "-1"], says: [/--success-code '-1'/] },
  { words: ["-p", "nope"], says: [/-p 'nope'/] },
  { words: ["--log", "xml"], says: [/--log 'xml'/, /text or json/] },
  { words: ["--quiet=maybe"], says: [/--quiet 'maybe'/] },
  { words: ["-q", "-v"], says: [/-q/, /-v/, /contradict/] },
  { words: ["-g", "-c"], says: [/-c/, /-g/, /contradict/] },
  { words: ["-g", "--target", "app"], says: [/--target/, /-g/] },
  {
    words: ["--delay", "30s", "--deadline", "10s"],
    says: [/--delay/, /'30s'/, /--deadline/, /'10s'/],
  },
  { words: [], env: { LASTCALL_DELAY: "soon" }, says: [/LASTCALL_DELAY 'soon'/, /auto/] },
  { words: [], env: { LASTCALL_DEADLINE: "1y" }, says: [/LASTCALL_DEADLINE '1y'/] },
  {
    words: [],
    env: { LASTCALL_STOP_SIGNALS: "TERN" },
    says: [/LASTCALL_STOP_SIGNALS 'TERN'/, /TERM/],
  },
  { words: [], env: { LASTCALL_TARGET: "childs" }, says: [/LASTCALL_TARGET 'childs'/, /child\?/] },
  { words: [], env: { LASTCALL_SETTLE: "2 s" }, says: [/LASTCALL_SETTLE '2 s'/] },
  { words: [], env: { LASTCALL_LINGER: "x" }, says: [/LASTCALL_LINGER 'x'/] },
  { words: [], env: { LASTCALL_REWRITE: "TERM" }, says: [/LASTCALL_REWRITE 'TERM'/] },
  { words: [], env: { LASTCALL_SUCCESS_CODE: "143;0" }, says: [/LASTCALL_SUCCESS_CODE '143;0'/] },
  { words: [], env: { LASTCALL_PARENT_SIGNAL: "0" }, says: [/LASTCALL_PARENT_SIGNAL '0'/] },
  { words: [], env: { LASTCALL_NO_SUBREAPER: "maybe" }, says: [/LASTCALL_NO_SUBREAPER 'maybe'/] },
  { words: [], env: { LASTCALL_VERBOSE: "2much" }, says: [/LASTCALL_VERBOSE '2much'/] },
  { words: [], env: { LASTCALL_QUIET: "?" }, says: [/LASTCALL_QUIET '\?'/] },
  { words: [], env: { LASTCALL_LOG: "yaml" }, says: [/LASTCALL_LOG 'yaml'/] },
];

describeIf(needsNamespaces, "bad input", () => {
  for (const { words, env, says } of rows) {
    const shown = [...Object.entries(env ?? {}).map((pair) => pair.join("=")), ...words];
    test(`${shown.join(" ")}: one line and 125`, async () => {
      const { code, out, err } = await attempt([...words, "--", "echo", "started"], env);
      expect({ code, out }).toEqual({ code: 125, out: "" });
      expect(err).toMatch(/^lastcall: [^\n]+\n$/);
      for (const pattern of says) expect(err).toMatch(pattern);
    });
  }

  test("an option without its value", async () => {
    for (const word of ["--delay", "-r", "-e"]) {
      const { code, err } = await attempt([word]);
      expect(code).toBe(125);
      expect(err).toMatch(new RegExp(`^lastcall: ${word}.*\\n$`));
    }
  });

  test("no COMMAND", async () => {
    for (const words of [[], ["--"], ["-v"], ["--delay", "5s", "--"]]) {
      const { code, out, err } = await attempt(words);
      expect({ code, out }).toEqual({ code: 125, out: "" });
      expect(err).toMatch(/COMMAND/);
    }
  });

  test("an argument that is not UTF-8 is quoted without harm", async () => {
    const line = `exec "$0" --delay "$(printf '5\\377s')" -- echo started`;
    const { code, err } = await finished(startBare(["sh", "-c", line, initPath]));
    expect(code).toBe(125);
    expect(err).toMatch(/^lastcall: --delay [^\n]*\n$/);
  });

  test("-h and -V print to stdout and exit 0", async () => {
    for (const word of ["-h", "--help"]) {
      const { code, out, err } = await attempt([word]);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      for (const flag of ["--delay", "--deadline", "--target", "LASTCALL_"]) expect(out).toContain(flag);
    }
    for (const word of ["-V", "--version"]) {
      const { code, out, err } = await attempt([word]);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).toMatch(/^lastcall\S* \d+\.\d+\.\d+\S*\n$/);
    }
  });
});
