// Whether execve(2) would execute a file, in words that say more than its errno: it answers ENOENT for a script whose interpreter is
// missing, as if the script were, and ENOEXEC for what is no program. glibc's execvp(3) tries sh then; what starts a container does not.

import { accessSync, constants, readdirSync, type Stats, statSync } from "node:fs";
import { resolve } from "node:path";
import { firstPage, linkerOf, machineOf } from "./elf.ts";

/** e_machine of 32-bit programs that a 64-bit processor runs, too: EM_386 on EM_X86_64, EM_ARM on EM_AARCH64 (elf.h). */
const ALSO: Readonly<Record<number, number>> = { 62: 3, 183: 40 };
const REFUSED = "a container answers 'exec format error'";

/** Why a file cannot be executed at all; null if it can. */
export function fileProblem(file: string): string | null {
  const stats = statOf(file);
  if (stats === undefined) return "no such file";
  if (stats.isDirectory()) return "it is a folder";
  // To open a pipe would wait for whoever writes to it.
  if (!stats.isFile()) return "it is no regular file";
  try {
    accessSync(file, constants.X_OK);
    return null;
  } catch {
    return (stats.mode & 0o111) === 0
      ? "it is not executable (chmod +x)"
      : "it may not be executed from here (no permission, or a noexec mount)";
  }
}

/** Why what is in it cannot be; null for nothing. An interpreter may be relative to `cwd`. */
export function contentProblem(file: string, cwd: string): string | null {
  let page: Buffer;
  try {
    page = firstPage(file);
  } catch {
    // It may be executed without being readable.
    return null;
  }
  if (page.toString("latin1", 0, 2) === "#!") return interpreterProblem(page.toString("utf8"), cwd);
  if (hasMoreFormats()) return null;
  const machine = machineOf(page);
  if (machine === null) return `it is neither a program nor a script that begins with #!: ${REFUSED}`;
  const own = machineOf(firstPage("/proc/self/exe"));
  if (own !== null && machine !== own && machine !== ALSO[own])
    return `it is a program for another kind of processor: ${REFUSED}`;
  const linker = linkerOf(page);
  return linker && fileProblem(linker) ? `its dynamic linker '${linker}' is not there` : null;
}

/** Why nothing can be started in a folder; null if it can. */
export function folderProblem(folder: string): string | null {
  try {
    if (!statSync(folder).isDirectory()) return "it is no folder";
    accessSync(folder, constants.X_OK);
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EACCES" ? "no permission" : "no such folder";
  }
}

function statOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    // EACCES of a folder on the way, ENOTDIR, ELOOP: there is no such file for us.
    return undefined;
  }
}

function interpreterProblem(text: string, cwd: string): string | null {
  // As the kernel's fs/binfmt_script.c cuts it: a carriage return is a part of the name.
  const name = /^#![ \t]*([^ \t\n\0]*)/.exec(text)?.[1] ?? "";
  const problem = name === "" ? "it is no program" : fileProblem(resolve(cwd, name));
  if (problem === null) return null;
  if (name.endsWith("\r"))
    return `its lines end as on Windows (CRLF), so its first one names '${name.slice(0, -1)}\\r'`;
  return problem === "no such file"
    ? `its first line names '${name}', which does not exist`
    : `its first line names '${name}': ${problem}`;
}

/** Whether the kernel was told of more kinds of programs, as those of other processors (binfmt_misc). */
function hasMoreFormats(): boolean {
  try {
    return readdirSync("/proc/sys/fs/binfmt_misc").some((name) => name !== "register" && name !== "status");
  } catch {
    return false;
  }
}
