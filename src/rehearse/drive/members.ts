// Who is inside of a sandbox: by its PID namespace, or without one by a variable that every process inherits.

import { readFileSync } from "node:fs";
import { namespaceOf } from "./pids.ts";
import type { ProcessHandle } from "./process-handle.ts";
import type { Membership } from "./processes.ts";

/** Everybody in a PID namespace and in those below it. An exec hook has no parent inside, and shows 0 as its own. */
export function inNamespace(namespace: string): Membership {
  return {
    orphansOf: 0,
    has({ hostPid, status }, isInside) {
      if (status.pids.length < 2) return false;
      return namespaceOf(hostPid) === namespace || (status.pids.length > 2 && isInside(status.parent));
    },
    // Our own namespace is the first, the sandbox's the second, whatever is made inside comes behind.
    pidOf: ({ status }) => status.pids[1] ?? 0,
  };
}

/**
 * The process `root` and its descendants, orphans among them. `root` shows 1 as its id, as it would have in a container, and so does an
 * orphan as its parent's; the others keep the ids that they have here.
 */
export function withVariable(variable: string, root: () => number): Membership {
  const wanted = Buffer.from(variable);
  return {
    orphansOf: 1,
    has: ({ hostPid, status }, isInside) =>
      hostPid === root() || isInside(status.parent) || environmentOf(hostPid).includes(wanted),
    pidOf: ({ hostPid }: ProcessHandle) => (hostPid === root() ? 1 : hostPid),
  };
}

/** Empty for zombies, and for the processes of other users. */
function environmentOf(hostPid: number): Buffer {
  try {
    return readFileSync(`/proc/${hostPid}/environ`);
  } catch {
    return Buffer.alloc(0);
  }
}
