// A table of the page.

import { html, type Markup, type Piece } from "./markup.ts";

export interface Column {
  readonly name: string;
  readonly number?: boolean;
}

/** A table that scrolls on its own where it is wider than the page. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Piece[])[],
  ids?: readonly (string | undefined)[],
): Markup {
  const style = (column: Column | undefined) => (column?.number ? html` class="number"` : null);
  const head = columns.map((column) => html`<th scope="col"${style(column)}>${column.name}</th>`);
  const body = rows.map((row, index) => {
    const id = ids?.[index];
    const cells = row.map((cell, at) =>
      at === 0 ? html`<th scope="row"${style(columns[0])}>${cell}</th>` : html`<td${style(columns[at])}>${cell}</td>`,
    );
    return html`<tr${id !== undefined && html` id="${id}"`}>${cells}</tr>`;
  });
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table><caption class="unseen">${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}
