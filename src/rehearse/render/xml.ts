// What may stand in XML 1.0, and how it is written.

/** Content of an element. */
export function escapeXml(text: string): string {
  return forbidden(text).replace(/[&<>]/g, (character) => REFERENCES[character] ?? character);
}

/**
 * An attribute's value. Characters that XML 1.0 forbids even as references (§2.2: control characters, halves of surrogate pairs,
 * U+FFFE and U+FFFF) are written out; line feeds and tabs become references, or a parser would make spaces of them (§3.3.3).
 */
function escapeAttribute(text: string): string {
  return forbidden(text).replace(/[&<>"'\t\n\r]/g, (character) => REFERENCES[character] ?? character);
}

const REFERENCES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Content of an element that is best read as it is: a `]]>` inside is split over two sections. */
export function cdata(text: string): string {
  return `<![CDATA[${forbidden(text).replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
}

function forbidden(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
  });
}

export type Attributes = Readonly<Record<string, string | number>>;

/** An opening tag, or an empty element. */
export function tag(name: string, attributes: Attributes, end: ">" | "/>" = ">"): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(String(value))}"`);
  return `<${name}${written.join("")}${end}`;
}
