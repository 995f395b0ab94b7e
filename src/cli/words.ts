// Arrays and environments as the core's option parser wants them.

import { prefix, variableName } from "../core/flags.ts";
import type { Variables, Words } from "../core/options.ts";

export class WordList implements Words {
  constructor(private readonly words: readonly string[]) {}

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

  entry(setting: string): string {
    const name = variableName(setting);
    const value = this.env[name];
    return value === undefined ? "" : `${name}=${value}`;
  }
}
