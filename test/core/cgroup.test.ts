// Memory cgroups, as kernels and engines of all ages show them.

import { describe, expect, test } from "vitest";
import { cores } from "../support/core.ts";

const v1 = `13:hugetlb:/
12:name=memory:/not/this
11:perf_event:/
4:memory:/docker/0123
3:cpu,cpuacct:/
0::/unified`;

describe.each(cores)("cgroups in $name", (core) => {
  test.each<[what: string, text: string, controller: string, path: string | null]>([
    ["version 1", v1, "memory", "/docker/0123"],
    ["version 1, the rest", v1, "", "/unified"],
    ["a controller in a list", "2:cpu,cpuacct,memory:/a\n1:pids:/b\n", "memory", "/a"],
    ["the first of a list", "2:memory,cpu:/a\n", "memory", "/a"],
    ["the middle of a list", "2:cpu,memory,pids:/a\n", "memory", "/a"],
    ["version 2 alone", "0::/kubepods.slice/a.scope\n", "", "/kubepods.slice/a.scope"],
    ["version 2 has no controller there", "0::/memory\n", "memory", null],
    ["a namespace of its own", "0::/\n", "", "/"],
    ["outside of it", "0::/../../b\n", "", "/../../b"],
    ["colons and commas in a path", "4:memory:/a:b,memory:c\n0::/x:memory:/y\n", "memory", "/a:b,memory:c"],
    ["colons in a path of version 2", "4:pids:/a::/wrong\n0::/x:memory:/y\n", "", "/x:memory:/y"],
    ["a name that begins so", "5:memoryless:/a\n", "memory", null],
    ["a name that ends so", "5:inmemory:/a\n", "memory", null],
    ["a named hierarchy", "5:name=memory:/a\n", "memory", null],
    ["a path that looks like it", "5:pids:/memory\n", "memory", null],
    ["an empty file", "", "", null],
    ["an empty file, version 1", "", "memory", null],
    ["a cut line", "4:memory", "memory", null],
    ["a cut line after the colon", "4:memory:", "memory", ""],
    ["no newline at the end", "0::/a", "", "/a"],
  ])("%s", (_what, text, controller, path) => {
    const from = core.groupPath(text, controller);
    expect(from < 0 ? null : text.slice(from).split("\n")[0]).toBe(path);
  });

  test.each<[what: string, text: string, kills: number]>([
    ["memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n", 3],
    ["memory.oom_control before Linux 4.13", "oom_kill_disable 0\nunder_oom 0\n", -1],
    ["memory.events", "low 0\nhigh 1\nmax 22\noom 4\noom_kill 12\noom_group_kill 7\n", 12],
    ["none yet", "oom_kill 0\n", 0],
    ["many", "oom_kill 4294967296\n", 4294967296],
    ["nothing", "", -1],
    ["no line of its own", "xoom_kill 5\n", -1],
  ])("the OOM kills in %s", (_what, text, kills) => {
    expect(core.oomKillsIn(text)).toBe(kills);
  });
});
