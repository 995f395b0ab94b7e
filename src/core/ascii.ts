// Letters of ASCII only: the library's case functions bring the whole of Unicode's tables into the ELF.

export function upper(text: string): string {
  let result = "";
  for (let at: i32 = 0; at < text.length; at++) {
    const code: i32 = text.charCodeAt(at);
    result += String.fromCharCode(code >= 97 && code <= 122 ? code - 32 : code);
  }
  return result;
}
