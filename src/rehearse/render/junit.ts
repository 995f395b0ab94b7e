// The result as JUnit XML, for whatever collects test results: a suite for each rehearsal, in it a test case for the verdict, one for
// each finding that there can be, and so one that passes where nothing was found. In the shape that both schemas in use take (Jenkins'
// junit-10.xsd and the one of Ant's task): no output inside of a test case.

import type { Result } from "../result.ts";
import { evidence } from "./sentences.ts";
import { type Suite, suitesOf } from "./suites.ts";
import { cdata, escapeXml, tag } from "./xml.ts";

/** `at`: when it was played; without it there is no timestamp, which Jenkins takes and Ant's schema does not. */
export function renderJunit(result: Result, at?: Date): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<testsuites>",
    ...suitesOf(result).flatMap((suite, id) => drawSuite(suite, id, at)),
    "</testsuites>",
    "",
  ].join("\n");
}

interface Case {
  readonly name: string;
  readonly time: string;
  /** What stands in it; null if it passed. */
  readonly body: string | null;
  readonly skipped?: boolean;
}

function drawSuite(suite: Suite, id: number, at: Date | undefined): readonly string[] {
  const cases = casesOf(suite);
  const skipped = cases.filter((one) => one.skipped).length;
  const attributes = {
    id,
    package: "lastcall",
    name: suite.name === null ? "lastcall rehearse" : `lastcall rehearse: ${suite.name}`,
    tests: cases.length,
    failures: cases.filter(({ body }) => body !== null).length - skipped,
    errors: 0,
    skipped,
    time: seconds(suite.tookMs),
    // Ant's schema wants a name of the host, and this one where there is none to tell.
    hostname: "localhost",
    ...(at === undefined ? {} : { timestamp: at.toISOString().slice(0, 19) }),
  };
  const properties = Object.entries(suite.properties).map(
    ([name, value]) => `      ${tag("property", { name, value }, "/>")}`,
  );
  // Two test cases of one name are one test to most readers, even in two suites.
  const classname = suite.name === null ? "lastcall.rehearse" : `lastcall.rehearse.${suite.name.replaceAll(" ", "-")}`;
  return [
    `  ${tag("testsuite", attributes)}`,
    "    <properties>",
    ...properties,
    "    </properties>",
    ...cases.flatMap(({ name, time, body }) => {
      const head = { classname, name, time };
      if (body === null) return [`    ${tag("testcase", head, "/>")}`];
      return [`    ${tag("testcase", head)}`, `      ${body}`, "    </testcase>"];
    }),
    `    <system-out>${cdata(suite.text)}</system-out>`,
    "    <system-err></system-err>",
    "  </testsuite>",
  ];
}

/** Errors are failures; warnings and notes pass, and are told in the output of the suite. */
function casesOf({ verdict, name, tookMs, headline, losses, findings, checks, processes }: Suite): readonly Case[] {
  const rehearsed = { name: name === "rolling update" ? "the update loses nothing" : "the stop loses nothing" };
  if (verdict === null) {
    const body = tag("skipped", { message: headline }, "/>");
    return [{ ...rehearsed, time: seconds(0), body, skipped: true }];
  }
  const failure = (type: string, message: string, text: string) =>
    `${tag("failure", { message, type })}${escapeXml(text)}</failure>`;
  const cases: Case[] = [
    { ...rehearsed, time: seconds(tookMs), body: verdict === "pass" ? null : failure("fail", headline, losses) },
  ];
  for (const code of new Set([...checks, ...findings.map((finding) => finding.code)])) {
    const found = findings.filter((finding) => finding.code === code);
    const bodies = found.map((finding) =>
      finding.severity === "error"
        ? failure(code, finding.message, [finding.message, finding.advice, ...evidence(finding, processes)].join("\n"))
        : null,
    );
    (found.length === 0 ? [null] : bodies).forEach((body, index) => {
      cases.push({ name: index === 0 ? code : `${code} (${index + 1})`, time: seconds(0), body });
    });
  }
  return cases;
}

/** The schemas take digits and a point, and no exponent and no sign. */
function seconds(ms: number): string {
  return (Number.isFinite(ms) ? Math.min(Math.max(0, ms / 1000), 1e9) : 0).toFixed(3);
}
