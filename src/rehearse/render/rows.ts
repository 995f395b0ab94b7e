// What a timeline shows, row for row.

import type { Recording, Report, RequestRecord } from "../report.ts";
import { isLost } from "../verdict/losses.ts";
import { processRows } from "./process-rows.ts";
import type { MarkKind, Row } from "./row.ts";
import { seconds } from "./words.ts";

/** As much of a report as a timeline is drawn from. */
export type Drawn = Pick<Report, "recording" | "findings">;

/** Top to bottom: what the engine does, what listens, who lives, what became of the requests. `lastMs` is the end of the axis. */
export function rowsOf({ recording, findings }: Drawn, lastMs: number): readonly Row[] {
  const errors = findings.filter(({ severity }) => severity === "error");
  const faults = new Set(errors.flatMap(({ evidence }) => evidence.processes ?? []));
  return [
    ...hookRows(recording, lastMs),
    stopRow(recording, lastMs),
    endpointsRow(recording),
    ...listenerRows(recording, lastMs),
    ...processRows(recording, lastMs, faults),
    ...requestRows(recording.requests),
  ];
}

function hookRows(recording: Recording, lastMs: number): readonly Row[] {
  return recording.hooks.map((hook) => {
    const failed = hook.error !== undefined || hook.exitCode !== 0;
    const said =
      hook.toMs === null ? "never ended" : failed && hook.exitCode !== null ? `exit ${hook.exitCode}` : "failed";
    return {
      label: `hook ${hook.what}`,
      spans: [{ kind: "hook", fromMs: hook.fromMs, toMs: hook.toMs ?? lastMs, tone: failed ? "bad" : "warn" }],
      tone: "plain",
      note: failed ? said : `took ${seconds((hook.toMs ?? hook.fromMs) - hook.fromMs)}`,
      noteTone: failed ? "bad" : "plain",
    };
  });
}

function stopRow(recording: Recording, lastMs: number): Row {
  const { signalMs, killMs, endMs } = recording;
  const marks: { kind: MarkKind; atMs: number }[] = [];
  if (signalMs !== null) marks.push({ kind: "signal", atMs: signalMs });
  if (killMs !== null) marks.push({ kind: "kill", atMs: killMs });
  const toMs = endMs ?? killMs ?? lastMs;
  const note =
    killMs !== null ? `SIGKILL ${seconds(killMs)}` : endMs === null ? "never ended" : `over ${seconds(endMs)}`;
  return {
    label: "stop",
    spans: signalMs === null || toMs < signalMs ? [] : [{ kind: "grace", fromMs: signalMs, toMs, tone: "dim" }],
    marks,
    tone: "plain",
    note: signalMs === null ? "no signal" : note,
    noteTone: killMs !== null || signalMs === null ? "bad" : "plain",
  };
}

function endpointsRow(recording: Recording): Row {
  const { startedMs, endpointsEndMs } = recording;
  return {
    label: "endpoints send",
    spans: [{ kind: "endpoints", fromMs: startedMs, toMs: endpointsEndMs, tone: "info" }],
    tone: "info",
    note: `until ${seconds(endpointsEndMs)}`,
    noteTone: "plain",
  };
}

function listenerRows(recording: Recording, lastMs: number): readonly Row[] {
  return recording.listeners.map(({ port, fromMs, toMs }) => {
    const early = toMs !== null && toMs < recording.endpointsEndMs;
    // A port that opens once more has a row of its own.
    const again = recording.listeners.some(
      (other) => other.port === port && toMs !== null && other.fromMs >= toMs && other.fromMs !== fromMs,
    );
    const gap =
      early && !again
        ? [{ kind: "gap" as const, fromMs: toMs, toMs: recording.endpointsEndMs, tone: "bad" as const }]
        : [];
    return {
      label: `port ${port}`,
      spans: [{ kind: "life", fromMs, toMs: toMs ?? lastMs, tone: "good" }, ...gap],
      tone: "good",
      note: toMs === null ? "still open" : `closed ${seconds(toMs)}`,
      noteTone: early && !again ? "bad" : "plain",
    };
  });
}

function requestRows(requests: readonly RequestRecord[]): readonly Row[] {
  const load = requests.filter((request) => request.kind !== "hold");
  return [
    ...pair(
      "new conn.",
      "answered",
      load.filter((request) => !request.reused),
    ),
    ...pair(
      "reused",
      "answered",
      load.filter((request) => request.reused),
    ),
    ...pair(
      "held",
      "in order",
      requests.filter((request) => request.kind === "hold"),
    ),
  ];
}

function pair(name: string, fine: string, requests: readonly RequestRecord[]): readonly Row[] {
  const endsOf = (lost: boolean) => requests.filter((request) => isLost(request) === lost).map(({ endMs }) => endMs);
  const [ok, lost] = [endsOf(false), endsOf(true)];
  const rows: Row[] = [];
  if (ok.length > 0)
    rows.push({ label: `${name} ok`, moments: ok, tone: "good", note: `${ok.length} ${fine}`, noteTone: "plain" });
  // What failed before the stop is not its doing.
  const before = lost.filter((ms) => ms < 0).length;
  const note = `${lost.length - before} lost${before > 0 ? `, ${before} before` : ""}`;
  if (lost.length > 0) rows.push({ label: `${name} lost`, moments: lost, tone: "bad", note, noteTone: "bad" });
  return rows;
}
