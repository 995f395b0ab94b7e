// `--target app` through the programs that stand between a container's command and the app without
// being a shell or a package manager: each would lose the signal, double it or cut the drain short.
import { describe, it } from "vitest";
import { describeIf, needsNamespaces, needsRoot } from "../support/needs.ts";
import { type Case, drained, expectOutcome, play, which } from "./target-cases.ts";

interface Row extends Case {
  rest?: string[];
  stdout?: string[];
  code?: number;
}

const row = (...argv: string[]): Row => ({ argv });
const makefile = "run:\n\t@app\n\t@echo after\n";

const rows: Row[] = [
  row("env", "NAME=1", "app"),
  row("nohup", "app"),
  row("nice", "app"),
  row("setsid", "--wait", "app"),
  row("stdbuf", "-oL", "app"),
  row("setpriv", "--no-new-privs", "app"),
  { ...row("env", "--ignore-signal=INT", "sh", "-c", "app; echo after"), rest: ["after"] },
  // It would tell its child and then its whole group: twice.
  row("timeout", "60", "app"),
  row("timeout", "-k", "1", "60", "app"),
  { ...row("timeout", "60", "sh", "-c", "app; echo after"), rest: ["after"] },
  { ...row("sh", "-c", "timeout 60 app exit=3; echo after $?"), rest: ["after 3"] },
  row("busybox", "timeout", "60", "app"),
  row("flock", "lock", "app"),
  { ...row("flock", "lock", "-c", "app; echo after"), rest: ["after"] },
  row("time", "app"),
  row("xargs", "-a", "words", "app"),
  { ...row("sh", "-c", "echo exit=0 | xargs app; echo after"), rest: ["after"] },
  { ...row("make", "-f", "make.mk"), files: { "make.mk": makefile }, rest: ["after"] },
  // On a pseudo-terminal of its own; -e hands on the exit code.
  { ...row("script", "-qec", "app exit=3", "/dev/null"), code: 3 },
  // Inits inside the init.
  row("tini", "-s", "--", "app"),
  row("tini", "-s", "-g", "--", "sh", "-c", "app; exit"),
  row("dumb-init", "--", "app"),
  row("dumb-init", "--", "sh", "-c", "app; exit"),
];

// They SIGKILL after 2 s once they are told themselves: a drain of 3 s shows that they were not.
const slow = "drain=3000";
const asNobody: Row[] = [
  { ...row("su", "nobody", "-s", "/bin/sh", "-c", `app ${slow}; echo after`), rest: ["after"] },
  { ...row("su", "nobody", "-s", "/bin/bash", "-c", "exec app exit=3"), code: 3 },
  { ...row("sh", "-c", "su nobody -s /bin/sh -c app; echo after"), rest: ["after"] },
  row("runuser", "-u", "nobody", "--", "app", slow),
  { ...row("runuser", "nobody", "-s", "/bin/sh", "-c", "app; echo after"), rest: ["after"] },
  row("setpriv", "--reuid=65534", "--clear-groups", "app"),
];

// What Docker's default leaves out: without it, /proc/PID/fd of another user cannot be read.
const withoutPtrace = ["setpriv", "--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace"];

function check(table: Row[], name = ""): void {
  for (const { rest = [], code = 0, stdout, ...one } of table) {
    const there = which(one.argv[0]) !== null;
    const runs = there ? it : it.skip;
    runs(`${name}${one.argv.join(" ")}${there ? "" : ` (there is no ${one.argv[0]})`}`, async () => {
      const got = await play({ ...one, files: { words: "exit=0\n", ...one.files } });
      expectOutcome(got, { log: drained(), stdout: stdout ?? [...drained(), ...rest], code });
    });
  }
}

describeIf(needsNamespaces, "an app behind a wrapper is told once and drains", () => {
  describe.concurrent("wrapper", () => check(rows));
});

describeIf(needsRoot, "an app that runs as another user is told once and drains", () => {
  describe.concurrent("user", () => {
    check(asNobody);
    const bare = asNobody.map((one) => ({ ...one, pre: withoutPtrace }));
    check(bare, "without CAP_SYS_PTRACE: ");
  });
});
