// lastcall-init(1): the text of lastcall-init.md with the options from the flag table in it.

import type { Core, Flag } from "../build/core.ts";
import { type Block, readMarkdown } from "./markdown.ts";
import { roff } from "./roff.ts";

/** The page as roff; `text` is lastcall-init.md. */
export function manual(text: string, core: Core): string {
  const date = /^<!-- .*: (\d{4}-\d{2}-\d{2})$/m.exec(text)?.[1];
  if (date === undefined) throw new Error("manual: the first line does not say the day of the last edit");
  const parts: Record<string, Block[]> = { options: optionBlocks(core), programs: programBlocks(core) };
  const blocks = readMarkdown(text).flatMap((block) => (block.kind === "part" && parts[block.name]) || [block]);
  const source = `lastcall ${core.version}`;
  return roff({ name: "lastcall-init", section: 1, date, source, volume: "User Commands" }, blocks);
}

function optionBlocks(core: Core): Block[] {
  return core.flags.map((flag) => ({
    kind: "term",
    term: spelling(flag),
    text: sentence(core.helpOf(flag.id)),
    facts: facts(flag, core.fallbackOf(flag.id)),
  }));
}

function spelling({ short, long, value }: Flag): string {
  const names = [short && `\`-${short}\``, long && `\`--${long}\``].filter((name) => name !== "");
  return names.join(", ") + (value && ` *${value}*`);
}

/** The flag table's words, with the options that they name in bold and the command as everywhere. */
function sentence(help: string): string {
  const marked = help.replace(/--[a-z][a-z-]*(?: (?:group|child)\b)?/g, "`$&`").replace(/\bCOMMAND\b/g, "*$&*");
  return `${marked.charAt(0).toUpperCase()}${marked.slice(1)}.`;
}

function facts({ variable }: Flag, fallback: string): string {
  const parts = [fallback && `Default: \`${fallback}\`.`, variable && `Variable: \`${variable}\`.`];
  return parts.filter((part) => part !== "").join(" ");
}

/** The other inits: their names, and the options that are taken under them. */
function programBlocks({ programs, optionsOf }: Core): Block[] {
  const items = programs.split(", ").slice(1);
  return items.map((names, at) => ({
    kind: "term",
    term: typed(names).replaceAll("|", ", "),
    text: `${optionsOf(at + 1)
      .split(", ")
      .map(typedOption)
      .join("; ")}.`,
  }));
}

function typed(names: string): string {
  return names.replace(/[^|]+/g, "`$&`");
}

/** -r|--rewrite FROM:TO */
function typedOption(option: string): string {
  const [names, value] = option.split(" ");
  return typed(names).replaceAll("|", ", ") + (value ? ` *${value}*` : "");
}
