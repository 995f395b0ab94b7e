// What is rehearsed for --compare and --prove, and behind the init that Compose asks for.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withDockersInit } from "../../src/rehearse/dockers-init.ts";
import { behind, recommended } from "../../src/rehearse/variants.ts";
import { judge } from "../../src/rehearse/verdict/judge.ts";
import { rehearsalOf } from "../support/rehearsal.ts";
import { recording } from "./verdict/recordings.ts";

const words = ["node", "it's.js"];
const asked = rehearsalOf(words, { init: true });
const image = rehearsalOf(["serve"], { image: "shop", init: true });

describe("--compare: each stands alone", () => {
  test.each([
    ["none", "", words],
    ["sh", "/bin/sh", ["/bin/sh", "-c", "node 'it'\\''s.js'"]],
    ["tini", "/bin/tini", ["/bin/tini", "--", ...words]],
  ] as const)("%s", (name, path, command) => {
    expect(behind(name, path, asked)).toMatchObject({ rehearsal: { command, init: false }, init: null });
  });

  test("in an image", () => {
    const alone = { ...image, init: false };
    const front = { path: "/bin/tini", words: ["--"] };
    expect(behind("tini", "/bin/tini", image)).toEqual({ rehearsal: alone, init: front });
    expect(behind("sh", "", image)).toEqual({ rehearsal: alone, init: null, inShell: true });
    expect(behind("none", "", image)).toEqual({ rehearsal: alone, init: null });
  });
});

describe("--prove: as recommended", () => {
  const recommend = (command: readonly string[], more = asked) =>
    judge(recording({ command }), { ...more, command }).recommendation;

  test("with our init at its place, and no other", () => {
    const { rehearsal } = recommended(asked, recommend(["docker-init", "--", ...words]), "/tmp/lastcall-init");
    expect(rehearsal).toMatchObject({ init: false, stopSignal: "SIGTERM" });
    expect(rehearsal.command[0]).toBe("/tmp/lastcall-init");
    expect(rehearsal.command.slice(-3)).toEqual(["--", ...words]);
  });

  test.each([
    [["sleep", "5"], null],
    [["sh", "-c", "sleep 5"], null],
    [["drain.sh"], "stays"],
  ])("with the delay instead of the hook %j that is one: %j", (command, stays) => {
    const hook = { kind: "exec", command } as const;
    const { rehearsal } = recommended({ ...asked, hook }, recommend(words, { ...asked, hook }), "/tmp/lastcall-init");
    expect(rehearsal.hook).toEqual(stays === null ? null : hook);
  });

  test("in an image with all of its options, before all of the image's own words", () => {
    const recommendation = recommend(["tini", "-e", "143", "--", "/entry.sh", "serve"], image);
    const { rehearsal, init } = recommended(image, recommendation, "/tmp/lastcall-init");
    expect(init?.path).toBe("/tmp/lastcall-init");
    expect(init?.words.join(" ")).toMatch(/^(--delay \S+ )?--deadline \S+ -e 143 --$/);
    expect(rehearsal).toMatchObject({ image: "shop", init: false, entrypoint: ["/entry.sh", "serve"], command: [] });
  });

  test("an image that brings our init has its own", () => {
    const recommendation = recommend(["/sbin/lastcall-init", "--", "/entry.sh"], image);
    const { rehearsal, init } = recommended(image, recommendation, "/tmp/lastcall-init");
    expect(init).toBeNull();
    expect(rehearsal.entrypoint).toEqual(recommendation.entrypoint);
  });
});

describe("init: true where there is no container", () => {
  let folder = "";
  const program = (...path: string[]) => {
    const file = join(folder, ...path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, "");
    chmodSync(file, 0o755);
    return file;
  };
  const ownInit = () => "/tmp/lastcall-init";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "dockers-init-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is Docker's own, else tini, else ours as tini, and that is said", () => {
    const tini = program("b", "tini");
    const own = program("c", "docker-init");
    const path = `${folder}/a:${folder}/b`;
    expect(withDockersInit(asked, { path: `${path}:${folder}/c`, ownInit }).command).toEqual([own, "--", ...words]);
    expect(withDockersInit(asked, { path, ownInit })).toMatchObject({
      command: [tini, "--", ...words],
      notes: ["init: true is played by tini as PID 1"],
    });
    expect(withDockersInit(asked, { path: `${folder}/a`, ownInit })).toMatchObject({
      command: ["/tmp/lastcall-init", "--as", "tini", "--", ...words],
      notes: ["init: true is played by lastcall-init --as tini as PID 1"],
    });
  });

  test("is nobody's affair where it is not asked for, nor with an image", () => {
    const plain = rehearsalOf(words);
    expect(withDockersInit(plain, { path: "", ownInit })).toBe(plain);
    expect(withDockersInit(image, { path: "", ownInit })).toBe(image);
  });
});
