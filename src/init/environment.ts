// The environment as the kernel laid it out: NAME=value strings behind a NULL-ended array. Read once, at the start.

import { Variables } from "../core/options.ts";
import { beginsWith, decode, pointerAt } from "./cstring.ts";
import { peek8, peek64, poke64 } from "./sys.ts";

export class Environment implements Variables {
  /** The machine address of envp. */
  array: i64 = 0;

  /** "" if it is unset or empty. */
  get(name: string): string {
    const address = this.find(name);
    return address === 0 ? "" : decode(address);
  }

  /** The machine address of the value; 0 if unset. */
  find(name: string): i64 {
    const index = this.indexOf(name);
    return index < 0 ? 0 : pointerAt(this.array, index) + name.length + 1;
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

function isNamed(variable: i64, name: string): bool {
  return beginsWith(variable, name) && peek8(variable + name.length) === 61;
}
