// Files that a template engine has still to fill in: no YAML yet, even where they look like it.

import { BadOption, quote } from "../bad-option.ts";

/** The first `{{ ... }}` or `{% ... %}` outside of comments. */
export function templateIn(text: string): { line: number; text: string } | null {
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    const mark = /\{\{.*?\}\}|\{\{.*|\{%.*?%\}/.exec(line.replace(/(^|\s)#.*$/, ""));
    if (mark !== null) return { line: index + 1, text: mark[0] };
  }
  return null;
}

/** The same within a text, of which Go's and Jinja's templates have only `{{ ... }}`. */
export function actionIn(text: string): string | null {
  return /\{\{.*?\}\}/s.exec(text)?.[0] ?? null;
}

export function templated(file: string, line: number, text: string): BadOption {
  const how = "render it first, as in 'helm template . | lastcall rehearse --manifest -'";
  return new BadOption(`${file}:${line}: ${quote(text)} is a template: ${how}`);
}
