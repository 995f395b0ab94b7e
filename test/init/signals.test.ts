// Which signals go on, and how: what somebody sent, and nothing that the kernel did to the init because of its own doing.

import { describe, expect, test } from "vitest";
import { everySignal } from "../support/core.ts";
import { errno, type Sent, SI_KERNEL, SI_QUEUE, SI_USER } from "../support/fake-kernel.ts";
import { play, sent } from "../support/init-wasm.ts";

const OWN = 1;
const SIGILL = 4;
const SIGBUS = 7;
const SIGFPE = 8;
const SIGKILL = 9;
const SIGSEGV = 11;
const SIGPIPE = 13;
const SIGTERM = 15;
const SIGCHLD = 17;
const SIGSTOP = 19;
const SIGXCPU = 24;
const SIGXFSZ = 25;
const SIGSYS = 31;
const SI_TKILL = -6;
const SI_TIMER = -2;

/** The command catches everything, so that it lives on. */
const immune = Object.fromEntries(everySignal.map((signal) => [signal, () => {}]));
const catchable = everySignal.filter((signal) => signal !== SIGKILL && signal !== SIGSTOP);

/** What is sent on after this one signal. */
function passedOn(signal: Sent, argv: string[] = ["app"]): string[] {
  const { kernel } = play({ argv, command: { on: immune } }, (k) => k.at(7, () => k.queue(signal)));
  return sent(kernel).map((line) => line.replace("7 ", ""));
}

describe("a signal that somebody sent", () => {
  test.each(catchable)("%d goes on by kill(2)", (signal) => {
    const [line, ...others] = passedOn({ signal });
    expect(line).toMatch(/^kill 10 /);
    expect(others).toEqual([]);
  });

  test.each([34, 40, 64, SIGTERM, 10])("%d with a value goes on with it", (signal) => {
    const [line, ...others] = passedOn({ signal, code: SI_QUEUE, value: 0x1234 });
    expect(line).toMatch(/^sigqueue 10 \w+ 4660$/);
    expect(others).toEqual([]);
  });

  test("one whose value the full queue of the user has no room for goes on without it", () => {
    const { kernel } = play({ command: { on: immune } }, (k) => {
      k.fault = (call) => (call === "sigqueue" ? errno.EAGAIN : undefined);
      k.at(7, () => k.queue({ signal: 40, code: SI_QUEUE, value: 1 }));
    });
    expect(sent(kernel)).toEqual(["7 kill 10 40"]);
  });

  test("a stop signal with a value keeps it through the delay, whatever comes meanwhile", () => {
    const { kernel } = play({ argv: ["--delay", "2s", "app"], command: { on: immune } }, (k) => {
      k.at(0, () => k.queue({ signal: SIGTERM, code: SI_QUEUE, value: 77 }));
      k.at(1000, () => k.queue({ signal: 40, code: SI_QUEUE, value: 5 }));
      k.at(1500, () => k.queue({ signal: 1 }));
    });
    expect(sent(kernel)).toEqual(["1000 sigqueue 10 40 5", "1500 kill 10 HUP", "2000 sigqueue 10 TERM 77"]);
  });

  test("a rewritten one keeps its value, and the kernel finds the new number in it", () => {
    expect(passedOn({ signal: 40, code: SI_QUEUE, value: 9 }, ["-r", "40:41", "app"])).toEqual(["sigqueue 10 41 9"]);
  });

  test("a dropped one goes nowhere", () => {
    expect(passedOn({ signal: 28 }, ["-r", "WINCH:0", "app"])).toEqual([]);
  });

  test.each([SI_TKILL, SI_TIMER])("the kernel lets nobody claim si_code %d, so it goes by kill(2)", (code) => {
    expect(passedOn({ signal: 10, code })).toEqual(["kill 10 USR1"]);
  });

  test("the terminal's Ctrl-C comes from the kernel, and goes on", () => {
    expect(passedOn({ signal: 2, code: SI_KERNEL, pid: 0 })).toEqual(["kill 10 INT"]);
  });

  test("real-time signals go on one by one in order, standard ones are merged by the kernel", () => {
    const { kernel } = play({ command: { on: immune } }, (k) =>
      k.at(1, () => {
        for (const value of [1, 2, 3]) k.queue({ signal: 40, code: SI_QUEUE, value });
        for (let times = 0; times < 3; times++) k.queue({ signal: 1 });
      }),
    );
    expect(sent(kernel)).toEqual(["1 kill 10 HUP", "1 sigqueue 10 40 1", "1 sigqueue 10 40 2", "1 sigqueue 10 40 3"]);
  });

  test("after the command's end it goes to who is left", () => {
    const { kernel } = play({}, (k) => {
      k.at(1, () => k.spawn(10, { on: immune }));
      k.at(2, () => k.end(10));
      k.at(3, () => k.queue({ signal: 10 }));
    });
    expect(sent(kernel).slice(0, 2)).toEqual(["2 kill 11 TERM", "3 kill 11 USR1"]);
  });
});

describe("a signal of the kernel's for our own doing", () => {
  const faults = [SIGILL, SIGBUS, SIGFPE, SIGSEGV, SIGSYS, 5];

  test.each(faults)("the fault %d goes nowhere, sent by somebody it does", (signal) => {
    expect(passedOn({ signal, code: 1, pid: 0 })).toEqual([]);
    expect(passedOn({ signal, code: SI_KERNEL, pid: 0 })).toEqual([]);
    expect(passedOn({ signal, code: SI_USER })).toHaveLength(1);
  });

  test("a child's end goes nowhere, a CHLD that somebody sent does", () => {
    expect(passedOn({ signal: SIGCHLD, code: 1, pid: 10 })).toEqual([]);
    expect(passedOn({ signal: SIGCHLD, code: SI_USER })).toEqual(["kill 10 CHLD"]);
  });

  test.each([SIGPIPE, SIGXFSZ])("%d from ourselves goes nowhere, from another it does", (signal) => {
    expect(passedOn({ signal, pid: OWN })).toEqual([]);
    expect(passedOn({ signal, pid: 4242 })).toHaveLength(1);
  });

  test("the limit on our own processor time goes nowhere", () => {
    expect(passedOn({ signal: SIGXCPU, code: SI_KERNEL, pid: 0 })).toEqual([]);
    expect(passedOn({ signal: SIGXCPU, code: SI_USER })).toEqual(["kill 10 XCPU"]);
  });
});
