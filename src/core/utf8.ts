// UTF-8 as RFC 3629 has it: nothing overlong, no surrogates, nothing above U+10FFFF.

/** How many bytes the character that begins with `first` has; 0 if it is broken. A byte that is not there is 0. */
export function characterBytes(first: i32, second: i32, third: i32, fourth: i32): i32 {
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4 || !continues(second)) return 0;
  if (first < 0xe0) return 2;
  if (!continues(third)) return 0;
  if (first < 0xf0) return (first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f) ? 0 : 3;
  if ((first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f)) return 0;
  return continues(fourth) ? 4 : 0;
}

/** The code of a control character, C0, DEL or C1 (two bytes); -1 for any other character. */
export function controlCode(first: i32, second: i32): i32 {
  if (first < 32 || first === 127) return first;
  return first === 0xc2 && second >= 0x80 && second < 0xa0 ? second : -1;
}

function continues(byte: i32): bool {
  return byte >= 0x80 && byte < 0xc0;
}
