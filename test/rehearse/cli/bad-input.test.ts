// `lastcall rehearse` with what cannot be rehearsed: one line that says why, 125, and nothing is left behind.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort, listen, rehearseCli, type Surroundings } from "../../support/cli-run.ts";
import { describeIf, needsNamespaces } from "../../support/needs.ts";
import { programPath, withPrograms } from "../../support/programs.ts";

const node = process.execPath;
const docker = programPath("docker");
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rehearse-bad-"));
  mkdirSync(join(folder, "empty"));
  mkdirSync(join(folder, "only-docker"));
  writeFileSync(join(folder, "text"), "no program\n", { mode: 0o644 });
  writeFileSync(join(folder, "broken.yaml"), "kind: Pod\nspec: {\n");
  writeFileSync(join(folder, "template.yaml"), "kind: Pod\nmetadata: {}\n{{- if .Values.x }}\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function refuses(words: readonly string[], why: RegExp, surroundings?: Surroundings) {
  const { code, stdout, stderr, failures, left } = await rehearseCli(words, surroundings);
  expect(failures, stderr).toHaveLength(1);
  // Nothing comes behind the line, such as a stack.
  expect(stderr.trimEnd().split("\n").at(-1)).toBe(failures[0]);
  expect(failures[0]).toMatch(why);
  expect({ code, stdout, left }).toEqual({ code: 125, stdout: "", left: [] });
}

const flags: [words: string[], why: RegExp][] = [
  [[], /nothing to run: expected a command behind --/],
  [["--endpoint-lag", "elb", "--", "true"], /--endpoint-lag 'elb': .*clusterip, ingress-nginx, mesh, alb, neg, nlb/],
  [["--engine", "swarm", "--", "true"], /--engine 'swarm': .*kubernetes, docker, compose, ecs, nomad, cloud-run/],
  [["--format", "xml", "--", "true"], /--format 'xml': .*text, json, markdown, junit, github/],
  [["--compare", "none,runit", "--", "true"], /--compare 'runit': .*tini,dumb-init,catatonit/],
  [["--prove", "--compare", "none", "--", "true"], /--prove contradicts --compare/],
  [["--prove", "--replicas", "2", "--", "true"], /--prove contradicts --replicas/],
  [["--replicas", "none", "--", "true"], /--replicas 'none': expected a whole number/],
  [["--max-surge", "1", "--", "true"], /--max-surge '1': does nothing without --replicas/],
  [["--compare", "none", "--format", "", "--", "true"], /--format '': expected text, json, markdown, junit, github/],
  [["--rate", "many", "--", "true"], /--rate 'many': /],
  [["--stop-signal", "STOPP", "--", "true"], /--stop-signal 'STOPP': /],
  [["--url", "ftp://x/", "--", "true"], /--url 'ftp:\/\/x\/': /],
  [["--no-such-flag", "--", "true"], /unknown option '--no-such-flag'/],
];

describe.concurrent("flags", () => {
  for (const [words, why] of flags) test(words.join(" ") || "nothing", () => refuses(words, why));
});

describe.concurrent("files", () => {
  const cases: [name: string, why: RegExp][] = [
    ["missing.yaml", /--manifest '.*missing.yaml': no such file/],
    ["empty", /--manifest '.*empty': is a directory/],
    ["broken.yaml", /broken.yaml:\d+: /],
    ["template.yaml", /template.yaml:3: .* is a template: render it first/],
  ];
  for (const [name, why] of cases) test(name, () => refuses(["--manifest", join(folder, name)], why));
  test("a template on stdin", () =>
    refuses(["--manifest", "-"], /:1: .* is a template/, { stdin: "{{ .Values.all }}\n" }));
  test("a page that cannot be written is refused before anything is played", () =>
    refuses(["--html", join(folder, "no/page.html"), "--", "sleep", "100"], /--html '.*page.html': /));
});

