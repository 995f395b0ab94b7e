// Finds the program of a command before it is started, so that what is wrong with it is said in words of our own.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { CannotStart } from "./cannot-start.ts";
import { contentProblem, fileProblem, folderProblem } from "./executable.ts";

/** Where execvp(3) of glibc looks without PATH. */
const WITHOUT_PATH = "/bin:/usr/bin";
/** Where distributions keep util-linux; an unprivileged user's PATH often lacks the sbin folders. */
const TOOL_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin", "/bin"];

/** The file that execvp(3) would execute for `word`; CannotStart says why there is none. */
export function findProgram(word: string, env: Readonly<Record<string, string | undefined>>, cwd: string): string {
  if (word === "") throw new CannotStart("cannot start '': an empty word names no program");
  if (word.includes("/")) return checked(word, resolve(cwd, word), cwd);
  let refused: string | null = null;
  // An empty entry is the current folder.
  for (const folder of (env.PATH ?? WITHOUT_PATH).split(":")) {
    const file = resolve(cwd, folder, word);
    if (fileProblem(file) === null) return checked(word, file, cwd);
    if (refused === null && existsSync(file)) refused = file;
  }
  if (refused !== null) return checked(word, refused, cwd);
  throw new CannotStart(`cannot start '${word}': not found in PATH`);
}

/** Where a program of util-linux may be. */
function toolFolders(): readonly string[] {
  return [...(process.env.PATH ?? "").split(":").filter((folder) => folder.startsWith("/")), ...TOOL_FOLDERS];
}

/** The first file of that name that can be executed, or null. By itself it looks where util-linux is. */
export function findTool(name: string, folders: readonly string[] = toolFolders()): string | null {
  return folders.map((folder) => join(folder, name)).find((file) => fileProblem(file) === null) ?? null;
}

/** A folder to start in. */
export function checkFolder(cwd: string): void {
  const problem = folderProblem(cwd);
  if (problem !== null) throw new CannotStart(`cannot start in '${cwd}': ${problem}`);
}

function checked(word: string, file: string, cwd: string): string {
  const problem = fileProblem(file) ?? contentProblem(file, cwd);
  if (problem !== null) throw new CannotStart(`cannot start '${word}': ${problem}`);
  return file;
}
