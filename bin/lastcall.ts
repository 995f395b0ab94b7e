#!/usr/bin/env node
// The entry of both the npm package and dist/lastcall. Looks at Node's version before anything newer is loaded.

const NEEDED = [22, 15] as const;
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  process.stderr.write(
    `lastcall: needs Node ${NEEDED.join(".")} or newer, this is ${process.versions.node}\n`,
  );
  process.exitCode = 125;
} else {
  void import("../src/cli/main.ts").then(({ main }) => main());
}
