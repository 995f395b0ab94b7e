// --user with real processes: whom the command becomes, and that the init can still stop it, whatever was taken away from it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { count, finished, start, startBare, startFrom } from "../support/init.ts";
import type { Options } from "../support/namespace.ts";
import { describeIf, needsRoot } from "../support/needs.ts";
import { statusField } from "../support/processes.ts";

const folder = mkdtempSync(join(tmpdir(), "lastcall-user-"));

beforeAll(() => {
  writeFileSync(
    join(folder, "passwd"),
    "# users\nroot:x:0:0::/root:/bin/sh\nalice:x:2001:2002:Alice:/home/alice:/bin/sh\nbob:x:2003:2003:::\n",
  );
  writeFileSync(
    join(folder, "group"),
    "root:x:0:\nalice:x:2002:\nstaff:x:2050:bob,alice\nwheel:x:2060:alice\nbob:x:2003:\nlast:x:2070:alice",
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Our own /etc/passwd and /etc/group, in the mount namespace of the test. */
const mounts = `mount --bind ${folder}/passwd /etc/passwd && mount --bind ${folder}/group /etc/group`;

const as = (user: string, flags: readonly string[], command: readonly string[], options?: Options) =>
  startFrom(`${mounts} && exec "$@"`, ["--user", user, ...flags], command, options);

const script = (text: string) => ["sh", "-c", text];
/** Prints its uid, gid and groups, what it may not do, and HOME. */
const whoAmI = script('grep -E "^(Uid|Gid|Groups|CapEff|CapPrm|NoNewPrivs):" /proc/self/status; echo "HOME=$HOME"');
/** An app that says what it hears; a trap is an app to the search. */
const app = 'trap "echo told; exit 4" TERM; echo ready; while :; do sleep 0.1; done';
const deaf = 'trap "echo told" TERM; echo ready; while :; do sleep 0.1; done';

describeIf(needsRoot, "--user", () => {
  test.each([
    ["alice", ["--reuid=alice", "--regid=alice", "--init-groups"], "/home/alice"],
    ["2001", ["--reuid=2001", "--regid=2002", "--groups=2002,2050,2060,2070"], "/home/alice"],
    ["bob", ["--reuid=bob", "--regid=bob", "--init-groups"], "/"],
    ["alice:staff", ["--reuid=alice", "--regid=staff", "--clear-groups"], "/home/alice"],
    ["alice:99", ["--reuid=alice", "--regid=99", "--clear-groups"], "/home/alice"],
    ["4711", ["--reuid=4711", "--regid=0", "--clear-groups"], "/"],
    ["4711:4712", ["--reuid=4711", "--regid=4712", "--clear-groups"], "/"],
  ])("%s is whom setpriv makes of %j", async (user, words, home) => {
    const ours = await finished(as(user, [], whoAmI));
    expect(ours.err).toBe("");
    const theirs = await finished(
      startBare(script(`${mounts} && HOME=${home} exec setpriv ${words.join(" ")} "$@"`).concat("sh", ...whoAmI)),
    );
    // initgroups(3) puts the first group among the others as well, gosu does not; it makes no difference.
    const firstGroup = / ?\b(2002|2003)\b(?=.* $)/;
    const groupsOf = (text: string) =>
      text.replace(/^Groups:.*$/m, (line) => line.replace(firstGroup, "").replace(/\s+/g, " ").trim());
    expect(groupsOf(ours.out)).toBe(groupsOf(theirs.out));
    expect(ours.out).toMatch(/^CapEff:\t0{16}$/m);
    expect([ours.code, theirs.code]).toEqual([0, 0]);
  });

  test("id prints the names", async () => {
    const { out, code } = await finished(as("alice", [], ["id"]));
    expect(out).toBe("uid=2001(alice) gid=2002(alice) groups=2002(alice),2050(staff),2060(wheel),2070(last)\n");
    expect(code).toBe(0);
  });

  test("the environment and the arguments are as they were, but for HOME", async () => {
    const env = { HOME: "/root", USER: "somebody", LOGNAME: "else" };
    const printed = await finished(
      as("alice", [], script('echo "$HOME|$USER|$LOGNAME|$PATH"; exec env').concat("sh"), { env }),
    );
    expect(printed.out.split("\n")[0]).toBe(`/home/alice|somebody|else|${process.env.PATH}`);
    expect(count(printed.out, /^HOME=/m)).toBe(1);
    const { out } = await finished(as("alice", [], ["printf", "%s|", "", "a b", "c"], { env: { HOME: undefined } }));
    expect(out).toBe("|a b|c|");
  });

  test("hooks are the same user", async () => {
    const hook = "sh -c 'echo hook $(id -u) $(id -G) $HOME'";
    const running = as("alice", ["--pre-stop", hook], script(app));
    await running.line(/ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(4);
    expect(running.stdout()).toBe("ready\nhook 2001 2002 2050 2060 2070 /home/alice\ntold\n");
  });

  test("the app is told, and its code is kept; the init stays who it is", async () => {
    const running = as("alice", [], script(app));
    await running.line(/ready/);
    expect(statusField(running.pid, "Uid")).toBe("0\t0\t0\t2001");
    expect(statusField(running.pid, "CapPrm")).toBe(statusField(process.pid, "CapPrm"));
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(4);
    expect(running.stdout()).toBe("ready\ntold\n");
  });

  test("a link in the place of the stop file is not followed with the init's rights", async () => {
    const victim = join(folder, "victim");
    const link = join(folder, "stopping");
    const running = as("alice", ["--stop-file", link], script(app));
    await running.line(/ready/);
    symlinkSync(victim, link);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(4);
    expect(existsSync(victim)).toBe(false);
  });

  test("the deadline ends it", async () => {
    const running = as("alice", ["--deadline", "200ms"], script(deaf));
    await running.line(/ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(137);
  });
});

describeIf(needsRoot, "--user where rights are missing", () => {
  const without = (capability: string) => [
    "setpriv",
    "--bounding-set",
    `-${capability}`,
    "--inh-caps",
    `-${capability}`,
  ];
  const alice = (pre: readonly string[], flags: readonly string[], command: readonly string[], options?: Options) =>
    startBare(
      script(`${mounts} && exec "$@"`).concat("sh", ...pre, initPath, "--user", "alice", ...flags, "--", ...command),
      options,
    );

  test("CAP_KILL: it says so and waits; the deadline is an end all the same", async () => {
    const running = alice(without("kill"), ["--deadline", "300ms"], script(deaf));
    await running.line(/ready/);
    running.signal("SIGTERM");
    await running.errLine(/not permitted to send SIGTERM to sh/);
    expect((await running.exited).code).toBe(137);
    expect(running.stdout()).toBe("ready\n");
    expect(running.tree()).toEqual([]);
  });

  test("CAP_KILL: without a deadline it waits for the command", async () => {
    const running = alice(without("kill"), [], script("echo ready; read line; exit 9"), { stdin: "pipe" });
    await running.line(/ready/);
    running.signal("SIGTERM");
    await running.errLine(/not permitted/);
    expect(running.tree()).toHaveLength(2);
    running.closeStdin();
    expect((await running.exited).code).toBe(9);
  });

  // As in a container: not even root may see the descriptors of another user's process then.
  test("CAP_SYS_PTRACE: the reader of a pipeline is found and left out", async () => {
    const reader = 'trap "echo reader told" TERM; while read -r line; do echo "read $line"; done; echo reader done';
    const env = { APP: app, READER: reader };
    const running = alice(
      without("sys_ptrace"),
      ["--settle", "100s"],
      script('sh -c "$APP" | sh -c "$READER"; exit 3'),
      { env },
    );
    await running.line(/read ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(3);
    expect(running.stdout()).toBe("read ready\nread told\nreader done\n");
  });

  test("others may see the init's own descriptors as before", async () => {
    const running = alice(without("sys_ptrace"), [], script(app));
    await running.line(/ready/);
    const look = [...without("sys_ptrace"), "readlink", `/proc/${running.pid}/fd/1`];
    expect(spawnSync(look[0] as string, look.slice(1), { encoding: "utf8" }).stdout).toMatch(/^(pipe|socket):/);
  });

  test.each(["setgid", "setuid"])("CAP_%s: 125 and a line", async (capability) => {
    const { code, err, out } = await finished(alice(without(capability), [], whoAmI));
    expect({ code, err, out }).toEqual({
      code: 125,
      err: "lastcall: cannot become user 'alice': EPERM (operation not permitted)\n",
      out: "",
    });
  });

  test("no root: 125 for another, but whom we are already we may be", async () => {
    const bob = ["setpriv", "--reuid", "2003", "--regid", "2003", "--groups", "2050", "--no-new-privs"];
    const other = await finished(alice(bob, [], whoAmI));
    expect(other.code).toBe(125);
    expect(other.err).toMatch(/^lastcall: cannot become user 'alice': EPERM/);
    const same = startBare(script(`${mounts} && exec "$@"`).concat("sh", ...bob, initPath, "--user", "bob", "id"));
    // The groups are those that somebody gave to us, not those of /etc/group.
    expect(await finished(same)).toMatchObject({
      code: 0,
      out: "uid=2003(bob) gid=2003(bob) groups=2003(bob),2050(staff)\n",
    });
  });

  test("a user namespace without setgroups(2): 125 for another, root stays root", async () => {
    const mapped = ["unshare", "--user", "--map-root-user"];
    const { code, err } = await finished(alice(mapped, [], whoAmI));
    expect(code).toBe(125);
    expect(err).toMatch(/^lastcall: cannot become user 'alice': EPERM/);
    const root = await finished(start(["--user", "0:0"], ["id", "-u"], { pre: mapped }));
    expect(root).toMatchObject({ code: 0, out: "0\n" });
  });
});

describeIf(needsRoot, "--user that cannot be found", () => {
  test.each([
    ["nobod", "--user 'nobod': no such user in /etc/passwd: expected a name from there or a number up to 2147483647"],
    [
      "alice:grp",
      "--user 'alice:grp': no such group in /etc/group: expected a name from there or a number up to 2147483647",
    ],
  ])("%s: 125, and nothing is started", async (user, line) => {
    const { code, err, out } = await finished(as(user, [], ["echo", "started"]));
    expect({ code, err, out }).toEqual({ code: 125, err: `lastcall: ${line}\n`, out: "" });
  });

  test("without the files numbers still do", async () => {
    const noFiles = 'mount -t tmpfs none /etc && exec "$@"';
    const byNumber = await finished(startFrom(noFiles, ["--user", "5:6"], whoAmI));
    expect(byNumber.out).toMatch(/^Uid:\t5\t5\t5\t5\nGid:\t6\t6\t6\t6\nGroups:\t \n/);
    const byName = await finished(startFrom(noFiles, ["--user", "alice"], whoAmI));
    expect(byName).toMatchObject({
      code: 125,
      err: "lastcall: --user 'alice': cannot read /etc/passwd: ENOENT (no such file or directory)\n",
    });
  });
});
