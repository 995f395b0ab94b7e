// The HTML page in a headless Chromium: what is seen, at every width, light, dark, printed, with and without scripts.
import { afterAll, beforeAll, expect, test } from "vitest";
import { renderComparisonHtml } from "../../../src/rehearse/render/html/contest.ts";
import { renderHtml, renderRollingHtml } from "../../../src/rehearse/render/html.ts";
import { Chromium, type Page, type PageOptions } from "../../support/chromium.ts";
import { describeIf, needsProgram } from "../../support/needs.ts";
import { contrasts, covered, outside, visible } from "./html-page.ts";
import {
  bare,
  closesEarly,
  contestants,
  everything,
  hostile,
  hostileText,
  rollingView,
  swallowed,
  withInit,
} from "./html-reports.ts";

const pages: Readonly<Record<string, string>> = {
  "closes early": renderHtml(closesEarly()),
  swallowed: renderHtml(swallowed()),
  everything: renderHtml(everything()),
  bare: renderHtml(bare()),
  "before and after": renderHtml(swallowed(), { after: withInit() }),
  "rolling update": renderRollingHtml(rollingView()),
  comparison: renderComparisonHtml(contestants()),
  hostile: renderHtml(hostile()),
};
const names = Object.keys(pages);

describeIf(needsProgram("chromium", "--version"), "in Chromium", () => {
  let chromium: Chromium;
  beforeAll(() => {
    chromium = new Chromium();
  });
  afterAll(() => chromium.close());

  async function withPage(document: string, options: PageOptions, look: (page: Page) => Promise<void>): Promise<void> {
    const page = await chromium.open(document, options);
    try {
      await look(page);
    } finally {
      await page.close();
    }
  }

  const texts = (page: Page, selector: string) =>
    page.evaluate<string[]>(
      `[...document.querySelectorAll(${JSON.stringify(selector)})].map((e) => e.textContent.trim())`,
    );

  test("the instruments see a request and a refused script", async () => {
    const bad = `<meta http-equiv="Content-Security-Policy" content="script-src 'none'"><script>1</script><img src="http://127.0.0.1:9/x.png">`;
    await withPage(bad, {}, async (page) => {
      expect(page.requests.at(-1)).toBe("http://127.0.0.1:9/x.png");
      expect(page.console.join()).toContain("Content Security Policy");
    });
  });

  test.each(names)("%s: asks the network for nothing, and its console stays empty", async (name) => {
    for (const scripts of [true, false]) {
      await withPage(pages[name] ?? "", { scripts }, async (page) => {
        await page.screenshot();
        expect(page.requests.filter((url) => url !== "data:,").map((url) => url.split(":")[0])).toEqual(["file"]);
        expect(page.console).toEqual([]);
      });
    }
  });

  test.each(names)("%s: fits every width, and no text of the drawing leaves it or covers another", async (name) => {
    await withPage(pages[name] ?? "", {}, async (page) => {
      for (const width of [360, 480, 639, 640, 767, 768, 1000, 1189, 1190, 1600]) {
        await page.resize(width);
        expect(await page.evaluate("document.documentElement.scrollWidth"), `at ${width}`).toBeLessThanOrEqual(width);
        expect(await page.evaluate(outside), `at ${width}`).toEqual([]);
        expect(await page.evaluate(covered), `at ${width}`).toEqual([]);
      }
    });
  });

  test.each(names)("%s: every text has a contrast of 4.5 to 1, light and dark", async (name) => {
    for (const scheme of ["light", "dark"] as const) {
      await withPage(pages[name] ?? "", { scheme }, async (page) => {
        await page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })");
        const found = await page.evaluate<{ text: string; ratio: number }[]>(contrasts);
        expect(found.length).toBeGreaterThan(20);
        expect(found.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
      });
    }
  });

  test.each(names)("%s: on paper nothing is folded, cut or dark", async (name) => {
    await withPage(pages[name] ?? "", { media: "print", scheme: "dark", width: 703 }, async (page) => {
      expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
      const cut = `[...document.querySelectorAll(".scroll, pre")].filter((e) => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 2).map((e) => e.getAttribute("aria-label"))`;
      expect(await page.evaluate(cut)).toEqual([]);
      expect(
        await page.evaluate(
          "[...document.querySelectorAll('details:not(.huge) table')].filter((e) => !e.closest('.contestant') && e.getBoundingClientRect().height === 0).length",
        ),
      ).toBe(0);
      expect((await page.pdf()).subarray(0, 5).toString()).toBe("%PDF-");
    });
  });

  test("tells the story: verdict, figures, who was told, when, what was lost", async () => {
    await withPage(pages.swallowed ?? "", {}, async (page) => {
      expect(await page.evaluate("document.title")).toBe("fail: 13 of 950 requests lost · lastcall rehearse");
      expect(await texts(page, "h1")).toEqual(["13 of 950 requests lost"]);
      expect(await texts(page, "h2")).toEqual([
        ...["Timeline", "Findings", "Recommendation", "Figures", "Lost requests", "Processes", "The app's last output"],
      ]);
      expect(await texts(page, ".tile b")).toEqual(["0", "13", "no", "30 s", "137"]);
      expect(await page.evaluate(visible(".flag"))).toEqual([
        ...["stop 0 s", "SIGTERM 0 s", "endpoints gone 5 s", "SIGKILL 30 s", "exit 137 30 s"],
      ]);
      expect(await page.evaluate(visible(".names .note"))).toEqual([
        ...["grace 30 s", "told · killed", "not told · killed", "not told · killed", "not told · killed"],
        ...["gone after 5 s", "closed at 30 s", "201, none lost", "714, 10 lost", "35, 3 lost"],
      ]);
      expect(await texts(page, ".finding .code")).toEqual([
        "signal-swallowed",
        "sigkill-needed",
        "response-cut",
        "exit-code",
      ]);
      expect(await texts(page, ".plot .sign.bad.untold, .plot .sign.bad")).toHaveLength(3 + 4 + 10 + 3);
      expect(await texts(page, "section[aria-labelledby=a-lost] tbody tr")).toHaveLength(13);
      expect(await page.evaluate("document.querySelector('svg.plot').getAttribute('aria-label')")).toBe(
        "Timeline: SIGTERM after 0 s, endpoints gone after 5 s, SIGKILL after 30 s, PID 1 gone after 30 s, 13 requests of 950 lost",
      );
    });
  });

  test("a rolling update shows its pods, how many at once, and the formula", async () => {
    await withPage(pages["rolling update"] ?? "", {}, async (page) => {
      expect(await texts(page, "h1")).toEqual(["11 of 2,800 requests lost"]);
      expect(await texts(page, ".names .compact .name")).toEqual(
        Array.from(
          { length: 16 },
          (_, index) => `pod ${index + 1}${index > 7 ? "new" : index === 7 ? "old, killed" : "old"}`,
        ),
      );
      expect(await texts(page, ".rolling tbody tr:nth-child(4) td")).toEqual(["16 (10 running, 6 terminating)", "16"]);
      const heights = "Math.max(...[...document.querySelectorAll('.alive')].map((e) => e.height.baseVal.value))";
      expect(await page.evaluate(heights)).toBe(40);
      expect(await texts(page, ".alive title")).toContain("16 pods from 12 s to 13 s");
    });
  });

  test("a comparison is one table, and a timeline each on one axis", async () => {
    await withPage(pages.comparison ?? "", {}, async (page) => {
      expect(await texts(page, "h1")).toEqual(["1 of 3 passes: with lastcall-init"]);
      expect(await texts(page, ".contest tbody th")).toEqual(["none", "tini", "dumb-init", "lastcall-init"]);
      expect(await texts(page, ".contest tbody tr:nth-child(2) td:nth-child(2)")).toEqual(["not installed"]);
      expect(await texts(page, ".pair h3")).toHaveLength(3);
      const places =
        "[...new Set([...document.querySelectorAll('.uprights .signal')].map((e) => e.getBoundingClientRect().x))].length";
      expect(await page.evaluate(places)).toBe(1);
      // Only on a screen one can unfold what was found.
      expect(await page.evaluate(visible("details.contestant > summary"))).toHaveLength(3);
      await page.send("Emulation.setEmulatedMedia", { media: "print" });
      expect(await page.evaluate(visible("details.contestant > summary"))).toEqual([]);
    });
  });

  test("what happens at the same time is at the same place", async () => {
    await withPage(pages["before and after"] ?? "", {}, async (page) => {
      const left = (selector: string) =>
        page.evaluate<number[]>(
          `[...document.querySelectorAll(${JSON.stringify(selector)})].map((e) => e.getBoundingClientRect().x)`,
        );
      const [before = 0, after = 1] = await left(".uprights .endpoints");
      expect(before).toBe(after);
      const [flag = 0] = await left(".only-desk .mark.endpoints");
      expect(Math.abs(flag - before)).toBeLessThan(1);
      expect(await texts(page, "h2")).toContain("Processes, after");
      expect(await texts(page, ".compare tbody tr:nth-child(2) td")).toEqual(["13 of 950", "0 of 456"]);
    });
  });

  test("the pointer shows the time, and a button copies", async () => {
    await withPage(pages["closes early"] ?? "", {}, async (page) => {
      const at = await page.evaluate<{ x: number; y: number }>(
        "(() => { const b = document.querySelector('.uprights .endpoints').getBoundingClientRect(); return { x: b.x, y: b.y + 40 }; })()",
      );
      await page.send("Input.dispatchMouseEvent", { type: "mouseMoved", ...at });
      const label = await page.evaluate<string>(
        "document.querySelector('.hover').hidden ? '' : document.querySelector('.hover').textContent",
      );
      expect(label).toMatch(/^(?:4\.9\d|5\.0\d?) s$/);
      const copied = `new Promise((done) => {
        const button = document.querySelector("button.copy");
        new MutationObserver(() => done(button.textContent)).observe(button, { childList: true });
        button.click();
      })`;
      expect(await page.evaluate(copied)).toMatch(/^(?:Copied|Selected)$/);
    });
  });

  test("a link to a lost request opens the list that it is in", async () => {
    await withPage(pages["closes early"] ?? "", {}, async (page) => {
      expect(await page.evaluate("document.querySelector('[aria-labelledby=a-lost] details').open")).toBe(false);
      const opened = `new Promise((done) => {
        addEventListener("hashchange", () => done(document.querySelector(":target").closest("details").open));
        document.querySelector('.evidence a[href^="#a-r"]').click();
      })`;
      expect(await page.evaluate(opened)).toBe(true);
    });
  });

  test("names, output and messages that are markup stay text", async () => {
    await withPage(pages.hostile ?? "", {}, async (page) => {
      expect(await page.evaluate("typeof pwned")).toBe("undefined");
      expect(
        await page.evaluate(
          "document.querySelectorAll('script, img, iframe, object, base, link:not([rel=icon])').length",
        ),
      ).toBe(1);
      expect(await page.evaluate("document.body.textContent.split('onerror').length")).toBeGreaterThan(8);
      expect((await texts(page, ".output")).join()).toContain(hostileText);
      expect(
        await page.evaluate(
          "[...document.querySelectorAll('*')].flatMap((e) => e.getAttributeNames()).filter((n) => n.startsWith('on') || n === 'style')",
        ),
      ).toEqual([]);
    });
  });
});
