// The timeline of a stop: what its lanes are, and what lies behind and before them.

import type { Report } from "../../report.ts";
import { chart } from "./chart.ts";
import { loadLanes } from "./lanes-load.ts";
import { longLane } from "./lanes-long.ts";
import { processLanes } from "./lanes-processes.ts";
import { endpointsLane, listenerLanes, stopLane } from "./lanes-stop.ts";
import { flags, momentList, momentsOf, upright } from "./marks.ts";
import { html, type Markup, type Piece } from "./markup.ts";
import { inside, type Scale, wide, x } from "./scale.ts";
import { many, seconds } from "./words.ts";

export function timeline(report: Report, scale: Scale, title: string): Markup {
  const { recording } = report;
  const { requests } = recording;
  const moments = momentsOf(report);
  const shown = moments.filter((moment) => inside(scale, moment.ms));
  const drawing = chart({
    scale,
    label: `${title}: ${summary(report)}`,
    groups: [
      { title: "processes", lanes: [stopLane(report, scale), ...processLanes(report, scale)] },
      { title: "network", lanes: [endpointsLane(recording, scale), ...listenerLanes(recording, scale)] },
      {
        title: "requests",
        lanes: [
          ...loadLanes(requests, scale),
          ...longLane(requests, "slow", scale),
          ...longLane(requests, "hold", scale),
        ],
      },
    ],
    flags: flags(moments, scale),
    behind: (height) => grounds(report, scale, height),
    before: (height) => shown.map((moment) => upright(scale, moment.ms, height, `mark ${moment.style}`)),
  });
  return html`<figure class="timeline">${drawing}
<details><summary>The same in words</summary>${momentList(report)}</details>
</figure>`;
}

/** What lies behind: the time before the stop, and the time when the app is gone. */
function grounds(report: Report, scale: Scale, height: number): Piece {
  const end = report.recording.endMs;
  const gone = end !== null && end < scale.toMs;
  return html`<rect x="0" y="0" width="${x(scale, 0)}" height="${height}" class="before"/>${gone && html`<rect x="${x(scale, end)}" y="0" width="${wide(scale, end, scale.toMs)}" height="${height}" class="gone"/>`}`;
}

/** One sentence, for whoever does not see the drawing. */
function summary(report: Report): string {
  const { recording, requests, stop } = report;
  const parts = [
    recording.signalMs === null ? "no signal was sent" : `${stop.signal} after ${seconds(recording.signalMs)}`,
    `endpoints gone after ${seconds(recording.endpointsEndMs)}`,
    recording.killMs === null ? "" : `SIGKILL after ${seconds(recording.killMs)}`,
    recording.endMs === null ? "PID 1 did not end" : `PID 1 gone after ${seconds(recording.endMs)}`,
    `${many(requests.dropped, "request")} of ${requests.total} lost`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}
