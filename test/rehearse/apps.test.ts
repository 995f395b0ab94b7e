// Whole rehearsals of apps that are each wrong in one way: what is wrong is found, and nothing else.
import { beforeAll, describe, expect, test } from "vitest";
import { rehearse } from "../../src/rehearse/index.ts";
import { installManagers } from "../native/managers.ts";
import { describeIf } from "../support/needs.ts";
import { appStop, apps } from "./apps.ts";

beforeAll(installManagers);

describe.concurrent("a whole rehearsal", () => {
  for (const { name, options, needs, verdict, codes, follows } of apps) {
    describeIf(needs, "of an app", () => {
      test(name, async () => {
        const report = await rehearse({ ...appStop, ...options });
        const found = report.findings.filter(({ severity }) => severity !== "note").map(({ code }) => code);
        const said = report.findings.map(({ code, message }) => `${code}: ${message}`).join("\n");
        expect(found, said).toEqual(expect.arrayContaining([...codes]));
        const tooMuch = found.filter((code) => !codes.includes(code) && !follows.includes(code));
        expect(tooMuch, said).toEqual([]);
        expect(report.verdict, said).toBe(verdict);
      });
    });
  }
});
