// The text that was read last: one for all who read it, so that nobody hands it on. Pure and without allocation.

/** Where it is read into. */
export let text: Uint8Array = new Uint8Array(0);
let length: i32 = 0;

/** Before anything is read. */
export function keepTextIn(bytes: Uint8Array): void {
  text = bytes;
}

/** text[0, size) was read; nothing where that is an error. */
export function beginText(size: i32): void {
  length = size;
}

/** 0 behind the end. */
export function byteAt(at: i32): i32 {
  return at < length ? text[at] : 0;
}

/** Where `stop` stands from there on, or else the end. */
export function until(from: i32, stop: i32): i32 {
  let at = from;
  while (byteAt(at) !== stop && byteAt(at) !== 0) at++;
  return at;
}

/** Whether `words` stand there. */
export function startsAt(from: i32, words: string): bool {
  let at: i32 = 0;
  while (at < words.length && byteAt(from + at) === words.charCodeAt(at)) at++;
  return at === words.length;
}

/** Where `words` stand at the beginning of a line; -1 if they do not. */
export function find(words: string): i32 {
  for (let from: i32 = 0; from < length; from++) {
    if ((from === 0 || byteAt(from - 1) === 10) && startsAt(from, words)) return from;
  }
  return -1;
}

export function isDigit(code: i32): bool {
  return code >= 48 && code <= 57;
}
