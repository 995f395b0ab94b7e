// A rolling update: its pods and requests on one time axis, and what was measured beside what the formula says.

import { isLost } from "../../verdict/losses.ts";
import type { RollingPod, RollingSummary } from "../rolling-summary.ts";
import { chart } from "./chart.ts";
import type { Lane } from "./lane.ts";
import { sign } from "./lane.ts";
import { loadLanes } from "./lanes-load.ts";
import { longLane } from "./lanes-long.ts";
import { html, type Markup, type Piece } from "./markup.ts";
import { place, rounded, type Scale, x } from "./scale.ts";
import { table } from "./table.ts";
import { count, many, seconds } from "./words.ts";

/** So many pods are drawn. */
const most = 48;
const podHeight = 17;

function strategyWords({ strategy }: RollingSummary): string {
  return `${many(strategy.replicas, "replica")} · maxSurge ${strategy.maxSurge} · maxUnavailable ${strategy.maxUnavailable}`;
}

export function rolling(view: RollingSummary): Markup {
  const { took, peak, formula } = view;
  const rows = [
    ["requests lost", `${count(view.requests.dropped)} of ${count(view.requests.total)}`, ""],
    ["until all pods are new", seconds(took.completeMs), seconds(formula.completeMs)],
    ["until the last old one is gone", seconds(took.goneMs), seconds(formula.goneMs)],
    [
      "pods at once, at most",
      `${peak.pods} (${peak.running} running, ${peak.terminating} terminating)`,
      count(formula.peakPods),
    ],
    ["if each used up its grace period", "", count(formula.peakAtFullGrace)],
  ];
  const columns = [{ name: "" }, { name: "measured", number: true }, { name: "formula", number: true }];
  return html`<section aria-labelledby="rolling" class="rolling"><h2 id="rolling">Rolling update</h2>
<p class="facts">${strategyWords(view)}</p>
${drawing(view)}${table("Rolling update, measured and by the formula", columns, rows)}</section>`;
}

function drawing(view: RollingSummary): Piece {
  const scale = scaleOf(view);
  const pods = [...view.pods].sort((one, other) => one.pod - other.pod);
  const lanes: Lane[] = [census(view, scale), ...pods.slice(0, most).map((pod) => lifeline(pod, scale))];
  if (pods.length > most) lanes.push({ name: `and ${pods.length - most} more`, note: "", height: 24, draw: null });
  const parts = chart({
    scale,
    label: `${many(pods.length, "pod")}, at most ${view.peak.pods} at once, ${many(view.requests.dropped, "request")} of ${count(view.requests.total)} lost`,
    groups: [
      { title: "pods", lanes },
      { title: "requests", lanes: [...loadLanes(view.records, scale), ...longLane(view.records, "slow", scale)] },
    ],
    behind: (height) => html`<rect x="0" y="0" width="${x(scale, 0)}" height="${height}" class="before"/>`,
  });
  return html`<figure class="timeline">${parts}</figure>`;
}

function scaleOf(view: RollingSummary): Scale {
  const toMs = Math.max(1, view.took.goneMs, ...view.pods.map((pod) => pod.endedMs ?? 0));
  const lost = view.records.reduce((least, request) => (isLost(request) ? Math.min(least, request.dueMs) : least), 0);
  return { fromMs: Math.min(lost, -toMs / 12), toMs: toMs * 1.03 };
}

/** How many pods there are at each time, those that terminate too, beside how many were asked for. */
function census(view: RollingSummary, scale: Scale): Lane {
  const changes = view.pods.flatMap((pod) => [
    { at: Math.max(pod.startedMs, scale.fromMs), by: 1 },
    { at: pod.endedMs ?? scale.toMs, by: -1 },
  ]);
  changes.sort((one, other) => one.at - other.at || one.by - other.by);
  const base = 62;
  let number = 0;
  const counts = changes.map((change) => {
    number += change.by;
    return number;
  });
  const unit = 40 / Math.max(view.strategy.replicas, ...counts);
  const steps = changes.map((change, index) => {
    const number = counts[index] ?? 0;
    const toMs = Math.min(changes[index + 1]?.at ?? scale.toMs, scale.toMs);
    const width = rounded(place(scale, toMs) - place(scale, change.at));
    if (width <= 0 || number === 0) return null;
    const tip = `${many(number, "pod")} from ${seconds(change.at)} to ${seconds(toMs)}`;
    return html`<rect x="${x(scale, change.at)}" y="${rounded(base - number * unit)}" width="${width}%" height="${rounded(number * unit)}" class="alive"><title>${tip}</title></rect>`;
  });
  const wanted = rounded(base - view.strategy.replicas * unit);
  return {
    name: "pods at once",
    note: `at most ${view.peak.pods} for ${many(view.strategy.replicas, "replica")}`,
    style: "figure",
    height: base + 10,
    draw: html`${steps}<line x1="0" x2="100%" y1="${wanted}" y2="${wanted}" class="wanted"/>`,
  };
}

function lifeline(pod: RollingPod, scale: Scale): Lane {
  const gone = pod.endedMs ?? scale.toMs;
  const leaves = pod.deletedMs ?? gone;
  const ready = Math.min(pod.readyMs, leaves);
  const name = `pod ${pod.pod}`;
  const part = (fromMs: number, toMs: number, style: string, what: string) => {
    const width = rounded(place(scale, toMs) - place(scale, fromMs));
    return (
      width > 0 &&
      html`<rect x="${x(scale, fromMs)}" y="3" width="${width}%" height="${podHeight - 5}" class="pod-${style}"><title>${name} ${what}: ${seconds(fromMs)} to ${seconds(toMs)}</title></rect>`
    );
  };
  return {
    name,
    tag: pod.forced ? `${pod.revision}, killed` : pod.revision,
    note: "",
    style: "compact",
    height: podHeight,
    draw: [
      part(pod.startedMs, ready, "starting", "starts"),
      part(ready, leaves, pod.revision, "is ready"),
      part(leaves, gone, "terminating", "terminates"),
      pod.forced && sign(scale, gone, "killed", "bad", `${name} is killed at ${seconds(gone)}`, podHeight / 2),
    ],
  };
}
