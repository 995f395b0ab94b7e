// Who is told. Process tables in the notation of test/support/process-tree.ts, and what the search does with them.

export interface Row {
  name: string;
  tree: string;
  /** TERM if nothing else is said. */
  signal?: string;
  done: string;
}

export const rows: Row[] = [
  { name: "a program is told", tree: "10 nginx -g x", done: "tell 10" },
  {
    name: "its workers are its own affair",
    tree: `
10 nginx -g x
  11 nginx worker
  12 nginx worker`,
    done: "tell 10",
  },
  {
    name: "a shell without a trap is looked through",
    tree: `
10 sh -c app;:
  11 app`,
    done: "tell 11",
  },
  {
    name: "a script within a script",
    tree: `
10 sh /entrypoint.sh
  11 bash start.sh
    12 dash run.sh
      13 app
        14 worker`,
    done: "tell 13",
  },
  {
    name: "npm through a shell, and its own shell",
    tree: `
10 sh /entrypoint.sh
  11 npm start
    12 sh -c node_server.js
      13 node server.js`,
    done: "tell 13",
  },
  {
    name: "every wrapper at once",
    tree: `
10 su -c x
  11 timeout 99 x
    12 node /usr/bin/yarn start
      13 node --run start
        14 bash -c x
          15 tini -- app
            16 app`,
    done: "tell 16",
  },
  {
    name: "app & wait: both children are told",
    tree: `
10 sh run.sh
  11 app [async]
  12 helper [async]`,
    done: "tell 11, tell 12",
  },
  {
    name: "a helper in the background beside the app in front",
    tree: `
10 sh run.sh
  11 helper [async]
  12 app`,
    done: "tell 11, tell 12",
  },
  {
    name: "a shell that traps is told, and so is its foreground child, as the trap runs after it",
    tree: `
10 sh run.sh [traps=TERM]
  11 app`,
    done: "tell 10, tell 11",
  },
  {
    name: "a shell that traps and waits: the app in the background hears it from the trap",
    tree: `
10 sh run.sh [traps=TERM]
  11 app [async]`,
    done: "spare 11, tell 10",
  },
  {
    name: "the descendants of such an app are spared too",
    tree: `
10 bash run.sh [traps=TERM,CHLD]
  11 app [async]
    12 worker
      13 sh -c x
  14 other [async]`,
    done: "spare 11, spare 12, spare 13, spare 14, tell 10",
  },
  {
    name: "a shell in the background ends of the trap's kill: the app behind it is told",
    tree: `
10 bash run.sh [traps=TERM,CHLD]
  11 sh -c app [async]
    12 app
      13 worker
  14 other [async]`,
    done: "spare 11, spare 14, tell 10, tell 12",
  },
  {
    name: "so does a relay, and its downstream sibling is left out",
    tree: `
10 bash run.sh [traps=TERM]
  11 flock lock app [async]
    12 app [out=1]
    13 tee log [in=1]`,
    done: "spare 11, tell 10, tell 12",
  },
  {
    name: "a courier in the background passes the kill on to an app, and no further than to a shell",
    tree: `
10 bash run.sh [traps=TERM]
  11 npm start [async]
    12 app
  13 npm start [async]
    14 sh -c app
      15 app`,
    done: "spare 11, spare 12, spare 13, spare 14, tell 10, tell 15",
  },
  {
    name: "a trapping shell in the background passes on what its own trap does",
    tree: `
10 bash run.sh [traps=TERM]
  11 sh inner.sh [traps=TERM async]
    12 app
    13 helper [async]`,
    done: "spare 11, spare 13, tell 10, tell 12",
  },
  {
    name: "in its wait command a shell has nobody in the foreground, whatever the job's input",
    tree: `
10 sh run.sh [traps=TERM waits]
  11 app`,
    done: "spare 11, tell 10",
  },
  {
    name: "a package manager's own shell feeds the reader through a socket: it is left out",
    tree: `
10 yarn start
  11 app
  12 cat [fed]`,
    done: "tell 11",
  },
  {
    name: "where all are fed there is no pipeline",
    tree: `
10 run-p a b
  11 app [fed]
  12 other [fed]`,
    done: "tell 11, tell 12",
  },
  {
    name: "background and foreground under a trap",
    tree: `
10 sh run.sh [traps=TERM]
  11 helper [async]
  12 app`,
    done: "spare 11, tell 10, tell 12",
  },
  {
    name: "a background job that undid the ignoring is known by its null",
    tree: `
10 sh run.sh [traps=TERM]
  11 node server.js [own-null]`,
    done: "spare 11, tell 10",
  },
  {
    name: "one that has other input is known by the ignoring",
    tree: `
10 sh run.sh [traps=TERM]
  11 app [ignores=INT,QUIT,HUP]`,
    done: "spare 11, tell 10",
  },
  {
    name: "ignoring that the shell itself has proves nothing",
    tree: `
10 sh run.sh [traps=TERM ignores=INT,QUIT]
  11 app [ignores=INT,QUIT]`,
    done: "tell 10, tell 11",
  },
  {
    name: "INT alone is not what a shell gives to the background",
    tree: `
10 sh run.sh [traps=TERM]
  11 app [ignores=INT]`,
    done: "tell 10, tell 11",
  },
  {
    name: "a trap of another signal is none",
    tree: `
10 sh run.sh [traps=USR1,CHLD]
  11 app`,
    done: "tell 11",
  },
  {
    name: "a shell that catches a whole set, ALRM among them, has no trap for it",
    tree: `
10 bash run.sh [traps=HUP,INT,TERM,ALRM,CHLD,XCPU]
  11 app`,
    done: "tell 11",
  },
  {
    name: "INT caught while a child is waited for is no trap",
    signal: "INT",
    tree: `
10 sh run.sh [traps=INT]
  11 app`,
    done: "tell 11",
  },
  {
    name: "INT and TERM caught together are traps",
    signal: "INT",
    tree: `
10 sh run.sh [traps=INT,TERM]
  11 app`,
    done: "tell 10, tell 11",
  },
  {
    name: "HUP, which zsh always catches, is no trap",
    signal: "HUP",
    tree: `
10 zsh run.sh [traps=HUP]
  11 app`,
    done: "tell 11",
  },
  {
    name: "QUIT caught is a trap",
    signal: "QUIT",
    tree: `
10 sh run.sh [traps=QUIT]
  11 app`,
    done: "tell 10, tell 11",
  },
  {
    name: "a shell that traps below one that does not",
    tree: `
10 sh run.sh
  11 bash inner.sh [traps=TERM]
    12 app
      13 worker`,
    done: "tell 11, tell 12",
  },
  {
    name: "a shell that traps, without children",
    tree: "10 sh run.sh [traps=TERM]",
    done: "tell 10",
  },
  {
    name: "a shell that does not, without children: nobody else can hear it",
    tree: "10 sh -c x",
    done: "tell 10",
  },
  {
    name: "a package manager without children",
    tree: `
10 sh -c x
  11 npm ci`,
    done: "tell 11",
  },
  {
    name: "a pipeline: who reads what a sibling writes ends with its input",
    tree: `
10 sh -c app|tee
  11 app [out=7]
  12 tee log [in=7]`,
    done: "tell 11",
  },
  {
    name: "a pipeline of three",
    tree: `
10 sh -c a|b|c
  11 app [out=7]
  12 grep x [in=7 out=8]
  13 tee log [in=8]`,
    done: "tell 11",
  },
  {
    name: "a pipeline whose first member writes its errors only",
    tree: `
10 sh -c x
  11 app [err=7]
  12 logger [in=7]`,
    done: "tell 11",
  },
  {
    name: "a pipeline that is listed the other way round",
    tree: `
10 sh -c x
  12 tee log [in=7]
  11 app [out=7]`,
    done: "tell 11",
  },
  {
    name: "a pipe from somebody else is no pipeline",
    tree: `
10 sh -c x
  11 app [in=7]
  12 other [out=8]`,
    done: "tell 11, tell 12",
  },
  {
    name: "exec > >(logger): the shell itself writes what its child reads",
    tree: `
10 bash run.sh [out=7 err=7]
  11 logger [in=7]
  12 app [out=7 err=7]`,
    done: "tell 12",
  },
  {
    name: "a program that reads what it writes itself is no downstream member",
    tree: `
10 sh -c x
  11 app [in=7 out=7]`,
    done: "tell 11",
  },
  {
    name: "a pipeline of wrappers",
    tree: `
10 sh -c x
  11 npm start [out=7]
    12 sh -c x [out=7]
      13 node a.js [out=7]
  14 sh -c pretty [in=7]
    15 pretty [in=7]`,
    done: "tell 13",
  },
  {
    name: "only readers are left: the wrapper is told itself",
    tree: `
10 sh -c x [out=7]
  11 tee log [in=7]`,
    done: "tell 10",
  },
  {
    name: "a zombie is nobody",
    tree: `
10 sh -c x
  11 app [gone]
  12 app`,
    done: "tell 12",
  },
  {
    name: "all children are zombies: the wrapper is told itself",
    tree: `
10 sh -c x
  11 app [gone]`,
    done: "tell 10",
  },
  {
    name: "a root that is gone",
    tree: "10 app [gone]",
    done: "nobody",
  },
  {
    name: "an app that we may not signal: su's own is told instead",
    tree: `
10 su -c x
  11 app [denied]`,
    done: "denied 11, tell 10",
  },
  {
    name: "one of two may not be signalled",
    tree: `
10 sh -c x
  11 app [denied]
  12 app`,
    done: "denied 11, tell 12",
  },
  {
    name: "nobody may be signalled",
    tree: `
10 sh -c x [denied]
  11 app [denied]`,
    done: "denied 11, denied 10",
  },
  {
    name: "who was told before is not told again, and counts",
    tree: `
10 sh -c x
  11 app [told]
  12 other`,
    done: "tell 12",
  },
  {
    name: "a wrapper below which everybody was told before stays in peace",
    tree: `
10 sh -c x
  11 npm start
    12 app [told]`,
    done: "nobody",
  },
  {
    name: "a package manager that catches the signal is looked through all the same",
    tree: `
10 npm start [traps=TERM]
  11 app [async]`,
    done: "tell 11",
  },
  {
    name: "a root that was told before",
    tree: `
10 sh run.sh [told]
  11 app`,
    done: "nobody",
  },
];
