// The HTML page as text: what is in it, what must not be, and how large it is.
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { renderComparisonHtml } from "../../../src/rehearse/render/html/contest.ts";
import { type HtmlOptions, renderHtml, renderRollingHtml } from "../../../src/rehearse/render/html.ts";
import type { Report } from "../../../src/rehearse/report.ts";
import {
  bare,
  closesEarly,
  contestants,
  everything,
  large,
  rollingView,
  sketch,
  swallowed,
  traffic,
  unknowns,
  withInit,
} from "./html-reports.ts";

const of = (report: Report, options?: HtmlOptions) => () => renderHtml(report, options);
const pages: [name: string, render: () => string][] = [
  ["closes early", of(closesEarly())],
  ["swallowed", of(swallowed())],
  ["with init", of(withInit())],
  ["everything", of(everything())],
  ["bare", of(bare())],
  ["gone in its hook", of(unknowns()[0])],
  ["never gone", of(unknowns()[1])],
  ["before and after", of(swallowed(), { after: withInit() })],
  ["rolling", () => renderRollingHtml(rollingView())],
  ["comparison", () => renderComparisonHtml(contestants())],
  ["comparison of nobody", () => renderComparisonHtml([{ init: "tini", report: null }])],
];

describe.each(pages)("%s", (_, render) => {
  const page = render();

  test("the policy allows exactly the style and the script that are in it", () => {
    const hash = (tag: string) => {
      const text = page.split(`<${tag}>`)[1]?.split(`</${tag}>`)[0] ?? "";
      return `&#39;sha256-${createHash("sha256").update(text).digest("base64")}&#39;`;
    };
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? "";
    expect(policy.split("; ")).toEqual([
      ...["default-src &#39;none&#39;", `style-src ${hash("style")}`, `script-src ${hash("script")}`, "img-src data:"],
      ...["base-uri &#39;none&#39;", "form-action &#39;none&#39;"],
    ]);
  });

  test("nothing comes from elsewhere, and no attribute is a style or a handler, which the policy would refuse", () => {
    expect(page.match(/\b(?:src|href|xlink:href|action|srcset)="(?!#|data:,")[^"]*"/g)).toBeNull();
    expect(page.match(/<[^>]+\s(?:style|on\w+)=/g)).toBeNull();
    expect(page).not.toMatch(/@import|url\((?!#)|NaN|undefined|Infinity|\[object/);
  });

  test("ids are unique, and every link has its target", () => {
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((found) => found[1]);
    expect(ids).not.toEqual([]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const targets = [...page.matchAll(/(?:href="#|labelledby="|url\(#)([^")]+)/g)].map((found) => found[1]);
    expect(targets).not.toEqual([]);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });

  test("the same report gives the same bytes", () => {
    expect(render()).toBe(page);
  });
});

test("what is not known is said to be so", () => {
  const [gone, stuck] = unknowns().map((report) => renderHtml(report));
  expect(gone).toContain("no signal was sent");
  expect(gone).toContain("still running when its time was over");
  expect(gone).not.toContain("lost without an answer");
  expect(stuck).toContain("PID 1 did not end");
  expect(stuck).toMatch(/<b>no end<\/b> <span>not even after SIGKILL/);
  expect(stuck).toContain("<b>not known</b>");
});

test("an answer of 4xx is an answer, as in every other format", () => {
  const all = { perSecond: 50, fromMs: -1000, toMs: 2000, newPart: 0.5 };
  const page = (status: number) => {
    const requests = traffic({ ...all, fate: () => ({ outcome: "http-error", status }) });
    return renderHtml(sketch({ recording: { requests } }));
  };
  expect(page(404)).toContain("none lost");
  expect(page(404)).not.toContain("Lost requests");
  expect(page(500)).toContain("Lost requests");
});

test("sessions have their rows among the figures, also without requests", () => {
  const fate = ({ id }: { readonly id: number }) => ({ outcome: id % 2 ? "cut" : "ok" }) as const;
  const requests = traffic({ perSecond: 2, fromMs: -2000, toMs: 0, kind: "hold", newPart: 1, fate });
  const page = renderHtml(sketch({ recording: { requests } }));
  const figures = page.slice(page.indexOf('id="a-figures"'), page.indexOf("How long answers took"));
  expect(figures).toContain("closed without the answer");
});

test("what was lost before the stop is told apart", () => {
  const fate = ({ dueMs }: { readonly dueMs: number }) => ({ outcome: dueMs < -100 ? "refused" : "ok" }) as const;
  const requests = traffic({ perSecond: 20, fromMs: -1000, toMs: 1000, newPart: 1, fate });
  expect(renderHtml(sketch({ recording: { requests } }))).toMatch(/40, 0 lost, 1[78] before/);
});

describe("size", () => {
  const kB = (page: string) => Buffer.byteLength(page) / 1000;
  const lostIds = (page: string) => new Set([...page.matchAll(/^(\d+)\t-?\d+\t/gm)].map((found) => Number(found[1])));

  test("20,000 requests, of which a quarter is lost: under 1 MB, and each of the lost is there", () => {
    const report = large(500, 40, (id) => id % 4 === 0);
    const page = renderHtml(report);
    expect(report.requests).toMatchObject({ total: 20_000, dropped: 5000 });
    expect(kB(page)).toBeLessThan(1000);
    expect(lostIds(page)).toEqual(
      new Set(report.recording.requests.filter((r) => r.outcome !== "ok").map((r) => r.id)),
    );
  });

  test("20,000 lost ones: under 1 MB, a part of them listed, and it says how many are not", () => {
    const page = renderHtml(large(500, 40, () => true));
    expect(kB(page)).toBeLessThan(1000);
    expect(lostIds(page).size).toBe(5000);
    expect(page).toContain("And 15,000 more: <code>--format json</code>");
  });

  test("six that lose thousands, side by side: under 1 MB", () => {
    const report = large(500, 40, (id) => id % 4 === 0);
    const six = ["none", "sh", "tini", "dumb-init", "catatonit", "lastcall-init"].map((init) => ({ init, report }));
    expect(kB(renderComparisonHtml(six))).toBeLessThan(1000);
  });

  test("thousands of slow requests and sessions: under 1 MB, and it says how many are drawn", () => {
    const kinds = ["slow", "hold"] as const;
    const requests = Array.from({ length: 6000 }, (_, id) => {
      const [dueMs, lost] = [id * 20, id % 5 === 0];
      const record = { id, kind: kinds[id % 2] ?? "slow", connection: id, reused: false, dueMs, startMs: dueMs };
      return { ...record, endMs: dueMs + 900, phase: "answering", outcome: lost ? "cut" : "ok", bytes: 1 } as const;
    });
    const page = renderHtml(sketch({ recording: { requests } }));
    expect(kB(page)).toBeLessThan(1000);
    expect(page).toMatch(/3,000, 600 lost, \d+ drawn/);
  });

  test("what is answered does not make it grow", () => {
    const small = kB(renderHtml(large(50, 40, () => false)));
    const big = kB(renderHtml(large(500, 40, () => false)));
    expect(big).toBeLessThan(small * 1.1);
  });

  test("few losses among many have a sign and a row each", () => {
    const report = large(500, 40, (id) => id % 2000 === 0);
    const page = renderHtml(report);
    expect(report.requests.dropped).toBe(10);
    expect(page.match(/data-sign="cross"/g)).toHaveLength(10);
    expect(page.match(/<tr id="a-r\d+">/g)).toHaveLength(10);
  });
});

test("thousands of processes fit on the page, the one that listens among them", () => {
  const many = Array.from({ length: 3000 }, (_, index) => ({
    ...{
      pid: index + 2,
      parent: 1,
      name: "sh",
      commandLine: `sh -c job ${index}`,
      kind: "shell" as const,
      fromMs: -900,
    },
    ...{ toMs: 4000, catches: [], ignores: [], listens: index === 2500, zombieMs: 0, aliveAtKill: false },
    ...{ told: "no" as const },
  }));
  const page = renderHtml(sketch({ recording: { processes: many } }));
  expect(Buffer.byteLength(page)).toBeLessThan(200_000);
  expect(page).toContain("sh -c job 2500");
  expect(page).toContain("and 2984 more");
  expect(page).toContain("2,700 more processes");
});
