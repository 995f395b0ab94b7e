// Nothing of what was asked before the stop was answered: why, in one line.
import { expect, test } from "vitest";
import { allFailed } from "../../src/rehearse/all-failed.ts";

const asked = (what: string, ok: number, failures: Record<string, number>) => ({
  what,
  counts: { sent: 100, ok, lost: Object.values(failures).reduce((all, one) => all + one, 0) },
  failures: new Map(Object.entries(failures)),
});
const load = (failures: Record<string, number>) => [asked("requests of :80/x", 0, failures)];

test.each<[failures: Record<string, number>, ports: number[], line: string]>([
  [
    { 404: 20 },
    [80],
    "all 20 requests of :80/x before the stop failed: status 404; check the URL, the method and the header fields",
  ],
  [
    { 503: 20 },
    [80],
    "all 20 requests of :80/x before the stop failed: status 503; is the app ready, and the URL right?",
  ],
  [
    { ECONNREFUSED: 9 },
    [8080],
    "all 9 requests of :80/x before the stop failed: ECONNREFUSED; the app listens on port 8080",
  ],
  [
    { ECONNREFUSED: 1 },
    [],
    "the one request of :80/x before the stop failed: ECONNREFUSED; the app is not seen to listen on any port",
  ],
  [
    { ECONNRESET: 1, cut: 3 },
    [80, 81],
    "all 4 requests of :80/x before the stop failed: closed without an answer (3), ECONNRESET (1); check whether the app speaks HTTP there, and whether with TLS (https:) or without",
  ],
  [{ "timed-out": 2 }, [80], "all 2 requests of :80/x before the stop failed: no answer in time; is the app ready?"],
])("%j", (failures, ports, line) => {
  expect(allFailed(load(failures), ports)).toBe(line);
});

test("one answer is enough, for each of them; waiting is no failure", () => {
  const fine = asked("requests of /", 1, { 404: 20 });
  expect(allFailed([], [])).toBeNull();
  expect(allFailed([fine, asked("requests of /slow", 0, {})], [])).toBeNull();
  expect(allFailed([fine, asked("sessions at tcp:1", 0, { ECONNREFUSED: 2 })], [1, 2])).toMatch(
    /^all 2 sessions at tcp:1 .* the app listens on ports 1, 2$/,
  );
});
