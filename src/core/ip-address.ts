// IP addresses as text to bytes, as inet_pton(3) reads them.

/** Reads the bytes from..to, and writes the address to `out`: 4 where it is IPv4, 16 where it is IPv6, 0 where it is none. */
export function parseAddress(bytes: Uint8Array, from: i32, to: i32, out: Uint8Array): i32 {
  if (parseIpv4(bytes, from, to, out, 0)) return 4;
  return parseIpv6(bytes, from, to, out) ? 16 : 0;
}

/** Without leading zeros, which some take for octal. */
function parseIpv4(bytes: Uint8Array, from: i32, to: i32, out: Uint8Array, index: i32): bool {
  let at = from;
  for (let part: i32 = 0; part < 4; part++) {
    const start = at;
    let value: i32 = 0;
    while (at < to && at - start < 3 && bytes[at] >= 48 && bytes[at] <= 57) value = value * 10 + bytes[at++] - 48;
    if (at === start || value > 255 || (bytes[start] === 48 && at - start > 1)) return false;
    out[index + part] = value as u8;
    if (part < 3 && (at >= to || bytes[at++] !== 46)) return false;
  }
  return at === to;
}

function parseIpv6(bytes: Uint8Array, from: i32, to: i32, out: Uint8Array): bool {
  let at = from;
  let count: i32 = 0;
  /** How many bytes there are before `::`. */
  let gap: i32 = -1;
  if (isColon(bytes, at, to) && isColon(bytes, at + 1, to)) {
    gap = 0;
    at += 2;
  }
  while (at < to) {
    const start = at;
    let value: i32 = 0;
    while (at < to && at - start < 4 && hexDigit(bytes[at]) >= 0) value = (value << 4) | hexDigit(bytes[at++]);
    if (at < to && bytes[at] === 46) {
      if (count > 12 || !parseIpv4(bytes, start, to, out, count)) return false;
      count += 4;
      break;
    }
    if (at === start || count > 14) return false;
    out[count++] = (value >> 8) as u8;
    out[count++] = (value & 255) as u8;
    if (at === to) break;
    if (!isColon(bytes, at++, to) || at === to) return false;
    if (isColon(bytes, at, to)) {
      if (gap >= 0) return false;
      gap = count;
      at++;
    }
  }
  if (gap < 0) return count === 16;
  // It stands for one group at least.
  if (count > 14) return false;
  for (let i: i32 = 15; i >= gap; i--) {
    const source = i - 16 + count;
    out[i] = source >= gap ? out[source] : 0;
  }
  return true;
}

function isColon(bytes: Uint8Array, at: i32, to: i32): bool {
  return at < to && bytes[at] === 58;
}

function hexDigit(code: i32): i32 {
  if (code >= 48 && code <= 57) return code - 48;
  // Upper case to lower case.
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
