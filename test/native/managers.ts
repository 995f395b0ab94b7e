// The package managers at exact versions (test/fixtures/managers), installed on first use, and the
// small project whose app they start.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { fixture } from "../support/fixtures.ts";

const home = fixture("managers");
const inside = (path: string) => join(home, "node_modules", path);

/** Each manager: the commands that an installation would put into a folder of PATH. */
const managers: Record<string, Record<string, string>> = {
  npm9: { npm: "npm9/bin/npm-cli.js", npx: "npm9/bin/npx-cli.js" },
  npm11: { npm: "npm11/bin/npm-cli.js", npx: "npm11/bin/npx-cli.js" },
  yarn1: { yarn: "yarn1/bin/yarn.js" },
  yarn4: { yarn: "yarn4/bin/yarn.js" },
  pnpm10: { pnpm: "pnpm10/bin/pnpm.cjs" },
  corepack: { corepack: "corepack/dist/corepack.js", yarn: "corepack/dist/yarn.js" },
};

/** In a folder of their own, away from the project's node_modules/.bin, whose npm is in use. */
export function installManagers(): void {
  const files = Object.values(managers).flatMap((commands) => Object.values(commands));
  if (files.every((path) => fs.existsSync(inside(path)))) return;
  must("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], home);
}

function must(command: string, args: string[], cwd: string): void {
  // With CI set yarn would refuse to write the lock file that it has just made.
  const env = { ...process.env, HOME: cwd, YARN_ENABLE_TELEMETRY: "0", YARN_ENABLE_IMMUTABLE_INSTALLS: "false" };
  const run = spawnSync(command, args, { encoding: "utf8", cwd, env });
  if (run.status !== 0) throw new Error(`${command} ${args.join(" ")}: ${run.stdout}${run.stderr}`);
}

const scripts = {
  start: "node app.js",
  exec: "exec node app.js",
  code: "node app.js exit=3",
  after: "node app.js; echo in $?",
  pipe: "node app.js | cat",
  shell: "sh -c 'node app.js; echo in'",
  background: "node app.js & wait",
  prehooked: "echo before",
  hooked: "node app.js",
  posthooked: "echo later",
  nested: "$NEST",
};

/** Lays the project out in `dir`; DIR/NAME holds the commands of one manager, `served` is a package's command. */
export function layProject(dir: string): void {
  fs.copyFileSync(fixture("apps/app.js"), join(dir, "app.js"));
  fs.chmodSync(join(dir, "app.js"), 0o755);
  const manifest = { name: "served-app", private: true, license: "MIT", scripts };
  fs.writeFileSync(join(dir, "package.json"), JSON.stringify(manifest));
  fs.writeFileSync(join(dir, "entry"), "#!/bin/sh\n$START\necho out $?\n", { mode: 0o755 });
  for (const [name, commands] of Object.entries(managers)) {
    fs.mkdirSync(join(dir, name));
    for (const [command, path] of Object.entries(commands)) {
      fs.symlinkSync(inside(path), join(dir, name, command));
    }
  }
  layYarn4(dir);
  layCorepack(dir);
  fs.mkdirSync(join(dir, "node_modules/.bin"), { recursive: true });
  fs.symlinkSync("../../app.js", join(dir, "node_modules/.bin/served"));
}

/** yarn 4 runs a script only in a project that it has installed, be there nothing to install. */
function layYarn4(dir: string): void {
  fs.writeFileSync(join(dir, "yarn.lock"), "");
  fs.writeFileSync(join(dir, ".yarnrc.yml"), "nodeLinker: node-modules\n");
  must(process.execPath, [inside("yarn4/bin/yarn.js"), "install"], dir);
}

export const yarnVersion = "1.22.22";

/** What corepack leaves behind after a download, so that it has nothing to download. */
function layCorepack(dir: string): void {
  const cache = join(dir, "corepack/v1/yarn", yarnVersion);
  fs.cpSync(inside("yarn1"), cache, { recursive: true });
  const bin = { yarn: "./bin/yarn.js", yarnpkg: "./bin/yarn.js" };
  const note = { locator: { name: "yarn", reference: yarnVersion }, bin, hash: "sha512.0" };
  fs.writeFileSync(join(cache, ".corepack"), JSON.stringify(note));
}
