// Where an HTTP/1.1 answer ends, and whether its connection can be used again (RFC 9112). Pure: bytes in, nothing kept of the content.
// ARCHITECTURE.md says why not node:http's client.

/** Longer heads are taken for nonsense (Node's own limit is 16 KiB, nginx's buffers 32 KiB). */
const headLimit = 65_536;

type Part = "head" | "length" | "chunk-size" | "chunk" | "trailer" | "until-close" | "done" | "nonsense";

export class Answer {
  /** Of the final answer; 0 until its head has come. */
  status = 0;
  /** Of the whole answer, head included. */
  bytes = 0;
  /** From `Keep-Alive: timeout=S`, which Node and Apache send; Infinity where nothing is said. */
  idleLimitMs = Number.POSITIVE_INFINITY;
  private part: Part = "head";
  private text = "";
  private lineAt = 0;
  private left = 0;
  private persistent = true;
  private readonly toHead: boolean;

  /** `toHead`: the answer to a HEAD request, which has no content whatever its head says. */
  constructor(toHead: boolean) {
    this.toHead = toHead;
  }

  get done(): boolean {
    return this.part === "done";
  }

  /** Not HTTP/1.x. */
  get nonsense(): boolean {
    return this.part === "nonsense";
  }

  /** Whether another request may follow on the connection. */
  get reusable(): boolean {
    return this.done && this.persistent;
  }

  push(chunk: Buffer): void {
    this.bytes += chunk.length;
    let at = 0;
    while (at < chunk.length) {
      switch (this.part) {
        case "length":
        case "chunk": {
          const taken = Math.min(this.left, chunk.length - at);
          this.left -= taken;
          at += taken;
          if (this.left === 0) this.part = this.part === "length" ? "done" : "chunk-size";
          break;
        }
        case "until-close":
        case "nonsense":
          return;
        case "done":
          // Nobody has asked for this.
          this.persistent = false;
          return;
        default:
          at = this.line(chunk, at);
      }
    }
  }

  /** The other side has closed in order. Whether the answer was whole. */
  end(): boolean {
    if (this.part === "until-close") this.part = "done";
    this.persistent = false;
    return this.done;
  }

  /** Heads, sizes of chunks and trailers come in lines, which may come in pieces. */
  private line(chunk: Buffer, from: number): number {
    const newline = chunk.indexOf(10, from);
    const to = newline === -1 ? chunk.length : newline + 1;
    this.text += chunk.toString("latin1", from, to);
    if (this.text.length > headLimit) this.part = "nonsense";
    else if (newline !== -1) this.whole(this.text.slice(this.lineAt));
    return to;
  }

  /** A lone line feed is allowed as an end of line (2.2). */
  private whole(line: string): void {
    const empty = line === "\r\n" || line === "\n";
    if (this.part === "head" && !empty) {
      if (!this.text.startsWith("HTTP/1.")) this.part = "nonsense";
      this.lineAt = this.text.length;
      return;
    }
    if (this.part === "head") this.head(this.text);
    else if (this.part === "chunk-size") this.chunkSize(line.trim());
    else if (empty) this.part = "done";
    this.text = "";
    this.lineAt = 0;
  }

  private head(text: string): void {
    const start = /^HTTP\/1\.(\d) (\d{3})/.exec(text);
    if (start === null) {
      this.part = "nonsense";
      return;
    }
    // An interim answer: the real one is still to come (RFC 9110, 15.2). Nobody has asked for another protocol (101).
    if (start[2] === "101") this.part = "nonsense";
    if (Number(start[2]) < 200) return;
    this.status = Number(start[2]);
    const connection = field(text, "connection")?.toLowerCase() ?? "";
    this.persistent = start[1] === "0" ? /\bkeep-alive\b/.test(connection) : !/\bclose\b/.test(connection);
    const seconds = /\btimeout=(\d+)/.exec(field(text, "keep-alive") ?? "")?.[1];
    if (seconds !== undefined) this.idleLimitMs = Number(seconds) * 1000;
    this.part = this.framing(text);
  }

  /** Section 6.3, in its order. */
  private framing(text: string): Part {
    if (this.toHead || this.status === 204 || this.status === 304) return "done";
    const coding = field(text, "transfer-encoding");
    if (coding !== undefined) return /\bchunked\s*$/i.test(coding) ? "chunk-size" : "until-close";
    const length = field(text, "content-length");
    if (length === undefined) return "until-close";
    if (!/^\d{1,15}$/.test(length)) return "nonsense";
    this.left = Number(length);
    return this.left === 0 ? "done" : "length";
  }

  private chunkSize(text: string): void {
    // The line end behind a chunk's data.
    if (text === "") return;
    const size = /^([0-9a-f]{1,13})(?:\s*;.*)?$/i.exec(text)?.[1];
    if (size === undefined) {
      this.part = "nonsense";
      return;
    }
    this.left = Number.parseInt(size, 16);
    this.part = this.left === 0 ? "trailer" : "chunk";
  }
}

const patterns = new Map<string, RegExp>();

/** The value of a header field; of a repeated one the values as a list, as section 5.3 of RFC 9110 has it. */
function field(head: string, name: string): string | undefined {
  let pattern = patterns.get(name);
  if (pattern === undefined) {
    pattern = new RegExp(`\\n${name}:[ \\t]*(.*?)[ \\t]*(?=\\r?\\n)`, "gi");
    patterns.set(name, pattern);
  }
  const values = [...head.matchAll(pattern)].map((match) => match[1]);
  return values.length === 0 ? undefined : values.join(", ");
}
