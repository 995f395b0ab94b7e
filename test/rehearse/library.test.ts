// `import { rehearse } from "lastcall"`, as a program has it that has installed the package: the built files, and their types.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fromRoot } from "../../scripts/build/paths.ts";
import { nodeTool } from "../../scripts/build/run.ts";
import type * as Library from "../../src/rehearse/index.ts";
import { describeIf, needsNamespaces } from "../support/needs.ts";
import { problems } from "../support/report-schema.ts";
import { refusing, rollingSummary } from "./render/reports.ts";

const node = process.execPath;
const obeys = "require('node:http').createServer().listen(0); process.on('SIGTERM', () => process.exit(0))";
const instant = { command: [node, "-e", obeys], warmUp: 50, endpointLag: 0, grace: "2s" } as const;

let project = "";
let library: typeof Library;

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), "library-"));
  link("lastcall", fromRoot("."));
  link("vitest", fromRoot("node_modules/vitest"));
  link("@types/node", fromRoot("node_modules/@types/node"));
  writeFileSync(join(project, "package.json"), '{ "type": "module" }');
  library = (await import(fromRoot("dist/index.cjs"))) as typeof Library;
});
afterAll(() => rmSync(project, { recursive: true }));

function link(name: string, to: string): void {
  const path = join(project, "node_modules", name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(to, path);
}

describe("types", () => {
  const tsc = (file: string, ...words: string[]) => {
    const [program = "", ...rest] = [...nodeTool("typescript/bin/tsc"), "--noEmit", "--strict", "--target", "es2023"];
    const run = () => execFileSync(program, [...rest, ...words, file], { cwd: project, stdio: "pipe" });
    try {
      run();
      return "";
    } catch (error) {
      return String((error as { stdout: Buffer }).stdout);
    }
  };
  const user = `
    import { compare, type Finding, initPath, prove, rehearse, render, renderHtml, rollingUpdate } from "lastcall";
    const options = { command: [initPath(), "node"], url: "/", endpointLag: "alb", engine: "kubernetes", grace: 5000 } as const;
    const report = await rehearse({ ...options, signal: AbortSignal.timeout(1000) });
    const findings: readonly Finding[] = report.findings;
    const both = [(await prove(options)).after.verdict, render(await compare(options, ["none", "tini"]), "markdown")];
    const page: string = renderHtml(await rollingUpdate({ ...options, replicas: 2, maxSurge: "25%" }));
    // @ts-expect-error an option that there is not
    await rehearse({ urll: "/" });
    // @ts-expect-error an init that there is not
    await compare(options, ["runit"]);
    // @ts-expect-error no number
    await rollingUpdate({ ...options, replicas: true });
    // @ts-expect-error a format that there is not
    render(report, "xml");
    export { both, findings, page };
  `;

  test.each([
    ["nodenext", ["--module", "nodenext"]],
    ["bundler", ["--module", "esnext", "--moduleResolution", "bundler"]],
    ["nodenext, without the DOM", ["--module", "nodenext", "--lib", "es2023", "--types", "node"]],
  ])("compile with %s, strictly, and libraries are checked, too", (_name, words) => {
    writeFileSync(join(project, "user.ts"), user);
    const strictly = ["--skipLibCheck", "false", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess"];
    // Those of the DOM will do where Node's are not installed.
    const types = words.includes("--types") ? [] : ["--types", ""];
    expect(tsc("user.ts", ...strictly, ...types, ...words)).toBe("");
  });

  test("the example for vitest compiles", () => {
    copyFileSync(fromRoot("examples/stop.test.ts"), join(project, "stop.test.ts"));
    expect(tsc("stop.test.ts", "--module", "nodenext", "--types", "node", "--skipLibCheck")).toBe("");
  });
});

test("a CommonJS program requires what a module imports", () => {
  const required = execFileSync(node, ["-e", 'console.log(Object.keys(require("lastcall")).sort().join())'], {
    cwd: project,
    encoding: "utf8",
  });
  expect(required.trim().split(",")).toEqual(
    Object.keys(library)
      .filter((name) => name !== "default")
      .sort(),
  );
});

describe("rejects in one line", () => {
  const asIs = (value: unknown) => value as never;
  test.each([
    ["rehearse", [asIs({ urll: "/" })], "BadOption: unknown option 'urll': did you mean url?"],
    ["rehearse", [asIs({ ...instant, replicas: 2 })], /^BadOption: unknown option 'replicas'/],
    ["prove", [asIs({ command: "/no/such/app" })], "CannotStart: cannot start '/no/such/app': no such file"],
    ["compare", [instant, [asIs("runit")]], /^BadOption: inits 'runit': expected some of none,sh,/],
    ["rollingUpdate", [asIs(instant)], "BadOption: a rolling update: does nothing without replicas"],
    [
      "rollingUpdate",
      [asIs({ replicas: 2, maxSurg: 1 })],
      /^BadOption: unknown option 'maxSurg': did you mean maxSurge/,
    ],
  ] as const)("%s %j", async (name, words, message) => {
    const played = (library[name] as (...all: readonly unknown[]) => Promise<unknown>)(...words);
    const error = await played.then(
      () => "",
      (reason) => String(reason),
    );
    expect(error).toMatch(message);
    expect(error).not.toContain("\n");
  });
});

describe("render", () => {
  const rolling = () => rollingSummary() as unknown as Library.RollingReport;
  test.each([
    ["a report", refusing, /TIMELINE/],
    ["a proof", () => ({ before: refusing(), after: refusing() }), /RECOMMENDATION/],
    ["a comparison", () => [{ init: "tini", report: null, reason: "not installed" }], /tini +not installed/],
    ["a rolling update", rolling, /replica/i],
  ] as const)("%s", (_name, played, words) => {
    expect(library.render(played())).toMatch(words);
    expect(Object.keys(JSON.parse(library.render(played(), "json"))).length).toBeGreaterThan(1);
  });

  test("what there is no form for is refused", () => {
    expect(() => library.render(refusing(), "xml" as never)).toThrow("format 'xml': expected text, json");
  });

  test("a page", () => expect(library.renderHtml(refusing())).toMatch(/^<!doctype html>[\s\S]*<svg/i));
});

describeIf(needsNamespaces, "plays", () => {
  test("an app that ends at once, and says what was not tried", async () => {
    const report = await library.rehearse(instant);
    expect(report).toMatchObject({ verdict: "pass", stop: { delivered: true, forced: false, exitCode: 0 } });
    expect(report.recording.notes).toEqual(["no url: nothing is requested, so nothing can be seen to get lost"]);
  });

  test("the proof is behind the package's own lastcall-init, without the path to it", async () => {
    const { before, after } = await library.prove(instant);
    expect(before.recording.command).toEqual(instant.command);
    expect(after).toMatchObject({ verdict: "pass", recording: { processes: [{ pid: 1, kind: "init" }, {}] } });
    expect(after.recording.command[0]).toBe("lastcall-init");
    for (const report of [before, after]) expect(problems("report", report)).toEqual([]);
    expect(JSON.stringify(after)).not.toContain(library.initPath());
  });

  test("the example's server leaves well behind it, and the recommendation is for the image", async () => {
    const words = [
      library.initPath(),
      "--delay",
      "1s",
      "--deadline",
      "10s",
      "--",
      node,
      fromRoot("examples/server.js"),
    ];
    const options = { env: { PORT: "0" }, url: "/", endpointLag: "400ms", warmUp: "200ms" };
    const report = await library.rehearse({ ...options, command: words });
    expect(report.requests.dropped, library.render(report)).toBe(0);
    expect(report).toMatchObject({ verdict: "pass", stop: { delivered: true, forced: false, exitCode: 0 } });
    expect(report.recommendation.entrypoint[0]).toBe("lastcall-init");
    expect(problems("report", report)).toEqual([]);
  });

  test("a signal ends it with the signal's own reason", async () => {
    const played = library.rehearse({ command: ["sleep", "1000"], signal: AbortSignal.timeout(100) });
    await expect(played).rejects.toMatchObject({ name: "TimeoutError" });
    await expect(library.rehearse({ ...instant, signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
  });
});
