// Which functions of the module are needed at start only. The cold ones get a segment of their own (src/native/link.ld), whose
// pages are given back when the start is over (src/native/cold.h): options are read once, the init stays for
// weeks. Given back wrongly, a page would only be read again from the file.

const DEFINITION = /^(?:static )?\w+\*? (w2c_init_\w+)\([^;{]*\) \{$/;
const NAME = /\bw2c_init_\w+/g;

/** Marks every function that `watch` reaches as hot and every other as cold; without `watch`, none. */
export function markCold(source: string): string {
  const uses = usesByFunction(source);
  if (!uses.has("w2c_init_watch")) return source;
  const hot = new Set<string>();
  const pending = ["w2c_init_watch"];
  for (let name = pending.pop(); name; name = pending.pop()) {
    if (hot.has(name)) continue;
    hot.add(name);
    pending.push(...(uses.get(name) ?? []));
  }
  return source.replace(/^static [^;{}=]*?\b(w2c_init_\w+)\([^;{}]*\);$/gm, (declaration, name) => {
    if (!uses.has(name)) return declaration;
    return `${hot.has(name) ? "HOT" : "COLD"} ${declaration}`;
  });
}

/** What each function mentions: callees, and whatever else has a name of the module. */
function usesByFunction(source: string): Map<string, Set<string>> {
  const uses = new Map<string, Set<string>>();
  let current: Set<string> | null = null;
  for (const line of source.split("\n")) {
    const name = DEFINITION.exec(line)?.[1];
    if (name) {
      current = new Set();
      uses.set(name, current);
    } else if (line === "}") {
      current = null;
    } else if (current) {
      for (const [used] of line.matchAll(NAME)) current.add(used);
    }
  }
  return uses;
}
