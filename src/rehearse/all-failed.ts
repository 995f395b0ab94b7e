// When nothing of what was asked before the stop was answered, the stop would show nothing: why that is, in one line. Pure.

import { listensOn } from "./listens-on.ts";
import type { Generator } from "./load/generator.ts";

type Asked = Pick<Generator, "what" | "counts" | "failures">;

/** Null if each of them had an answer, or still waits for all of its answers. `ports`: where the app listens. */
export function allFailed(generators: readonly Asked[], ports: readonly number[]): string | null {
  const failed = generators.find(({ counts, failures }) => counts.ok === 0 && failures.size > 0);
  if (failed === undefined) return null;
  const all = [...failed.failures].sort(([, one], [, other]) => other - one);
  const how = all[0]?.[0] ?? "";
  const number = all.reduce((sum, [, times]) => sum + times, 0);
  const what = number === 1 ? failed.what.replace(/^(\w+)s /, "$1 ") : failed.what;
  return `${number === 1 ? "the one" : `all ${number}`} ${what} before the stop failed: ${words(all)}; ${hint(how, ports)}`;
}

const words = (all: [string, number][]): string =>
  all.map(([how, times]) => (all.length === 1 ? said(how) : `${said(how)} (${times})`)).join(", ");

function said(how: string): string {
  if (/^\d+$/.test(how)) return `status ${how}`;
  if (how === "cut") return "closed without an answer";
  if (how === "timed-out") return "no answer in time";
  return how;
}

function hint(how: string, ports: readonly number[]): string {
  if (/^5\d\d$/.test(how)) return "is the app ready, and the URL right?";
  if (/^\d+$/.test(how)) return "check the URL, the method and the header fields";
  if (how === "ECONNREFUSED") return listensOn(ports);
  if (how === "timed-out") return "is the app ready?";
  return "check whether the app speaks HTTP there, and whether with TLS (https:) or without";
}
