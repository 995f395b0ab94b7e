// Which processes are wrappers, by their command lines as /proc shows them. `·` stands for the NUL that ends a word.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cores } from "../support/core.ts";

const kinds = ["gone", "program", "shell", "relay", "courier"];

const rows: [kind: string, words: string, because: string][] = [
  ["shell", "sh·-c·app·", "sh -c"],
  ["shell", "/bin/sh·/entrypoint.sh·", "a script"],
  ["shell", "/usr/bin/bash·", "by its path"],
  ["shell", "-bash·", "a login shell"],
  ["shell", "/bin/-sh·", "a login shell by its path"],
  ["shell", "dash·-e·x·", "dash"],
  ["shell", "ash·", "ash"],
  ["shell", "zsh·", "zsh"],
  ["shell", "ksh93·", "ksh"],
  ["shell", "mksh·", "mksh"],
  ["shell", "busybox·sh·-c·app·", "an applet"],
  ["shell", "/bin/busybox·ash·", "an applet by its path"],
  ["courier", "busybox·timeout·5·app·", "another applet"],
  ["program", "busybox·httpd·-f·", "an applet that is a program"],
  ["program", "busybox·", "busybox alone"],
  ["program", "busybox", "busybox alone, without its NUL"],
  ["shell", "sh", "a title without its NUL"],
  ["program", "bashful·", "a longer name"],
  ["program", "ba·", "a shorter name"],
  ["program", "nginx: master process nginx·", "a title"],
  ["program", "/usr/lib/postgresql/16/bin/postgres·-D·/data·", "postgres"],
  ["program", "·", "an empty word"],
  ["program", "", "no word at all"],
  ["program", "··sh·", "two empty words before"],
  ["program", "/·", "a slash"],
  ["program", "sh/·", "a folder"],
  ["program", "-·", "a dash"],

  ["courier", "npm run start·····", "npm sets its title in one word"],
  ["courier", "npm start", "the same without padding"],
  ["courier", "npm·start·", "npm before it has set its title"],
  ["courier", "node·/usr/lib/node_modules/npm/bin/npm-cli.js·start·", "npm as Node starts it"],
  ["courier", "node·/usr/local/bin/npm·start·", "npm by its link"],
  ["courier", "/usr/bin/node·--max-old-space-size=99·/usr/bin/npm·ci·", "npm after an option"],
  ["courier", "nodejs·/usr/bin/npx·serve·", "npx"],
  ["courier", "node·/x/npx-cli.js·a·", "npx before its title"],
  ["courier", "node·/usr/bin/yarn·start·", "yarn"],
  ["courier", "node·/opt/yarn-v1.22.22/bin/yarn.js·start·", "yarn 1 by its script"],
  ["courier", "node·/app/.yarn/releases/yarn-4.1.0.cjs·start·", "yarn 4 by its release"],
  ["courier", "node·/x/yarn-berry.cjs·", "berry"],
  ["courier", "node·/usr/bin/yarnpkg·start·", "Debian's name"],
  ["courier", "node·/x/pnpm.cjs·start·", "pnpm"],
  ["courier", "node·/x/pnpm.mjs·start·", "pnpm as a module"],
  ["courier", "pnpm·start·", "pnpm as a binary"],
  ["courier", "node·/x/corepack.js·yarn·", "corepack"],
  ["relay", "node·--run·start·", "node --run"],
  ["relay", "node·--run=start·", "node --run="],
  ["relay", "node·--env-file=.env·--run·start·", "node --run after an option"],
  ["relay", "deno·task·start·", "deno task"],
  ["relay", "bun·run·start·", "bun run"],
  ["courier", "node·/app/node_modules/.bin/run-s·a·b·", "npm-run-all"],

  ["program", "node·server.js·", "an app"],
  ["program", "node·", "node alone"],
  ["program", "node·--inspect·", "an option alone"],
  ["program", "node·server.js·npm·", "npm as an argument of the app"],
  ["program", "node·server.js·--run·", "--run as an argument of the app"],
  ["program", "node·/app/npm/server.js·", "a folder of that name"],
  ["program", "node·/app/sh.js·", "an app that is called like a shell"],
  ["program", "node·-r·/x/hook.js·/usr/bin/npm·", "an option's argument in front: nothing is recognised"],
  ["program", "python3·-m·npm·", "another interpreter"],
  ["program", "/opt/my npm/app·", "a folder with a blank in its name"],
  ["courier", "/opt/my tools/npm·ci·", "npm in such a folder"],

  ["courier", "su·-c·app·user·", "su"],
  ["courier", "runuser·-u·user·--·app·", "runuser"],
  ["courier", "timeout·10·app·", "timeout"],
  ["relay", "xargs·-r·app·", "xargs"],
  ["relay", "flock·/lock·app·", "flock"],
  ["relay", "/usr/bin/time·app·", "time"],
  ["relay", "watch·app·", "watch"],
  ["courier", "make·run·", "make"],
  ["courier", "script·-qc·app·", "script"],
  ["courier", "tini·--·app·", "tini"],
  ["courier", "/sbin/docker-init·--·app·", "Docker's tini"],
  ["courier", "dumb-init·app·", "dumb-init"],
  ["courier", "catatonit·--·app·", "catatonit"],
  ["courier", "lastcall-init·--·app·", "ourselves"],
  ["program", "timeouts·", "a longer name"],

  ["shell", "bash·run.sh·", "bash"],
  ["shell", "ksh·", "ksh"],
  ["shell", "yash·", "yash"],
  ["shell", "lksh·", "mksh under another name"],
  ["courier", "pnpx·vite·", "pnpx"],
  ["courier", "node·/x/run-p·a·b·", "npm-run-all, side by side"],
  ["courier", "node·/x/npm-run-all·a·b·", "npm-run-all"],
  ["courier", "gmake·run·", "GNU make"],
  ["courier", "tini-static·--·app·", "tini without a libc"],
  ["courier", "lastcall·run·--·app·", "ourselves, before the hand-over"],
  ["relay", "setsid·-w·app·", "setsid"],
  ["relay", "unshare·--fork·app·", "unshare"],
  ["relay", "nsenter·-t·1·app·", "nsenter"],
  ["relay", "dbus-run-session·--·app·", "a session bus"],
  ["courier", "electron·/usr/bin/npm·start·", "npm in Electron"],
  ["courier", "iojs·/usr/bin/npm·start·", "npm in io.js"],
  ["courier", "bun·/usr/bin/npm·start·", "npm in Bun"],
];

