// What a container is made with and what engines answer, without an engine.
import { expect, test } from "vitest";
import { causeOf } from "../../src/rehearse/drive/container-cli.ts";
import { hookFromHere } from "../../src/rehearse/drive/container-hooks.ts";
import { imageFacts, NO_IMAGE } from "../../src/rehearse/drive/container-image.ts";
import { addressOf } from "../../src/rehearse/drive/container-network.ts";
import { dockerRows, podmanRows } from "../../src/rehearse/drive/container-top.ts";
import { commandOf, createWords, expectedPorts } from "../../src/rehearse/drive/container-words.ts";
import { linkerOf } from "../../src/rehearse/drive/elf.ts";
import type { Rehearsal } from "../../src/rehearse/rehearsal.ts";
import { rehearsalOf } from "../support/rehearsal.ts";
import { loadOf } from "./load/odd-servers.ts";

const facts = { ...NO_IMAGE, entrypoint: ["/entry", "-x"], command: ["serve"], ports: [9000] };
const init = { path: "/usr/bin/tini-static", words: ["-g", "--"] };

test.each([
  ["the image's own", [], {}, ["/entry", "-x", "serve"]],
  ["words in the place of CMD", ["a", "b c"], {}, ["/entry", "-x", "a", "b c"]],
  ["an entrypoint in the place of both", [], { entrypoint: ["run"] }, ["run"]],
  ["an entrypoint with words", ["a"], { entrypoint: ["run", "it"] }, ["run", "it", "a"]],
  ["an init in front", [], { init }, ["/.lastcall/tini-static", "-g", "--", "/entry", "-x", "serve"]],
])("PID 1: %s", (_what, command, options, words) => {
  expect(commandOf(rehearsalOf(command), facts, options)).toEqual(words);
});

test("the words of create, with everything in its place", () => {
  const rehearsal = rehearsalOf(["a"], { image: "app:1", env: { A: "1", B: "x = y" }, cwd: "/srv" });
  const words = createWords("name", rehearsal, facts, "published", { create: ["--memory", "64m"] });
  expect(words.join(" ")).toBe(
    `create --name name --label lastcall.rehearse=${process.pid} --init=false --no-healthcheck --log-driver none ` +
      "--publish 127.0.0.1::9000 --env A=1 --env B=x = y --workdir /srv --memory 64m --entrypoint /entry app:1 -x a",
  );
  expect(createWords("name", rehearsal, facts, "host", {})).toContain("host");
  expect(createWords("name", rehearsal, facts, "own", {})).not.toContain("--publish");
});

test("the engine's own init is asked for, or refused whatever the engine is set to", () => {
  const of = (init: boolean) => createWords("n", rehearsalOf([], { init }), facts, "own", {});
  expect([of(false), of(true)]).toEqual([
    expect.arrayContaining(["--init=false"]),
    expect.arrayContaining(["--init=true"]),
  ]);
});

test("docker and compose run the image's HEALTHCHECK, the others do not", () => {
  const of = (name: "docker" | "compose" | "ecs") => {
    const engine = { ...rehearsalOf([]).engine, name };
    return createWords("n", rehearsalOf([], { engine }), facts, "own", {}).includes("--no-healthcheck");
  };
  expect([of("docker"), of("compose"), of("ecs")]).toEqual([false, false, true]);
});

test("an image that starts nothing is no rehearsal, not even behind an init", () => {
  const words = () => createWords("n", rehearsalOf([], { image: "empty" }), NO_IMAGE, "own", { init });
  expect(words).toThrow("--image 'empty': it has neither ENTRYPOINT nor CMD (say what to start behind --)");
});

test.each<[fields: Partial<Rehearsal>, ports: number[]]>([
  [{}, [9000]],
  [{ ready: { kind: "tcp", port: 5432 } }, [5432, 9000]],
  [
    { load: loadOf({ url: "http://localhost:8080/a:1" }), slow: loadOf({ url: "http://localhost:8080/b" }) },
    [8080, 9000],
  ],
  [{ load: loadOf({ url: "https://localhost/" }), hold: { count: 1, url: "ws://[::1]:81/" } }, [443, 81, 9000]],
  [{ load: loadOf({ url: "/only-a-path" }), slow: loadOf({ url: "http:///no-host" }) }, [9000]],
  [
    { hook: { kind: "http", url: "http://localhost:9001/drain" }, ready: { kind: "url", url: "http://x/" } },
    [80, 9001, 9000],
  ],
])("the ports that are spoken of: %j", (fields, ports) => {
  expect(expectedPorts(rehearsalOf([], fields), facts)).toEqual(ports);
});

test.each([
  ["QUIT", "SIGQUIT"],
  ["SIGTERM", "SIGTERM"],
  ["3", "SIGQUIT"],
  ["RTMIN+3", "SIGRTMIN+3"],
  ["", null],
  [undefined, null],
])("STOPSIGNAL %s", (StopSignal, signal) => {
  expect(imageFacts(JSON.stringify([{ Config: { StopSignal } }])).stopSignal).toBe(signal);
});

