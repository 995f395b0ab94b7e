// Letters and digits of ASCII, where the library's functions are large: its case functions bring the whole of Unicode's tables into
// the ELF, toString() a radix and a table of all pairs of digits.

export function upper(text: string): string {
  let result = "";
  for (let at: i32 = 0; at < text.length; at++) {
    const code: i32 = text.charCodeAt(at);
    result += String.fromCharCode(code >= 97 && code <= 122 ? code - 32 : code);
  }
  return result;
}

/** A number from 0 on, in decimal. */
export function decimal(value: i32): string {
  const last = String.fromCharCode(48 + (value % 10));
  return value < 10 ? last : decimal((value / 10) | 0) + last;
}
