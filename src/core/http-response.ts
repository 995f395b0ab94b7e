// An HTTP/1.x response, as much of it as tells how the request went: the final status. Fed byte by byte, so that it does not
// matter in which pieces the bytes come.

/** What `status` is as long as it is not known, and where what came is not HTTP. */
export const PENDING: i32 = 0;
export const NOT_HTTP: i32 = -1;

const LINE_FEED: i32 = 10;
const CARRIAGE_RETURN: i32 = 13;
const SWITCHING_PROTOCOLS: i32 = 101;

/** A digit of the version or the status; the status ends behind the 12th byte (RFC 9112, section 4). */
const FORM = "HTTP/1.9 999";

export class HttpResponse {
  status: i32 = PENDING;
  /** Index in the status line; beyond FORM's length in the header of an interim response. */
  private at: i32 = 0;
  private digits: i32 = 0;
  /** Since the line feed that ended the line before. */
  private lineLength: i32 = 0;

  /** Takes one byte more, until there is a status. */
  take(byte: i32): void {
    if (this.status !== PENDING) return;
    const at = this.at++;
    if (at < FORM.length) {
      const wanted: i32 = FORM.charCodeAt(at);
      const digit = byte - 48;
      if (wanted === 57 ? digit < 0 || digit > 9 : byte !== wanted) this.status = NOT_HTTP;
      else if (at > 8) this.digits = this.digits * 10 + digit;
      return;
    }
    const interim = this.digits < 200 && this.digits !== SWITCHING_PROTOCOLS;
    if (at === FORM.length) {
      const ended = byte === 32 || byte === CARRIAGE_RETURN || byte === LINE_FEED;
      if (!ended || this.digits < 100) this.status = NOT_HTTP;
      else if (!interim) this.status = this.digits;
      // The status line itself is not empty.
      this.lineLength = 1;
    }
    // An interim response (RFC 9110, section 15.2): the empty line ends it, and another response follows.
    if (byte === LINE_FEED) {
      if (this.lineLength === 0) {
        this.at = 0;
        this.digits = 0;
      }
      this.lineLength = 0;
    } else if (byte !== CARRIAGE_RETURN) this.lineLength++;
  }
}
