// The help text, made from the flag table.

import { flags, helpOf } from "./flags.ts";

/** Everything `--help` prints; `program` is the words that begin a command line. */
export function helpText(program: string): string {
  let text = "Usage: " + program + " [options] [--] COMMAND [ARG...]\n\n";
  text += "Runs COMMAND, passes signals on to the app behind it, reaps orphans, waits for the app to drain.\n\n";
  for (let i: i32 = 0; i < flags.length; i++) {
    const flag = flags[i];
    let left = flag.short.length > 0 ? "  -" + flag.short : "    ";
    if (flag.long.length > 0) left += (flag.short.length > 0 ? ", --" : "  --") + flag.long;
    if (flag.value.length > 0) left += " " + flag.value;
    text += left.padEnd(30) + helpOf(flag.id);
    if (flag.fallback.length > 0) text += " [" + flag.fallback + "]";
    text += "\n";
  }
  text += "\nEach option can be set by a variable too: --delay 5s is LASTCALL_DELAY=5s.\n";
  text += "Exit: COMMAND's code, 128+n if signal n ended it; 127 not found, 126 not executable, 125 our own failure.\n";
  text += "Example: " + program + " --delay auto --deadline 25s -- /entrypoint.sh\n";
  return text;
}
