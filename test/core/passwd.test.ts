// Users and groups as gosu would resolve them, in files of any shape and fed in pieces of any size.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Core, cores, type Entry } from "../support/core.ts";

const USER = 0;
const GROUP = 1;

/** All entries of a file that are wanted. Its end ends the last line. */
function entries(core: Core, pieces: string[]): Entry[] {
  const found: Entry[] = [];
  for (const piece of [...pieces, "\n"]) {
    for (let entry = core.nextEntry(piece, 0); entry; entry = core.nextEntry(piece, entry.at)) found.push(entry);
  }
  return found;
}

function user(core: Core, wanted: string, passwd: string, pieces = [passwd]): Omit<Entry, "at"> | null {
  core.lookFor(USER, wanted);
  for (const piece of [...pieces, "\n"]) {
    const entry = core.nextEntry(piece, 0);
    if (entry) return { id: entry.id, group: entry.group, home: entry.home };
  }
  return null;
}

/** The groups of a user who is looked for in `passwd`. */
function memberships(core: Core, wanted: string, passwd: string, pieces: string[]): number[] {
  expect(user(core, wanted, passwd)).not.toBeNull();
  core.lookForMemberships();
  return entries(core, pieces).map(({ id }) => id);
}

const PASSWD = `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
app:x:1000:1001:The App,,,:/srv/app:/bin/sh
nohome:x:1002:1002:::/bin/sh
other:x:1000:1009::/other:/bin/sh
app:x:2000:2000::/second:/bin/sh
last:x:1003:1003::/home/last:/bin/sh
`;

const GROUP_FILE = `root:x:0:
adm:x:4:root,app
app:x:1001:
wheel:x:10:application,ap,app1
audio:x:29:daemon,app,other
video:x:44:app
app:x:555:other
both:x:45:app,app
last:x:1003:app`;

describe.each(cores)("/etc/passwd in $name", (core) => {
  test.each<[string, Omit<Entry, "at"> | null]>([
    ["root", { id: 0, group: 0, home: "/root" }],
    ["0", { id: 0, group: 0, home: "/root" }],
    ["app", { id: 1000, group: 1001, home: "/srv/app" }],
    ["1000", { id: 1000, group: 1001, home: "/srv/app" }],
    ["01000", { id: 1000, group: 1001, home: "/srv/app" }],
    ["other", { id: 1000, group: 1009, home: "/other" }],
    ["2000", { id: 2000, group: 2000, home: "/second" }],
    ["nohome", { id: 1002, group: 1002, home: "" }],
    ["last", { id: 1003, group: 1003, home: "/home/last" }],
    ["ap", null],
    ["app1", null],
    ["App", null],
    ["x", null],
    ["", null],
    ["100", null],
    ["10000", null],
    ["-1", null],
  ])("%j", (wanted, entry) => {
    expect(user(core, wanted, PASSWD)).toEqual(entry);
    expect(user(core, wanted, PASSWD.trimEnd())).toEqual(entry);
    expect(user(core, wanted, PASSWD.replaceAll("\n", "\r\n"))).toEqual(entry);
  });

  test.each([
    ["empty", ""],
    ["an empty line", "\n\n"],
    ["a comment, which moby takes for root", "# root and others\n#root:x:\n"],
    ["NIS", "+::::::\n-bad::::::\n+@group::::::\n"],
    ["a number that is none", "bad:x:zero:0::/:/bin/sh\nworse:x:0x0:0::/:/bin/sh\nodd:x: 0:0::/:/bin/sh\n"],
    ["no number", "bad:x::0::/:/bin/sh\nbad::::::\n:::\n"],
    ["a group that is none", "bad:x:0:group::/:/bin/sh\nworse:x:0:::/:/bin/sh\nodd:x:0:1,2::/:/bin/sh\n"],
    ["a number too large", "bad:x:4294967296:0::/:\nworse:x:0:2147483648::/:\n"],
    ["a line that is cut short", "bad\nbad:x\nbad:x:0\n"],
  ])("passes over %s", (_what, lines) => {
    for (const wanted of ["0", "bad", "worse", "odd", "+", "# root and others"]) {
      expect(user(core, wanted, lines)).toBeNull();
    }
    expect(user(core, "0", `${lines}root:x:0:0::/root:/bin/sh\n`)).toEqual({ id: 0, group: 0, home: "/root" });
    expect(user(core, "root", `${lines}root:x:0:0::/root:/bin/sh\n`)).toEqual({ id: 0, group: 0, home: "/root" });
  });

  test.each<[string, Omit<Entry, "at">]>([
    ["a:x:1:2", { id: 1, group: 2, home: "" }],
    ["a:x:1:2:", { id: 1, group: 2, home: "" }],
    ["a:x:1:2:gecos:/h", { id: 1, group: 2, home: "/h" }],
    ["a:x:1:2:gecos:/h:/bin/sh:more:fields", { id: 1, group: 2, home: "/h" }],
    ["a::1:2147483647::/h:", { id: 1, group: 2147483647, home: "/h" }],
  ])("reads %j", (line, entry) => {
    expect(user(core, "a", line)).toEqual(entry);
    expect(user(core, "1", `b:x:7:8::/no:\n${line}\n`)).toEqual(entry);
  });

  test("names and homes are bytes", () => {
    expect(user(core, "\xc3\xa9", "\xc3\xa9:x:1:2::/h\xff:\n")).toEqual({ id: 1, group: 2, home: "/h\xff" });
  });

  test("a home has at most PATH_MAX bytes, a line any number", () => {
    const home = `/${"h".repeat(4094)}`;
    const gecos = "g".repeat(40_000);
    expect(user(core, "a", `a:x:1:2:${gecos}:${home}:\n`)?.home).toBe(home);
    expect(user(core, "1", `a:x:1:2:${gecos}:${home}:\n`)?.home).toBe(home);
    expect(user(core, "a", `a:x:1:2:${gecos}:${home}h:\n`)).toEqual({ id: 1, group: 2, home: "" });
  });

  test("a name that is too long is nobody's", () => {
    const name = "n".repeat(4096);
    expect(user(core, name, `${name}n:x:1:2::/:\n`)).toBeNull();
    expect(user(core, name, `${name}:x:1:2::/:\n`)).toEqual({ id: 1, group: 2, home: "/" });
    expect(user(core, "9".repeat(4096), PASSWD)).toBeNull();
  });
});

