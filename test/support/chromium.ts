// A headless Chromium, spoken to in its DevTools protocol over a pipe (--remote-debugging-pipe: JSON, ended by a zero byte). It sees
// what a page asks the network for and what goes to its console, with and without scripts, at any width, light, dark and printed.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";

type Message = {
  id?: number;
  sessionId?: string;
  method?: string;
  params?: Record<string, unknown>;
  result?: unknown;
  error?: { message: string };
};

export interface PageOptions {
  readonly width?: number;
  readonly scheme?: "light" | "dark";
  /** Nothing: as it comes, so that a PDF is printed. */
  readonly media?: "" | "screen" | "print";
  readonly scripts?: boolean;
}

const switches = [
  "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --remote-debugging-pipe --no-first-run --hide-scrollbars",
  "--disable-background-networking --disable-component-update --disable-sync --disable-default-apps --no-default-browser-check",
  "--disable-extensions --force-color-profile=srgb",
].flatMap((line) => line.split(" "));

export class Chromium {
  private readonly folder = mkdtempSync(join(tmpdir(), "chromium-"));
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  private readonly listeners = new Set<(message: Message) => void>();
  private readonly ended: Promise<void>;
  private last = 0;

  constructor() {
    this.child = spawn("chromium", [...switches, `--user-data-dir=${join(this.folder, "profile")}`], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    this.ended = new Promise((resolve) => {
      this.child.once("exit", () => resolve());
      this.child.once("error", () => resolve());
    });
    void this.ended.then(() => {
      for (const { reject } of this.waiting.values()) reject(new Error("chromium has ended"));
    });
    // What is written to one that has ended is lost; whoever waits for the answer is told so above.
    this.child.stdio[3]?.on("error", () => {});
    let rest = "";
    const answers = this.child.stdio[4] as Readable;
    answers.setEncoding("utf8").on("data", (text: string) => {
      const messages = (rest + text).split("\0");
      rest = messages.pop() ?? "";
      for (const message of messages) this.take(JSON.parse(message) as Message);
    });
  }

  private take(message: Message): void {
    const call = message.id === undefined ? undefined : this.waiting.get(message.id);
    if (call === undefined) for (const listener of this.listeners) listener(message);
    else if (message.error) call.reject(new Error(message.error.message));
    else call.resolve(message.result);
    if (message.id !== undefined) this.waiting.delete(message.id);
  }

  send<T>(method: string, params: object = {}, sessionId?: string): Promise<T> {
    const id = ++this.last;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      (this.child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  listen(listener: (message: Message) => void): void {
    this.listeners.add(listener);
  }

  /** Opens a document in a tab of its own, and comes back when it has loaded. */
  async open(document: string, options: PageOptions = {}): Promise<Page> {
    const file = join(this.folder, `${++this.last}.html`);
    writeFileSync(file, document);
    const { targetId } = await this.send<{ targetId: string }>("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send<{ sessionId: string }>("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(this, sessionId, targetId);
    await page.load(pathToFileURL(file).href, options);
    return page;
  }

  async close(): Promise<void> {
    await this.send("Browser.close").catch(() => {});
    await this.ended;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export class Page {
  /** What went to the console, errors of the policy among it. */
  readonly console: string[] = [];
  /** Every address that was asked for, the document's own first. */
  readonly requests: string[] = [];
  private readonly chromium: Chromium;
  private readonly session: string;
  private readonly target: string;

  constructor(chromium: Chromium, session: string, target: string) {
    this.chromium = chromium;
    this.session = session;
    this.target = target;
  }

  async load(url: string, { width = 1280, scheme = "light", media = "", scripts = true }: PageOptions): Promise<void> {
    const loaded = new Promise<void>((resolve) => {
      this.chromium.listen(({ sessionId, method, params = {} }) => {
        if (sessionId !== this.session) return;
        if (method === "Page.loadEventFired") resolve();
        if (method === "Network.requestWillBeSent") this.requests.push((params.request as { url: string }).url);
        if (/^(?:Runtime.consoleAPICalled|Runtime.exceptionThrown|Log.entryAdded)$/.test(method ?? ""))
          this.console.push(JSON.stringify(params));
      });
    });
    for (const domain of ["Page", "Network", "Runtime", "Log"]) await this.send(`${domain}.enable`);
    await this.send("Emulation.setScriptExecutionDisabled", { value: !scripts });
    await this.resize(width);
    await this.send("Emulation.setEmulatedMedia", {
      media,
      features: [{ name: "prefers-color-scheme", value: scheme }],
    });
    await this.send("Page.navigate", { url });
    await loaded;
  }

  send<T>(method: string, params: object = {}): Promise<T> {
    return this.chromium.send<T>(method, params, this.session);
  }

  async resize(width: number): Promise<void> {
    await this.send("Emulation.setDeviceMetricsOverride", {
      width,
      height: 900,
      deviceScaleFactor: 1,
      mobile: width < 500,
    });
  }

  /** The value of an expression in the page. */
  async evaluate<T>(expression: string): Promise<T> {
    const answer = await this.send<{ result: { value: T }; exceptionDetails?: object }>("Runtime.evaluate", {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    if (answer.exceptionDetails) throw new Error(`${expression}: ${JSON.stringify(answer.exceptionDetails)}`);
    return answer.result.value;
  }

  /** The whole page as PNG. */
  async screenshot(): Promise<Buffer> {
    const { data } = await this.send<{ data: string }>("Page.captureScreenshot", { captureBeyondViewport: true });
    return Buffer.from(data, "base64");
  }

  async pdf(): Promise<Buffer> {
    const { data } = await this.send<{ data: string }>("Page.printToPDF", {
      printBackground: true,
      preferCSSPageSize: true,
    });
    return Buffer.from(data, "base64");
  }

  async close(): Promise<void> {
    await this.chromium.send("Target.closeTarget", { targetId: this.target });
  }
}
