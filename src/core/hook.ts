// A hook of --pre-stop or --pre-stop-http: what its text comes to, read once before the command starts.

export const enum HookKind {
  /** A command, run without a shell. */
  Exec = 0,
  /** A GET request. */
  Http = 1,
}

export class Hook {
  /** Of a command: its words. */
  readonly words: string[] = [];
  /** Of a request: a name, or the literal of an IPv4 or (without brackets) IPv6 address. */
  host: string = "";
  port: i32 = 80;
  /** With the query; begins with a slash. */
  path: string = "/";

  constructor(
    readonly kind: HookKind,
    /** As it was given. */
    readonly text: string,
  ) {}

  /** Reads the text: empty, or what would have been valid. */
  parse(): string {
    this.words.push(this.text);
    return "";
  }
}
