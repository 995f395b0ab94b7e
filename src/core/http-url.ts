// The URL of a GET request: plain HTTP, to a host that can be found without DNS.

import { upper } from "./ascii.ts";
import { parseAddress } from "./ip-address.ts";
import { parseCount } from "./signal.ts";

const FORM = "expected http://HOST[:PORT][/PATH]";
/** http:// */
const SCHEME_LENGTH: i32 = 7;

export class HttpUrl {
  /** A name, or the literal of an IPv4 or (with its brackets) IPv6 address. */
  host: string = "";
  port: i32 = 80;
  /** With the query; begins with a slash. */
  path: string = "/";
  readonly address: Uint8Array = new Uint8Array(16);
  /** 4 or 16; 0 for a name that is still to be looked up. */
  addressLength: i32 = 0;

  /** Reads the text: empty, or what would have been valid. */
  parse(text: string): string {
    const scheme = upper(text.substring(0, SCHEME_LENGTH));
    if (scheme !== "HTTP://") return scheme === "HTTPS:/" ? "no TLS here: " + FORM : FORM;
    for (let at: i32 = 0; at < text.length; at++) {
      const code: i32 = text.charCodeAt(at);
      if (code <= 32 || code >= 127) return "expected ASCII without blanks (%20)";
      if (code === 35) return "a fragment is not sent: " + FORM;
    }
    let end = SCHEME_LENGTH;
    while (end < text.length && text.charCodeAt(end) !== 47 && text.charCodeAt(end) !== 63) end++;
    const rest = text.substring(end);
    if (rest.length > 0) this.path = rest.startsWith("/") ? rest : "/" + rest;
    const authority = text.substring(SCHEME_LENGTH, end);
    if (authority.indexOf("@") >= 0) return "a user is not sent: " + FORM;
    // Behind the bracket of an IPv6 address, which has colons of its own; from the start where there is none.
    const colon = authority.indexOf(":", authority.indexOf("]") + 1);
    this.host = colon < 0 ? authority : authority.substring(0, colon);
    if (!this.readHost()) return "expected a host name, an IPv4 address or an [IPv6] address";
    if (colon >= 0) this.port = parseCount(authority.substring(colon + 1));
    return this.port < 1 || this.port > 65535 ? "expected a port from 1 to 65535" : "";
  }

  private readHost(): bool {
    const host = this.host;
    const bytes = new Uint8Array(host.length);
    let numeric = true;
    let named = host.length > 0;
    for (let at: i32 = 0; at < host.length; at++) {
      const code: i32 = host.charCodeAt(at);
      const letter = code | 32;
      bytes[at] = code as u8;
      if (code !== 46 && (code < 48 || code > 57)) {
        numeric = false;
        if ((letter < 97 || letter > 122) && code !== 45 && code !== 95) named = false;
      }
    }
    const inBrackets = host.startsWith("[") && host.endsWith("]");
    const edge = inBrackets ? 1 : 0;
    this.addressLength = parseAddress(bytes, edge, host.length - edge, this.address);
    if (inBrackets) return this.addressLength === 16;
    return this.addressLength === 4 || (named && !numeric);
  }
}