test("an image without a word about anything", () => {
  expect(imageFacts('[{"Config":null}]')).toEqual(NO_IMAGE);
  const ports = { "80/tcp": {}, "81/tcp": {}, "53/udp": {} };
  expect(imageFacts(JSON.stringify([{ Config: { ExposedPorts: ports, Env: ["A=b=c", "D"] } }]))).toMatchObject({
    ports: [80, 81],
    env: { A: "b=c", D: "" },
  });
});

test("a container is reached directly where its gateway is ours, else by what was published", () => {
  const settings = {
    Ports: { "80/tcp": [{ HostPort: "40001" }], "81/tcp": null },
    Networks: { bridge: { Gateway: "172.17.0.1", IPAddress: "172.17.0.2" } },
  };
  expect(addressOf(80, settings, (address) => address === "172.17.0.1")).toEqual({ host: "172.17.0.2", port: 80 });
  expect(addressOf(80, settings, () => false)).toEqual({ host: "127.0.0.1", port: 40_001 });
  expect(addressOf(81, settings, () => false)).toBeNull();
  expect(addressOf(80, {}, () => true)).toBeNull();
});

test.each([
  ["http://localhost:80/a?b=c", "http://[fd00::2]:8080/a?b=c"],
  ["https://127.0.0.1/", "https://[fd00::2]:8080/"],
  ["http://[::1]:9/", "http://[fd00::2]:8080/"],
  ["http://elsewhere:9/", "http://elsewhere:9/"],
])("a hook to %s asks %s", (url, asked) => {
  expect(hookFromHere({ kind: "http", url }, () => ({ host: "fd00::2", port: 8080 })).url).toBe(asked);
});

test.each<[cli: "docker" | "podman", said: string, cause: RegExp]>([
  [
    "docker",
    "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n",
    /^docker is not running: Cannot connect to the Docker daemon at unix:\/\/\/var\/run\/docker.sock$/,
  ],
  [
    "docker",
    "Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get x",
    /^no permission to use docker at unix:\/\/\/var\/run\/docker.sock \(it takes root/,
  ],
  [
    "docker",
    'Error response from daemon: failed to create shim: OCI runtime create failed: exec: "/x": stat /x: no such file or directory: unknown',
    /^docker: cannot execute '\/x': no such file or directory$/,
  ],
  [
    "podman",
    'time="x" level=warning\nError: crun: executable file `x` not found in $PATH: No such file or directory: OCI runtime',
    /^podman: cannot execute 'x': executable file not found in \$PATH$/,
  ],
  ["docker", "docker: Error response from daemon: Conflict.\nSee 'docker run --help'.\n", /^docker: Conflict$/],
  ["podman", "no command 'podman' in PATH", /^podman: no command 'podman' in PATH$/],
  ["podman", "\n", /^podman: it failed without a word$/],
])("%s: %s", (cli, said, cause) => {
  expect(causeOf(cli, said)).toMatch(cause);
});

test("docker top, with PID 1 first and an exec hook beside it", () => {
  const text = `PID   PPID  S  CAUGHT            IGNORED           COMMAND  COMMAND
700   55    S  0000000000000000  0000000000000000  sleep    sleep 5
42    40    S  0000000000004002  <00000000000004   sh       sh -c a  b
43    42    Z  0000000000000000  0000000400000000  httpd    [httpd] <defunct>
`;
  const seen = dockerRows(text, true, 42);
  expect(seen.map(({ pid, hostPid, parent, state }) => [pid, hostPid, parent, state])).toEqual([
    [1, 42, 0, "S"],
    [43, 43, 1, "Z"],
    [700, 700, 0, "S"],
  ]);
  expect(seen[0]).toMatchObject({ name: "sh", catches: ["SIGINT", "SIGTERM"], ignores: ["SIGQUIT"] });
  expect(seen[1]).toMatchObject({ commandLine: "[httpd] <defunct>", ignores: ["SIGRTMIN+1"] });
});

test("podman top", () => {
  const text = "PID  PPID  STATE  COMMAND  COMMAND\n3  1  S  sleep  sleep 0.1 \n1  0  S  sh  sh -c a b \n";
  expect(podmanRows(text)).toMatchObject([
    { pid: 1, parent: 0, name: "sh", commandLine: "sh -c a b", state: "S", catches: [] },
    { pid: 3, parent: 1, name: "sleep" },
  ]);
});

test("what is no ELF program of 64 bits, little endian, is neither static nor dynamic", () => {
  expect(linkerOf(Buffer.from("#!/bin/sh\n".padEnd(80)))).toBeNull();
  expect(linkerOf(Buffer.alloc(10))).toBeNull();
});
