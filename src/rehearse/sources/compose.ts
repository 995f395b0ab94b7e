// Compose files: finds the service that is meant, and what it has from others (`extends`) and from variables.

import { dirname, isAbsolute, join } from "node:path";
import { nearest } from "../../core/suggest.ts";
import { attempt, BadOption, quote } from "../bad-option.ts";
import { readText, type Surroundings } from "../surroundings.ts";
import { readEnvFile } from "./env-file.ts";
import { interpolate, type Lookup } from "./interpolate.ts";
import { readService } from "./service.ts";
import type { Source } from "./source.ts";
import { type Cursor, YamlFile } from "./yaml.ts";

/** A service as one file has it; files are named in errors, folders are where relative paths begin. */
export interface Layer {
  readonly service: Cursor;
  readonly folder: string;
}

/** For what cannot be followed here. */
const RENDER = "'docker compose config | lastcall rehearse --compose -' has it in one file";

/** What the file says of a service; null: of the only one. `labels` are the options' names for errors. Throws BadOption. */
export function readCompose(
  path: string,
  wanted: string | null,
  labels: { readonly file: string; readonly service: string },
  surroundings: Surroundings,
): Source {
  const notes: string[] = [];
  const files = new Files(surroundings, notes);
  const file = files.open(path, labels.file);
  const services = servicesOf(file);
  const names = [...services.keys()];
  const [only] = names;
  if (only === undefined) throw new BadOption(`${file.name}: expected services${hintOf(file)}`);
  if (wanted === null && names.length > 1) {
    throw new BadOption(`${labels.service}: ${file.name} has ${names.length} services: expected ${names.join(" or ")}`);
  }
  const name = wanted ?? only;
  const service = services.get(name);
  if (service === undefined) {
    const guess = nearest(name, names.join(" "));
    const valid = guess === "" ? `expected ${names.join(" or ")}${hintOf(file)}` : `did you mean ${guess}?`;
    throw new BadOption(`${labels.service} ${quote(name)}: ${valid}`);
  }
  const folder = path === "-" ? "." : dirname(path);
  const layers = files.layers(service, folder, path, [`${path}#${name}`]);
  const source = readService(layers, files.lookup, (file, folder, label) => files.env(file, folder, label), notes);
  return { ...source, name, notes };
}

function servicesOf(file: YamlFile): ReadonlyMap<string, Cursor> {
  const [document] = file.documents;
  if (document === undefined || document.missing) return new Map();
  return document.get("services").entries();
}

function hintOf(file: YamlFile): string {
  const include = file.documents[0]?.get("include");
  return include === undefined || include.missing ? "" : `; include is not followed: ${RENDER}`;
}

/** The files that one Compose file leads to. */
class Files {
  /** Variables of the shell come before those of .env, which is read with the first file. */
  readonly lookup: Lookup = (name) => this.surroundings.variables[name] ?? this.dotEnv[name];
  private readonly opened = new Map<string, YamlFile>();
  private readonly unset = new Set<string>();
  private dotEnv: Readonly<Record<string, string>> = {};

  private readonly surroundings: Surroundings;
  private readonly notes: string[];

  constructor(surroundings: Surroundings, notes: string[]) {
    this.surroundings = surroundings;
    this.notes = notes;
  }

  open(path: string, label: string): YamlFile {
    const known = this.opened.get(path);
    if (known !== undefined) return known;
    const name = path === "-" ? "stdin" : path;
    const text = readText(this.surroundings, label, path);
    if (this.opened.size === 0) this.dotEnv = this.readDotEnv(path === "-" ? "." : dirname(path));
    const file = new YamlFile(name, text, (scalar) =>
      interpolate(scalar, this.lookup, (variable) => {
        if (this.unset.has(variable)) return;
        this.unset.add(variable);
        this.notes.push(`${name}: variable ${variable} is not set: Compose takes it as empty`);
      }),
    );
    this.opened.set(path, file);
    return file;
  }

  private readDotEnv(folder: string): Readonly<Record<string, string>> {
    const path = join(folder, ".env");
    let text: string;
    try {
      text = this.surroundings.read(path);
    } catch {
      // Nobody has to have one.
      return {};
    }
    return attempt("the file", path, () => readEnvFile(text, (name) => this.surroundings.variables[name]));
  }

  /** The service itself first, then what it extends. */
  layers(service: Cursor, folder: string, path: string, seen: readonly string[]): Layer[] {
    const own = { service, folder };
    const from = service.get("extends");
    if (from.missing) return [own];
    const file = from.isMap ? from.get("file") : null;
    const name = from.isMap ? from.get("service").text() : from.text();
    const other = file === null || file.missing ? path : under(folder, file.text());
    const id = `${other}#${name}`;
    if (seen.includes(id)) from.fail(`extends ${quote(name)}: in a circle`);
    const base = servicesOf(this.open(other, `${from.where}: extends`)).get(name);
    if (base === undefined) return from.fail(`extends ${quote(name)}: no such service in ${other}`);
    return [own, ...this.layers(base, other === path ? folder : dirname(other), other, [...seen, id])];
  }

  /** The variables of an `env_file`; null where there is no such file. */
  env(file: string, folder: string, label: string): Record<string, string> | null {
    const path = under(folder, file);
    let text: string;
    try {
      text = this.surroundings.read(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      text = readText(this.surroundings, label, path);
    }
    return attempt(label, path, () => readEnvFile(text, this.lookup));
  }
}

function under(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}
