// Rows that all three programs have, with the codes in which they differ among themselves.
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folder, type Row } from "./drop-in.ts";
import { type Circumstances, ends, says } from "./drop-in-ends.ts";

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
