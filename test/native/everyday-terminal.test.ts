// With a terminal: who has the foreground, and what Ctrl-C, Ctrl-Z and a hang-up do. Without standard
// descriptors: nothing.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { app, printSignals } from "../support/fixtures.ts";
import { count, finished, onTerminal, startFrom } from "../support/init.ts";
import { describeIf, needsNamespaces, needsTerminal } from "../support/needs.ts";
import { ctrlBackslash, ctrlC, ctrlD, ctrlZ, interactiveShell, type Terminal } from "../support/pty.ts";
import { until } from "../support/until.ts";

const init = (...command: string[]) => [initPath, "--", ...command];
const inShell = (...words: string[]) => words.join(" ");

const found = (terminal: Terminal, comm: string) => terminal.tree().find((process) => process.comm === comm);

describeIf(needsTerminal, "with a controlling terminal", () => {
  test("Ctrl-C ends a command that Ctrl-Z has stopped, where the init's group is outside of its namespace", async () => {
    const terminal = onTerminal([
      "sh",
      "-c",
      'unshare --pid --fork --mount-proc "$@"; echo code $?',
      "sh",
      ...init("cat"),
    ]);
    await until("cat", () => found(terminal, "cat")?.state === "S");
    terminal.type(ctrlZ);
    await until("cat to be stopped", () => found(terminal, "cat")?.state === "T");
    terminal.type(ctrlC);
    await terminal.sees(/code 130/);
  });

  test("the command has a process group of its own and the foreground", async () => {
    const terminal = onTerminal(init(...app()));
    await terminal.sees(/app ready/);
    const command = found(terminal, "perl");
    const pid1 = terminal.tree().find(({ pid }) => pid === terminal.pid);
    expect(command?.pgrp).toBe(command?.pid);
    expect(command?.pgrp).not.toBe(pid1?.pgrp);
    expect(command?.tpgid).toBe(command?.pgrp);
  });

  test("the command gets no descriptor of the init's", async () => {
    const descriptors = async (terminal: Terminal) => {
      const { pid } = await until("cat", () => found(terminal, "cat"));
      return readdirSync(`/proc/${pid}/fd`);
    };
    expect(await descriptors(onTerminal(init("cat")))).toEqual(await descriptors(onTerminal(["cat"])));
  });

  test("without /dev/tty a standard descriptor leads to the terminal", async () => {
    const hidden = ["sh", "-c", 'mount -t tmpfs tmpfs /dev && exec "$@"', "sh"];
    const terminal = onTerminal([...hidden, ...init("cat")]);
    const command = await until("cat", () => found(terminal, "cat"));
    expect(command.pgrp).toBe(command.pid);
    expect(command.tpgid).toBe(command.pid);
  });

  test("what is typed reaches the command, and the end of input", async () => {
    const terminal = onTerminal(init("cat"));
    terminal.type("hello\n");
    await terminal.sees(/hello\r\nhello/);
    terminal.type(ctrlD);
    expect(await terminal.exited).toBe(0);
  });

  test("Ctrl-C and Ctrl-\\ reach the command, once", async () => {
    const terminal = onTerminal(init(...app("stay=1")));
    await terminal.sees(/app ready/);
    terminal.type(ctrlC);
    await terminal.sees(/app got INT/);
    terminal.type(ctrlBackslash);
    await terminal.sees(/app got QUIT/);
    terminal.signal("SIGUSR1");
    await terminal.sees(/app got USR1/);
    expect(count(terminal.screen(), /got (INT|QUIT)/)).toBe(2);
  });

  test("Ctrl-C ends a command that does not handle it, with 130", async () => {
    const terminal = onTerminal(init("sh", "-c", "echo up; exec sleep 1000"));
    await terminal.sees(/up/);
    terminal.type(ctrlC);
    expect(await terminal.exited).toBe(130);
  });

  test("Ctrl-Z and fg work in an interactive shell under the init", async () => {
    const terminal = onTerminal(init(...interactiveShell));
    await terminal.sees(/ready> /);
    expect(terminal.screen()).not.toMatch(/no job control|cannot set terminal/);
    terminal.type("cat\n");
    await until("cat", () => found(terminal, "cat")?.state === "S");
    terminal.type(ctrlZ);
    await terminal.sees(/Stopped +cat[\s\S]*ready> /);
    terminal.type("fg\n");
    await terminal.sees(/cat/);
    terminal.type("again\n");
    await terminal.sees(/again\r\nagain/);
    terminal.type(ctrlC);
    await terminal.sees(/ready> /);
    terminal.type("exit 5\n");
    expect(await terminal.exited).toBe(5);
  });

  test("Ctrl-Z and fg work on the init itself in an interactive shell", async () => {
    const terminal = onTerminal(interactiveShell);
    await terminal.sees(/ready> /);
    terminal.type(`${inShell(...init("cat"))}\n`);
    await until("cat", () => found(terminal, "cat")?.state === "S");
    terminal.type("before\n");
    await terminal.sees(/before\r\nbefore/);
    terminal.type(ctrlZ);
    await terminal.sees(/Stopped[\s\S]*ready> /);
    terminal.type("fg\n");
    await until("cat to run again", () => found(terminal, "cat")?.state === "S");
    terminal.type("again\n");
    await terminal.sees(/again\r\nagain/);
    terminal.type(ctrlC);
    await terminal.sees(/ready> /);
    terminal.type("echo code $?\n");
    await terminal.sees(/code 130/);
  });

  test("Ctrl-Z and fg on the init reach the whole group of its command", async () => {
    const terminal = onTerminal(interactiveShell);
    await terminal.sees(/ready> /);
    terminal.type(`${inShell(...init("sh", "-c", "'cat; exit 7'"))}\n`);
    await until("cat", () => found(terminal, "cat")?.state === "S");
    terminal.type(ctrlZ);
    await terminal.sees(/Stopped[\s\S]*ready> /);
    terminal.type("fg\n");
    await until("cat to run again", () => found(terminal, "cat")?.state === "S");
    terminal.type(ctrlD);
    await terminal.sees(/ready> /);
    terminal.type("echo code $?\n");
    await terminal.sees(/code 7/);
  });

  test("after fg a TSTP that somebody sends is passed on again, and does not stop the init", async () => {
    const terminal = onTerminal(interactiveShell);
    await terminal.sees(/ready> /);
    terminal.type(`${inShell(...init(...printSignals()))}\n`);
    await terminal.sees(/ready/);
    const command = await until("the command", () => found(terminal, "perl"));
    process.kill(command.pid, "SIGSTOP");
    await terminal.sees(/Stopped[\s\S]*ready> /);
    terminal.type("fg\n");
    await until("the command to run again", () => found(terminal, "perl")?.state === "S");
    process.kill(found(terminal, "lastcall-init")?.pid ?? 0, "SIGTSTP");
    await terminal.sees(/20 code/);
  });

  test("a command stopped by Ctrl-Z is continued by a stop signal and ends", async () => {
    const terminal = onTerminal(init(...app("code=6")));
    await terminal.sees(/app ready/);
    terminal.type(ctrlZ);
    await until("the command to be stopped", () => found(terminal, "perl")?.state === "T");
    terminal.signal("SIGTERM");
    await terminal.sees(/app got TERM[\s\S]*app done/);
    expect(await terminal.exited).toBe(6);
  });

  test("started in the background of an interactive shell it leaves the foreground alone", async () => {
    const terminal = onTerminal(interactiveShell);
    await terminal.sees(/ready> /);
    terminal.type(`${inShell(...init("sleep", "1000"))} &\n`);
    await until("sleep", () => found(terminal, "sleep"));
    const shell = terminal.tree().find(({ pid }) => pid === terminal.pid);
    expect(found(terminal, "sleep")?.tpgid).toBe(shell?.pgrp);
    terminal.type("echo $((40 + 2))\n");
    await terminal.sees(/(\n|> )42\r\n/);
    terminal.type("kill %1; wait %1; echo code $?\n");
    await terminal.sees(/code 143/);
    terminal.type("exit 0\n");
    expect(await terminal.exited).toBe(0);
  });

  test("brought to the foreground, a command that was started in the background can be stopped and reads the terminal", async () => {
    const terminal = onTerminal(interactiveShell);
    await terminal.sees(/ready> /);
    terminal.type(`${inShell(...init("sh", "-c", "'sleep 1000; exec cat'"))} &\n`);
    const sleeper = await until("sleep", () => found(terminal, "sleep"));
    terminal.type("fg\n");
    await until("the job to have the foreground", () => {
      const now = found(terminal, "sleep");
      return now?.tpgid === found(terminal, "lastcall-init")?.pgrp;
    });
    terminal.type(ctrlZ);
    await terminal.sees(/Stopped[\s\S]*ready> /);
    terminal.type("bg\n");
    await until("sleep to go on", () => found(terminal, "sleep")?.state === "S");
    terminal.type("fg\n");
    await until("the job to have the foreground again", () => {
      const now = found(terminal, "sleep");
      return now?.tpgid === found(terminal, "lastcall-init")?.pgrp;
    });
    process.kill(sleeper.pid, "SIGTERM");
    await until("cat to read", () => found(terminal, "cat")?.state === "S");
    terminal.type("hello\n");
    await terminal.sees(/hello\r\nhello/);
    terminal.type(ctrlD);
    await terminal.sees(/ready> /);
  });

  test("another member of its pipeline reads the terminal", async () => {
    const terminal = onTerminal(interactiveShell);
    await terminal.sees(/ready> /);
    const reader = "sh -c 'read line </dev/tty; echo read: $line; cat'";
    terminal.type(`${inShell(...init("sh", "-c", "'sleep 1000; echo end'"))} | ${reader}\n`);
    const sleeper = await until("sleep", () => found(terminal, "sleep"));
    terminal.type("hello\n");
    await terminal.sees(/read: hello/);
    process.kill(sleeper.pid, "SIGTERM");
    await terminal.sees(/end[\s\S]*ready> /);
  });

  test("the shell has its terminal back after the init has ended in the foreground", async () => {
    const terminal = onTerminal(interactiveShell);
    await terminal.sees(/ready> /);
    terminal.type(`${inShell(...init("true"))}\n`);
    await terminal.sees(/ready> /);
    terminal.type("cat\n");
    await until("cat", () => found(terminal, "cat")?.state === "S");
    terminal.type("mine\n");
    await terminal.sees(/mine\r\nmine/);
  });

  test("a script has its terminal back after the init has ended, though it does no job control", async () => {
    const terminal = onTerminal(["sh", "-c", '"$@"; exec cat', "sh", ...init("true")]);
    await until("cat", () => found(terminal, "cat"));
    terminal.type("mine\n");
    await terminal.sees(/mine\r\nmine/);
  });

  test("a pipeline around the init keeps reading the terminal", async () => {
    const terminal = onTerminal(interactiveShell);
    await terminal.sees(/ready> /);
    terminal.type(`echo piped | ${inShell(...init("cat"))} | tr a-z A-Z\n`);
    await terminal.sees(/PIPED/);
    terminal.type("echo $((40 + 2))\n");
    await terminal.sees(/(\n|> )42\r\n/);
  });

  test("closing the terminal tells the command SIGHUP", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lastcall-hangup-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const log = join(folder, "log");
    const terminal = onTerminal(["sh", "-c", 'exec "$@" >"$LOG"', "sh", ...init(...app())], {
      env: { LOG: log },
    });
    await until("the app", () => existsSync(log) && /ready/.test(readFileSync(log, "utf8")));
    terminal.hangUp();
    await until("the app to end", () => /app done/.test(readFileSync(log, "utf8")));
    expect(readFileSync(log, "utf8")).toMatch(/app got HUP/);
  });

  for (const fd of [0, 1, 2]) {
    test(`descriptor ${fd} may be closed`, async () => {
      const line = `exec "$@" ${fd}>&-`;
      const command = ["sh", "-c", "exec 1>/dev/tty; echo told; exit 4"];
      const terminal = onTerminal(["sh", "-c", line, "sh", ...init(...command)]);
      await terminal.sees(/told/);
      expect(await terminal.exited).toBe(4);
    });
  }
});

describeIf(needsTerminal, "with a terminal that controls nothing", () => {
  test("the command runs and is signalled", async () => {
    const terminal = onTerminal(init(...printSignals("exit=15:3")), { controlling: false });
    await terminal.sees(/ready/);
    terminal.signal("SIGTERM");
    expect(await terminal.exited).toBe(3);
  });
});

describeIf(needsNamespaces, "without standard descriptors", () => {
  for (const closed of ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"]) {
    test(`${closed} is no reason to fail`, async () => {
      const running = startFrom(`exec "$@" ${closed}`, ["-v"], ["sh", "-c", "exit 4"]);
      expect((await finished(running)).code).toBe(4);
    });
  }
});
