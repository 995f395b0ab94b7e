// Writes the parts of the documents that come from the source: README.md's table of options and variables, docs/rehearse.md's tables.
// `node scripts/docs.ts --check` writes nothing and fails where one of them is stale.

import { readFileSync, writeFileSync } from "node:fs";
import { importCommands } from "./build/commands.ts";
import { type Core, type Flag, importCore } from "./build/core.ts";
import { fromRoot } from "./build/paths.ts";
import { rehearseParts, table } from "./docs/rehearse.ts";

/** The table between the markers, one row an option. */
export function optionsTable({ flags, fallbackOf, helpOf }: Core): string {
  const rows = flags.map((flag) => {
    return [spelling(flag), code(flag.variable), code(fallbackOf(flag.id)), helpOf(flag.id)];
  });
  return table(["option", "variable", "default", "what it does"], rows);
}

function code(text: string): string {
  return text && `\`${text}\``;
}

function spelling(flag: Flag): string {
  const names = [flag.short && `-${flag.short}`, flag.long && `--${flag.long}`].filter((name) => name !== "");
  return `\`${names.join(", ")}${flag.value && ` ${flag.value}`}\``;
}

/** `text` with what stands between the markers NAME replaced. */
export function replacePart(text: string, name: string, part: string): string {
  const begin = `<!-- ${name}: written by scripts/docs.ts -->`;
  const end = `<!-- end of ${name} -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`no '${begin}' with '${end}' behind it`);
  return `${text.slice(0, from + begin.length)}\n\n${part}\n\n${text.slice(to)}`;
}

async function main(words: readonly string[]): Promise<number> {
  const check = words.length === 1 && words[0] === "--check";
  if (words.length > 0 && !check) {
    console.error(`docs: '${words.join(" ")}': nothing, or "--check"`);
    return 2;
  }
  const documents = {
    "README.md": { options: optionsTable(await importCore()) },
    "docs/rehearse.md": await rehearseParts(await importCommands()),
  };
  let code = 0;
  for (const [file, parts] of Object.entries(documents)) {
    const path = fromRoot(file);
    const old = readFileSync(path, "utf8");
    const fresh = Object.entries(parts).reduce((text, [name, part]) => replacePart(text, name, part), old);
    if (fresh === old) continue;
    if (check) console.error(`docs: ${file} is stale: run npm run fix`);
    else writeFileSync(path, fresh);
    code = check ? 1 : 0;
  }
  return code;
}

if (import.meta.main) {
  process.exitCode = await main(process.argv.slice(2)).catch((error: Error) => {
    console.error(`docs: ${error.message}`);
    return 1;
  });
}
