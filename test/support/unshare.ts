// The one command line that makes a PID namespace for a test. Inside, kill(-1) reaches only the
// processes of that namespace; nothing here may ever run the init outside one.

/** Without root a user namespace comes first; inside it the test is root over its own processes. */
const asRoot: readonly string[] = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];

/** `unshare` and its options; append the command that becomes PID 1. `--kill-child` ends the namespace with unshare. */
export const unshareCommand: readonly [string, ...string[]] = [
  // A test run that is killed leaves nothing behind: its death ends unshare, whose death ends the namespace.
  "setpriv",
  "--pdeathsig",
  "KILL",
  "--",
  "unshare",
  ...asRoot,
  "--pid",
  "--fork",
  "--kill-child",
  "--mount-proc",
  "--",
];
