// An HTTP/1.x response, as much of it as tells how the request went: the final status.

/** More bytes are needed. */
export const PENDING: i32 = 0;
export const NOT_HTTP: i32 = -1;

const LINE_FEED: i32 = 10;
const CARRIAGE_RETURN: i32 = 13;
const NINE: i32 = 57;
const SWITCHING_PROTOCOLS: i32 = 101;

/** How a status line begins (RFC 9112, section 4); a 9 stands for any digit. */
const FORM = "HTTP/1.9 999";

/** The status in the bytes that have come so far, behind all interim responses (RFC 9110, section 15.2); or one of the above. */
export function finalStatus(bytes: Uint8Array, length: i32): i32 {
  let from: i32 = 0;
  while (from < length) {
    let status: i32 = 0;
    for (let at: i32 = 0; at < FORM.length; at++, from++) {
      if (from >= length) return PENDING;
      const byte: i32 = bytes[from];
      const wanted: i32 = FORM.charCodeAt(at);
      if (wanted === NINE ? byte < 48 || byte > NINE : byte !== wanted) return NOT_HTTP;
      if (at > 8) status = status * 10 + byte - 48;
    }
    if (status < 100) return NOT_HTTP;
    if (status >= 200 || status === SWITCHING_PROTOCOLS) return status;
    // To behind the empty line.
    while (from + 2 < length && !(bytes[from] === LINE_FEED && isLineEnd(bytes, from + 1))) from++;
    if (from + 2 >= length) return PENDING;
    from += bytes[from + 1] === LINE_FEED ? 2 : 3;
  }
  return PENDING;
}

function isLineEnd(bytes: Uint8Array, at: i32): bool {
  return bytes[at] === LINE_FEED || (bytes[at] === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED);
}
