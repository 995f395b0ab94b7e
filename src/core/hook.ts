// A hook of --pre-stop or --pre-stop-http: what its text comes to, read once before the command starts.

import { HttpUrl } from "./http-url.ts";
import { ShellWords } from "./shell-words.ts";

export const enum HookKind {
  /** A command, run without a shell. */
  Exec = 0,
  /** A GET request. */
  Http = 1,
}

/** src/init/cstring.ts reads no more of a word than this, and half of a command would be another one. */
const LONGEST: i32 = 4095;

/** The fields of a URL are a request's. */
export class Hook extends HttpUrl {
  /** Of a command. */
  readonly words: ShellWords;

  constructor(
    readonly kind: HookKind,
    /** As it was given. */
    readonly text: string,
  ) {
    super();
    this.words = new ShellWords(text);
  }

  /** Reads the text: empty, or what would have been valid. */
  parse(): string {
    if (this.text.length > LONGEST) return "expected at most 4095 bytes";
    return this.kind === HookKind.Exec ? this.words.split() : this.parseUrl(this.text);
  }
}
