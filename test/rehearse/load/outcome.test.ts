import { expect, test } from "vitest";
import { outcomeOf, outcomeOfStatus } from "../../../src/rehearse/load/outcome.ts";

test.each([
  ["connecting", "ECONNREFUSED", "connect", "refused"],
  ["connecting", "EHOSTUNREACH", "connect", "refused"],
  ["connecting", "ENETUNREACH", "connect", "refused"],
  ["connecting", "ENOTFOUND", "getaddrinfo", "refused"],
  ["connecting", "ETIMEDOUT", "connect", "timed-out"],
  ["connecting", "ECONNRESET", "connect", "reset-before"],
  ["connecting", "EMFILE", "connect", null],
  ["connecting", "EADDRNOTAVAIL", "connect", null],
  ["connected", "ECONNRESET", "read", "reset-before"],
  ["connected", "ECONNRESET", undefined, "cut"],
  ["connected", "ERR_SSL_WRONG_VERSION_NUMBER", undefined, "http-error"],
  ["sent", "ECONNRESET", "read", "reset-before"],
  ["sent", "EPIPE", "write", "reset-before"],
  ["sent", "ETIMEDOUT", "read", "timed-out"],
  ["answering", "ECONNRESET", "read", "reset-after"],
  ["answering", "EPIPE", "write", "reset-after"],
] as const)("%s, %s of %s: %s", (phase, code, syscall, outcome) => {
  expect(outcomeOf(phase, syscall === undefined ? { code } : { code, syscall })).toBe(outcome);
});

test.each([
  [200, "ok"],
  [304, "ok"],
  [404, "http-error"],
  [503, "http-error"],
] as const)("status %d: %s", (status, outcome) => {
  expect(outcomeOfStatus(status)).toBe(outcome);
});