describe.each(cores)("/etc/group in $name", (core) => {
  test.each<[string, number[]]>([
    ["app", [1001, 555]],
    ["audio", [29]],
    ["last", [1003]],
    ["wheel", [10]],
    ["x", []],
    ["", []],
  ])("%j", (wanted, ids) => {
    expect(core.lookFor(GROUP, wanted)).toBe(-1);
    expect(entries(core, [GROUP_FILE]).map(({ id }) => id)).toEqual(ids);
  });

  test.each<[string, number[]]>([
    ["app", [4, 29, 44, 45, 1003]],
    ["1000", [4, 29, 44, 45, 1003]],
    ["root", [4]],
    ["0", [4]],
    ["other", [29, 555]],
    ["nohome", []],
  ])("the groups of %j", (wanted, ids) => {
    expect(memberships(core, wanted, PASSWD, [GROUP_FILE])).toEqual(ids);
    expect(memberships(core, wanted, PASSWD, [GROUP_FILE.replaceAll("\n", "\r\n")])).toEqual(ids);
  });

  test("a user without a name is a member of nothing", () => {
    expect(memberships(core, "5", ":x:5:5::/:\n", ["a:x:1:\nb:x:2:,\n"])).toEqual([]);
  });

  test("a list of members has any length", () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `user${index}`).join(",");
    const file = `a:x:1:${many},app\nb:x:2:${many}\nc:x:3:app,${many}`;
    expect(memberships(core, "app", PASSWD, [file])).toEqual([1, 3]);
  });
});

describe.each(cores)("ids in $name", (core) => {
  test.each([
    ["0", 0],
    ["1000", 1000],
    ["007", 7],
    ["2147483647", 2147483647],
    ["2147483648", -1],
    ["4294967296", -1],
    ["99999999999", -1],
    ["1".repeat(400), -1],
    ["", -1],
    ["-1", -1],
    ["+1", -1],
    [" 1", -1],
    ["1 ", -1],
    ["1e3", -1],
    ["0x10", -1],
    ["root", -1],
  ])("%j", (text, id) => {
    expect(core.lookFor(USER, text)).toBe(id);
    expect(core.lookFor(GROUP, text)).toBe(id);
  });
});

describe.each(cores)("pieces in $name", (core) => {
  const cut = (text: string, places: number[]) => {
    const at = [...new Set(places.map((place) => place % text.length))].sort((a, b) => a - b);
    return [0, ...at].map((from, index) => text.slice(from, at[index] ?? text.length));
  };
  const places = fc.array(fc.nat({ max: 1000 }), { maxLength: 30 });

  test("do not change what is found", () => {
    fc.assert(
      fc.property(places, fc.constantFrom("app", "1000", "last", "1003", "nobody", "77"), (cuts, wanted) => {
        expect(user(core, wanted, PASSWD, cut(PASSWD, cuts))).toEqual(user(core, wanted, PASSWD));
      }),
    );
    fc.assert(
      fc.property(places, (cuts) => {
        expect(memberships(core, "app", PASSWD, cut(GROUP_FILE, cuts))).toEqual([4, 29, 44, 45, 1003]);
      }),
    );
  });

  test("random lines: found is what a plain reading finds", () => {
    const part = fc.constantFrom("", "a", "b", "ab", "0", "1", "12", "x", "a,b", "b,a", "/h");
    const line = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(":"));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom("a", "ab", "1", "12"), (lines, wanted) => {
        const plain = lines
          .map((text) => text.split(":"))
          .find(([name, , id = "", group = ""]) => {
            const numbers = /^\d+$/.test(id) && /^\d+$/.test(group);
            return numbers && (/^\d+$/.test(wanted) ? Number(id) === Number(wanted) : name === wanted);
          });
        const expected = plain && { id: Number(plain[2]), group: Number(plain[3]), home: plain[5] ?? "" };
        expect(user(core, wanted, lines.join("\n"))).toEqual(expected ?? null);
      }),
    );
  });
});
