// Real rolling updates of test/fixtures/rehearse/replica-server.cjs, for the tests.

import { openNamespace } from "../../../src/rehearse/drive/namespace.ts";
import type { Sandbox } from "../../../src/rehearse/drive/sandbox.ts";
import type { Rehearsal } from "../../../src/rehearse/rehearsal.ts";
import type { RollingOptions } from "../../../src/rehearse/rolling/deployment.ts";
import { type RollingParts, rollingUpdate } from "../../../src/rehearse/rolling/drive.ts";
import type { RollingReport } from "../../../src/rehearse/rolling/report.ts";
import { settleStrategy } from "../../../src/rehearse/rolling/strategy.ts";
import { fixture } from "../../support/fixtures.ts";
import { rehearsalOf as anyRehearsal } from "../../support/rehearsal.ts";
import { loadOf } from "../load/odd-servers.ts";

export const server = (...words: string[]): string[] => [
  process.execPath,
  fixture("rehearse/replica-server.cjs"),
  ...words,
];

export const rehearsalOf = (command: readonly string[], more: Partial<Rehearsal> = {}): Rehearsal =>
  anyRehearsal(command, {
    graceMs: 10_000,
    load: loadOf({ perSecond: 100, timeoutMs: 5_000 }),
    warmUpMs: 100,
    ...more,
  });

export const fourReplicas: RollingOptions = {
  strategy: settleStrategy(4, 1, 0),
  readyTimeMs: 0,
};

/** Every sandbox that was opened, so that a test can see what is left. */
export interface Watched {
  readonly sandboxes: Sandbox[];
  readonly parts: RollingParts;
}

export function watched(more: Partial<RollingParts> = {}): Watched {
  const sandboxes: Sandbox[] = [];
  const parts: RollingParts = {
    async open(rehearsal) {
      const sandbox = await openNamespace(rehearsal);
      sandboxes.push(sandbox);
      return sandbox;
    },
    progress: () => {},
    cancelled: new AbortController().signal,
    ...more,
  };
  return { sandboxes, parts };
}

export const update = (
  command: readonly string[],
  more: Partial<Rehearsal> = {},
  options: Partial<RollingOptions> = {},
): Promise<RollingReport> =>
  rollingUpdate(rehearsalOf(command, more), { ...fourReplicas, ...options }, watched().parts);
