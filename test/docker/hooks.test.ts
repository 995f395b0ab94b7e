// Hooks in containers: what an image lacks costs no delay, and a request to the app itself takes it out of its load balancer.
import { createServer } from "node:net";
import { afterAll, expect, test } from "vitest";
import { baseImage, removeAll, runContainer } from "../support/docker.ts";
import { describeIf, needsDocker } from "../support/needs.ts";
import { until } from "../support/until.ts";

/** A server that says 503 to its health check once /quit was asked for. */
const server = `
  let ready = true;
  const server = require("node:http").createServer((request, response) => {
    if (request.url === "/quit") {
      ready = false;
      console.log("taken out");
    }
    response.statusCode = request.url === "/health" && !ready ? 503 : 200;
    response.end("ok");
  });
  process.on("SIGTERM", () => {
    console.log("told");
    server.close(() => console.log("closed"));
  });
  server.listen(process.env.PORT, "127.0.0.1", () => console.log("serving"));
`;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** The status, or what went wrong. */
async function ask(url: string): Promise<number | string> {
  try {
    const response = await fetch(url, { headers: { connection: "close" } });
    await response.text();
    return response.status;
  } catch (error) {
    return String((error as Error).cause ?? error);
  }
}

/** Asks for health, and for something else as long as that is good, as a load balancer does. */
async function balance(origin: string): Promise<{ health: number | string; answers: (number | string)[] }> {
  const answers: (number | string)[] = [];
  for (;;) {
    const health = await ask(`${origin}/health`);
    if (health !== 200) return { health, answers };
    answers.push(await ask(`${origin}/`));
  }
}

describeIf(needsDocker, "a hook in a container", () => {
  afterAll(removeAll);

  test("whose program the image lacks is said, and the delay is served", async () => {
    const hook = "curl -X POST http://localhost:8080/quit";
    const argv = ["--delay", "2s", "--pre-stop", hook, "--", "/entrypoint.sh"];
    const container = runContainer(baseImage("scratch"), argv);
    await container.line(/app: ready/);
    const stopped = performance.now();
    const over = container.stop(30);
    await container.line(/app: told/);
    expect(performance.now() - stopped).toBeGreaterThan(1_990);
    await over;
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toContain("app: drained\nscript: cleanup after 0\n");
    expect(container.stderr()).toContain("lastcall: cannot run 'curl': not found in PATH\n");
  });

  test("that asks the app itself takes it out of the load balancer before it is told, and no request is lost", async () => {
    const port = await freePort();
    const flags = ["--delay", "2s", "--pre-stop-http", `http://localhost:${port}/quit`];
    const container = runContainer(
      baseImage("node"),
      ["lastcall-init", ...flags, "--", "node", "-e", server],
      ["--network", "host", "--env", `PORT=${port}`],
    );
    await container.line(/serving/);
    const balanced = balance(`http://127.0.0.1:${port}`);
    // The balancer has its first answers before the stop.
    await until("the server", async () => (await ask(`http://127.0.0.1:${port}/`)) === 200);
    const over = container.stop(30);
    const { health, answers } = await balanced;
    expect(health).toBe(503);
    expect(container.stdout()).not.toContain("told");
    await over;
    expect(await container.exited).toBe(0);
    expect(container.stdout()).toBe("serving\ntaken out\ntold\nclosed\n");
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.filter((answer) => answer !== 200)).toEqual([]);
    expect(container.stderr()).not.toMatch(/hook/);
  });
});
