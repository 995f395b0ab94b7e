// The command lines of deploy/docker by the init's own parser; test/docker/deploy.test.ts runs them.
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { deployPath, deployText } from "../support/deploy-files.ts";
import { stopOf, sumProblems } from "../support/stop-times.ts";

const dockerfiles = readdirSync(deployPath("docker")).filter((name) => name !== "Dockerfile.carrier");

describe.each(dockerfiles)("%s", (name) => {
  const text = deployText(`docker/${name}`);
  const words = (instruction: string): string[] =>
    JSON.parse(text.match(new RegExp(`^${instruction} (\\[.*\\])$`, "m"))?.[1] ?? "[]");
  const variables = Object.fromEntries(
    [...text.matchAll(/(LASTCALL_\w+)=(\S+)/g)].map(([, key, value]) => [key, value]),
  );

  test("its command line is understood, and adds up with the `docker stop -t` above it", () => {
    const stop = stopOf([...words("ENTRYPOINT"), ...words("CMD")], variables);
    expect(stop.command.slice(-3)).toEqual([expect.stringMatching(/my-server$/), "--port", "8080"]);
    const seconds = text.match(/docker stop -t (\d+)/)?.[1];
    // The delay is that of `auto` where it is the longer one: in Kubernetes.
    expect(sumProblems({ ...stop, delayMs: 5_000 }, Number(seconds) * 1_000)).toEqual([]);
    expect(variables).toEqual({ LASTCALL_DELAY: "auto", LASTCALL_DEADLINE: "25s" });
  });

  test("comes without a shell form, which would be a shell of its own in front", () => {
    expect(text).not.toMatch(/^(ENTRYPOINT|CMD) (?!\[)/m);
  });
});
