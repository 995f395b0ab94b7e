// Lanes below each other on one time axis. Names stand in a column of their own where there is room for it, above the lanes where not.

import { type Lane, type LaneGroup, signs } from "./lane.ts";
import { html, type Markup, type Piece, shorten } from "./markup.ts";
import { place, type Scale, ticks, x } from "./scale.ts";

const headHeight = 22;
const axisHeight = 24;

export interface Chart {
  readonly scale: Scale;
  readonly groups: readonly LaneGroup[];
  /** The whole drawing in one sentence. */
  readonly label: string;
  /** Above the lanes. */
  readonly flags?: Piece;
  /** Behind the lanes, and before them; both are told the height of all lanes. */
  readonly behind?: (height: number) => Piece;
  readonly before?: (height: number) => Piece;
}

export function chart({ scale, groups, label, flags, behind, before }: Chart): Markup {
  const { names, drawings, height } = stacked(groups.filter((group) => group.lanes.length > 0));
  const size = html` width="100%" height="${height + axisHeight}"`;
  return html`<div class="chart" data-from="${scale.fromMs}" data-to="${scale.toMs}">
<div class="top">${flags}</div>
<svg class="names"${size} aria-hidden="true">${names}</svg>
<svg class="plot"${size} role="img" aria-label="${label}">
${behind?.(height)}${axis(scale, height)}${drawings}<g class="uprights">${before?.(height)}</g></svg>
<div class="hover" aria-hidden="true" hidden><span></span></div>
</div>
${legend(html`${drawings}`)}`;
}

/** Puts the lanes below each other. */
function stacked(groups: readonly LaneGroup[]): { names: Piece; drawings: Piece; height: number } {
  const names: Markup[] = [];
  const drawings: Markup[] = [];
  let y = 0;
  for (const group of groups) {
    names.push(html`<text x="0" y="${y + 15}" class="group">${group.title}</text>`);
    drawings.push(html`<line x1="0" x2="100%" y1="${y + 0.5}" y2="${y + 0.5}" class="rule"/>`);
    y += headHeight;
    for (const lane of group.lanes) {
      names.push(html`<g transform="translate(0 ${y})" class="${lane.style ?? "line"}">${nameOf(lane)}</g>`);
      drawings.push(html`<g transform="translate(0 ${y})"><g class="${lane.style ?? "line"}">${lane.draw}</g></g>`);
      y += lane.height;
    }
    y += 4;
  }
  return { names, drawings, height: y };
}

function nameOf({ name, tag, depth = 0, note, bad }: Lane): Markup {
  const at = Math.min(depth, 5) * 9;
  const style = bad ? " bad" : "";
  // Above the bars name and note share one line, which on a phone has some 320 pixels.
  const room = Math.floor((310 - at - (name.length + (tag?.length ?? 0)) * 8) / 7);
  const branch = depth > 0 && html`<tspan class="tag">└ </tspan>`;
  return html`<text class="name" x="${at}" y="13">${branch}${name}${tag !== undefined && html`<tspan class="tag" dx="5">${tag}</tspan>`}<tspan class="beside${style}" dx="8">${shorten(note, Math.max(6, room))}</tspan></text><text class="note${style}" x="${at + (depth > 0 ? 13 : 0)}" y="28">${note}</text>`;
}

/** Fewer ticks where there is less room. */
function axis(scale: Scale, height: number): Piece {
  const few = ticks(scale, 5);
  const all = ticks(scale, 14);
  const has = (list: typeof few, ms: number) => list.some((tick) => tick.ms === ms);
  const drawn = [
    ...few.map((tick) => ({ ...tick, style: has(all, tick.ms) ? "" : " fewer" })),
    ...all.filter((tick) => !has(few, tick.ms)).map((tick) => ({ ...tick, style: " more" })),
  ];
  // At an edge a label stays inside.
  const anchor = (ms: number) => (place(scale, ms) < 3 ? "start" : place(scale, ms) > 97 ? "end" : "middle");
  return drawn.map(
    ({ ms, label, style }) =>
      html`<line x1="${x(scale, ms)}" x2="${x(scale, ms)}" y1="0" y2="${height + 4}" class="grid${style}"/><text x="${x(scale, ms)}" y="${height + 18}" text-anchor="${anchor(ms)}" class="tick${style}">${label}</text>`,
  );
}

/** What is in the drawing, and nothing else. */
function legend(drawn: Markup): Markup {
  const picture = (width: number, view: string, inner: Markup) =>
    html`<svg width="${width}" height="14"${view !== "" && html` viewBox="${view}"`} aria-hidden="true">${inner}</svg>`;
  const shape = (name: string, style: string) => {
    const moved = name === "told" && html` transform="translate(0 5)"`;
    return picture(16, "-8 -7 16 14", html`<g class="sign ${style}"${moved}>${signs[name]}</g>`);
  };
  const box = (style: string) => picture(16, "", html`<rect y="2" width="16" height="10" rx="2" class="${style}"/>`);
  const has = (part: string) => drawn.text.includes(part);
  const entries: readonly (readonly [boolean, Markup, string])[] = [
    [has('class="ok"'), box("ok"), "answered"],
    [has('class="loss"'), box("loss"), "lost, where there are many"],
    [has('data-sign="cross"'), shape("cross", "bad"), "lost without an answer"],
    [has('data-sign="half"'), shape("half", "bad"), "lost in the answer"],
    [has('data-sign="peak"'), shape("peak", "bad"), "answered with an error"],
    [has('data-sign="told"'), shape("told", "signal"), "told"],
    [has('data-sign="untold"'), shape("untold", "bad"), "not told"],
    [has('data-sign="killed"'), shape("killed", "bad"), "killed"],
    [/class="process (?!program)/.test(drawn.text), box("process shell"), "shell, package manager or init"],
    [has('class="pod-starting"'), box("pod-starting"), "starts"],
    [has('class="pod-old"'), box("pod-old"), "ready, the old version"],
    [has('class="pod-new"'), box("pod-new"), "ready, the new version"],
    [has('class="pod-terminating"'), box("pod-terminating"), "terminates"],
    [has('class="zombie"'), box("zombie"), "zombie"],
    [
      has('class="long'),
      picture(22, "", html`<rect y="4" width="22" height="5" rx="1" class="long"/>`),
      "from start to end of a slow request or a session",
    ],
  ];
  const shown = entries.filter(([drawnToo]) => drawnToo).map(([, mark, text]) => html`<li>${mark}${text}</li>`);
  return html`<ul class="legend" aria-label="legend">${shown}</ul>`;
}
