// npm as somebody has it who has never used it before: no configuration, no cache, no network.
import { execFileSync, type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fromRoot } from "../../scripts/build/paths.ts";

export interface Npm {
  /** Packs dist/ as it is. The tarball's path. */
  pack(): string;
  /** What `npm pack` says it would pack. */
  list(): { path: string; mode: number }[];
  npx(cwd: string, ...words: string[]): SpawnSyncReturns<string>;
}

/** `folder` is its home. */
export function npmIn(folder: string): Npm {
  mkdirSync(folder, { recursive: true });
  const env = {
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    HOME: folder,
    npm_config_cache: join(folder, "cache"),
    // Nobody listens there: whatever asks the registry fails.
    npm_config_registry: "http://127.0.0.1:9/",
    npm_config_fetch_retries: "0",
  };
  const pack = (...words: string[]) => {
    const options = ["--json", "--ignore-scripts", "--pack-destination", folder];
    const json = execFileSync("npm", ["pack", ...options, ...words], {
      cwd: fromRoot(),
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return JSON.parse(json)[0];
  };
  return {
    pack: () => join(folder, pack().filename),
    list: () => pack("--dry-run").files,
    npx: (cwd, ...words) => spawnSync("npx", words, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }),
  };
}
