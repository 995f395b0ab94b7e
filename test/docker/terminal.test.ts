// `docker run -it`: the terminal belongs to the command, with Ctrl-C, Ctrl-Z and job control.
import { afterAll, expect, test } from "vitest";
import { baseImage, dockerDone, removeAll } from "../support/docker.ts";
import { runOnTerminal } from "../support/docker-terminal.ts";
import { describeIf, needsDocker, needsTerminal } from "../support/needs.ts";
import { until } from "../support/until.ts";

const ctrlC = "\x03";
const ctrlZ = "\x1a";
const needs = needsTerminal.ok ? needsDocker : needsTerminal;

describeIf(needs, "docker run -it", () => {
  const image = baseImage("scratch");
  const prompt = ["--env", "PS1=ready> "];
  afterAll(removeAll);

  test("Ctrl-C ends a command that has no handler", async () => {
    const script = "echo started; exec sleep 1000";
    const terminal = runOnTerminal(image, ["--", "sh", "-c", script]);
    await terminal.sees(/started/);
    terminal.type(ctrlC);
    expect(await terminal.exited).toBe(130);
  });

  test("Ctrl-C lets an app behind a script drain", async () => {
    const terminal = runOnTerminal(image, ["--", "/entrypoint.sh"]);
    await terminal.sees(/app: ready/);
    terminal.type(ctrlC);
    await terminal.sees(/app: told/);
    await terminal.sees(/app: drained/);
    expect(await terminal.exited).not.toBe(137);
  });

  test("gives a shell job control: Ctrl-Z, fg, Ctrl-C, and the shell's exit code", async () => {
    const terminal = runOnTerminal(image, ["--", "sh", "-i"], prompt);
    await terminal.sees(/ready> /);
    terminal.type("sleep 1000\r");
    await terminal.sees(/sleep 1000\r\n/);
    // The shell has to have handed the terminal to sleep before the key is pressed.
    await sleepIsInFront(terminal.name);
    terminal.type(ctrlZ);
    await terminal.sees(/Stopped/);
    await terminal.sees(/ready> /);
    terminal.type("fg\r");
    await terminal.sees(/sleep 1000\r\n/);
    await sleepIsInFront(terminal.name);
    terminal.type(ctrlC);
    await terminal.sees(/ready> /);
    terminal.type("exit 7\r");
    expect(await terminal.exited).toBe(7);
    expect(terminal.screen()).not.toMatch(/job control turned off|can't access tty/);
  });

  test("docker stop ends a container with a terminal as well", async () => {
    const terminal = runOnTerminal(image, ["--deadline", "20s", "--", "/entrypoint.sh"]);
    await terminal.sees(/app: ready/);
    await dockerDone("stop", "--time", "30", terminal.name);
    await terminal.sees(/app: told/);
    await terminal.sees(/app: drained/);
    await terminal.sees(/script: cleanup after 0/);
    expect(await terminal.exited).toBe(0);
  });
});

/** Asks the container's ps until sleep(1) is neither stopped nor waiting to be started: state S, in front (+). */
async function sleepIsInFront(name: string): Promise<void> {
  await until("sleep to have the terminal", async () => {
    const stats = await dockerDone("exec", name, "sh", "-c", "cat /proc/[0-9]*/stat");
    return stats.split("\n").some((line) => {
      const fields = line.slice(line.lastIndexOf(") ") + 2).split(" ");
      const [state, , group, , , front] = fields;
      return line.includes("(sleep)") && state === "S" && group === front;
    });
  });
}
