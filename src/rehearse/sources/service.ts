// One service of a Compose file: how it is started and how it is stopped.

import { quote } from "../bad-option.ts";
import type { Hook, Ready } from "../rehearsal.ts";
import { commandWords, signalNamed } from "../values.ts";
import type { Layer } from "./compose.ts";
import { composeMs } from "./compose-duration.ts";
import type { Lookup } from "./interpolate.ts";
import type { Source } from "./source.ts";
import type { Cursor } from "./yaml.ts";

/** What an app may take until it is healthy beyond its start_period, as without one. */
const USUAL_START_MS = 30_000;

type ReadEnvFile = (file: string, folder: string, label: string) => Record<string, string> | null;

/** `layers`: the service, then what it extends; the first that has a field wins, lists and environments add up. Throws BadOption. */
export function readService(
  layers: readonly Layer[],
  lookup: Lookup,
  envFile: ReadEnvFile,
  notes: string[],
): Omit<Source, "name" | "notes"> {
  const find = (key: string): Cursor | null =>
    layers.map(({ service }) => service.get(key)).find((value) => !value.missing) ?? null;
  const env: Record<string, string> = {};
  const base = [...layers].reverse();
  for (const layer of base) readEnvFiles(layer, envFile, env);
  for (const { service } of base) readEnvironment(service.get("environment"), lookup, env);
  const [first] = layers;
  const grace = find("stop_grace_period");
  return {
    where: first?.service.where ?? "",
    image: find("image")?.text() ?? null,
    entrypoint: words(find("entrypoint")),
    args: words(find("command")),
    argsAreCommand: true,
    env,
    missingEnv: new Map(),
    cwd: find("working_dir")?.text() ?? null,
    graceMs: grace === null ? null : grace.read(composeMs, grace.scalar() ?? ""),
    stopSignal: find("stop_signal")?.read(signalNamed) ?? null,
    hook: readHook(layers, notes),
    ...readHealth(layers),
    ...readPorts(layers),
    init: find("init")?.boolean() ?? false,
  };
}

/** A text is split as a shell would, without one; an empty list or text means the image's own. */
function words(value: Cursor | null): readonly string[] | null {
  if (value === null) return null;
  if (value.isList) return value.items().length === 0 ? null : value.texts();
  return value.text().trim() === "" ? null : value.read(commandWords);
}

function readEnvFiles({ service, folder }: Layer, envFile: ReadEnvFile, env: Record<string, string>): void {
  const value = service.get("env_file");
  for (const entry of value.isList ? value.items() : value.missing ? [] : [value]) {
    const path = entry.isMap ? entry.get("path").text() : entry.text();
    const required = !entry.isMap || entry.get("required").missing || entry.get("required").boolean();
    const found = envFile(path, folder, `${entry.where}: env_file`);
    if (found === null && required) entry.fail(`env_file ${quote(path)}: no such file (ENOENT)`);
    Object.assign(env, found);
  }
}

/** A name without a value is taken from Compose's own environment, if it is there. */
function readEnvironment(value: Cursor, lookup: Lookup, env: Record<string, string>): void {
  const entries: [name: string, value: string | null][] = value.isList
    ? value.items().map((item) => {
        const [, name = "", , text] = /^([^=]*)(=([\s\S]*))?$/.exec(item.text()) ?? [];
        if (name === "") item.fail(`environment ${quote(item.text())}: expected NAME=VALUE`);
        return [name, text ?? null];
      })
    : [...value.entries()].map(([name, entry]) => [name, entry.scalar()]);
  for (const [name, text] of entries) {
    const own = text ?? lookup(name);
    if (own !== undefined) env[name] = own;
  }
}

/** Compose runs them one after the other; a rehearsal has one. */
function readHook(layers: readonly Layer[], notes: string[]): Hook | null {
  const hooks = [...layers].reverse().flatMap(({ service }) => service.get("pre_stop").items());
  const [hook, second] = hooks;
  if (hook === undefined) return null;
  if (second !== undefined) second.fail("pre_stop: expected one hook, not several: put them into one script");
  for (const key of ["user", "privileged", "working_dir", "environment"]) {
    const field = hook.get(key);
    if (!field.missing) notes.push(`${field.where}: the hook runs without its ${key}`);
  }
  const command = hook.get("command");
  return {
    kind: "exec",
    command: words(command.missing ? null : command) ?? command.fail("pre_stop: expected a command"),
  };
}

/** Its healthcheck, as `docker compose up --wait` takes it: healthy is ready. */
function readHealth(layers: readonly Layer[]): { ready: Ready | null; readyTimeoutMs: number | null } {
  const find = (key: string) =>
    layers.map(({ service }) => service.get("healthcheck").get(key)).find((value) => !value.missing) ?? null;
  const none = { ready: null, readyTimeoutMs: null };
  if (find("disable")?.boolean() === true) return none;
  const start = find("start_period");
  const readyTimeoutMs = start === null ? null : start.read(composeMs, start.scalar() ?? "") + USUAL_START_MS;
  const test = find("test");
  if (test === null) return none;
  const shell = (command: string): Ready => ({ kind: "exec", command: ["/bin/sh", "-c", command] });
  if (!test.isList) return { ready: shell(test.text()), readyTimeoutMs };
  const [kind, ...rest] = test.texts();
  if (kind === "NONE") return none;
  if (kind === "CMD" && rest.length > 0) return { ready: { kind: "exec", command: rest }, readyTimeoutMs };
  if (kind === "CMD-SHELL" && rest.length === 1) return { ready: shell(rest[0] ?? ""), readyTimeoutMs };
  return test.fail(`healthcheck.test ${quote(kind ?? "")}: expected CMD with words, CMD-SHELL with one, or NONE`);
}

/** The container's side of the first TCP port, of `ports` and then of `expose`; and what is published as what. */
function readPorts(layers: readonly Layer[]): Pick<Source, "port" | "published"> {
  const published = new Map<number, number>();
  let first: number | null = null;
  for (const port of layers.flatMap(({ service }) => [
    ...service.get("ports").items(),
    ...service.get("expose").items(),
  ])) {
    const { outside, inside } = port.isMap ? longPort(port) : shortPort(port);
    if (inside === null) continue;
    first ??= inside;
    if (outside !== null) published.set(outside, inside);
  }
  return { port: first, published };
}

interface Port {
  readonly outside: number | null;
  /** Null for another protocol. */
  readonly inside: number | null;
}

function longPort(port: Cursor): Port {
  const outside = port.get("published").scalar() ?? "";
  const inside = port.get("target").port();
  const isTcp = (port.get("protocol").scalar() ?? "tcp") === "tcp";
  return { outside: /^\d+$/.test(outside) ? Number(outside) : null, inside: isTcp ? inside : null };
}

/** `[[HOST:]PUBLISHED:]TARGET[/tcp]`; of a range the first. */
function shortPort(port: Cursor): Port {
  const text = port.scalar() ?? "";
  const parts = /^(?:(?:.*:)?(\d{1,5})(?:-\d{1,5})?:|.*:)?(\d{1,5})(?:-\d{1,5})?(?:\/(\w+))?$/.exec(text);
  const inside = Number(parts?.[2]);
  if (!(inside >= 1 && inside <= 65_535))
    port.fail(`ports ${quote(text)}: expected [[HOST:]PUBLISHED:]TARGET[/PROTOCOL]`);
  const outside = parts?.[1] === undefined ? null : Number(parts[1]);
  return { outside, inside: (parts?.[3] ?? "tcp") === "tcp" ? inside : null };
}
