// Settles options on a machine that exists in the test only.

import type { Spelling } from "../../src/rehearse/bad-option.ts";
import { BadOption } from "../../src/rehearse/bad-option.ts";
import type { RehearseOptions } from "../../src/rehearse/options.ts";
import type { Rehearsal } from "../../src/rehearse/rehearsal.ts";
import { settle } from "../../src/rehearse/settle.ts";
import type { Surroundings } from "../../src/rehearse/surroundings.ts";

export interface Scene {
  readonly files?: Readonly<Record<string, string>>;
  readonly folders?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly spelling?: Spelling;
}

export function surroundings({ files = {}, folders = [], variables = {}, spelling = "flag" }: Scene): Surroundings {
  return {
    read: (path) => {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error("no such file"), { code: "ENOENT" });
      return text;
    },
    isDirectory: (path) => folders.includes(path),
    variables,
    spelling,
  };
}

export function settled(options: RehearseOptions, scene: Scene = {}): Rehearsal {
  return settle(options, surroundings(scene));
}

/** The one line that refuses the options; anything else that is thrown is a bug. */
export function refusal(options: object, scene: Scene = {}): string {
  try {
    settle(options as RehearseOptions, surroundings(scene));
  } catch (error) {
    if (error instanceof BadOption) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}
