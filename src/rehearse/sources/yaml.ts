// YAML with the line of everything: a cursor on a node that knows where it stands, so that each error can say so.

import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from "yaml";
import { attempt, BadOption, quote } from "../bad-option.ts";
import { actionIn, templated, templateIn } from "./template.ts";

/** The largest whole number that an int64 of Kubernetes and a number of JavaScript both hold. */
const MOST = Number.MAX_SAFE_INTEGER;

/**
 * One file. Its texts can be changed when they are read, as Compose does with `${VAR}`, and may then stand for numbers and booleans; without
 * that, types are those of the file, as for the API server.
 */
export class YamlFile {
  readonly name: string;
  readonly text: string;
  readonly change: ((text: string) => string) | null;
  readonly documents: readonly Cursor[];
  private readonly lines = new LineCounter();

  /** Throws BadOption for what is no YAML. */
  constructor(name: string, text: string, change: ((text: string) => string) | null = null) {
    this.name = name;
    this.text = text;
    this.change = change;
    const documents = parseAllDocuments(text, { lineCounter: this.lines, prettyErrors: false, logLevel: "silent" });
    const all = "empty" in documents ? [] : [...documents];
    for (const { errors } of all) {
      const [error] = errors;
      if (error === undefined) continue;
      const line = this.lineOf(error.pos[0]);
      const template = templateIn(text);
      if (template !== null) throw templated(name, template.line, template.text);
      const why = (error.message.split("\n")[0] ?? "").replace(/[.:]$/, "");
      throw new BadOption(`${name}:${line}: not YAML: ${why.charAt(0).toLowerCase()}${why.slice(1)}`);
    }
    this.documents = all.map(
      (document) => new Cursor(this, document, document.contents as Node | null, 0, "the document"),
    );
  }

  lineOf(offset: number): number {
    return this.lines.linePos(offset).line;
  }

  /** A key that is none; where it comes from a template, that is what is said. */
  badKey(offset: number): BadOption {
    const line = this.lineOf(offset);
    const text = (this.text.split("\n")[line - 1] ?? "").trim();
    const mark = templateIn(text);
    return mark === null
      ? new BadOption(`${this.name}:${line}: ${quote(text)}: expected a text as key`)
      : templated(this.name, line, mark.text);
  }
}

/** A node, or the place where one would be. */
export class Cursor {
  readonly file: YamlFile;
  /** The key, or what else says what it is. */
  readonly name: string;
  private readonly document: Document;
  private readonly node: Node | null;
  /** Where the key stands, for what is missing. */
  private readonly offset: number;

  constructor(file: YamlFile, document: Document, node: Node | null, offset: number, name: string) {
    this.file = file;
    this.document = document;
    this.offset = offset;
    this.name = name;
    const resolved = isAlias(node) ? node.resolve(document) : node;
    if (isAlias(node) && resolved === undefined) this.failAt(offset, `unknown anchor ${quote(`*${node.source}`)}`);
    this.node = resolved ?? null;
  }

  get line(): number {
    return this.file.lineOf(this.node?.range?.[0] ?? this.offset);
  }

  /** `deploy.yaml:12`. */
  get where(): string {
    return `${this.file.name}:${this.file.lineOf(this.offset)}`;
  }

  /** Not there, or null. */
  get missing(): boolean {
    return this.node === null || (isScalar(this.node) && this.node.value === null);
  }

  get isMap(): boolean {
    return isMap(this.node);
  }

  get isList(): boolean {
    return isSeq(this.node);
  }

  fail(what: string): never {
    return this.failAt(this.offset, what);
  }

  private failAt(offset: number, what: string): never {
    throw new BadOption(`${this.file.name}:${this.file.lineOf(offset)}: ${what}`);
  }

  private expected(what: string): never {
    return this.fail(`${this.name} ${quote(this.shown())}: expected ${what}`);
  }

  /** As the file has it, on one line. */
  private shown(): string {
    if (isScalar(this.node) && this.node.source !== undefined) return this.node.source;
    const [from, to] = this.node?.range ?? [0, 0];
    return this.file.text.slice(from, to).replace(/\s+/g, " ").trim();
  }

  /** What stands behind the key; a cursor on nothing where there is none. */
  get(key: string): Cursor {
    return this.entries().get(key) ?? new Cursor(this.file, this.document, null, this.offset, key);
  }

