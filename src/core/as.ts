// The inits that lastcall-init stands in for: their names and their options. What each does differently is asked of Plan.as where
// it is done.

import { FlagId, flagNamed } from "./flags.ts";
import { endsItem, indexOfWord, wordEnd } from "./word-list.ts";

/** Whose command line is taken, and as whom the init behaves. */
export const enum As {
  Lastcall = 0,
  Tini = 1,
  DumbInit = 2,
  Catatonit = 3,
}

/** How each is called, in the order of As. */
export const programs = "lastcall-init, tini|tini-static|docker-init, dumb-init, catatonit";

const tiniOptions = "-p SIGNAL, -e CODE, -g, -s, -v, -w, -h, -l, --version";
const dumbInitOptions = "-c|--single-child, -r|--rewrite FROM:TO, -v|--verbose, -h|--help, -V|--version";
const catatonitOptions = "-g, -P, -h, -L, -V|--version";

/** Those that are none of ours, in the order of their FlagId. */
const others = "-s, -l|-L, -P";

/** The options of another program, each with the placeholder of its value. */
export function optionsOf(as: As): string {
  if (as === As.Tini) return tiniOptions;
  return as === As.DumbInit ? dumbInitOptions : catatonitOptions;
}

/** The flag that is meant by the name of another program's option; -1 if there is none. */
export function flagNamedAs(as: As, name: string): i32 {
  const known = optionsOf(as);
  // getopt_long(3) takes the beginning of a long name for the whole; tini has getopt(3) alone.
  const abbreviates = name.length > 2 && as !== As.Tini;
  // The first name of the option.
  let found = "";
  let item: i32 = 0;
  for (let from: i32 = 0; from < known.length; ) {
    const to = wordEnd(known, from);
    if (known.startsWith(name, from) && (abbreviates || to - from === name.length)) {
      // Two of them are as good as none.
      if (found.length > 0) return -1;
      found = known.substring(item, wordEnd(known, item));
    }
    from = to + 1;
    if (endsItem(known, to)) item = to + 2;
  }
  const id = flagNamed(found);
  if (id >= 0) return id;
  const other = indexOfWord(others, found);
  return other < 0 ? -1 : FlagId.Subreaper + other;
}

/** Who is meant by the path that a program was started by: ourselves if it is nobody else's. */
export function asCalled(path: string): As {
  const as = indexOfWord(programs, path.substring(path.lastIndexOf("/") + 1, path.length));
  return as < 0 ? As.Lastcall : as;
}
