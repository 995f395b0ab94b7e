// Servers of the machine as real targets of a stop: where Debian and others put them, and what is missing where they are not.
import { spawnSync } from "node:child_process";
import { accessSync, constants, globSync } from "node:fs";
import { join } from "node:path";
import { type Need, needsNamespaces, needsRoot } from "./needs.ts";

// Debian keeps PostgreSQL's programs apart, a folder for each version.
const versionFolders = globSync("/usr/lib/postgresql/*/bin").sort().reverse();
// The sbin folders are not in everybody's PATH.
const sbinFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];
const folders = [...(process.env.PATH ?? "").split(":"), ...sbinFolders, ...versionFolders];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The first of that name; empty if there is none. */
export function programPath(name: string, among: readonly string[] = folders): string {
  const paths = among.filter((folder) => folder !== "").map((folder) => join(folder, name));
  return paths.find(isExecutable) ?? "";
}

export function withPrograms(base: Need, debianPackage: string, paths: Record<string, string>): Need {
  const missing = Object.keys(paths).filter((name) => paths[name] === "");
  if (!base.ok || missing.length === 0) return base;
  return { ok: false, reason: `${missing.join(", ")} not found (Debian: ${debianPackage})` };
}

function withUser(base: Need, user: string): Need {
  if (!base.ok || spawnSync("id", ["-u", user]).status === 0) return base;
  return { ok: false, reason: `no user '${user}'` };
}

export const nginx = programPath("nginx");
/** Root, for its workers change to a user of their own. */
export const needsNginx: Need = withPrograms(needsRoot, "nginx", { nginx });

export const redisServer = programPath("redis-server");
export const needsRedis: Need = withPrograms(needsNamespaces, "redis-server", { "redis-server": redisServer });

// One folder for both: a server does not start on what another version's initdb made.
const postgresFolder = folders.find((folder) => programPath("initdb", [folder]) && programPath("postgres", [folder]));
const postgresFolders = postgresFolder === undefined ? [] : [postgresFolder];
export const initdb = programPath("initdb", postgresFolders);
export const postgres = programPath("postgres", postgresFolders);
/** Any version's: psql talks to older servers. */
export const psql = programPath("psql", [...postgresFolders, ...versionFolders, ...folders]);
/** Whom the package makes: the server refuses to run as root. */
export const postgresUser = "postgres";
export const needsPostgres: Need = withUser(
  withPrograms(needsRoot, "postgresql", { initdb, postgres, psql }),
  postgresUser,
);

/** The inits that people come from, each from the Debian package of its name, and what they run them with. */
const inits = { tini: programPath("tini"), "dumb-init": programPath("dumb-init"), catatonit: programPath("catatonit") };
export const needsInits: Need = withPrograms(needsNamespaces, "tini dumb-init catatonit", inits);
const companions = { gosu: programPath("gosu"), supervisord: programPath("supervisord") };
export const needsCompanions: Need = withPrograms(needsRoot, "tini gosu supervisor", {
  tini: inits.tini,
  ...companions,
});
