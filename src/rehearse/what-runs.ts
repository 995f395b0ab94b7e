// What becomes PID 1, and where: words that were typed come first, then an image that was named, then what the file says.

import { isAbsolute } from "node:path";
import { attempt, BadOption, Wrong } from "./bad-option.ts";
import type { Given } from "./given.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { Source } from "./sources/source.ts";
import { commandWords } from "./values.ts";

type What = Pick<Rehearsal, "command" | "image" | "entrypoint" | "init" | "cwd">;

/** Throws BadOption where there is nothing to run. */
export function whatRuns(given: Given, source: Source | null, notes: string[]): What {
  const { command } = given.options;
  const typed = Array.isArray(command) && command.length === 0 ? null : given.take("command", commandWords);
  const image = given.take("image", imageNamed);
  if (image !== null) return inImage(given, source, image, typed);
  if (typed !== null) return here(given, source, typed, notes);
  if (source === null) {
    const ways = [given.label("image"), given.label("manifest"), given.label("compose")].join(", ");
    const words = given.surroundings.spelling === "flag" ? "a command behind --" : "command";
    throw new BadOption(`nothing to run: expected ${words}, or ${ways}`);
  }
  const { entrypoint, args, where } = source;
  if (entrypoint !== null || (args !== null && source.argsAreCommand)) {
    if (source.image !== null) {
      const without = entrypoint === null ? ", without the image's ENTRYPOINT" : "";
      const how = `with ${given.label("image")} it runs in a container`;
      notes.push(`${where}: the command runs here, not in ${source.image}${without}; ${how}`);
    }
    return here(given, source, [...(entrypoint ?? []), ...(args ?? [])], notes);
  }
  if (source.image === null) {
    const words = given.surroundings.spelling === "flag" ? "the command behind --" : "command";
    throw new BadOption(`${where}: neither command nor image: expected ${words}, or ${given.label("image")}`);
  }
  notes.push(`${where}: no command but the image's own: runs in a container of ${source.image}`);
  const theirs = attempt(`${where}: image`, source.image, () => imageNamed(source.image ?? ""));
  return inImage(given, source, theirs, null);
}

function inImage(given: Given, source: Source | null, image: string, typed: readonly string[] | null): What {
  const { cwd } = given.options;
  if (typeof cwd === "string" && !isAbsolute(cwd))
    throw given.bad("cwd", "expected an absolute path, inside of the image");
  return {
    command: typed ?? source?.args ?? [],
    image,
    entrypoint: source?.entrypoint ?? null,
    init: source?.init ?? false,
    cwd: cwd ?? source?.cwd ?? null,
  };
}

function here(given: Given, source: Source | null, command: readonly string[], notes: string[]): What {
  const { isDirectory } = given.surroundings;
  let cwd = given.options.cwd ?? null;
  if (cwd !== null && !isDirectory(cwd)) throw given.bad("cwd", "no such folder");
  const theirs = source?.cwd ?? null;
  if (cwd === null && theirs !== null) {
    if (isDirectory(theirs)) cwd = theirs;
    else
      notes.push(
        `${source?.where}: runs in the current folder, for there is no ${theirs} here; ${given.label("cwd")} names another`,
      );
  }
  return { command, image: null, entrypoint: null, init: source?.init ?? false, cwd };
}

/** What docker and podman take as a reference, and not as an option. */
function imageNamed(name: string): string {
  if (typeof name === "string" && /^[a-z0-9][\w.:/@-]*$/i.test(name)) return name;
  throw new Wrong("expected an image like nginx:1.27 or registry.example.com/web@sha256:...");
}
