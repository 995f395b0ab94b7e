// The environment as the kernel laid it out: NAME=value strings behind a NULL-ended array. Read once, at the start.

import { inVariable, prefix } from "../core/flags.ts";
import { Variables } from "../core/options.ts";
import { beginsWith, decode, pointerAt } from "./cstring.ts";
import { peek8, peek64, poke64 } from "./sys.ts";

/** What src/init/cstring.ts reads of a word, and room for the longest name. */
const LONGEST_ENTRY: i32 = 4096 + 64;

export class Environment implements Variables {
  /** The machine address of envp. */
  array: i64 = 0;

  any(): bool {
    let index: i32 = 0;
    let address = pointerAt(this.array, 0);
    while (address !== 0 && !beginsWith(address, prefix)) address = pointerAt(this.array, ++index);
    return address !== 0;
  }

  /** NAME=value; "" if it is unset. */
  entry(name: string): string {
    const index = this.indexOf(name);
    return index < 0 ? "" : decode(pointerAt(this.array, index), LONGEST_ENTRY);
  }

  /** The machine address of the value; 0 if unset. */
  find(name: string): i64 {
    const index = this.indexOf(name);
    return index < 0 ? 0 : pointerAt(this.array, index) + name.length + 1;
  }

  /** For a variable that is there. */
  replace(name: string, variable: i64): void {
    poke64(this.array + ((this.indexOf(name) as i64) << 3), variable);
  }

  /** Takes the variable out, so that the command does not get it. */
  remove(name: string): void {
    let index = this.indexOf(name);
    if (index < 0) return;
    for (; ; index++) {
      const next = pointerAt(this.array, index + 1);
      poke64(this.array + ((index as i64) << 3), next);
      if (next === 0) return;
    }
  }

  /**
   * Puts a variable in front, instead of those with this name. There is no room behind envp: argv, of `argc` words, stands right
   * before it (fs/binfmt_elf.c) and moves down by one, to where argc was.
   */
  prepend(name: string, variable: i64, argc: i32): void {
    while (this.indexOf(name) >= 0) this.remove(name);
    for (let at = this.array - ((argc + 1) << 3); at < this.array; at += 8) poke64(at - 8, peek64(at));
    this.array -= 8;
    poke64(this.array, variable);
  }

  private indexOf(name: string): i32 {
    let index: i32 = 0;
    let address = pointerAt(this.array, 0);
    while (address !== 0 && !isNamed(address, name)) address = pointerAt(this.array, ++index);
    return address === 0 ? -1 : index;
  }
}

export const environment = new Environment();

/** `name` may be in lower case and with dashes, as an option's is. */
function isNamed(variable: i64, name: string): bool {
  for (let i: i32 = 0; i < name.length; i++) {
    if (peek8(variable + i) !== inVariable(name.charCodeAt(i))) return false;
  }
  return peek8(variable + name.length) === 61;
}
