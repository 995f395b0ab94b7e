// Rows that all three programs have, with the codes in which they differ among themselves.
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folder, type Row } from "./drop-in.ts";
import { type Circumstances, ends, says } from "./drop-in-ends.ts";
import { realTime, standard } from "./drop-in-sets.ts";
import { arriving, faults, group, queued } from "./drop-in-signals.ts";

function file(name: string, text: string, mode: number): void {
  writeFileSync(join(folder, name), text);
  chmodSync(join(folder, name), mode);
}

/** The exit code of a command that cannot be executed, by the reason. */
export interface ExecCodes {
  missing: number;
  forbidden: number;
  other: number;
}

/** Looked for in PATH and by its path. */
export function execFailures({ missing, forbidden, other }: ExecCodes): Row[] {
  file("no-shebang", 'echo "by sh: $1"\nexit 9\n', 0o755);
  file("lost-interpreter", "#!/nowhere/interpreter\n", 0o755);
  file("locked", "#!/bin/sh\n", 0o644);
  mkdirSync(join(folder, "a-folder"));
  const here: Circumstances = { cwd: folder };
  const inPath: Circumstances = { env: { PATH: `${folder}:/usr/bin:/bin` } };
  return [
    [says("-- no-such-command"), `${missing} stderr`],
    [says("-- ./no-such-command"), `${missing} stderr`],
    [says(["--", ""]), `${missing} stderr`],
    [says("-- -"), `${missing} stderr`],
    [says("-- --"), `${missing} stderr`],
    [says("-- locked", inPath), `${forbidden} stderr`],
    [says("-- ./locked", here), `${forbidden} stderr`],
    [says("-- ./a-folder", here), `${forbidden} stderr`],
    [says("-- a-folder", inPath), `${forbidden} stderr`],
    [says("-- ./locked/x", here), `${other} stderr`],
    [says("-- ./lost-interpreter", here), `${missing} stderr`],
    [ends("-- ./no-shebang word", here), "9 by sh: word"],
    [ends("-- no-shebang word", inPath), "9 by sh: word"],
  ];
}

/** Codes that need no option. */
export const exitCodes: readonly Row[] = [
  ...[0, 1, 7, 126, 127, 128, 255].map((code): Row => [ends(["--", "sh", "-c", `exit ${code}`]), `${code}`]),
  ...[1, 6, 11, 15, 40].map((n): Row => [ends(["--", "sh", "-c", `kill -${n} $$`]), `${128 + n}`]),
  [
    says(["--", "sh", "-c", "kill -9 $$"]),
    { theirs: "137 silent", ours: "137 stderr", differs: "a SIGKILL is explained: the OOM killer, or somebody else" },
  ],
];

/** stdout and stderr closed at the start. */
export const closedOutputs: readonly Row[] = [
  [ends(["--", "sh", "-c", "exit 4"], { line: 'exec "$@" >&-' }), "4"],
  [ends(["--", "sh", "-c", "exit 4"], { line: 'exec "$@" 2>&-' }), "4"],
];

/** Signals without a name, and their values; `words` are those with which no signal is rewritten. */
export function unnamedSignals(words: string): Row[] {
  const valued = [
    { signal: 34, value: 7 },
    { signal: 35, value: 8 },
  ];
  return [
    [arriving(words, realTime), realTime.join(" ")],
    [
      arriving(words, [32, 33]),
      { theirs: "none", ours: "32 33", differs: "glibc keeps these two from its programs; others use them" },
    ],
    [
      queued(words, valued),
      { theirs: "34 value=0, 35 value=0", ours: "34 value=7, 35 value=8", differs: "kill(2) loses the value" },
    ],
  ];
}

/** What tini and catatonit have in common: the child alone, or its group with -g, and the faults left to the kernel. */
export function childOrGroup(forFaults: string): Row[] {
  const passed = "1 2 3 10 12 13 14 15 16 23 24 25 26 27 28 29 30";
  return [
    [arriving("--", standard), passed],
    [arriving("-g --", standard), passed],
    [arriving("--", [18]), "18"],
    ...unnamedSignals("--"),
    [group("--"), "1"],
    [group("-g --"), "both"],
    [faults(forFaults), "132 133 134 135 136 139 159, commands got none"],
  ];
}
