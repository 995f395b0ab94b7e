// What is in front of a command, and which signal comes out behind it.

import { expect, test } from "vitest";
import { initsOf, signalBehind } from "../../../src/rehearse/verdict/inits.ts";

test.each([
  [["nginx"], "SIGTERM", "SIGTERM"],
  [["lastcall-init", "-r", "TERM:QUIT", "nginx"], "TERM", "SIGQUIT"],
  [["lastcall-init", "-r", "TERM:QUIT", "nginx"], "INT", "SIGINT"],
  [["dumb-init", "-r", "15:10", "haproxy"], "15", "SIGUSR1"],
  [["tini", "--", "dumb-init", "-r", "15:3", "nginx"], "SIGTERM", "SIGQUIT"],
  [["/app/node_modules/lastcall/dist/lastcall-init-linux-x64", "-r", "TERM:QUIT", "nginx"], "TERM", "SIGQUIT"],
  [["sh", "-c", "x"], "RTMIN+3", "SIGRTMIN+3"],
] as [string[], string, string][])("%j makes of %s %s", (command, sent, comes) => {
  expect(signalBehind(command, {}, sent)).toBe(comes);
});

test("a variable rewrites as well", () => {
  expect(signalBehind(["lastcall-init", "nginx"], { LASTCALL_REWRITE: "TERM:QUIT" }, "TERM")).toBe("SIGQUIT");
});

test("every init in front, the outermost first, with its own words", () => {
  const inits = initsOf(["/sbin/tini", "-g", "--", "lastcall", "run", "--delay", "5s", "--", "app", "-x"], {});
  expect(inits.map(({ name, isOurs, options, command }) => ({ name, isOurs, options, command }))).toEqual([
    {
      name: "/sbin/tini",
      isOurs: false,
      options: ["-g"],
      command: ["lastcall", "run", "--delay", "5s", "--", "app", "-x"],
    },
    { name: "lastcall", isOurs: true, options: ["--delay", "5s"], command: ["app", "-x"] },
  ]);
});

test("none where its words make no sense", () => {
  expect(initsOf(["tini", "--no-such", "app"], {})).toEqual([]);
  expect(initsOf(["lastcall-init"], {})).toEqual([]);
  expect(initsOf([], {})).toEqual([]);
});
