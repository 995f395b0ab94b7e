import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { CannotStart } from "../../../src/rehearse/drive/cannot-start.ts";
import { cleanUp } from "../../../src/rehearse/drive/clean-up.ts";
import { openNamespace } from "../../../src/rehearse/drive/namespace.ts";
import type { Rehearsal } from "../../../src/rehearse/rehearsal.ts";
import { describeIf, needsNamespaces } from "../../support/needs.ts";
import { rehearsalOf } from "../../support/rehearsal.ts";

const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(cleanUp);

function write(name: string, text: string, mode: number): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

const problemOf = (command: string[], changes: Partial<Rehearsal>) =>
  openNamespace(rehearsalOf(command, changes)).then(
    () => "it started",
    (error) => error,
  );

describeIf(needsNamespaces, "a command that cannot be started", () => {
  test.each<[string, string[], string, Partial<Rehearsal>]>([
    ["is not there", ["no-such-server"], "cannot start 'no-such-server': not found in PATH", {}],
    ["is not in a PATH of its own", ["sleep"], "cannot start 'sleep': not found in PATH", { env: { PATH: folder } }],
    ["is no file", ["./no-such"], "cannot start './no-such': no such file", {}],
    ["is a folder", ["/usr"], "cannot start '/usr': it is a folder", {}],
    ["is not executable", [write("plain", "echo", 0o644)], "it is not executable (chmod +x)", {}],
    [
      "is not executable in PATH",
      ["plain"],
      "it is not executable (chmod +x)",
      { env: { PATH: `/usr/bin:${folder}` } },
    ],
    [
      "has no interpreter",
      [write("script", "#!/no/such/sh -e\n", 0o755)],
      "names '/no/such/sh', which does not exist",
      {},
    ],
    ["has an interpreter that is no program", [write("odd", "#!/etc\n", 0o755)], "names '/etc': it is a folder", {}],
    ["has no name", [""], "an empty word names no program", {}],
    ["has no folder", ["true"], "cannot start in '/no/such': no such folder", { cwd: "/no/such" }],
    ["is too long", ["true", "x".repeat(200_000)], "cannot start 'true': E2BIG", {}],
  ])("because it %s is one clear line", async (_, command, message, changes) => {
    const error = await problemOf(command, changes);
    expect(error).toBeInstanceOf(CannotStart);
    expect(error.message).toContain(message);
    expect(error.message).not.toContain("\n");
  });
});
