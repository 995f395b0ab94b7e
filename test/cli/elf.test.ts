// Surgery on executables: what strip() and insertEntry() do to a file, and what they refuse.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { insertEntry } from "../../scripts/build/entry.ts";
import { cutSections, strip } from "../../scripts/build/strip.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lastcall-elf-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a stripped Node is smaller and still runs", () => {
  const elf = readFileSync(process.execPath);
  const stripped = strip(elf);
  expect(stripped.length).toBeLessThan(elf.length);
  const path = join(folder, "node");
  writeFileSync(path, stripped);
  chmodSync(path, 0o755);
  expect(execFileSync(path, ["-p", "6 * 7"], { encoding: "utf8" })).toBe("42\n");
});

test("stripping twice changes nothing more", () => {
  const once = strip(readFileSync(process.execPath));
  expect(strip(once).equals(once)).toBe(true);
});

test("other files are refused", () => {
  const script = Buffer.from("#!/bin/sh\n".repeat(20));
  expect(() => strip(script)).toThrow(/not a .*ELF/);
  expect(() => cutSections(script)).toThrow(/not a .*ELF/);
  expect(() => insertEntry(script, Buffer.alloc(64))).toThrow(/not a .*ELF/);
});

test("a stub that does not fit is refused", () => {
  expect(() => insertEntry(readFileSync(process.execPath), Buffer.alloc(8192))).toThrow(/no room/);
});
