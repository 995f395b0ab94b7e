// IP addresses as text to bytes, as inet_pton(3) reads them, but for IPv4 within IPv6.

import { hexDigit } from "./proc-text.ts";
import { parseCount } from "./signal.ts";

const COLON: i32 = 58;

/** The address that was read last. */
export const address: Uint8Array = new Uint8Array(16);

/** Reads an address: 4 where it is IPv4, 16 where it is IPv6, 0 where it is none. */
export function readAddress(text: string): i32 {
  return isIpv4(text) ? 4 : isIpv6(text) ? 16 : 0;
}

/** Without leading zeros, which some take for octal. */
function isIpv4(text: string): bool {
  let from: i32 = 0;
  for (let part: i32 = 0; part < 4; part++) {
    const to = part < 3 ? text.indexOf(".", from) : text.length;
    const value = to < from ? -1 : parseCount(text.substring(from, to));
    if (value < 0 || value > 255 || (to > from + 1 && text.charCodeAt(from) === 48)) return false;
    address[part] = value as u8;
    from = to + 1;
  }
  return true;
}

function isIpv6(text: string): bool {
  let count: i32 = 0;
  let value: i32 = -1;
  /** How many bytes there are before `::`, and how many groups are empty because of it. */
  let gap: i32 = 0;
  let empty: i32 = 0;
  for (let at: i32 = 0; at <= text.length; at++) {
    const code: i32 = at < text.length ? text.charCodeAt(at) : COLON;
    const digit = hexDigit(code);
    if (digit >= 0) {
      value = (value < 0 ? 0 : value << 4) | digit;
      if (value > 0xffff) return false;
    } else if (code !== COLON) return false;
    else if (value < 0) {
      if (empty++ === 0) gap = count;
      if (gap !== count) return false;
    } else {
      if (count === 16) return false;
      address[count++] = (value >> 8) as u8;
      address[count++] = (value & 255) as u8;
      value = -1;
    }
  }
  if (empty === 0) return count === 16;
  // One in the middle, two at an edge, three where it is all there is; and for one group of zeros at least.
  if (empty !== 1 + (gap === 0 ? 1 : 0) + (gap === count ? 1 : 0) || count === 16) return false;
  for (let at: i32 = 15; at >= gap; at--) {
    const from = at - 16 + count;
    address[at] = from >= gap ? address[from] : 0;
  }
  return true;
}
