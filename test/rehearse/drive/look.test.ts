// What looking costs: it shares a thread with the load, whose arrival times have to be honest.
import { afterEach, expect, test } from "vitest";
import { cleanUp } from "../../../src/rehearse/drive/clean-up.ts";
import { openNamespace } from "../../../src/rehearse/drive/namespace.ts";
import { describeIf, needsNamespaces } from "../../support/needs.ts";
import { rehearsalOf } from "../../support/rehearsal.ts";
import { until } from "../../support/until.ts";

afterEach(cleanUp);

describeIf(needsNamespaces, "200 processes", () => {
  test("are looked at within the 20 ms that there are from look to look", async () => {
    const sandbox = await openNamespace(rehearsalOf(["sh", "-c", "for i in $(seq 199); do sleep 600 & done; wait"]));
    const isAll = (names: readonly string[]) => names.filter((name) => name === "sleep").length === 199;
    await until("all of them", async () => isAll((await sandbox.processes()).map(({ name }) => name)));
    const looks = 100;
    const before = process.cpuUsage();
    for (let look = 0; look < looks; look++) {
      expect(await sandbox.processes()).toHaveLength(200);
      await sandbox.listeners();
    }
    const { user, system } = process.cpuUsage(before);
    // Of the processor's time, in which a busy machine counts for nothing.
    expect((user + system) / 1000 / looks).toBeLessThan(20);
  });
});
