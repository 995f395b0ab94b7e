// UTF-8 as RFC 3629 has it: nothing overlong, no surrogates, nothing above U+10FFFF.

/** How many bytes the character that begins with `first` has; 0 if it is broken. A byte that is not there is 0. */
export function characterBytes(first: i32, second: i32, third: i32, fourth: i32): i32 {
  if (first < 0x80) return 1;
  if (first < 0xc2 || !continues(second)) return 0;
  if (first < 0xe0) return 2;
  if (!continues(third)) return 0;
  // The code without the 6 bits of each byte that is left: U+0800 is 0x20 there, surrogates are 0x360 to 0x37f.
  const head: i32 = ((first & 15) << 6) | (second & 63);
  if (first < 0xf0) return head < 0x20 || head >> 5 === 27 ? 0 : 3;
  // U+10000 to U+10FFFF.
  return continues(fourth) && head >= 0x10 && head < 0x110 ? 4 : 0;
}

/** The code of a control character, C0, DEL or C1 (two bytes); -1 for any other character. */
export function controlCode(first: i32, second: i32): i32 {
  if (first < 32 || first === 127) return first;
  return first === 0xc2 && second >= 0x80 && second < 0xa0 ? second : -1;
}

function continues(byte: i32): bool {
  return (byte & 0xc0) === 0x80;
}
