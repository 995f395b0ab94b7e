// Arrays and environments as the core's option parser wants them.

import { prefix, variableName } from "../core/flags.ts";
import type { Variables, Words } from "../core/options.ts";

export class WordList implements Words {
  constructor(private readonly words: readonly string[]) {}

  /** Whatever our file is called, the words are those of `lastcall run`. */
  program(): string {
    return "";
  }

  count(): number {
    return this.words.length;
  }

  at(index: number): string {
    return this.words[index];
  }
}

export class Environment implements Variables {
  constructor(private readonly env: NodeJS.ProcessEnv) {}

  any(): boolean {
    return Object.keys(this.env).some((name) => name.startsWith(prefix));
  }

  entry(name: string): string {
    const capitals = variableName(name);
    const value = this.env[capitals];
    return value === undefined ? "" : `${capitals}=${value}`;
  }
}
