// deploy/web.nomad.hcl by HashiCorp's own HCL parser. What a job may have in it is known to Nomad alone, so the names are
// checked here as its job specification has them.
import { parse } from "@cdktf/hcl2json";
import { expect, test } from "vitest";
import { tsCore } from "../support/core-ts.ts";
import { deployText } from "../support/deploy-files.ts";
import { stopOf, sumProblems } from "../support/stop-times.ts";

// developer.hashicorp.com/nomad/docs/job-specification and, for config, .../job-declare/task-driver/docker.
const words = (text: string) => new Set(text.split(" "));
const known: Record<string, Set<string>> = {
  job: words("datacenters type update group"),
  update: words(
    "max_parallel canary auto_promote auto_revert health_check min_healthy_time healthy_deadline progress_deadline",
  ),
  group: words("count network service shutdown_delay task"),
  network: words("port mode"),
  port: words("to static"),
  service: words("name port provider check tags"),
  check: words("type path interval timeout port"),
  task: words("driver user kill_signal kill_timeout config env resources"),
  config: words("image ports readonly_rootfs cap_drop security_opt command args entrypoint"),
  resources: words("cpu memory memory_max cores"),
};

const labelled = new Set(["job", "group", "task", "port"]);

type Block = Record<string, unknown>;

/** The blocks of a parsed file as `kind: fields`; a label is a level of its own in between. */
function unknownIn(block: Block, kind: string): string[] {
  return Object.entries(block).flatMap(([name, value]) => {
    const path = `${kind}.${name}`;
    if (!known[kind]?.has(name)) return [path];
    if (!(name in known)) return [];
    const blocks = labelled.has(name) ? Object.values(value as Record<string, Block[]>).flat() : (value as Block[]);
    // `port = "http"` of a service is a value with the name of a block.
    return Array.isArray(blocks)
      ? blocks.flatMap((inner) => (typeof inner === "object" ? unknownIn(inner, name) : []))
      : [];
  });
}

interface Job {
  group: {
    web: { shutdown_delay: string; service: unknown[]; task: { web: [Task] } }[];
  };
}

interface Task {
  kill_signal: string;
  kill_timeout: string;
  config: { cap_drop: string[]; readonly_rootfs: boolean; init?: boolean }[];
  env: Record<string, string> | Record<string, string>[];
}

const source = deployText("web.nomad.hcl");
const jobOf = async (text: string) =>
  ((await parse("web.nomad.hcl", text)) as { job: { web: [Job & Block] } }).job.web[0];

test("is HCL, and has no name that Nomad's job specification has not", async () => {
  expect(unknownIn(await jobOf(source), "job")).toEqual([]);
});

test.each([
  ["a name that is misspelt", "shutdown_delay =", "shutdown_dely =", "group.shutdown_dely"],
  ["a name at the wrong depth", 'driver = "docker"', "count = 3", "task.count"],
  ["a second init", "readonly_rootfs = true", "init = true", "config.init"],
])("the check finds %s", async (_, right, wrong, problem) => {
  expect(source).toContain(right);
  expect(unknownIn(await jobOf(source.replace(right, wrong)), "job")).toEqual([problem]);
});

test("what is no HCL is an error", async () => {
  await expect(jobOf(source.replace('job "web" {', 'job "web" {{'))).rejects.toThrow(/web\.nomad\.hcl:\d+/);
});

test("its times are understood, and add up: the delay is Nomad's, once", async () => {
  const { group } = await jobOf(source);
  const [{ shutdown_delay, service, task }] = group.web;
  const [{ kill_timeout, kill_signal, env }] = task.web;
  expect(service.length).toBe(1);
  const variables = Array.isArray(env) ? env[0] : env;
  const stop = stopOf(["lastcall-init", "--", "the-image-says"], variables);
  const limitMs = tsCore.parseDuration(kill_timeout);
  expect(sumProblems(stop, limitMs)).toEqual([]);
  // max_kill_timeout of a client, unless it says otherwise.
  expect(limitMs).toBeLessThanOrEqual(30_000);
  expect(tsCore.parseDuration(shutdown_delay)).toBeGreaterThan(0);
  expect(stop.delayMs).toBe(0);
  expect(tsCore.parseSignal(kill_signal)).toBe(15);
});
