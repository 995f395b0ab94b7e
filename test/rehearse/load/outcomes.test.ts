// How a request ends, for every way that an app can answer it or not, on new connections and on kept ones.
import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { answering } from "../../support/http-server.ts";
import { kindsOf, loadOf, loadOn, manners, play } from "./odd-servers.ts";

const expected: Record<keyof typeof manners, string> = {
  answers: "ok done 200",
  "answers in chunks": "ok done 200",
  "answers and closes": "ok done 200",
  "answers 503": "http-error done 503",
  "speaks something else": "http-error answering EPROTO",
  "closes instead of answering": "cut sent",
  "resets instead of answering": "reset-before sent ECONNRESET",
  "closes in the head": "cut answering",
  "closes in the middle": "cut answering 200",
  "closes in a chunk": "cut answering 200",
  "resets in the middle": "reset-after answering 200 ECONNRESET",
  "resets in a chunk": "reset-after answering 200 ECONNRESET",
  "resets where only the end is missing": "reset-after answering 200 ECONNRESET",
  "never answers": "timed-out sent",
  "never ends its answer": "timed-out answering 200",
};

const impatient = (manner: string) => (manner.startsWith("never") ? { timeoutMs: 1_500 } : {});

test("every manner has its row", () => {
  expect(Object.keys(manners).sort()).toEqual(Object.keys(expected).sort());
});

describe.each([
  ["new connections", 1],
  ["kept connections", 0],
])("on %s", (_, newConnections) => {
  test.each(Object.entries(manners))("an app that %s", async (manner, answer) => {
    const app = await answering(answer);
    const records = await play(loadOn(app.port, { newConnections, ...impatient(manner) }));
    expect(kindsOf(records)).toEqual([expected[manner]]);
    for (const record of records) {
      expect(record.bytes > 0).toBe(record.phase === "answering" || record.phase === "done");
      expect(record.endMs).toBeGreaterThan(record.startMs);
      expect(record.startMs).toBeGreaterThanOrEqual(record.dueMs);
    }
  });

  test.each(Object.entries(manners))("an app that %s the second time", async (manner, answer) => {
    const seen = new WeakSet();
    const app = await answering((socket) => {
      if (seen.has(socket)) answer(socket);
      else manners.answers?.(socket);
      seen.add(socket);
    });
    const records = await play(loadOn(app.port, { newConnections, perSecond: 500, ...impatient(manner) }), 100);
    expect(kindsOf(records.filter((record) => !record.reused))).toEqual(["ok done 200"]);
    const again = records.filter((record) => record.reused);
    expect(kindsOf(again)).toEqual(newConnections === 1 ? [] : [expected[manner]]);
  });

  test("nobody listens", async () => {
    const app = await answering();
    app.close();
    const records = await play(loadOn(app.port, { newConnections }));
    expect(kindsOf(records)).toEqual(["refused connecting ECONNREFUSED"]);
    expect(records.every((record) => !record.reused && record.bytes === 0)).toBe(true);
  });

  test("an app that resets before it has read the request", async () => {
    const server = createServer({ pauseOnConnect: true }, (socket) => socket.resetAndDestroy());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const body = "x".repeat(20_000_000);
    const generator = loadOn(port, { newConnections, method: "POST", body });
    const records = await play(generator, 3);
    server.close();
    expect(records.every((record) => record.outcome === "reset-before")).toBe(true);
    expect(new Set(records.map((record) => record.phase))).toEqual(new Set(["connected"]));
  });
});

test("over IPv6", async () => {
  const app = await answering(manners.answers, "::1");
  const records = await play(loadOn(app.port, {}, "::1"), 40);
  expect(kindsOf(records)).toEqual(["ok done 200"]);
  expect(records.some((record) => record.reused)).toBe(true);
  expect(app.requests[0]).toContain(`\r\nHost: [::1]:${app.port}\r\n`);
});

test("by a name that has two addresses", async () => {
  const app = await answering(manners.answers);
  expect(kindsOf(await play(loadOn(app.port, {}, "localhost")))).toEqual(["ok done 200"]);
  app.close();
  expect(kindsOf(await play(loadOn(app.port, {}, "localhost")))).toEqual(["refused connecting ECONNREFUSED"]);
});

test("HEAD has no content, whatever the length says", async () => {
  const app = await answering((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"));
  expect(kindsOf(await play(loadOn(app.port, { method: "HEAD" }), 20))).toEqual(["ok done 200"]);
});

test("no way to the app", async () => {
  // Where TCP never goes: the kernel refuses it at once.
  const records = await play(loadOn(1, {}, "255.255.255.255"));
  expect(kindsOf(records)).toEqual(["refused connecting ENETUNREACH"]);
});

test("what is missing on this machine is not blamed on the app", async () => {
  const app = await answering();
  const generator = new URL("../../../src/rehearse/load/generator.ts", import.meta.url);
  const script = `
    import { createLoad } from ${JSON.stringify(generator.href)};
    const load = ${JSON.stringify(loadOf({ perSecond: 500, timeoutMs: 300 }))};
    const generator = createLoad(load, { host: "127.0.0.1", port: ${app.port} }, () => performance.now());
    generator.start();
    while (!generator.unsent.has("EMFILE")) await new Promise((resolve) => setTimeout(resolve, 5));
    const records = await generator.stop();
    const outcomes = [...new Set(records.map((record) => record.outcome))];
    console.log(JSON.stringify({ outcomes, whole: records.length === generator.counts.sent }));`;
  const words = ["-c", 'ulimit -n 60; exec "$0" --input-type=module -e "$1"', process.execPath, script];
  const child = await promisify(execFile)("sh", words, { timeout: 20_000 });
  expect(JSON.parse(child.stdout)).toEqual({ outcomes: ["timed-out"], whole: true });
});