describe.each(cores)("command lines in $name", (core) => {
  test.each(rows)("%s: %s (%s)", (kind, words) => {
    expect(kinds[core.kindOf(words.replaceAll("·", "\0"))]).toBe(kind);
  });

  test.each([
    ["script.js"],
    ["/app/script.js"],
    ["watch.js"],
    ["/srv/time.mjs"],
    ["make.cjs"],
    ["timeout.js"],
    ["su.js"],
    ["lastcall.js"],
  ])("an app in %s is no wrapper, though a program of that name would be one", (script) => {
    expect(kinds[core.kindOf(`node\0${script}\0`)]).toBe("program");
  });

  test.each([
    ["node\0bin/run\0start\0"],
    ["node\0/app/bin/run\0"],
    ["node\0task\0"],
    ["bun\0/app/run\0"],
    ["deno\0bin/task\0"],
  ])("a script that is called run or task is an app: %j", (words) => {
    expect(kinds[core.kindOf(words)]).toBe("program");
  });

  test("any words are some kind", () => {
    const word = fc.oneof(
      fc.constantFrom("node", "sh", "-", "--run", "npm", "/", "busybox", "yarn-4.cjs", "run", ".js", "a.js", ""),
      fc.string({ maxLength: 5, unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)) }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), fc.boolean(), (words, cut) => {
        const bytes = words.join("\0") + (cut ? "" : "\0");
        const kind = core.kindOf(bytes);
        expect([1, 2, 3, 4]).toContain(kind);
        expect(cores[0]?.kindOf(bytes)).toBe(kind);
      }),
    );
  });
});
