// The URL of a GET request: plain HTTP, to a host that can be found without DNS.

import { upper } from "./ascii.ts";
import { readAddress } from "./ip-address.ts";
import { parseCount } from "./signal.ts";
import { behind } from "./word-list.ts";

const FORM = "expected http://HOST[:PORT][/PATH], without TLS";
/** http:// */
const SCHEME_LENGTH: i32 = 7;

class HttpUrl {
  /** A name, or the literal of an IPv4 or (with its brackets) IPv6 address. */
  host: string = "";
  port: i32 = 80;
  /** With the query; begins with a slash. */
  path: string = "/";
  /** The literal without brackets; empty for a name that is still to be looked up. */
  address: string = "";

  /** Reads the text: empty, or what would have been valid. */
  parse(text: string): string {
    this.port = 80;
    this.path = "/";
    this.address = "";
    const scheme = upper(text.substring(0, SCHEME_LENGTH));
    if (scheme !== "HTTP://") return FORM;
    let end: i32 = text.length;
    for (let at: i32 = text.length - 1; at >= SCHEME_LENGTH; at--) {
      const code: i32 = text.charCodeAt(at);
      // What is behind a # is never sent.
      if (code <= 32 || code >= 127 || code === 35) return "expected ASCII without blanks (%20) and #";
      if (code === 47 || code === 63) end = at;
    }
    if (end < text.length) this.path = (text.charCodeAt(end) === 63 ? "/" : "") + behind(text, end - 1);
    const authority = text.substring(SCHEME_LENGTH, end);
    // Behind the bracket of an IPv6 address, which has colons of its own; from the start where there is none.
    const bracket = authority.indexOf("]");
    const colon = authority.indexOf(":", bracket + 1);
    this.host = colon < 0 ? authority : authority.substring(0, colon);
    const literal = bracket < 0 ? this.host : this.host.substring(1, bracket);
    const length = readAddress(literal);
    if (length > 0) this.address = literal;
    const valid = bracket < 0 ? length === 4 || isName(literal) : length === 16 && this.host === "[" + literal + "]";
    if (!valid) return "expected a host name, an IPv4 address or an [IPv6] address";
    if (colon >= 0) this.port = parseCount(behind(authority, colon));
    return this.port < 1 || this.port > 65535 ? "expected a port from 1 to 65535" : "";
  }
}

/** The URL that was read last. */
export const url = new HttpUrl();

/** Letters, digits, `.`, `-` and `_`; what has no letter is an address gone wrong. */
function isName(text: string): bool {
  let letters: i32 = 0;
  for (let at: i32 = 0; at < text.length; at++) {
    const code: i32 = text.charCodeAt(at);
    const letter = code | 32;
    if ((letter >= 97 && letter <= 122) || code === 95) letters++;
    else if (code !== 45 && code !== 46 && (code < 48 || code > 57)) return false;
  }
  return letters > 0;
}
