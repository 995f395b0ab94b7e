// What `npm run demo` shows once the init is built: it stops an app behind a shell script, and what became
// of the app is seen live; then it measures the same script under whatever else is installed and prints a table.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { initPath } from "../test/support/elf.ts";
import { type Line, play, refusal, type Scene } from "./demo/scene.ts";

// `docker stop` waits 10 s. The comparison waits 5, which is more than the 3 s that the app needs.
const graceSeconds = 5;
const options = ["-v", "--delay", "1s", "--deadline", "25s", "--"];

function show({ at, who, what }: Line): void {
  const sign = at < 0 ? "-" : "+";
  const time = `${sign}${Math.abs(at).toFixed(2)} s`;
  console.log(`  ${time.padStart(8)}   ${who.padEnd(8)}   ${what}`);
}

function verdict({ told, drained }: Scene): string {
  if (drained) return "told, and finished its work";
  return told ? "told, but killed at once" : "killed, and heard nothing";
}

function isInstalled(program: string): boolean {
  return spawnSync("sh", ["-c", 'command -v "$1"', "sh", program]).status === 0;
}

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const print = (cells: readonly string[]) =>
    console.log(`  ${cells.map((cell, column) => cell.padEnd(widths[column])).join("   ")}`.trimEnd());
  print(rows[0]);
  print(widths.map((width) => "-".repeat(width)));
  for (const row of rows.slice(1)) print(row);
}

async function compare(): Promise<void> {
  const others = [["tini"], ["tini", "-g"], ["dumb-init"], ["catatonit"]];
  const installed = others.filter(([program]) => isInstalled(program));
  const entries: [string, string[]][] = [
    ["the script itself", []],
    ...installed.map((words): [string, string[]] => [`${words.join(" ")} --`, [...words, "--"]]),
    ["lastcall-init --", [initPath, "--"]],
  ];
  const scenes = await Promise.all(entries.map(([, words]) => play(words, graceSeconds)));
  const rows = scenes.map((scene, at) => {
    const seconds = `${scene.seconds.toFixed(2)} s`.padStart(12);
    return [entries[at][0], seconds, verdict(scene), String(scene.code)];
  });
  printTable([["entrypoint", "time to stop", "the app", "exit code"], ...rows]);
}

async function main(): Promise<number> {
  const refused = refusal();
  if (refused !== "") {
    console.error(`The demo needs PID namespaces, and this system refuses them: ${refused}`);
    console.error("Run it as root, or where unprivileged user namespaces are allowed.");
    return 1;
  }
  if (!existsSync(initPath)) {
    console.error("dist/lastcall-init is not built: npm run demo does both");
    return 1;
  }
  console.log(`
A shell script starts an app that needs 3 s to finish its work when it is told to stop:

    #!/bin/sh
    node app.js                 # no exec, no trap
    echo "cleaning up"

In a PID namespace, with the init in front of it, as an ENTRYPOINT would be:

    lastcall-init ${options.join(" ")} entrypoint.sh
`);
  await play([initPath, ...options], 25, show);
  console.log(`
The same script, all at once; SIGKILL comes ${graceSeconds} s after SIGTERM (docker stop: 10 s):
`);
  await compare();
  return 0;
}

process.exitCode = await main();