describe.concurrent("places", () => {
  test("a page that is a folder is refused before anything is played", () =>
    refuses(["--html", folder, "--", "sleep", "100"], /--html '.*': is a folder/));
  const sh = (script: string) => ({ before: ["sh", "-c", script, "sh"] });
  test("a file that never comes: Ctrl-C ends it", async () => {
    execFileSync("mkfifo", [join(folder, "pipe")]);
    const words = ["--manifest", join(folder, "pipe")];
    const { code, left } = await rehearseCli(words, { before: ["timeout", "--signal", "INT", "1"] });
    // 124: timeout(1) had to say it.
    expect({ code, left }).toEqual({ code: 124, left: [] });
  });
  test("a TMPDIR that is not there", () =>
    refuses(["--prove", "--", "true"], /nowhere to execute lastcall-init from: TMPDIR '\/no\/such': no such/, {
      env: { TMPDIR: "/no/such" },
    }));
  test("a current folder that is gone", () =>
    refuses(
      ["--", "true"],
      /^lastcall: rehearse: ENOENT.* current working directory/,
      sh(`cd "$(mktemp -d)" && rmdir "$PWD" && exec "$@"`),
    ));
  test("a full disk behind stdout", () =>
    refuses(["--help"], /^lastcall: cannot write to stdout: no space left on device/, sh('exec "$@" >/dev/full')));
  test("too few open files", () => refuses(["--", "true"], /^lastcall: .*EMFILE/, sh('ulimit -n 24; exec "$@"')));
});

describe.concurrent("Docker", () => {
  test("no client", () =>
    refuses(["--image", "app"], /--image needs Docker or podman: neither is in PATH/, {
      env: { PATH: join(folder, "empty") },
    }));
});

describeIf(withPrograms(needsNamespaces, "docker.io", { docker }), "the Docker engine", () => {
  test("is not running", () => {
    symlinkSync(docker, join(folder, "only-docker/docker"));
    return refuses(["--image", "app"], /--image needs Docker or podman: docker is not running: /, {
      env: { PATH: join(folder, "only-docker"), DOCKER_HOST: `unix://${folder}/no.sock` },
    });
  });
});

describeIf(needsNamespaces, "apps", () => {
  describe.concurrent("apps", () => {
    test("a command that is not there", () =>
      refuses(["--", "/no/such/app"], /cannot start '\/no\/such\/app': no such/));
    test("a command that is not in PATH", () => refuses(["--", "no-such-app"], /'no-such-app': not found in PATH/));
    test("a command that is no program", () =>
      refuses(["--", join(folder, "text")], /cannot start '.*text': it is not executable/));

    test("never ready", () =>
      refuses(
        ["--ready-timeout", "1s", "--", "sh", "-c", "echo here I am; exec sleep 100"],
        /not ready within 1s .*: here I am/,
      ));

    test("never ready, and there is nothing to end it by", () =>
      refuses(
        ["--ready-timeout", "300ms", "--", "sh", "-c", "trap '' TERM; sleep 100 & setsid sleep 100"],
        /not ready/,
      ));

    test("ends before it is ready", () =>
      refuses(["--", "sh", "-c", "echo bye; exit 3"], /ended with exit code 3 before it was ready.*: bye/));

    test("dies under load", () => {
      const dies = `require("node:http").createServer(() => { console.log("Error: no"); process.exit(4) }).listen(0)`;
      return refuses(
        ["--url", "/", "--", node, "-e", dies],
        /ended with exit code 4 under load, before the stop; .*: Error: no/,
      );
    });

    test("answers nothing well", () => {
      const app = `require("node:http").createServer((_, answer) => answer.writeHead(404).end()).listen(0)`;
      return refuses(
        ["--url", "/nowhere", "--warm-up", "300ms", "--", node, "-e", app],
        /all \d+ requests of \/nowhere before the stop failed: status 404; check the URL/,
      );
    });

    test("listens on another port", async () => {
      const app = `require("node:http").createServer().listen(0)`;
      const port = await freePort();
      const words = ["--url", `:${port}/`, "--ready-timeout", "3s", "--", node, "-e", app];
      await refuses(words, new RegExp(`not ready within 3s \\(tcp:${port}\\); the app listens on port \\d+; `));
    });

    test("is ready, and listens nowhere", () =>
      refuses(
        ["--url", "/", "--ready", "log:up", "--", "sh", "-c", "echo up; exec sleep 100"],
        /no port is seen that the app listens on: name one, like :8080, for \/$/,
      ));

    test("somebody else listens on the port under load", async () => {
      const other = createServer();
      const port = await listen(other);
      await refuses(["--url", `:${port}/`, "--", "sleep", "100"], new RegExp(`port ${port} is already taken`));
      other.close();
    });

    test("somebody else listens on the app's own port", async () => {
      const other = createServer();
      const port = await listen(other);
      const app = `require("node:http").createServer().listen(${port})`;
      await refuses(["--url", "/", "--", node, "-e", app], /ended with exit code 1 .*EADDRINUSE/);
      other.close();
    });

    test("a port that nobody ever listens on", async () => {
      const port = await freePort();
      await refuses(["--url", `:${port}/`, "--ready-timeout", "300ms", "--", "sleep", "100"], /not ready within 0.3s/);
    });
  });
});
