// What a machine must offer before a group of tests can run, and how a missing piece is reported:
// loudly skipped on a laptop, a failure where LASTCALL_REQUIRE_ALL=1 says that nothing may be skipped.
import { spawnSync } from "node:child_process";
import { describe } from "vitest";
import { fixture } from "./fixtures.ts";
import { unshareCommand } from "./unshare.ts";

export interface Need {
  ok: boolean;
  reason: string;
}

function probe(what: string, command: string, args: readonly string[]): Need {
  const run = spawnSync(command, args, { encoding: "utf8", timeout: 20_000 });
  if (run.status === 0) return { ok: true, reason: "" };
  const detail = run.error?.message ?? run.stderr.trim().split("\n").at(-1) ?? "";
  return { ok: false, reason: `${what} not available: ${detail || `exit ${run.status}`}` };
}

function both(first: Need, second: () => Need): Need {
  return first.ok ? second() : first;
}

/** PID namespaces through unshare(1), and perl, which the signal fixtures are written in. */
export const needsNamespaces: Need = both(
  probe("PID namespaces", unshareCommand[0], [...unshareCommand.slice(1), "true"]),
  () => probe("perl", "perl", ["-MPOSIX", "-e", "1"]),
);

/** Real root, for tests that change the uid or drop a capability. */
export const needsRoot: Need =
  process.getuid?.() === 0 ? needsNamespaces : { ok: false, reason: "changing the uid needs root" };

/** A pseudo-terminal made by python3's pty module. */
export const needsTerminal: Need = both(needsNamespaces, () =>
  probe("pseudo-terminals", "python3", ["-c", "import pty, os; os.close(pty.openpty()[0])"]),
);

/** A network of one's own, made by python3, and nsenter(1) to get into it. */
export const needsNetwork: Need = both(needsRoot, () =>
  probe("network namespaces", "python3", [
    fixture("own-network.py"),
    "nsenter",
    "--net=/proc/self/ns/net",
    "--",
    "true",
  ]),
);

/** strace, with which races are made wide enough to be hit every time. */
export const needsStrace: Need = both(needsNamespaces, () => probe("strace", "strace", ["-o", "/dev/null", "true"]));

/** The kernel's trace of signals, which is mounted in a mount namespace for the moment. */
export const needsTracefs: Need = both(needsRoot, () =>
  probe("tracefs with the events of signals", "unshare", [
    "--mount",
    "sh",
    "-c",
    "mount -t tracefs t /sys/kernel/tracing && test -d /sys/kernel/tracing/events/signal/signal_generate",
  ]),
);

/** systemd's own check of a unit file; systemd need not be running. */
export const needsSystemd: Need = probe("systemd-analyze", "systemd-analyze", ["--version"]);

/** A program that is no part of every system; `args` make it succeed. */
export function needsProgram(name: string, ...args: string[]): Need {
  return probe(name, name, args);
}

/** An engine that answers. Probed when first asked, because an absent engine answers slowly. */
let docker: Need | null = null;
export const needsDocker: Need = {
  get ok() {
    docker ??= probe("Docker", "docker", ["version", "--format", "{{.Server.Version}}"]);
    return docker.ok;
  },
  get reason() {
    docker ??= probe("Docker", "docker", ["version", "--format", "{{.Server.Version}}"]);
    return docker.reason;
  },
};

/** Declares the group, or skips it and says why; throws instead of skipping if LASTCALL_REQUIRE_ALL=1. */
export function describeIf(need: Need, name: string, fn: () => void): void {
  if (need.ok) {
    describe(name, fn);
    return;
  }
  if (process.env.LASTCALL_REQUIRE_ALL === "1") {
    throw new Error(`${name}: ${need.reason} (LASTCALL_REQUIRE_ALL=1 allows no skips)`);
  }
  console.warn(`SKIPPED ${name}: ${need.reason}`);
  describe.skip(`${name} (${need.reason})`, fn);
}