  /** A mapping's entries, those of `<<` included. Empty for nothing. */
  entries(): ReadonlyMap<string, Cursor> {
    return this.merged([]);
  }

  /** `within`: the mappings that this one is merged into. */
  private merged(within: readonly Node[]): ReadonlyMap<string, Cursor> {
    const entries = new Map<string, Cursor>();
    if (this.missing) return entries;
    if (!isMap(this.node)) this.expected("a mapping");
    if (within.includes(this.node)) this.fail("<<: a mapping cannot be merged into itself");
    const inside = [...within, this.node];
    const sources: Cursor[] = [];
    for (const { key, value } of this.node.items) {
      const keyNode = key as Node | null;
      const offset = keyNode?.range?.[0] ?? this.offset;
      if (!isScalar(keyNode)) throw this.file.badKey(offset);
      const name = String(keyNode.value);
      const entry = new Cursor(this.file, this.document, value as Node | null, offset, name);
      if (name === "<<") sources.push(...(entry.isList ? entry.items() : [entry]));
      else entries.set(name, entry);
    }
    for (const source of sources) {
      for (const [name, entry] of source.merged(inside)) if (!entries.has(name)) entries.set(name, entry);
    }
    return entries;
  }

  /** A list's items. Empty for nothing. */
  items(): readonly Cursor[] {
    if (this.missing) return [];
    if (!isSeq(this.node)) this.expected("a list");
    return this.node.items.map((item) => {
      const node = item as Node | null;
      return new Cursor(this.file, this.document, node, node?.range?.[0] ?? this.offset, this.name);
    });
  }

  /** A text; numbers and booleans are none, as for the API server. */
  text(): string {
    if (!isScalar(this.node) || typeof this.node.value !== "string") {
      const quotes = isScalar(this.node) && !this.missing ? `a text: write "${this.shown()}"` : "a text";
      this.expected(quotes);
    }
    return this.changed(this.node.value);
  }

  /** Any scalar as a text; null where there is none. */
  scalar(): string | null {
    if (this.missing) return null;
    if (!isScalar(this.node)) this.expected("a text, a number or a boolean");
    return typeof this.node.value === "string" ? this.changed(this.node.value) : String(this.node.value);
  }

  /** A scalar that is no text; empty for one. */
  private bare(): string {
    const isText = isScalar(this.node) && typeof this.node.value === "string" && this.file.change === null;
    return isText ? "" : (this.scalar() ?? "");
  }

  private changed(text: string): string {
    const { change } = this.file;
    return change === null ? text : attempt(`${this.where}: ${this.name}`, text, () => change(text));
  }

  /** A whole number; `what` says which. */
  whole(what: string, least: number, most = MOST): number {
    const number = /^-?\d{1,16}$/.test(this.bare()) ? Number(this.bare()) : Number.NaN;
    if (!(number >= least && number <= most)) this.expected(what);
    return number;
  }

  seconds(least = 0): number {
    return this.whole(`a whole number of seconds, ${least} or more`, least);
  }

  port(): number {
    return this.whole("a port from 1 to 65535", 1, 65_535);
  }

  boolean(): boolean {
    const text = this.bare();
    if (text !== "true" && text !== "false") this.expected("true or false");
    return text === "true";
  }

  texts(): readonly string[] {
    if (!this.isList) this.expected(`a list of words, like [${this.shown().trim().split(/\s+/).join(", ") || "..."}]`);
    return this.items().map((item) => item.text());
  }

  /** Reads the value; what is wrong with it is said with its line. */
  read<T>(reader: (text: string) => T, text: string = this.text()): T {
    return attempt(`${this.where}: ${this.name}`, text, () => reader(text));
  }

  /** Refuses what a template engine has still to fill in, anywhere below. `seen`: where it has been looked already. */
  refuseTemplates(seen: Set<Node> = new Set()): void {
    if (this.node === null || seen.has(this.node)) return;
    seen.add(this.node);
    if (isScalar(this.node) && typeof this.node.value === "string") {
      const mark = actionIn(this.node.value);
      if (mark !== null) throw templated(this.file.name, this.line, mark);
    } else if (isSeq(this.node)) {
      for (const item of this.items()) item.refuseTemplates(seen);
    } else if (isMap(this.node)) {
      for (const entry of this.entries().values()) entry.refuseTemplates(seen);
    }
  }
}
