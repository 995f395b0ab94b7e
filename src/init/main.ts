// lastcall-init: reads its options, starts the command and watches over it. See src/native for how the kernel gets here.

import { As } from "../core/as.ts";
import { Action } from "../core/option-values.ts";
import { OptionParser, Words } from "../core/options.ts";
import { answer } from "./answers.ts";
import { PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG } from "./constants.ts";
import { decode, pointerAt } from "./cstring.ts";
import { Environment, environment } from "./environment.ts";
import { readHandover } from "./handover.ts";
import { becomeHook, isHook, resolveHooks } from "./hook.ts";
import { actAsUser, resolveIdentity } from "./identity.ts";
import { install } from "./install.ts";
import { signalProcess } from "./kill.ts";
import { begin, configureLog, end, Level, openLog, say, sayError } from "./log.ts";
import { Loop } from "./loop.ts";
import { pause } from "./pause.ts";
import { becomeChild, FAILED, failure, startCommand, takeFewerSignals, takeSignals } from "./start.ts";
import { plan, state } from "./state.ts";
import { clearStopFile } from "./stop-files.ts";
import { closeFrom, getpid, getppid, peek8, prctl } from "./sys.ts";
import { leaveTerminalToChild, openTerminal } from "./terminal.ts";

class Arguments implements Words {
  argv: i64 = 0;
  argc: i32 = 0;

  program(): string {
    // execve(2) takes an argv without a single word.
    return this.argc > 0 ? decode(pointerAt(this.argv, 0)) : "";
  }

  count(): i32 {
    return this.argc - 1;
  }

  at(index: i32): string {
    return decode(pointerAt(this.argv, index + 1));
  }
}

/** What main() answers when the command runs: watch() is next. */
const RUNNING: i32 = -1;

const loop = new Loop();
const words = new Arguments();
const parser = new OptionParser<Arguments, Environment>(words, environment, plan);

/** The exit code, or RUNNING. `argv` and `envp` are machine addresses. */
export function main(argc: i32, argv: i64, envp: i64): i32 {
  // First, for a signal that comes earlier is lost to PID 1, and ends anybody else.
  takeSignals();
  const parent = getppid();
  environment.array = envp;
  words.argv = argv;
  words.argc = argc;
  openLog();
  const parsed = parser.parse();
  if (parsed.error.length > 0) return fail("bad-option", parsed.error);
  if (parsed.action >= Action.Help && parsed.action <= Action.License) return answer(parsed.action);

  configureLog(plan.verbosity, plan.json);
  if (parsed.action === Action.Install) return install();
  readHandover();
  const unresolved = resolveHooks();
  if (unresolved.length > 0) return fail("bad-option", unresolved);
  if (!resolveIdentity(argc)) return failure();
  clearStopFile();
  actAsUser();
  const host = environment.find("KUBERNETES_SERVICE_HOST");
  state.inKubernetes = host !== 0 && peek8(host) !== 0;
  if (plan.as !== As.DumbInit) openTerminal();
  else if (!plan.sharesGroup) leaveTerminalToChild();
  takeFewerSignals();
  if (getpid() !== 1) becomeSubreaper();
  if (parsed.action === Action.Pause) return pause();
  if (plan.parentSignal > 0) {
    prctl(PR_SET_PDEATHSIG, plan.parentSignal);
    // The kernel tells of a parent's end only from now on (PR_SET_PDEATHSIG(2const)).
    if (getppid() !== parent) signalProcess(getpid(), plan.parentSignal);
  }
  // Right before envp, wherever that is by now.
  const pid = startCommand(environment.array - ((argc + 1) << 3), parsed.commandAt + 1);
  if (pid < 0) {
    begin(Level.Error, "cannot-fork");
    say("cannot fork for the command: ");
    sayError(pid);
    end();
    return failure();
  }
  if (plan.as === As.Catatonit) closeInherited();
  loop.begin(pid);
  return RUNNING;
}

/** Called by src/native in the process that becomes the command or a hook (src/init/sys.ts, spawn, fork): its exit code. */
export function child(): i32 {
  return isHook() ? becomeHook() : becomeChild();
}

/** Watches over the command; ends the process itself. What it does not need lies in a segment of its own (src/native/cold.h). */
export function watch(): i32 {
  loop.run();
  return FAILED;
}

function becomeSubreaper(): void {
  if (!plan.subreaper) {
    if (plan.as !== As.Tini) return;
    begin(Level.Warning, "no-subreaper");
    say("not PID 1 and no subreaper (-s): zombie reaping will not work");
    end();
    return;
  }
  const result = prctl(PR_SET_CHILD_SUBREAPER, 1);
  if (result >= 0) return;
  begin(Level.Warning, "no-subreaper");
  say("cannot become a subreaper, orphans go elsewhere: ");
  sayError(result);
  end();
}

/** What is not ours, listening sockets for example, is the command's alone. */
function closeInherited(): void {
  closeFrom(3);
  openLog();
  openTerminal();
}

function fail(event: string, error: string): i32 {
  begin(Level.Error, event);
  say(error);
  end();
  return failure();
}
