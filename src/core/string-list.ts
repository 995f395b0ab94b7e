// Words and variables as arrays of strings, where somebody has them as that. The init reads them where the kernel has put them.

import { variableName } from "./flags.ts";
import { Parsed } from "./option-values.ts";
import { parseOptions, Variables, Words } from "./options.ts";

class StringList implements Words, Variables {
  constructor(
    private items: string[],
    private name: string,
  ) {}

  program(): string {
    return this.name;
  }

  count(): i32 {
    return this.items.length;
  }

  at(index: i32): string {
    return this.items[index];
  }

  any(): bool {
    return this.items.length > 0;
  }

  /** Items of the form NAME=value. */
  entry(name: string): string {
    const prefix = variableName(name) + "=";
    for (let i: i32 = 0; i < this.items.length; i++) if (this.items[i].startsWith(prefix)) return this.items[i];
    return "";
  }
}

/** `words` are those behind the name of the program, which is empty for `lastcall run`; `variables` are of the form NAME=value. */
export function parseStrings(words: string[], variables: string[], program: string): Parsed {
  return parseOptions(new StringList(words, program), new StringList(variables, ""));
}
