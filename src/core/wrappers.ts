// How a wrapper is recognised: by the words of its command line. One row for each name, with the reason for it.
//
// To add one: find the word that /proc/PID/cmdline shows (after the program's own games with its title), and put a row here with
// what it does with a signal. Names are compared without their folder, version and script suffix: see command-line.ts.

/** What a process is to somebody who wants to stop the app behind it. */
export const enum Kind {
  /** It no longer exists, or is a zombie. */
  Gone = 0,
  /** A real program: it is told, its children are its own affair. */
  Program = 1,
  /** A shell: told if it traps the signal, looked through otherwise. */
  Shell = 2,
  /** Looks as if it were the app but would lose or mishandle the signal: always looked through. */
  Relay = 3,
  /** A relay that passes the signal on to its own child, and so mishandles it later: looked through, but where it is told by others its child is too. */
  Courier = 4,
}

/** Runs a script file given as a word: the script's name counts, not the interpreter's. */
const interpreters: string[] = ["node", "nodejs", "bun", "deno", "electron", "iojs"];

const shells: string[] = [
  "sh", // dash on Debian and Ubuntu, busybox on Alpine, bash on Fedora: dies of a signal that it does not trap, the child never hears
  "dash", // as sh
  "ash", // busybox: as sh
  "bash", // as sh; where the last command is simple it executes it in its own place, and is not there any more
  "zsh", // as sh
  "ksh", // as sh
  "ksh93", // as sh
  "mksh", // as sh; catches TERM with and without a trap
  "yash", // as sh
  "lksh", // mksh under another name
];

/** Scripts of an interpreter, or programs of their own. An app's script may be called like any other wrapper, `node watch.js`, but not like these. */
const packageManagers: string[] = [
  "npm", // 8, 10, 11: signals its `sh -c`, which dies without telling the app, then leaves; 9: ignores the signal
  "npm-cli", // npm before it has set its title
  "npx", // npm exec
  "npx-cli", // npx before it has set its title
  "yarn", // 1: leaves at once with code 1; berry: runs the script in a shell of its own
  "yarnpkg", // Debian's name of yarn
  "yarn-berry", // berry's own file name
  "pnpm", // passes the signal on but leaves before the app
  "pnpx", // pnpm dlx
  "corepack", // runs one of the above in its place
  "run-s", // npm-run-all: kills its tasks' shells
  "run-p", // as run-s
  "npm-run-all", // as run-s
];

const couriers: string[] = [
  "su", // passes TERM on, then SIGKILLs after 2 s ("Session terminated, killing shell...")
  "runuser", // the same code as su
  "script", // the same: SIGKILLs after 2 s
  "timeout", // passes the signal to the app and then to its whole group: the app would hear it twice
  "make", // signals the recipe's shell, not the app behind it
  "gmake", // GNU make's other name
  "tini", // tells its child alone and leaves with it
  "tini-static", // as tini
  "docker-init", // Docker's name of tini
  "dumb-init", // tells the whole group, and leaves with its child
  "catatonit", // as tini
  "lastcall-init", // ourselves inside ourselves: the inner one may have a delay of its own, the outer one's has passed
  "lastcall", // before it has become the above
];

const relays: string[] = [
  "xargs", // dies, the command it runs is not told
  "flock", // as xargs
  "time", // as xargs
  "watch", // as xargs
  "setsid", // as xargs, where it had to fork
  "unshare", // as xargs, with --fork
  "nsenter", // as xargs, with --fork
  "dbus-run-session", // as xargs
];

/** Whether `table` has the word bytes[from, to); allocates nothing. */
function has(table: string[], bytes: Uint8Array, from: i32, to: i32): bool {
  for (let row: i32 = 0; row < table.length; row++) {
    const name = table[row];
    if (name.length !== to - from) continue;
    let at: i32 = 0;
    while (at < name.length && name.charCodeAt(at) === bytes[from + at]) at++;
    if (at === name.length) return true;
  }
  return false;
}

/** How the word bytes[from, to) is known; Program if it is not. */
export function kindOfWord(bytes: Uint8Array, from: i32, to: i32): Kind {
  if (has(shells, bytes, from, to)) return Kind.Shell;
  if (has(couriers, bytes, from, to) || isPackageManager(bytes, from, to)) return Kind.Courier;
  return has(relays, bytes, from, to) ? Kind.Relay : Kind.Program;
}

export function isPackageManager(bytes: Uint8Array, from: i32, to: i32): bool {
  return has(packageManagers, bytes, from, to);
}

export function isInterpreter(bytes: Uint8Array, from: i32, to: i32): bool {
  return has(interpreters, bytes, from, to);
}
