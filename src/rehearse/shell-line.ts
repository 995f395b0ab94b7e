// Words as a shell reads them back (POSIX, 2.2.2): for the shell form of ENTRYPOINT, and for people to read and to copy.

export const shellLine = (words: readonly string[]): string => words.map(quoted).join(" ");

/** Quoted only where it needs to be. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
