#!/usr/bin/env node
// The entry of both the npm package and dist/lastcall. Looks at Node's version before anything newer is loaded.

import { tooOld } from "../src/cli/node-version.ts";

const reason = tooOld(process.versions.node);
if (reason.length > 0) {
  process.stderr.write(`lastcall: ${reason}\n`);
  process.exitCode = 125;
} else {
  void import("../src/cli/main.ts").then(({ main }) => main());
}
