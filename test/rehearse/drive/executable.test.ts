import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { linkerOf, machineOf } from "../../../src/rehearse/drive/elf.ts";
import { contentProblem, fileProblem } from "../../../src/rehearse/drive/executable.ts";

const folder = mkdtempSync(join(tmpdir(), "executable-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, bytes: string | Buffer, mode = 0o755): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  chmodSync(file, mode);
  return file;
}

/** The program of this machine that Node is. */
const program = readFileSync(process.execPath).subarray(0, 4096);

function otherMachine(): Buffer {
  const other = Buffer.from(program);
  // EM_SPARCV9, on which no Node runs.
  other.writeUInt16LE(43, 18);
  return other;
}

function otherLinker(): Buffer {
  const linker = Buffer.from(linkerOf(program) as string);
  const other = Buffer.from(program);
  other.write("/no", other.indexOf(linker));
  return other;
}

test("what opening would wait for is no program", () => {
  execFileSync("mkfifo", ["-m", "755", join(folder, "pipe")]);
  expect(fileProblem(join(folder, "pipe"))).toBe("it is no regular file");
});

describe("a file that can be executed, says", () => {
  const good: [string, string | Buffer][] = [
    ["a script", "#! /bin/sh -e\necho\n"],
    ["a script of a relative interpreter", "#!bin/sh\n"],
    ["a program", program],
  ];
  for (const [name, bytes] of good) test(name, () => expect(contentProblem(write("good", bytes), "/")).toBeNull());
});

describe("a file that cannot, says why", () => {
  const refused = "a container answers 'exec format error'";
  const bad: [string, string | Buffer, string][] = [
    ["no first line", "echo hello\n", `it is neither a program nor a script that begins with #!: ${refused}`],
    ["nothing in it", "", `it is neither a program nor a script that begins with #!: ${refused}`],
    ["too short for a program", program.subarray(0, 30), `it is neither a program nor a script`],
    ["another processor", otherMachine(), `it is a program for another kind of processor: ${refused}`],
    ["no dynamic linker", otherLinker(), "its dynamic linker '/no"],
    ["a missing interpreter", "#!/no/python -u\n", "its first line names '/no/python', which does not exist"],
    ["a relative interpreter", "#!python\n", "its first line names 'python', which does not exist"],
    ["no interpreter", "#!\n/bin/sh\n", "its first line names '': it is no program"],
    ["Windows", "#!/bin/sh\r\necho\r\n", "its lines end as on Windows (CRLF), so its first one names '/bin/sh\\r'"],
  ];
  for (const [name, bytes, why] of bad)
    test(name, () => expect(contentProblem(write("bad", bytes), "/")).toContain(why));
});

test("what is no program of this machine has no machine", () => {
  expect(machineOf(Buffer.from("#!/bin/sh\n"))).toBeNull();
  expect(machineOf(program)).not.toBeNull();
});
