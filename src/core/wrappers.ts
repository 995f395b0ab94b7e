// How a wrapper is recognised: by the words of its command line, with the reason for each name.
//
// To add one: find the word that /proc/PID/cmdline shows (after the program's own games with its title), and put it where it belongs
// by what it does with a signal. Names are compared without their folder, version and script suffix: see command-line.ts.

import { byteAt } from "./text.ts";

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
const interpreters = "node nodejs bun deno electron iojs ";

// sh         dash on Debian and Ubuntu, busybox on Alpine, bash on Fedora: dies of a signal that it does not trap, the child never
//            hears. So do the others.
// bash       where the last command is simple it executes it in its own place, and is not there any more
// mksh       catches TERM with and without a trap
// lksh       mksh under another name
const shells = "sh dash ash bash zsh ksh ksh93 mksh yash lksh ";

// Scripts of an interpreter, or programs of their own. An app's script may be called like any other wrapper, `node watch.js`, but not
// like these.
// npm        8, 10, 11: signals its `sh -c`, which dies without telling the app, then leaves; 9: ignores the signal
// npm-cli    npm before it has set its title
// npx        npm exec
// npx-cli    npx before it has set its title
// yarn       1: leaves at once with code 1; berry: runs the script in a shell of its own
// yarnpkg    Debian's name of yarn
// yarn-berry berry's own file name
// pnpm       passes the signal on but leaves before the app
// pnpx       pnpm dlx
// corepack   runs one of the above in its place
// run-s      npm-run-all: kills its tasks' shells; so do run-p and npm-run-all
const packageManagers = "npm npm-cli npx npx-cli yarn yarnpkg yarn-berry pnpm pnpx corepack run-s run-p npm-run-all ";

// su         passes TERM on, then SIGKILLs after 2 s ("Session terminated, killing shell...")
// runuser    the same code as su
// script     the same: SIGKILLs after 2 s
// timeout    passes the signal to the app and then to its whole group: the app would hear it twice
// make       signals the recipe's shell, not the app behind it
// gmake      GNU make's other name
// tini       tells its child alone and leaves with it; so do tini-static and catatonit, and docker-init, Docker's name of tini
// dumb-init  tells the whole group, and leaves with its child
// lastcall-init  ourselves inside ourselves: the inner one may have a delay of its own, the outer one's has passed
// lastcall   before it has become the above
const couriers =
  "su runuser script timeout make gmake tini tini-static docker-init dumb-init catatonit lastcall-init lastcall ";

// xargs      dies, the command it runs is not told; so do the others
// setsid     where it had to fork
// unshare, nsenter  with --fork
const relays = "xargs flock time watch setsid unshare nsenter dbus-run-session ";

/** Whether one of `names`, behind each of which a space stands, is the word from `from` to `to` of the text. */
export function isOneOf(names: string, from: i32, to: i32): bool {
  let at = from;
  for (let i: i32 = 0; i < names.length; i++) {
    const code = names.charCodeAt(i);
    if (code === 32) {
      if (at === to) return true;
      at = from;
    } else at = at < to && byteAt(at) === code ? at + 1 : to + 1;
  }
  return false;
}

/** How the word from `from` to `to` of the text is known; Program if it is not. */
export function kindOfWord(from: i32, to: i32): Kind {
  if (isOneOf(shells, from, to)) return Kind.Shell;
  if (isOneOf(couriers, from, to) || isPackageManager(from, to)) return Kind.Courier;
  return isOneOf(relays, from, to) ? Kind.Relay : Kind.Program;
}

export function isPackageManager(from: i32, to: i32): bool {
  return isOneOf(packageManagers, from, to);
}

export function isInterpreter(from: i32, to: i32): bool {
  return isOneOf(interpreters, from, to);
}
