// When the app counts as ready, as `--ready` says it.

import { Wrong } from "./bad-option.ts";
import type { Ready } from "./rehearsal.ts";
import { absoluteUrl } from "./url.ts";

const FORMS = "a URL like http://localhost:8080/ready, tcp:PORT or log:REGEXP";

/** `URL`, `tcp:PORT`, `log:REGEXP` (JavaScript's, anywhere in a line), or a RegExp for a line. Throws Wrong. */
export function readyWhen(value: string | RegExp): Ready {
  if (value instanceof RegExp) return { kind: "log", pattern: stateless(value.source, value.flags) };
  if (typeof value !== "string") throw new Wrong(`expected ${FORMS}`);
  if (value.startsWith("log:")) {
    const source = value.slice("log:".length);
    if (source === "") throw new Wrong("expected a regular expression after log:");
    try {
      return { kind: "log", pattern: stateless(source, "") };
    } catch (error) {
      const why = error instanceof Error ? error.message.replace(/^.*: /, "").toLowerCase() : String(error);
      throw new Wrong(`not a regular expression: ${why}`);
    }
  }
  if (value.startsWith("tcp:")) {
    const port = /^tcp:(?:\/\/(?:localhost|127\.0\.0\.1):)?(\d{1,5})$/.exec(value)?.[1];
    if (port === undefined || Number(port) < 1 || Number(port) > 65_535) {
      throw new Wrong("expected tcp:PORT with a port from 1 to 65535");
    }
    return { kind: "tcp", port: Number(port) };
  }
  if (!value.includes(":")) throw new Wrong(`expected ${FORMS}`);
  return { kind: "url", url: absoluteUrl(value) };
}

/** Without g and y, with which test() would begin where it left off. */
function stateless(source: string, flags: string): RegExp {
  return new RegExp(source, flags.replace(/[gy]/g, ""));
}
