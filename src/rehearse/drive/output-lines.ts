// The app's output, line by line. It is read at once whoever listens, so that the app never waits for us.

import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

export type Stream = "stdout" | "stderr";
export type LineListener = (stream: Stream, line: string) => void;

/** What comes without a line's end is handed out in pieces of this many characters. */
const LONGEST = 64 * 1024;
/** How many lines are kept for the first listener. */
const KEPT = 1_000;

interface Source {
  readonly name: Stream;
  readonly decoder: StringDecoder;
  rest: string;
  readonly held: string | null;
}

export class OutputLines {
  private readonly sources: Source[] = [];
  private readonly listeners: LineListener[] = [];
  private early: { stream: Stream; line: string }[] = [];

  /**
   * Reads it to its end. Bytes that are not UTF-8 become U+FFFD. A line with `held` in it may belong to somebody else if it turns out to
   * be the last one: `finish` is told where to cut it.
   */
  attach(name: Stream, stream: Readable, held: string | null = null): void {
    const source: Source = { name, decoder: new StringDecoder("utf8"), rest: "", held };
    this.sources.push(source);
    stream.on("data", (bytes: Buffer) => this.take(source, source.decoder.write(bytes)));
    // EIO and the like: what was read counts, and nobody can do anything about the rest.
    stream.on("error", () => {});
  }

  /** What came last on a stream, and has not been handed out. */
  lastWords(name: Stream): string {
    return this.sources.find((source) => source.name === name)?.rest ?? "";
  }

  /** Nothing more comes: hands out what is left. From `cutFrom` on, the last words on stderr are not the app's. */
  finish(cutFrom = -1): void {
    for (const source of this.sources.splice(0)) {
      const all = source.rest + source.decoder.end();
      const text = source.name === "stderr" && cutFrom >= 0 ? all.slice(0, cutFrom) : all;
      if (text !== "") this.emit(source.name, text.endsWith("\n") ? text.slice(0, -1) : text);
    }
  }

  /** The first listener also gets what came before it. */
  onLine(listener: LineListener): void {
    this.listeners.push(listener);
    for (const { stream, line } of this.early) listener(stream, line);
    this.early = [];
  }

  /** The last line that nobody has listened to yet. */
  lastEarly(stream: Stream): string | undefined {
    return this.early.findLast((one) => one.stream === stream)?.line;
  }

  private take(source: Source, text: string): void {
    const lines = (source.rest + text).split("\n");
    source.rest = lines.pop() ?? "";
    if (source.held !== null && source.rest === "" && lines.at(-1)?.includes(source.held))
      source.rest = `${lines.pop()}\n`;
    for (const line of lines) this.emit(source.name, line);
    while (source.rest.length > LONGEST) {
      this.emit(source.name, source.rest.slice(0, LONGEST));
      source.rest = source.rest.slice(LONGEST);
    }
  }

  private emit(stream: Stream, withReturn: string): void {
    const line = withReturn.endsWith("\r") ? withReturn.slice(0, -1) : withReturn;
    if (this.listeners.length > 0) {
      for (const listener of this.listeners) listener(stream, line);
      return;
    }
    this.early.push({ stream, line });
    if (this.early.length > KEPT) this.early.shift();
  }
}
