// dist/lastcall becomes the init: the embedded ELF goes into a nameless file, execve replaces Node by it.
// The words and the environment are the kernel's own bytes, because they need not be UTF-8.

import { getRawPointer, getUint64 } from "node:ffi";
import { Failure } from "../failure.ts";
import { initBytes } from "../images.ts";
import type { Architecture } from "../platform.ts";
import { type Facts, readFacts } from "./facts.ts";
import { discard, folders, inFolder, inMemory } from "./image.ts";
import { restoreInheritance } from "./inheritance.ts";
import { call } from "./libc.ts";

const AT_EMPTY_PATH = 0x1000;
/** `lastcall run`: what the init does not get to see. */
const OWN_WORDS = 2;

export function becomeInit(arch: Architecture, env: NodeJS.ProcessEnv): never {
  const facts = readFacts();
  if (facts === null) throw new Failure("run: this executable was not built by scripts/build.ts: it has no entry stub");
  const bytes = initBytes(arch, true);
  const argv = wordsOf(facts);
  restoreInheritance(facts);
  const memory = inMemory(bytes);
  const tried = [`memory: ${memory < 0 ? messageOf(memory) : execute(memory, argv, facts.envp)}`];
  for (const folder of folders(env)) {
    const file = inFolder(folder, bytes);
    tried.push(`${folder}: ${typeof file === "string" ? file : execute(file, argv, facts.envp)}`);
  }
  throw new Failure(`run: found no place to execute the init from: ${tried.join("; ")}`);
}

/** Returns only with the reason of a failure. */
function execute(fd: number, argv: BigUint64Array, envp: bigint): string {
  const path = (text: string) => getRawPointer(new TextEncoder().encode(`${text}\0`).buffer);
  const at = getRawPointer(argv);
  let result = call("execveat", fd, path(""), at, envp, AT_EMPTY_PATH);
  // A sandbox may know execve(2) only.
  if (result < 0) result = call("execve", path(`/proc/self/fd/${fd}`), at, envp);
  discard(fd);
  return messageOf(result);
}

/** argv of the init: a name of its own, then our words by address. */
function wordsOf(facts: Facts): BigUint64Array {
  const count = facts.argc - OWN_WORDS;
  const argv = new BigUint64Array(new ArrayBuffer(8 * (count + 2)));
  argv[0] = getRawPointer(name);
  for (let at = 0; at < count; at++) argv[1 + at] = getUint64(facts.argv, 8 * (OWN_WORDS + at));
  return argv;
}

const name = new TextEncoder().encode("lastcall-init\0").buffer;

function messageOf(result: number): string {
  // Loaded here, because node:util takes a millisecond that the usual way does not need.
  const { getSystemErrorMessage } = process.getBuiltinModule("node:util");
  return getSystemErrorMessage(result);
}
