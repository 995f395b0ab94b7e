// Reads XML 1.0 as strictly as a parser does that is told no entities but the five: throws on anything that is not well-formed.

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** With its CDATA sections. */
  readonly text: string;
}

interface Open {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

const NAME = "[A-Za-z_][\\w.-]*";
const TOKEN = new RegExp(
  `<!\\[CDATA\\[([\\s\\S]*?)\\]\\]>|<(/?)(${NAME})((?:\\s+${NAME}\\s*=\\s*"[^"<]*")*)\\s*(/?)>|([^<]+)`,
  "y",
);

/** Content that is not one of these is forbidden even as a reference (XML 1.0, 2.2). */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

export function readXml(xml: string): Element {
  const forbidden = FORBIDDEN.exec(xml);
  if (forbidden !== null) throw new Error(`forbidden character ${JSON.stringify(forbidden[0])} at ${forbidden.index}`);
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!xml.startsWith(declaration)) throw new Error("no declaration");
  const root: Open = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  TOKEN.lastIndex = declaration.length;
  while (TOKEN.lastIndex < xml.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(xml);
    if (match === null) throw new Error(`not well-formed at ${JSON.stringify(xml.slice(at, at + 40))}`);
    const [, cdata, closing, name = "", attributes = "", empty, text] = match;
    const top = open.at(-1) ?? root;
    if (cdata !== undefined) top.text += cdata;
    else if (text !== undefined) {
      if (text.includes("]]>")) throw new Error("]]> in text");
      top.text += resolve(text);
    } else if (closing === "/") {
      if (top.name !== name || open.length === 1) throw new Error(`</${name}> closes <${top.name}>`);
      open.pop();
    } else {
      const element: Open = { name, attributes: readAttributes(attributes), children: [], text: "" };
      top.children.push(element);
      if (empty === "") open.push(element);
    }
  }
  const [only, ...more] = root.children;
  if (open.length !== 1 || only === undefined || more.length > 0 || root.text.trim() !== "")
    throw new Error("not one root element");
  return only;
}

function readAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = "", value = ""] of text.matchAll(new RegExp(`(${NAME})\\s*=\\s*"([^"]*)"`, "g"))) {
    if (name in attributes) throw new Error(`${name} twice`);
    // What a parser does before references are resolved (3.3.3).
    attributes[name] = resolve(value.replace(/[\t\n\r]/g, " "));
  }
  return attributes;
}

function resolve(text: string): string {
  return text.replace(/&([^;]*;?)/g, (whole, name: string) => {
    const named = { "amp;": "&", "lt;": "<", "gt;": ">", "quot;": '"', "apos;": "'" }[name];
    const number = /^#(\d+);$/.exec(name)?.[1];
    if (named === undefined && number === undefined) throw new Error(`reference ${whole}`);
    return named ?? String.fromCodePoint(Number(number));
  });
}
