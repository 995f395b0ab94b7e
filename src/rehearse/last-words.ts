// What a process printed before it ended, in one line of ours. Pure.

const SAID_LINES = 3;
const MOST_CHARACTERS = 300;
/** A stack trace, or an object that was dumped, ends in lines that say nothing; what matters stands above. */
const TELLING = /\b(?:\w*error|\w*exception|panic|fatal|cannot|denied|EADDRINUSE)\b/i;

/** What Node prints of an error below its message. */
const BELOW = /^(?:code|errno|syscall): |^Emitted 'error' event on /;

/** The line that looks like the reason, else the last ones. */
export function lastWords(lines: readonly string[]): string {
  const printed = lines.map((line) => line.trim()).filter((line) => line !== "");
  const telling = printed.findLast((line) => TELLING.test(line) && !BELOW.test(line));
  if (printed.length === 0) return "it has printed nothing";
  const said = telling ?? printed.slice(-SAID_LINES).join(" | ");
  return `${telling === undefined ? "its last output" : "it said"}: ${said.slice(0, MOST_CHARACTERS)}`;
}
