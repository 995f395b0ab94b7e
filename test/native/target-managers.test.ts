// `--target app` through npm, yarn, pnpm, npx, corepack and `node --run`, alone and between shells:
// the app is told once and drains, what comes after it in scripts runs, its exit code arrives.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { describeIf, needsNamespaces } from "../support/needs.ts";
import { installManagers, layProject, yarnVersion } from "./managers.ts";
import { drained, expectOutcome, play, shells, which } from "./target-cases.ts";

interface Row {
  manager: string;
  line: string;
  /** What the scripts around the app say, the managers' own chatter apart. */
  said?: string[];
  code?: number;
  nest?: string;
}

const row = (manager: string, line: string, said: string[] = [], code = 0, nest = ""): Row => {
  return { manager, line, said, code, nest };
};

const node = process.execPath;
const start: Row[] = [
  row("npm9", "npm start"),
  row("npm11", "npm start"),
  row("npm9", "npx served"),
  row("npm11", "npx served"),
  row("yarn1", "yarn start"),
  row("yarn4", "yarn start"),
  row("pnpm10", "pnpm start"),
  row("corepack", `corepack yarn@${yarnVersion} start`),
  row("", `${node} --run start`),
];

const inside: Row[] = [
  ...["npm9", "npm11", "yarn1", "yarn4", "pnpm10"].flatMap((manager): Row[] => {
    const run = `${manager.replace(/\d+/, "")} run`;
    return [
      row(manager, `${run} after`, ["in 0"]),
      row(manager, `${run} pipe`),
      row(manager, `${run} nested`, [], 0, `${run} start`),
    ];
  }),
  row("npm11", "npm run exec"),
  row("npm11", "npm run code", [], 3),
  row("npm11", "npm run shell", ["in"]),
  row("npm11", "npm run background"),
  row("npm11", "npm run hooked", ["before", "later"]),
  row("npm11", "npm start --script-shell=bash"),
  row("npm11", "npm exec served"),
  row("yarn1", "yarn run code", [], 3),
  row("yarn4", "yarn run shell", ["in"]),
  row("yarn4", "yarn exec node app.js"),
  row("pnpm10", "pnpm run code", [], 3),
  row("pnpm10", "pnpm exec served"),
  row("", `${node} --run after`, ["in 0"]),
  // Whatever the script failed with: node says 1.
  row("", `${node} --run code`, [], 1),
  row("", `${node} --run nested`, [], 0, `${node} --run start`),
];

const trapTerm = "trap 'kill -TERM $p' TERM";
/** Around a command: the words that run it, and what they say besides. */
const around: Record<string, (line: string) => { argv: string[]; said: string[]; code?: number }> = {
  script: () => ({ argv: ["./entry"], said: ["out 0"] }),
  ...Object.fromEntries(
    shells.map(({ name, words }) => [
      `${name} -c`,
      (line: string) => ({ argv: [...words, "-c", `${line}; echo out $?`], said: ["out 0"] }),
    ]),
  ),
  "sh -c alone": (line) => ({ argv: ["sh", "-c", line], said: [] }),
  background: (line) => ({
    argv: ["bash", "-c", `${line} & wait $!; echo out $?`],
    said: ["out 0"],
  }),
  "trap, foreground": (line) => ({
    argv: ["sh", "-c", `trap 'echo handler' TERM; ${line}; echo out $?`],
    said: ["handler", "out 0"],
  }),
  // The kill reaches the manager, which does with it what it does; the app is told all the same.
  "trap, background": (line) => ({
    argv: ["sh", "-c", `${trapTerm}; ${line} & p=$!; wait $p; wait $p; exit 0`],
    said: [],
  }),
  timeout: (line) => ({ argv: ["timeout", "60", ...line.split(" ")], said: [] }),
};

// Where no shell stands between the manager and the app, these managers pass on what a script's trap
// sends them: the app must not hear it from the init as well.
const passingOn: Row[] = [
  row("npm11", "npm run exec"),
  row("yarn1", "yarn run exec"),
  row("yarn4", "yarn start"),
  row("pnpm10", "pnpm run exec"),
];

let dir = "";
beforeAll(() => {
  installManagers();
  dir = mkdtempSync(join(tmpdir(), "lastcall-project-"));
  layProject(dir);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const chatter = /^(ready|told|drained|in|out|before|later|handler)\b/;

async function check(one: Row, argv: string[], said: string[], code = 0): Promise<void> {
  const got = await play({
    argv,
    cwd: dir,
    env: {
      PATH: `${join(dir, one.manager)}:${process.env.PATH}`,
      START: one.line,
      NEST: one.nest ?? "",
      COREPACK_HOME: join(dir, "corepack"),
      npm_config_update_notifier: "false",
    },
  });
  got.stdout = got.stdout.filter((line) => chatter.test(line));
  // What a script says before its app starts stands in front.
  const [first, last] = [said.filter((word) => word === "before"), said.filter((w) => w !== "before")];
  expectOutcome(got, { log: drained(), stdout: [...first, ...drained(), ...last], code });
}

const named = (one: Row) => `${one.manager} ${one.line.replace(node, "node")}`.trim();

describeIf(needsNamespaces, "an app behind a package manager is told once and drains", () => {
  describe.concurrent("alone", () => {
    for (const one of [...start, ...inside]) {
      const argv = one.line.split(" ");
      it(named(one), () => check(one, argv, one.said ?? [], one.code));
    }
  });
  for (const [name, wrap] of Object.entries(around)) {
    describe.concurrent(name, () => {
      for (const one of start) {
        const { argv, said, code } = wrap(one.line);
        if (which(argv[0]) === null && argv[0] !== "./entry") continue;
        it(named(one), () => check(one, argv, said, code));
      }
    });
  }
  describe.concurrent("trap, background, exec", () => {
    for (const one of passingOn) {
      const { argv, said } = around["trap, background"](one.line);
      it(named(one), () => check(one, argv, said));
    }
  });
});
