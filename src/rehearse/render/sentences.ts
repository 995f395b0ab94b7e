// What a report says in sentences: the headline, the figures, the stop. Every format that people read takes them from here.

import type { Finding, ProcessRecord, Report } from "../report.ts";
import { shellLine } from "../shell-line.ts";
import { count, exitCode, list, SANDBOX_WORDS, SEVERITIES, seconds } from "./words.ts";

/** Errors first; otherwise in the order of the report. */
export function sortedFindings({ findings }: Pick<Report, "findings">): readonly Finding[] {
  return SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}

/** The one sentence that matters: of a failure its first finding, of a pass what went well. */
export function headline(report: Report): string {
  const first = sortedFindings(report)[0];
  if (report.verdict === "fail") return first?.message ?? `${count(report.requests.dropped, "request")} lost.`;
  const { total, dropped } = report.requests;
  const requests =
    total === 0
      ? ""
      : dropped === 0
        ? `No request of ${total} was lost. `
        : `${dropped} of ${total} requests were lost. `;
  const { tookMs } = report.stop;
  return `${requests}${tookMs === null ? "The stop is over." : `The stop took ${seconds(tookMs)}.`}`;
}

/** What was run, and where. */
export function situation(report: Report): string {
  return `${shellLine(report.recording.command)}, ${SANDBOX_WORDS[report.recording.sandbox]}`;
}

/** The losses in one line, new and reused connections apart. */
export function lossSentence({ requests }: Pick<Report, "requests">): string {
  const { total, dropped, newConnections, reusedConnections } = requests;
  if (total === 0) return "No requests were sent.";
  return (
    `${dropped} of ${count(total, "request")} lost: ${newConnections.dropped} of ${newConnections.total} on new connections, ` +
    `${reusedConnections.dropped} of ${reusedConnections.total} on reused ones.`
  );
}

/** A name, what it is, and whether that is bad. */
export type Fact = readonly [name: string, value: string, bad?: boolean];

/** How the stop went, a fact each. */
export function stopFacts(report: Report): readonly Fact[] {
  const { stop, recording } = report;
  const delivered = stop.delivered === null ? "not known" : stop.delivered ? "yes" : "no";
  const killed = recording.killMs === null ? "by SIGKILL" : `by SIGKILL at ${seconds(recording.killMs)}`;
  const ended = stop.forced ? killed : stop.exitCode === null ? "it did not end" : "by itself";
  return [
    ...given(report),
    [
      "signal",
      `${stop.signal} to PID 1${recording.signalMs === null ? ", never sent" : ` at ${seconds(recording.signalMs)}`}`,
    ],
    ["reached the app", delivered, stop.delivered === false],
    ["took", stop.tookMs === null ? "not known" : seconds(stop.tookMs)],
    ["ended", ended, stop.forced || stop.exitCode === null],
    ["exit code", exitCode(stop.exitCode)],
  ];
}

/** What was set for the stop. */
function given({ recording: { settings } }: Report): readonly Fact[] {
  if (settings === undefined) return [];
  const { graceMs, endpointLagMs, delayMs = null, deadlineMs = null } = settings;
  const parts = [`grace ${seconds(graceMs)}`, `endpoint lag ${seconds(endpointLagMs)}`];
  if (delayMs !== null) parts.push(`delay ${seconds(delayMs)}`);
  if (deadlineMs !== null) parts.push(`deadline ${seconds(deadlineMs)}`);
  return [["set", parts.join(", ")]];
}

/** What proves a finding, in words; empty if it cites nothing. */
export function evidence(finding: Finding, seen: readonly Pick<ProcessRecord, "pid" | "name">[]): readonly string[] {
  const { facts = [], requests = [], processes = [] } = finding.evidence;
  const lines = [...facts];
  if (requests.length > 0) lines.push(`${requests.length === 1 ? "request" : "requests"} ${list(requests, 8)}`);
  if (processes.length > 0) {
    const named = processes.map((pid) => {
      const record = seen.find((process) => process.pid === pid);
      return record === undefined ? `PID ${pid}` : `PID ${pid} (${record.name})`;
    });
    lines.push(list(named, 6));
  }
  return lines;
}

/** What could not be seen and no finding has said already. */
export function unseen(report: Report): readonly string[] {
  const said = new Set(report.findings.flatMap(({ evidence }) => evidence.facts ?? []));
  return report.recording.blind.filter((what) => !said.has(what));
}

export const AS_IT_IS = "Nothing has to change. This is what lastcall-init in front would be told:";

/** Whether there is nothing to do about it. */
export function isFine({ verdict, findings }: Pick<Report, "verdict" | "findings">): boolean {
  return verdict === "pass" && findings.every(({ severity }) => severity === "note");
}

/** The settings that are recommended, a line each. */
export function settings(report: Report): readonly Fact[] {
  const { delayMs, deadlineMs, terminationGracePeriodSeconds, stopSignal } = report.recommendation;
  return [
    ["delay", seconds(delayMs)],
    ["deadline", seconds(deadlineMs)],
    ["grace period", `${terminationGracePeriodSeconds} s`],
    ["stop signal", stopSignal],
  ];
}
