// A hook of --pre-stop or --pre-stop-http. Its text is checked before the command starts and read again when it runs, in a process
// of its own: so nothing but the text needs to be kept.

import { url } from "./http-url.ts";
import { LONGEST, splitWords } from "./shell-words.ts";

export const enum HookKind {
  /** A command, run without a shell. */
  Exec = 0,
  /** A GET request. */
  Http = 1,
}

export class Hook {
  /** The one that runs after it. */
  next: Hook | null = null;
  /** Of a request: the IP address of its host, which may be a name. */
  address: string = "";

  constructor(
    readonly kind: HookKind,
    /** The option or variable that gave it. */
    readonly label: string,
    /** As it was given. */
    readonly text: string,
  ) {}

  /** Reads the text, into `words` or `url`: empty, or what would have been valid. */
  parse(): string {
    if (this.text.length > LONGEST) return "expected at most 4095 bytes";
    return this.kind === HookKind.Exec ? splitWords(this.text) : url.parse(this.text);
  }
}
