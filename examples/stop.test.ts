// A team's own test of its stop: the app is rehearsed behind its entrypoint, and the report is asserted on. Copy it, put your words and
// your URL in, and run it in CI: Linux, as root or where user namespaces are allowed. For jest, import from "@jest/globals".

import { writeFileSync } from "node:fs";
import { initPath, rehearse, render, renderHtml } from "lastcall";
import { expect, test } from "vitest";

/** A rehearsal takes as long as the stop does; without this a test has 5 s. */
const TIMEOUT_MS = 60_000;

test(
  "a rolling update loses no request",
  async () => {
    const report = await rehearse({
      // In the image lastcall-init is in the PATH; here it is the package's own.
      command: [initPath(), "--delay", "5s", "--deadline", "25s", "--", "node", "server.js"],
      // Any free port, so that it may run beside other tests; the path is requested on the port that the app listens on.
      env: { PORT: "0" },
      url: "/",
      rate: "50/s",
      endpointLag: "clusterip",
      grace: "30s",
    });
    if (report.verdict === "fail") {
      console.error(render(report));
      writeFileSync("stop.html", renderHtml(report));
    }
    expect(report.findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(report.requests.dropped).toBe(0);
    expect(report.stop).toMatchObject({ delivered: true, forced: false, exitCode: 0 });
  },
  TIMEOUT_MS,
);
